"""Erases a person, so that nothing of them is left in the records' files."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session as Connection

from classroom.account_store import access_row, administrators
from classroom.secret import digest_of
from classroom.sections import Seat
from practice.errors import RecordNotFound
from records.classes import AttemptRow, MembershipRow, SectionRow
from records.people import AccountRow, SignInAttemptRow
from records.tables import PersonRow

logger = logging.getLogger(__name__)

KEPT_FOR_COURSE = "What belongs to a course is kept for it, so you cannot erase your account yourself."
LAST = "This is the last administrator; make somebody else one first."


class EraseStore:
    """Takes people out of the records. It asks nobody's rights: its verbs do."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def did_for_course(self, person: str) -> bool:
        """Tell whether anything that a person began for an assignment is kept."""
        with Connection(self._engine) as db:
            return _did_for_course(db, person)

    def must_stay(self, person: str) -> str:
        """Say why a person cannot be erased as things are; empty where they can."""
        with Connection(self._engine) as db:
            return _must_stay(db, person)

    def erase(self, person: str, by: str) -> None:
        """Erase a person with everything that hangs on them, from the files too.

        What they decided about others stays, without their name. That somebody was erased is noted, not who.

        Raises:
            RecordNotFound: There is no such account.
            PermissionError: They erase themselves, and something that they did for a course is kept.
            ValueError: They are the last administrator, or the last instructor of a section. Nothing was erased.
        """
        with Connection(self._engine) as db, db.begin():
            account = db.get(AccountRow, person)
            if account is None:
                raise RecordNotFound("There is no such account; look at the list of people.")
            if person == by and person not in administrators(db) and _did_for_course(db, person):
                raise PermissionError(KEPT_FOR_COURSE)
            if reason := _must_stay(db, person):
                raise ValueError(reason)
            db.execute(delete(SignInAttemptRow).where(SignInAttemptRow.account == digest_of(account.email)))
            db.expunge(account)
            db.execute(delete(PersonRow).where(PersonRow.id == person))
            db.add(access_row(self._clock(), None if person == by else by, "erased a person", "account", ""))
        self._clear_log()

    def _clear_log(self) -> None:
        """Take what SQLite keeps beside the database of former contents away."""
        if self._engine.dialect.name != "sqlite":
            return
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.close()
        finally:
            connection.close()
        if busy:
            logger.warning("the write-ahead log still holds what was erased: it goes when Attune is stopped")


def _did_for_course(db: Connection, person: str) -> bool:
    return db.scalars(select(AttemptRow.id).where(AttemptRow.person_id == person).limit(1)).first() is not None


def _must_stay(db: Connection, person: str) -> str:
    if administrators(db) == {person}:
        return LAST
    seat = MembershipRow
    teaches = (seat.role == Seat.INSTRUCTOR.value, seat.left_at.is_(None))
    others = select(seat.section_id).where(*teaches, seat.person_id != person)
    alone = (
        select(SectionRow.title)
        .join(seat, seat.section_id == SectionRow.id)
        .where(*teaches, seat.person_id == person, SectionRow.archived_at.is_(None), SectionRow.id.not_in(others))
        .order_by(SectionRow.title)
    )
    titles = db.scalars(alone).all()
    named = ", ".join(f"“{title}”" for title in titles)
    return f"Nobody else teaches {named}; add an instructor there first, or put it away." if titles else ""
