"""What is asked of a learning platform with our signature: who is in a course, and that it takes a score."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pylti1p3.exception import LtiException
from pylti1p3.grade import Grade
from pylti1p3.service_connector import ServiceConnector

from classroom.lti_claims import SCORE
from classroom.lti_http import PlatformHttp, answer_of, must_be_fine
from classroom.lti_library import registration_of
from classroom.lti_outbox_store import Parcel
from classroom.lti_records import Platform, PlatformFailed, SigningKey, origin_of

NAMES = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
MOST_PAGES = 100
RULE = "The mean of empathy and boundary-setting, each from 0 to 4. The feedback is in Attune."
"""What stands beside a score in the course's gradebook."""


class Services:
    """A platform's services, for as long as its access token is good: a minute or so."""

    def __init__(self, platform: Platform, key: SigningKey, http: PlatformHttp) -> None:
        self._http = http
        self._connector = ServiceConnector(registration_of(platform, key), http)

    def put_score(self, parcel: Parcel) -> None:
        """Give the platform a score; giving it the same one again changes nothing there.

        Raises:
            PlatformFailed: It did not take it.
        """
        out = parcel.outgoing
        grade = Grade().set_score_given(out.score).set_score_maximum(out.out_of).set_user_id(parcel.subject)
        grade.set_timestamp(_moment(out.graded_at))
        grade.set_activity_progress("Completed").set_grading_progress("FullyGraded").set_comment(RULE)
        headers = {**self._allowed(SCORE), "Content-Type": SCORE_TYPE}
        answer = self._http.post(_scores(parcel.line_item_url), data=grade.get_value(), headers=headers)
        must_be_fine(answer)
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise PlatformFailed("It answered with a page; nothing says that the score was taken.")

    def members(self, address: str) -> tuple[Mapping[str, object], ...]:
        """Read who is in a course, page by page.

        Raises:
            PlatformFailed: The list cannot be read to its end.
        """
        found: list[Mapping[str, object]] = []
        origin, page = origin_of(address), address
        for _ in range(MOST_PAGES):
            answer = self._http.get(page, headers={**self._allowed(NAMES), "Accept": MEMBERS_TYPE})
            body = answer_of(answer)
            members = body.get("members") if isinstance(body, dict) else None
            if not isinstance(members, list):
                raise PlatformFailed("Its answer is no list of people.")
            found += [one for one in members if isinstance(one, dict)]
            page = answer.links.get("next", {}).get("url", "")
            if not page:
                return tuple(found)
            if origin_of(page) != origin:
                raise PlatformFailed("Its list of people goes on elsewhere.")
        raise PlatformFailed("Its list of people does not end.")

    def _allowed(self, scope: str) -> dict[str, str]:
        """Give the head that shows an access token, which is asked for once."""
        try:
            token = self._connector.get_access_token([scope])
        except LtiException as error:
            raise PlatformFailed("It gives us no access: its administrator can allow it for this tool.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise PlatformFailed("Its answer to our asking for access is not what was asked for.") from error
        return {"Authorization": f"Bearer {token}"}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _scores(line_item: str) -> str:
    address, mark, query = line_item.partition("?")
    return f"{address.rstrip('/')}/scores{mark}{query}"
