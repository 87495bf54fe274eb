"""Reads how the practice sessions and sittings of attempts stand, and nothing that was said in them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session as Connection

from classroom.assignments import Attempt
from classroom.stages import SessionState
from practice.sessions import Status
from records.tables import DrillItemRow, DrillRunRow, DrillTryRow, ExchangeRow, ReflectionRow, SessionRow


class WorkStore:
    """The records of how far sessions are. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_person(self, person: str) -> tuple[str, ...]:
        """Read the ids of all practice sessions of a person."""
        with Connection(self._engine) as db:
            return tuple(db.scalars(select(SessionRow.id).where(SessionRow.person_id == person)))

    def states_of(self, attempts: Sequence[Attempt]) -> dict[str, SessionState]:
        """Read how the sessions and sittings of attempts stand, by id."""
        sessions = self.states(session for one in attempts for session in one.sessions)
        return {**sessions, **self._sittings([one.work for one in attempts if one.work])}

    def _sittings(self, runs: Sequence[str]) -> dict[str, SessionState]:
        tried = (
            select(DrillItemRow.run_id, func.count(), func.max(DrillTryRow.created_at))
            .join(DrillItemRow, DrillItemRow.id == DrillTryRow.item_id)
            .where(DrillItemRow.run_id.in_(runs))
            .group_by(DrillItemRow.run_id)
        )
        with Connection(self._engine) as db:
            made = {row[0]: (row[1], row[2]) for row in db.execute(tried)} if runs else {}
            rows = db.scalars(select(DrillRunRow).where(DrillRunRow.id.in_(runs))).all() if runs else ()
            return {
                row.id: SessionState(
                    id=row.id,
                    status=Status.ENDED if row.ended_at else Status.ACTIVE,
                    turns=made.get(row.id, (0, None))[0],
                    last_at=made.get(row.id, (0, None))[1] or row.started_at,
                    ended_at=row.ended_at,
                    guessed=False,
                    reflections=0,
                )
                for row in rows
            }

    def states(self, sessions: Iterable[str]) -> dict[str, SessionState]:
        """Read how sessions stand, by id; one that is not there is left out."""
        wanted, said, wrote = list(sessions), ExchangeRow, ReflectionRow
        turns = (
            select(said.session_id, func.count(), func.max(said.created_at))
            .where(said.session_id.in_(wanted))
            .group_by(said.session_id)
        )
        notes = (
            select(wrote.session_id, func.count())
            .where(wrote.session_id.in_(wanted), wrote.text != "")
            .group_by(wrote.session_id)
        )
        with Connection(self._engine) as db:
            spoken = {row[0]: (row[1], row[2]) for row in db.execute(turns)}
            written = {row[0]: row[1] for row in db.execute(notes)}
            rows = db.scalars(select(SessionRow).where(SessionRow.id.in_(wanted)))
            return {
                row.id: SessionState(
                    id=row.id,
                    status=Status(row.status),
                    turns=spoken.get(row.id, (0, None))[0],
                    last_at=spoken.get(row.id, (0, None))[1] or row.started_at,
                    ended_at=row.ended_at,
                    guessed=row.predicted_empathy is not None,
                    reflections=written.get(row.id, 0),
                )
                for row in rows
            }
