"""When something opens, is due and closes: a local time that was typed, and the moment that it means."""

from datetime import UTC, datetime
from typing import Self
from zoneinfo import ZoneInfo

from classroom.accounts import read_zone
from dialogue.record import Record

WALL = "%Y-%m-%dT%H:%M"


class Due(Record):
    """A local time as it was typed, and the moment that it means."""

    wall: str
    """`2026-11-01T23:59` in the zone of the assignment."""
    at: datetime
    """The same moment, UTC."""

    @classmethod
    def read(cls, wall: str, zone: str, *, earlier: bool = False) -> Self:
        """Read a local time.

        An hour that comes twice, when clocks go back, means the second time, or the first with `earlier`: nobody is
        cut off by it. An hour that is left out, when clocks go forward, means as long after midnight by the old time.

        Raises:
            ValueError: It is no local time, or there is no such zone.
        """
        place = ZoneInfo(read_zone(zone))
        try:
            local = datetime.strptime(wall.strip(), WALL)  # noqa: DTZ007  (the zone is put to it below)
        except ValueError as error:
            raise ValueError(f"{wall[:32]!r} is no date and time; write it like 2026-11-01T23:59.") from error
        first, second = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
        left_out = first.astimezone(place).replace(tzinfo=None) != local
        at = first if left_out or earlier else second
        return cls(wall=local.strftime(WALL), at=at)

    @classmethod
    def typed(cls, wall: str, zone: str, *, earlier: bool = False) -> Self:
        """Read a local time that a person typed just now: an hour that the clocks leave out is told, not moved.

        Raises:
            ValueError: It is no local time, there is none such on that night, or there is no such zone.
        """
        due = cls.read(wall, zone, earlier=earlier)
        meant = due.at.astimezone(ZoneInfo(zone.strip())).strftime(WALL)
        if meant != due.wall:
            day, hour = due.wall.split("T")
            says = f"On {day} there is no {hour} in {zone}: the clocks go forward over it."
            raise ValueError(f"{says} Write {meant[-5:]}, which is the same moment, or another time.")
        return due

    def moved(self, days: int, zone: str) -> Self:
        """Give the same time of day so many days later, also across a change of clocks."""
        local = datetime.strptime(self.wall, WALL)  # noqa: DTZ007  (only the calendar is used)
        later = datetime.fromordinal(local.toordinal() + days).replace(hour=local.hour, minute=local.minute)
        return self.read(later.strftime(WALL), zone)
