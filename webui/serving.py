"""Opens the practice room on a data folder and serves its site until stopped."""

import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from classroom.oidc_provider import Provider
from classroom.open_class import Classroom, open_class
from classroom.open_elsewhere import open_elsewhere
from classroom.open_school import open_school
from practice.bounds import free
from practice.judge_setup import JudgeServer
from practice.model_server import ModelServer
from practice.room import PracticeRoom
from webui.provider_routes import BACK
from webui.public_address import PublicAddress
from webui.site import SiteSettings, build_site

logger = logging.getLogger(__name__)


def serve_site(
    host: str,
    port: int,
    data: Path,
    care_line: str,
    rubric: str,
    version: str,
    judge: JudgeServer | None = None,
    voiced_by: ModelServer | None = None,
    accounts_at: PublicAddress | None = None,
    provider: Provider | None = None,
    tell: Callable[[str], None] = logger.info,
) -> None:
    """Serve the site until it is stopped; second opinions come in the background meanwhile.

    Args:
        host: To listen on.
        port: To listen on.
        data: Folder that holds everything that must survive.
        care_line: What a trainee is shown who writes of their own wish to die.
        rubric: Which rubric grades.
        version: Of this program.
        judge: Who gives second opinions.
        voiced_by: Who words the client; the embedded voice if not given.
        accounts_at: Under which address people sign in; without it there is one local trainee.
        provider: The institution's identity provider, where people may sign in too; only used with accounts.
        tell: Tells whoever started the program the link that makes the first administrator.

    Raises:
        ContentError: A content file is wrong; nothing was served.
        OSError: The data folder or the port cannot be used; nothing was served.
    """
    import uvicorn

    from practice.setup import now_utc, open_practice, open_records

    records = open_records(data)
    classroom = open_class(records, now_utc) if accounts_at else None
    bounds = classroom.bounds if classroom else free
    written = classroom.written_rubric if classroom else None
    room = open_practice(
        data, rubric=rubric, judge=judge, voiced_by=voiced_by, engine=records, bounds=bounds, written=written
    )
    settings = SiteSettings(
        care_line=care_line,
        version=version,
        engine="model" if voiced_by else "embedded",
        visitor_token=visitor_token(data),
        temp_folder=data / "temporary",
        address=accounts_at or PublicAddress(base=f"http://{host}:{port}"),
    )
    school = open_school(records, classroom, room, now_utc) if classroom else None
    elsewhere = None
    if classroom is not None and provider is not None:
        back = settings.address.base + BACK
        elsewhere = open_elsewhere(records, classroom.sign_in, provider, back, now_utc)
        logger.info(
            "people may sign in with %s at %s, which sends them back to %s", provider.name, provider.issuer, back
        )
    site = build_site(room, settings, school, elsewhere)
    logger.info("Attune %s is at http://%s:%d", version, host, port)
    logger.info("%s", _who_speaks(voiced_by))
    logger.info("%s", _who_judges(room, judge))
    if classroom is not None:
        _welcome(classroom, settings.address, tell)
    if room.second is not None:
        room.second.start()
    if school is not None:
        school.lti.worker.start()
    try:
        uvicorn.run(site, host=host, port=port, log_level="warning", access_log=False, server_header=False)
    finally:
        if room.second is not None:
            room.second.stop()
        if school is not None:
            school.lti.worker.stop()


def _who_speaks(voiced_by: ModelServer | None) -> str:
    """Say in one line who words the client, and so where what trainees write goes."""
    if voiced_by is None:
        return "the clients speak with the embedded voice"
    return f"the clients speak with {voiced_by.model} at {voiced_by.host}: the conversation goes there, turn by turn"


def _welcome(classroom: Classroom, address: PublicAddress, tell: Callable[[str], None]) -> None:
    """Tell how the first administrator signs in, and where passwords could be read on the way."""
    secret = classroom.operator.first_link()
    if secret is not None:
        link = address.link("setup", secret)
        tell(f"There is no administrator yet. Open this link once, within a day, to become one:\n\n    {link}\n")
    if not address.secure and not address.local:
        logger.warning("%s is not https: passwords can be read on the way; put a TLS server in front", address.base)


def _who_judges(room: PracticeRoom, judge: JudgeServer | None) -> str:
    """Say in one line where what trainees write goes, and how it has gone so far."""
    if judge is None or room.second is None:
        return "no second opinions are asked for: nothing that is written goes to a judge"
    counts = room.second.counts()
    return (
        f"second opinions come from {judge.model} at {judge.host}: {counts.given} given, {counts.waiting} waiting, "
        f"{counts.given_up} given up, {sum(counts.failures.values())} attempts failed, {counts.calls} calls, "
        f"{counts.tokens_in + counts.tokens_out} tokens; each graded turn goes there with the client's words before it"
    )


def visitor_token(folder: Path) -> str:
    """Give the token that knows the local trainee's browser; made the first time, readable by its owner only."""
    kept = folder / "visitor"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return kept.read_text(encoding="utf-8").strip()
