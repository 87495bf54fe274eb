"""Keeps who began an assignment, with which sessions, and who handed it in."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, func, or_, select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.assignments import Attempt
from classroom.errors import NOT_THERE, ChangedMeanwhile
from dialogue.record import Record
from practice.errors import RecordNotFound
from records.classes import AssignmentRow, AttemptRow, AttemptSessionRow
from records.tables import ArcSessionRow


class WorkOf(Record):
    """The assignment behind a practice session, a sitting with a drill, or a treatment."""

    attempt: str
    assignment: str
    section: str
    person: str
    handed_in: bool


class AttemptStore:
    """The records of attempts. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, assignment: str, person: str, most: int | None, work: str | None = None) -> Attempt:
        """Keep that a person begins an attempt.

        Args:
            assignment: Which.
            person: Who.
            most: How many attempts this person has; None is as many as wanted.
            work: The drill's or the arc's own record.

        Raises:
            ValueError: No attempt is left; nothing was kept.
        """
        now, row = self._clock(), AttemptRow
        newest = select(func.max(row.number)).where(row.assignment_id == assignment, row.person_id == person)
        with Connection(self._engine) as db, db.begin():
            number = (db.scalars(newest).one() or 0) + 1
            if most is not None and number > most:
                raise ValueError(f"No attempt is left: {most} of {most} are taken. Ask your instructor for another.")
            made = AttemptRow(
                id=str(ULID.from_datetime(now)),
                assignment_id=assignment,
                person_id=person,
                number=number,
                work_id=work,
                began_at=now,
                late=False,
            )
            db.add(made)
            db.flush()
            return _attempt(db, made)

    def take_up(self, assignment: str, person: str, most: int | None, seen: int) -> Attempt:
        """Give the attempt that a person has not handed in, or keep that they begin another; twice at once gives one.

        Args:
            assignment: Which.
            person: Who.
            most: How many attempts this person has; None is as many as wanted.
            seen: The version of the assignment whose conditions the attempt is to have.

        Raises:
            ChangedMeanwhile: The assignment was changed since; nothing was kept.
            RecordNotFound: There is no such assignment.
            ValueError: No attempt is left; nothing was kept.
        """
        now, row = self._clock(), AttemptRow
        query = select(row).where(row.assignment_id == assignment, row.person_id == person).order_by(row.number)
        with Connection(self._engine) as db, db.begin():
            kept = db.get(AssignmentRow, assignment)
            if kept is None:
                raise RecordNotFound(NOT_THERE)
            if kept.version != seen:
                raise ChangedMeanwhile("The assignment was changed at this moment; look at it again, then begin.")
            taken = db.scalars(query).all()
            unfinished = next((one for one in reversed(taken) if one.handed_in_at is None), None)
            if unfinished is not None:
                return _attempt(db, unfinished)
            if most is not None and len(taken) >= most:
                raise ValueError(f"No attempt is left: {most} of {most} are taken. Ask your instructor for another.")
            made = AttemptRow(
                id=str(ULID.from_datetime(now)),
                assignment_id=assignment,
                person_id=person,
                number=taken[-1].number + 1 if taken else 1,
                began_at=now,
                late=False,
            )
            db.add(made)
            db.flush()
            return _attempt(db, made)

    def add_session(self, attempt: str, session: str) -> None:
        """Let a practice session belong to an attempt, as its next one; once it does, nothing is changed.

        Raises:
            RecordNotFound: There is no such attempt.
        """
        count = select(func.count()).where(AttemptSessionRow.attempt_id == attempt)
        with Connection(self._engine) as db, db.begin():
            _row(db, attempt)
            if db.get(AttemptSessionRow, session) is not None:
                return
            place = db.scalars(count).one() + 1
            db.add(AttemptSessionRow(session_id=session, attempt_id=attempt, place=place))

    def set_work(self, attempt: str, work: str) -> None:
        """Let a sitting with a drill, or a treatment, be what an attempt consists of.

        Raises:
            RecordNotFound: There is no such attempt.
        """
        with Connection(self._engine) as db, db.begin():
            _row(db, attempt).work_id = work

    def hand_in(self, attempt: str, *, late: bool, at: datetime | None = None) -> Attempt:
        """Keep that an attempt is finished, now or `at` an earlier moment (UTC); the first time counts.

        Raises:
            RecordNotFound: There is no such attempt.
        """
        with Connection(self._engine) as db, db.begin():
            row = _row(db, attempt)
            if row.handed_in_at is None:
                row.handed_in_at, row.late = at or self._clock(), late
            return _attempt(db, row)

    def attempt(self, attempt: str) -> Attempt:
        """Read one attempt.

        Raises:
            RecordNotFound: There is none.
        """
        with Connection(self._engine) as db:
            return _attempt(db, _row(db, attempt))

    def of_assignment(self, assignment: str) -> tuple[Attempt, ...]:
        """Read the attempts at an assignment, by person and number."""
        return self._read(AttemptRow.assignment_id == assignment)

    def of_person(self, person: str) -> tuple[Attempt, ...]:
        """Read the attempts of a person."""
        return self._read(AttemptRow.person_id == person)

    def work_of(self, done: str) -> WorkOf | None:
        """Give the assignment behind a practice session, a sitting or a treatment; None for practice of one's own.

        What an attempt begins with bears its id: it is found even if the two could not be joined any more.
        """
        joined = select(AttemptSessionRow.attempt_id).where(AttemptSessionRow.session_id == done)
        treatment = select(ArcSessionRow.run_id).where(ArcSessionRow.session_id == done)
        row = AttemptRow
        bears = or_(row.id == done, row.work_id == done, row.id.in_(joined), row.id.in_(treatment))
        query = (
            select(AttemptRow, AssignmentRow.section_id)
            .join(AssignmentRow, AssignmentRow.id == AttemptRow.assignment_id)
            .where(bears)
        )
        with Connection(self._engine) as db:
            found = db.execute(query).one_or_none()
            return _work(found[0], found[1]) if found else None

    def _read(self, *where: ColumnElement[bool]) -> tuple[Attempt, ...]:
        query = select(AttemptRow).where(*where).order_by(AttemptRow.person_id, AttemptRow.number)
        with Connection(self._engine) as db:
            rows = db.scalars(query).all()
            sessions = _sessions(db, [row.id for row in rows])
            return tuple(_attempt_of(row, sessions[row.id]) for row in rows)


