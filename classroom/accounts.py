"""Who may sign in, as the rest of the program sees it, and how a name or an address is read."""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from zoneinfo import available_timezones

from dialogue.record import Record

LONGEST_EMAIL = 254
LONGEST_NAME = 200
LONGEST_NUMBER = 64
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that turn the direction of what follows; joiners stay, names need them."""
STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that are sorted as others and are none of them with an accent."""


class Role(StrEnum):
    """What an account is for; what somebody may do in a section is their seat's matter."""

    ADMINISTRATOR = "administrator"
    """Makes accounts and sections; reads what trainees wrote only in a section that they teach."""
    INSTRUCTOR = "instructor"
    """Makes sections and content, and teaches."""
    TRAINEE = "trainee"


class Account(Record):
    """Somebody who may sign in."""

    id: str
    email: str
    number: str | None = None
    """The institution's number of the person."""
    name: str
    role: Role
    zone: str = "UTC"
    """IANA time zone in which this person is shown times."""
    has_password: bool = False
    """False until an invitation was accepted."""
    disabled_at: datetime | None = None
    created_at: datetime


def name_order(name: str) -> str:
    """Give what people are sorted by: their name without accents and capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(STROKED)


def read_email(text: str) -> str:
    """Give an e-mail address as it is kept and compared.

    Raises:
        ValueError: It is none.
    """
    email = unicodedata.normalize("NFKC", text).strip().casefold()
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email) or UNSEEN.search(email):
        raise ValueError("This is no e-mail address; write it like name@example.edu.")
    return email


def read_name(text: str, what: str = "name") -> str:
    """Give a name, in any script, as it is kept.

    Raises:
        ValueError: It is empty or too long.
    """
    name = " ".join(UNSEEN.sub(" ", unicodedata.normalize("NFC", text)).split())
    if not name:
        raise ValueError(f"The {what} is empty; write one.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"The {what} is too long; {LONGEST_NAME} characters are the most.")
    return name


def read_number(text: str) -> str | None:
    """Give an institution's number of a person, or None where there is none.

    Raises:
        ValueError: It is too long.
    """
    number = " ".join(UNSEEN.sub(" ", unicodedata.normalize("NFKC", text)).split())
    if len(number) > LONGEST_NUMBER:
        raise ValueError(f"The number is too long; {LONGEST_NUMBER} characters are the most.")
    return number or None


def read_zone(text: str) -> str:
    """Give the name of a time zone.

    Raises:
        ValueError: There is no such zone.
    """
    zone = text.strip()
    if zone not in available_timezones():
        raise ValueError(f"{zone[:64]!r} is no time zone; write one like America/New_York or Europe/Vienna.")
    return zone
