"""Keeps scores on their way to learning platforms."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.lti_records import OUT_OF, Link, Outgoing, SendState
from classroom.lti_store import KIND
from dialogue.record import Record
from practice.errors import RecordNotFound
from records.classes import AssignmentRow, AttemptRow, AttemptSessionRow, ExtensionRow
from records.lti import LtiContextRow, LtiLinkRow, LtiOutboxRow, LtiPlatformRow
from records.people import AccountRow, OutsideIdentityRow
from records.reviews import GradeEventRow
from records.tables import ExchangeRow, GradeRow

LONGEST_FAILURE = 400
A_MOMENT = timedelta(milliseconds=1)
"""By which one score of a person is later than the one before, at the least."""


class Destination(Record):
    """A link whose released grades go to a column of a platform."""

    link: str
    assignment: str
    section: str
    platform: str


class Parcel(Record):
    """A score with everything that is needed to send it."""

    outgoing: Outgoing
    platform: str
    subject: str
    """Whose it is, in the platform's words."""
    line_item_url: str


class Shown(Record):
    """A score as people are shown it."""

    outgoing: Outgoing
    name: str
    title: str
    """Of the assignment."""
    platform: str
    """Its title."""
    section: str


class LtiOutboxStore:
    """The records of scores on their way. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def destinations(self) -> tuple[Destination, ...]:
        """Read the links whose assignment is released and whose platform may launch here."""
        link, course, given = LtiLinkRow, LtiContextRow, AssignmentRow
        query = (
            select(link.id, given.id, given.section_id, course.platform_id)
            .join(course, course.id == link.context_id)
            .join(given, given.id == link.assignment_id)
            .join(LtiPlatformRow, LtiPlatformRow.id == course.platform_id)
            .where(link.line_item_url != "", given.released_at.is_not(None), LtiPlatformRow.disabled_at.is_(None))
            .order_by(link.id)
        )
        names = ("link", "assignment", "section", "platform")
        with Connection(self._engine) as db:
            return tuple(Destination(**dict(zip(names, row, strict=True))) for row in db.execute(query))

    def mark(self, destination: Destination) -> str:
        """Give what changes whenever a score of an assignment could: grades, levels, attempts, terms, people."""
        attempt, held, given = AttemptRow, AttemptSessionRow, destination.assignment
        sessions = select(held.session_id).join(attempt, attempt.id == held.attempt_id)
        sessions = sessions.where(attempt.assignment_id == given)
        said, grade, known = ExchangeRow, GradeRow, OutsideIdentityRow
        exchanges = select(said.id).where(said.session_id.in_(sessions))
        queries = (
            select(AssignmentRow.version).where(AssignmentRow.id == given),
            select(func.count(), func.max(attempt.handed_in_at)).where(attempt.assignment_id == given),
            select(func.count(), func.max(grade.id)).where(grade.exchange_id.in_(exchanges)),
            select(func.count()).where(GradeEventRow.session_id.in_(sessions)),
            select(func.count()).where(ExtensionRow.assignment_id == given),
            select(func.count()).where(known.kind == KIND, known.issuer == destination.platform),
        )
        with Connection(self._engine) as db:
            return repr([tuple(db.execute(query).one()) for query in queries])

    def want(self, link: str, person: str, score: float) -> bool:
        """Keep that a score is to be sent, unless it is the newest of this person already; tells whether it is new.

        One that still waits is given up for it.
        """
        now, row = self._clock(), LtiOutboxRow
        own = (row.link_id == link, row.person_id == person)
        with Connection(self._engine) as db, db.begin():
            newest = db.scalars(select(row).where(*own).order_by(row.graded_at.desc()).limit(1)).one_or_none()
            if newest is not None and newest.score == score:
                return False
            waiting = (*own, row.state == SendState.WAITING.value)
            gone = {"state": SendState.GIVEN_UP.value, "failure": "A newer score took its place."}
            db.execute(update(row).where(*waiting).values(**gone))
            at = now.replace(microsecond=now.microsecond // 1000 * 1000)
            at = max(at, newest.graded_at + A_MOMENT) if newest is not None else at
            made = row(id=str(ULID.from_datetime(now)), link_id=link, person_id=person, score=score, out_of=OUT_OF)
            made.graded_at, made.again_at, made.created_at, made.state = at, now, now, SendState.WAITING.value
            db.add(made)
            return True

    def due(self, most: int) -> tuple[Parcel, ...]:
        """Read what may be sent now: of released assignments, to platforms that may launch here, the oldest first."""
        out, link, course, known = LtiOutboxRow, LtiLinkRow, LtiContextRow, OutsideIdentityRow
        query = (
            select(out, course.platform_id, known.subject, link.line_item_url)
            .join(link, link.id == out.link_id)
            .join(course, course.id == link.context_id)
            .join(LtiPlatformRow, LtiPlatformRow.id == course.platform_id)
            .join(AssignmentRow, AssignmentRow.id == link.assignment_id)
            .join(known, (known.person_id == out.person_id) & (known.issuer == course.platform_id))
            .where(out.state == SendState.WAITING.value, out.again_at <= self._clock(), known.kind == KIND)
            .where(AssignmentRow.released_at.is_not(None), LtiPlatformRow.disabled_at.is_(None))
            .order_by(out.again_at, out.id)
            .limit(most)
        )
        with Connection(self._engine) as db:
            return tuple(
                Parcel(outgoing=_outgoing(row), platform=platform, subject=subject, line_item_url=address)
                for row, platform, subject, address in db.execute(query)
            )

    def arrived(self, outgoing: str) -> None:
        """Keep that a platform took a score."""
        with Connection(self._engine) as db, db.begin():
            row = db.get(LtiOutboxRow, outgoing)
            if row is not None:
                row.state, row.sent_at, row.failure = SendState.SENT.value, self._clock(), None
                row.tries += 1

    def failed(self, outgoing: str, failure: str, again_at: datetime | None) -> None:
        """Keep why a platform did not take a score, and when it is tried again; None for never by itself."""
        with Connection(self._engine) as db, db.begin():
            row = db.get(LtiOutboxRow, outgoing)
            if row is not None and row.state == SendState.WAITING.value:
                row.failure, row.tries = failure[:LONGEST_FAILURE], row.tries + 1
                row.again_at = again_at or row.again_at
                row.state = row.state if again_at else SendState.GIVEN_UP.value

    def put_off(self, outgoing: str, failure: str, again_at: datetime) -> None:
        """Keep that a score was not tried, as its platform fails."""
        with Connection(self._engine) as db, db.begin():
            row = db.get(LtiOutboxRow, outgoing)
            if row is not None and row.state == SendState.WAITING.value:
                row.failure, row.again_at = failure[:LONGEST_FAILURE], again_at

    def retry(self, outgoing: str, section: str | None = None) -> None:
        """Let a score be tried at once.

        Raises:
            RecordNotFound: It does not wait and was not given up, or is not of this section.
        """
        with Connection(self._engine) as db, db.begin():
            row = db.get(LtiOutboxRow, outgoing)
            if row is None or row.state == SendState.SENT.value or not _is_newest(db, row):
                raise RecordNotFound("This score does not wait any more; look at the list again.")
            if section is not None and _section(db, row) != section:
                raise RecordNotFound("This score does not wait any more; look at the list again.")
            row.state, row.again_at, row.tries = SendState.WAITING.value, self._clock(), 0

    def shown(self, section: str | None = None) -> tuple[Shown, ...]:
        """Read the newest score of each person at each link, of a section or of all; who fails first."""
        out, link, course, given = LtiOutboxRow, LtiLinkRow, LtiContextRow, AssignmentRow
        newest = select(out.link_id, out.person_id, func.max(out.graded_at).label("at"))
        last = newest.group_by(out.link_id, out.person_id).subquery()
        same = (last.c.link_id == out.link_id) & (last.c.person_id == out.person_id) & (last.c.at == out.graded_at)
        query = (
            select(out, AccountRow.name, given.title, LtiPlatformRow.title, given.section_id)
            .join(last, same)
            .join(AccountRow, AccountRow.person_id == out.person_id)
            .join(link, link.id == out.link_id)
            .join(course, course.id == link.context_id)
            .join(LtiPlatformRow, LtiPlatformRow.id == course.platform_id)
            .join(given, given.id == link.assignment_id)
            .order_by(out.state == SendState.SENT.value, out.failure.is_(None), given.title, AccountRow.name)
        )
        names = ("name", "title", "platform", "section")
        with Connection(self._engine) as db:
            rows = db.execute(query if section is None else query.where(given.section_id == section))
            return tuple(Shown(outgoing=_outgoing(row), **dict(zip(names, rest, strict=True))) for row, *rest in rows)

    def links(self, section: str) -> tuple[tuple[Link, str], ...]:
        """Read the links of a section's courses with the title of what they open."""
        link, given = LtiLinkRow, AssignmentRow
        query = select(link, given.title).join(given, given.id == link.assignment_id)
        query = query.where(given.section_id == section).order_by(given.title, link.id)
        with Connection(self._engine) as db:
            return tuple(
                (
                    Link(
                        id=row.id,
                        course=row.context_id,
                        link=row.link,
                        assignment=row.assignment_id,
                        line_item_url=row.line_item_url,
                    ),
                    title,
                )
                for row, title in db.execute(query)
            )


def _is_newest(db: Connection, row: LtiOutboxRow) -> bool:
    out = LtiOutboxRow
    newest = select(func.max(out.graded_at)).where(out.link_id == row.link_id, out.person_id == row.person_id)
    return db.scalars(newest).one() == row.graded_at


def _section(db: Connection, row: LtiOutboxRow) -> str | None:
    query = select(AssignmentRow.section_id).join(LtiLinkRow, LtiLinkRow.assignment_id == AssignmentRow.id)
    return db.scalars(query.where(LtiLinkRow.id == row.link_id)).one_or_none()


def _outgoing(row: LtiOutboxRow) -> Outgoing:
    return Outgoing(
        id=row.id,
        link=row.link_id,
        person=row.person_id,
        score=row.score,
        out_of=row.out_of,
        graded_at=row.graded_at,
        state=SendState(row.state),
        tries=row.tries,
        again_at=row.again_at,
        failure=row.failure,
        sent_at=row.sent_at,
    )
