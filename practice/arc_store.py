"""Keeps which treatments a trainee goes through, and which practice sessions belong to them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Connection

from dialogue.record import Record
from practice.errors import RecordNotFound, SessionMoved
from practice.person_row import keep_person
from practice.sessions import ArcStep, Mode
from records.tables import ArcRunRow, ArcSessionRow, SessionRow


class ArcRun(Record):
    """One treatment that a trainee goes through."""

    id: str
    person: str
    arc: str
    mode: Mode
    seed: int
    started_at: datetime


class ArcStore:
    """The records of treatments. Whatever belongs to another person is not found."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, run: ArcRun) -> None:
        """Keep a new treatment and, the first time, its person.

        Raises:
            SessionMoved: There is a treatment of this id; nothing was kept.
        """
        try:
            self._add(run)
        except IntegrityError as error:
            raise SessionMoved("this treatment was begun in another window; reload to see it") from error

    def _add(self, run: ArcRun) -> None:
        with Connection(self._engine) as db, db.begin():
            keep_person(db, run.person, self._clock())
            db.add(
                ArcRunRow(
                    id=run.id,
                    person_id=run.person,
                    arc_id=run.arc,
                    mode=run.mode.value,
                    seed=run.seed,
                    started_at=run.started_at,
                )
            )

    def run(self, person: str, run_id: str) -> ArcRun:
        """Read one treatment.

        Raises:
            RecordNotFound: There is none of this id for this person.
        """
        with Connection(self._engine) as db:
            return _run(_own(db, person, run_id))

    def runs(self, person: str) -> tuple[ArcRun, ...]:
        """Read all treatments of a person, newest first."""
        query = select(ArcRunRow).where(ArcRunRow.person_id == person)
        with Connection(self._engine) as db:
            rows = db.scalars(query.order_by(ArcRunRow.started_at.desc(), ArcRunRow.id.desc()))
            return tuple(_run(row) for row in rows)

    def sessions(self, person: str, run_id: str) -> tuple[str, ...]:
        """Read the ids of the sessions of a treatment, the first one first.

        Raises:
            RecordNotFound: There is no such treatment for this person.
        """
        query = select(ArcSessionRow.session_id).where(ArcSessionRow.run_id == run_id).order_by(ArcSessionRow.number)
        with Connection(self._engine) as db:
            _own(db, person, run_id)
            return tuple(db.scalars(query))

    def delete(self, person: str, run_id: str) -> None:
        """Remove a treatment with all its sessions, for good.

        Raises:
            RecordNotFound: There is no such treatment for this person; nothing was removed.
        """
        sessions = select(ArcSessionRow.session_id).where(ArcSessionRow.run_id == run_id)
        with Connection(self._engine) as db, db.begin():
            _own(db, person, run_id)
            db.execute(delete(SessionRow).where(SessionRow.id.in_(sessions), SessionRow.person_id == person))
            db.execute(delete(ArcRunRow).where(ArcRunRow.id == run_id))


def arc_session_row(session_id: str, step: ArcStep) -> ArcSessionRow:
    """Give the row that says which session of which treatment a practice session is."""
    return ArcSessionRow(
        session_id=session_id, run_id=step.run, arc_id=step.arc, number=step.number, variant=step.variant
    )


def arc_step(row: ArcSessionRow | None) -> ArcStep | None:
    """Give a session's place in a treatment, if it has one."""
    return None if row is None else ArcStep(run=row.run_id, arc=row.arc_id, number=row.number, variant=row.variant)


def _own(db: Connection, person: str, run_id: str) -> ArcRunRow:
    row = db.get(ArcRunRow, run_id)
    if row is None or row.person_id != person:
        raise RecordNotFound(f"there is no treatment {run_id!r} of yours; go back to your sessions")
    return row


def _run(row: ArcRunRow) -> ArcRun:
    return ArcRun(
        id=row.id, person=row.person_id, arc=row.arc_id, mode=Mode(row.mode), seed=row.seed, started_at=row.started_at
    )
