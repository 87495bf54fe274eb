"""Whoever practises is in the records before anything of theirs is."""

from datetime import datetime

from sqlalchemy.orm import Session as Connection

from records.tables import PersonRow


def keep_person(db: Connection, person: str, at: datetime) -> None:
    """Keep a person who is not in the records yet, so that what is theirs can hang on them."""
    if db.get(PersonRow, person) is None:
        db.add(PersonRow(id=person, created_at=at))
        db.flush()
