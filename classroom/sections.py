"""A class that is taught together, and who is in it."""

import hashlib
from datetime import datetime
from enum import StrEnum

from classroom.accounts import Account
from dialogue.record import Record


class Seat(StrEnum):
    """What a person is in a section."""

    INSTRUCTOR = "instructor"
    TRAINEE = "trainee"


class Section(Record):
    """A class that is taught together."""

    id: str
    course: str = ""
    title: str
    zone: str
    """IANA time zone in which its due dates are typed."""
    created_at: datetime
    archived_at: datetime | None = None
    version: int = 1


class Member(Record):
    """A person in a section."""

    account: Account
    seat: Seat
    joined_at: datetime
    left_at: datetime | None = None
    """Who left is kept: their work is not lost."""
    signs_in: bool = False
    """Whether they have a password here, or a provider or a learning platform knows them; else they are invited."""


class Group(Record):
    """Some trainees of a section who are given work together."""

    id: str
    section: str
    title: str
    people: tuple[str, ...]
    """Their ids, in order; also of those who have left the section since."""

    @property
    def version(self) -> str:
        """Give a word that is another one once the title or the people are: a form sends it back."""
        return hashlib.sha256("\n".join((self.title, *self.people)).encode()).hexdigest()[:16]
