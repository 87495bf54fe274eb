"""How released grades get to learning platforms: found, kept on their way, sent, and sent again until they arrive."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from classroom.account_store import AccountStore
from classroom.counting import Came
from classroom.gradebook import cell_of
from classroom.gradebook_records import Cell
from classroom.levels import mean
from classroom.lti_course_store import LtiCourseStore
from classroom.lti_http import PlatformHttp
from classroom.lti_outbox_store import Destination, LtiOutboxStore, Parcel, Shown
from classroom.lti_records import PlatformFailed
from classroom.lti_services import Services
from classroom.lti_store import LtiStore
from classroom.rights import Action, InSection, Site, check
from classroom.section_work import SectionReader
from evaluator.rubric import Rubric
from practice.report import HEADLINES

_log = logging.getLogger(__name__)
BATCH = 200
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
"""After a failure; doubled each time. Ours."""
MOST_TRIES = 24
"""Four days or so; then somebody has to look."""


class Grades:
    """Sends scores; a thread calls `gather` and `send` again and again, and pages call the verbs with a person."""

    def __init__(
        self,
        accounts: AccountStore,
        store: LtiStore,
        courses: LtiCourseStore,
        outbox: LtiOutboxStore,
        reader: SectionReader,
        rubric: Rubric,
        http: PlatformHttp,
        clock: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._store = store
        self._courses = courses
        self._outbox = outbox
        self._reader = reader
        self._rubric = rubric
        self._http = http
        self._clock = clock
        self._seen: dict[str, str] = {}

    def gather(self) -> int:
        """Find the released scores that platforms do not have yet; tells how many are new.

        An assignment in which nothing has changed since the last time is not read again.
        """
        found = 0
        for one in self._outbox.destinations():
            mark = self._outbox.mark(one)
            if self._seen.get(one.link) == mark:
                continue
            try:
                found += self._gathered(one)
            except (LookupError, ValueError) as error:
                _log.error("the scores of %s cannot be read (%s)", one.assignment, type(error).__name__)
            self._seen[one.link] = mark
        return found

    def send(self) -> int:
        """Send what may be sent now; tells how many arrived. What fails waits, longer each time."""
        open_services: dict[str, Services] = {}
        failing: dict[str, str] = {}
        arrived = 0
        for parcel in self._outbox.due(BATCH):
            if parcel.platform in failing:
                again = self._clock() + FIRST_PAUSE
                self._outbox.put_off(parcel.outgoing.id, failing[parcel.platform], again)
                continue
            try:
                self._services(parcel.platform, open_services).put_score(parcel)
            except PlatformFailed as error:
                self._keep_failure(parcel, str(error))
                if error.everywhere:
                    failing[parcel.platform] = str(error)
            else:
                self._outbox.arrived(parcel.outgoing.id)
                arrived += 1
        return arrived

    def every(self, person: str) -> tuple[Shown, ...]:
        """Give the newest score of each person at each link, to whoever manages the site; without the figures."""
        check(self._accounts.standing(person), Action.MANAGE_SITE, Site())
        shown = self._outbox.shown()
        return tuple(one.model_copy(update={"outgoing": one.outgoing.model_copy(update={"score": 0})}) for one in shown)

    def of_section(self, person: str, section: str) -> tuple[Shown, ...]:
        """Give the newest score of each person at each link of a section, to whoever teaches it."""
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))
        return self._outbox.shown(section)

    def retry(self, person: str, section: str, outgoing: str) -> None:
        """Let a score be tried at once, for whoever teaches the section.

        Raises:
            RecordNotFound: It does not wait, or not in this section.
        """
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))
        self._outbox.retry(outgoing, section)

    def retry_anywhere(self, person: str, outgoing: str) -> None:
        """Let a score be tried at once, for whoever manages the site.

        Raises:
            RecordNotFound: It does not wait.
        """
        check(self._accounts.standing(person), Action.MANAGE_SITE, Site())
        self._outbox.retry(outgoing)

    def _gathered(self, one: Destination) -> int:
        work = self._reader.read(one.section, only=one.assignment).as_told()
        known, now = self._courses.subjects(one.platform), self._clock()
        found = 0
        for given in work.given:
            for person in sorted(known.keys() & {attempt.person for attempt in given.attempts}):
                score = score_of(cell_of(work, given, person, self._rubric, now))
                found += score is not None and self._outbox.want(one.link, person, score)
        return found

    def _services(self, platform: str, opened: dict[str, Services]) -> Services:
        if platform not in opened:
            opened[platform] = Services(self._store.platform(platform), self._store.signing_keys()[0], self._http)
        return opened[platform]

    def _keep_failure(self, parcel: Parcel, failure: str) -> None:
        tries = parcel.outgoing.tries + 1
        again = self._clock() + min(FIRST_PAUSE * 2 ** min(tries - 1, 12), LONGEST_PAUSE)
        self._outbox.failed(parcel.outgoing.id, failure, again if tries < MOST_TRIES else None)
        _log.warning("score %s did not arrive, try %d: %s", parcel.outgoing.id, tries, failure)


def score_of(cell: Cell) -> float | None:
    """Give the one figure that a course's gradebook gets, 0–4; None where there is none to send.

    It is the mean of empathy and boundary-setting, of the attempt that counts, with the levels that count; of one of
    them where only that has a level. A gate does not change it. Source: ours, see decision 0016.
    """
    if cell.came is not Came.FINISHED:
        return None
    levels = [cell.mean(one) for one in HEADLINES]
    figure = mean([level for level in levels if level is not None])
    return None if figure is None else round(figure, 2)
