"""Reads the access log: who opened what somebody wrote, and when."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as Connection

from dialogue.record import Record
from records.people import AccessRow, AccountRow
from records.tables import SessionRow

OPENED: Mapping[str, str] = {
    "read a session": "Read a session",
    "exported a session": "Took a transcript away",
    "exported for research": "Took transcripts for research, without names",
    "took in": "Took a session in as handed in",
}
"""What is done with somebody's words, as it is noted and as it is told."""
MOST = 500


class Opened(Record):
    """That somebody opened what a person wrote."""

    at: datetime
    """UTC."""
    who: str
    """Empty for somebody whose account was erased."""
    what: str
    of: datetime | None = None
    """When the session that was opened began; None where it was not one, or is gone."""


class AccessStore:
    """The access log, for reading. It asks nobody's rights: its verb does."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def opened(self, person: str) -> tuple[Opened, ...]:
        """Read who opened what a person wrote, the newest first, and no more than the newest 500."""
        log = AccessRow
        query = (
            select(log, AccountRow.name, SessionRow.started_at)
            .outerjoin(AccountRow, AccountRow.person_id == log.person_id)
            .outerjoin(SessionRow, (SessionRow.id == log.object_id) & (SessionRow.person_id == person))
            .where(log.subject_id == person, log.action.in_(OPENED))
            .where(log.person_id.is_(None) | (log.person_id != person))
            .order_by(log.at.desc(), log.id.desc())
            .limit(MOST)
        )
        with Connection(self._engine) as db:
            return tuple(
                Opened(at=row.at, who=name or "", what=OPENED[row.action], of=began)
                for row, name, began in db.execute(query)
            )
