"""What the dates and attempts of an assignment are for one person, and what they mean at a moment."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from classroom.accounts import read_zone
from classroom.assignments import Extension, Terms
from classroom.due import WALL, Due
from dialogue.record import Record

MINUTE = timedelta(minutes=1)
"""The minute that was typed belongs to what it ends: what is due at 23:59 is on time at 23:59:30."""


class Window(StrEnum):
    """How an assignment stands at a moment."""

    NOT_OPEN = "not open"
    OPEN = "open"
    LATE = "late"
    """Past its due date, and still taken."""
    CLOSED = "closed"


class OwnTerms(Record):
    """The dates and attempts of one person."""

    opens: Due | None
    due: Due | None
    closes: Due | None
    attempts: int | None
    """None is as many as wanted."""
    excused: bool

    def window(self, at: datetime) -> Window:
        """Tell how the assignment stands for this person at a moment (UTC, of the server)."""
        if self.opens is not None and at < self.opens.at:
            return Window.NOT_OPEN
        if self.closes is not None and at >= self.closes.at + MINUTE:
            return Window.CLOSED
        return Window.LATE if self.is_late(at) else Window.OPEN

    def is_late(self, at: datetime) -> bool:
        """Tell whether what comes in at a moment (UTC, of the server) is late."""
        return self.due is not None and at >= self.due.at + MINUTE


def own_terms(terms: Terms, extension: Extension | None) -> OwnTerms:
    """Put what is different for one person over what holds for all; an extension never takes time away."""
    given = extension.due if extension else None
    due = _later(terms.due, given)
    closes = _later(terms.closes, extension.closes if extension else None)
    if closes is not None and due is not None and closes.at < due.at:
        closes = due
    more = extension.more_attempts if extension else 0
    return OwnTerms(
        opens=terms.opens,
        due=due,
        closes=closes,
        attempts=None if terms.attempts is None else terms.attempts + more,
        excused=extension.excused if extension else False,
    )


def _later(for_all: Due | None, own: Due | None) -> Due | None:
    """Give the later of two dates; what has no date for all has none for anybody."""
    if for_all is None or own is None:
        return for_all
    return own if own.at > for_all.at else for_all


def with_dates(terms: Terms, zone: str, opens: str = "", due: str = "", closes: str = "") -> Terms:
    """Give terms with dates that were typed, `2026-11-01T23:59` in a zone; an empty one is no date.

    Raises:
        ValueError: A date or the zone cannot be read, or they are out of order.
    """
    dates = {
        "opens": Due.read(opens, zone, earlier=True) if opens.strip() else None,
        "due": Due.read(due, zone) if due.strip() else None,
        "closes": Due.read(closes, zone) if closes.strip() else None,
    }
    try:
        return Terms.model_validate({**dict(terms), "zone": read_zone(zone), **dates})
    except ValidationError as error:
        raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


def read_again(terms: Terms) -> Terms:
    """Give terms whose moments are what their local times mean, whoever worked them out before.

    Raises:
        ValueError: A date or the zone cannot be read, or they are out of order.
    """
    return with_dates(terms, terms.zone, *(one.wall if one else "" for one in (terms.opens, terms.due, terms.closes)))


def moved(terms: Terms, zone: str, days: int) -> Terms:
    """Give terms with the same times of day so many days later, in another zone.

    Raises:
        ValueError: There is no such zone.
    """
    walls = [one.moved(days, zone).wall if one else "" for one in (terms.opens, terms.due, terms.closes)]
    return with_dates(terms, zone, *walls)


class ShownDate(Record):
    """A date as two people read it: the one who looks, and the one who typed it."""

    at: datetime
    """UTC."""
    here: str
    """`2026-11-01T23:59` in the zone of whoever looks."""
    here_zone: str
    there: str
    """As it was typed."""
    there_zone: str


def shown_date(due: Due | None, typed_in: str, here: str) -> ShownDate | None:
    """Give a date in the zone of whoever looks, beside the zone in which it was typed."""
    if due is None:
        return None
    local = due.at.astimezone(ZoneInfo(here)).strftime(WALL)
    return ShownDate(at=due.at, here=local, here_zone=here, there=due.wall, there_zone=typed_in)