def _work(row: AttemptRow, section: str) -> WorkOf:
    return WorkOf(
        attempt=row.id,
        assignment=row.assignment_id,
        section=section,
        person=row.person_id,
        handed_in=row.handed_in_at is not None,
    )


def _row(db: Connection, attempt: str) -> AttemptRow:
    row = db.get(AttemptRow, attempt)
    if row is None:
        raise RecordNotFound(NOT_THERE)
    return row


def _sessions(db: Connection, attempts: Sequence[str]) -> dict[str, list[str]]:
    """Read the sessions of attempts in order, those of all of them at once."""
    joined, treatment = AttemptSessionRow, ArcSessionRow
    found: dict[str, list[str]] = {attempt: [] for attempt in attempts}
    for query in (
        select(joined.attempt_id, joined.session_id).where(joined.attempt_id.in_(attempts)).order_by(joined.place),
        select(treatment.run_id, treatment.session_id).where(treatment.run_id.in_(attempts)).order_by(treatment.number),
    ):
        for attempt, session in db.execute(query):
            found[attempt].append(session)
    return found


def _attempt(db: Connection, row: AttemptRow) -> Attempt:
    return _attempt_of(row, _sessions(db, [row.id])[row.id])


def _attempt_of(row: AttemptRow, sessions: Sequence[str]) -> Attempt:
    return Attempt(
        id=row.id,
        assignment=row.assignment_id,
        person=row.person_id,
        number=row.number,
        work=row.work_id,
        sessions=tuple(sessions),
        began_at=row.began_at,
        handed_in_at=row.handed_in_at,
        late=row.late,
    )
