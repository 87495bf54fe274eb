"""A class that is taught together, and who is in it."""

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


class Group(Record):
    """Some trainees of a section who are given work together."""

    id: str
    section: str
    title: str
    people: tuple[str, ...]
