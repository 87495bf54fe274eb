"""Keeps what was graded again: rows are only added, all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session as Connection

from classroom.account_store import access_row
from classroom.errors import ChangedMeanwhile
from classroom.given_store import Kept
from dialogue.record import Record
from practice.exchange import Graded
from practice.store import grade_row
from records.authored import AssignmentContentRow
from records.classes import AssignmentRow
from records.tables import ExchangeRow, GradeRow

GRADED_AGAIN = "graded again"
MEANWHILE = "Something changed since you looked at what would change; look at it again. Nothing was graded."


class Regraded(Record):
    """One session with its new grades, by exchange."""

    session: str
    trainee: str
    grades: Mapping[str, Graded]


class RegradeStore:
    """The records of grading again. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def gradings(self, sessions: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Read the ids of all gradings of sessions, by session; a session without one is left out."""
        with Connection(self._engine) as db:
            return _gradings(db, sessions)

    def since(self, sessions: Sequence[str], moment: datetime) -> int:
        """Count the sessions that were graded again after a moment."""
        said, grade = ExchangeRow, GradeRow
        first = select(grade.exchange_id, func.min(grade.created_at).label("at")).group_by(grade.exchange_id).subquery()
        query = (
            select(func.count(said.session_id.distinct()))
            .join(grade, grade.exchange_id == said.id)
            .join(first, first.c.exchange_id == said.id)
            .where(said.session_id.in_(sessions), grade.created_at > moment, grade.created_at > first.c.at)
        )
        with Connection(self._engine) as db:
            return db.scalars(query).one()

    def keep(
        self,
        assignment: str,
        version: int,
        by: str,
        done: Sequence[Regraded],
        before: Mapping[str, tuple[str, ...]],
        rubric: tuple[str | None, Kept] | None = None,
    ) -> None:
        """Add the new grades, and note in the same step whose work it was.

        Args:
            assignment: Which.
            version: Of the assignment, as it was seen.
            by: Who grades again.
            done: The sessions with their new grades.
            before: The gradings that were there when these were worked out, by session.
            rubric: The rubric by which it is graded from now on with all that it is given with, if that changes.

        Raises:
            ChangedMeanwhile: The assignment or the grades are others than they were; nothing was kept.
        """
        with Connection(self._engine) as db, db.begin():
            row = db.get_one(AssignmentRow, assignment)
            now = _gradings(db, list(before))
            if row.version != version or any(now.get(one, ()) != known for one, known in before.items()):
                raise ChangedMeanwhile(MEANWHILE)
            if rubric is not None:
                _move(db, row, *rubric)
            for one in done:
                db.add_all(grade_row(exchange, graded, self._clock()) for exchange, graded in one.grades.items())
                db.add(access_row(self._clock(), by, GRADED_AGAIN, "session", one.session, one.trainee))
            db.add(access_row(self._clock(), by, GRADED_AGAIN, "assignment", assignment, note=str(len(done))))


def _gradings(db: Connection, sessions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    query = select(ExchangeRow.session_id, GradeRow.id).join(GradeRow).where(ExchangeRow.session_id.in_(sessions))
    found: dict[str, list[str]] = {}
    for session, grade in db.execute(query.order_by(GradeRow.id)):
        found.setdefault(session, []).append(grade)
    return {session: tuple(grades) for session, grades in found.items()}


def _move(db: Connection, row: AssignmentRow, rubric: str | None, given: Kept) -> None:
    """Let an assignment be graded by another rubric from now on."""
    row.rubric_id, row.content_digest, row.version = rubric, given.digest, row.version + 1
    db.execute(delete(AssignmentContentRow).where(AssignmentContentRow.assignment_id == row.id))
    db.add_all(AssignmentContentRow(assignment_id=row.id, content_version_id=one) for one in given.versions)
