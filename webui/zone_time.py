"""Writes a moment as somebody reads it on their own clock, with the zone named."""

from datetime import datetime
from zoneinfo import ZoneInfo

from webui.present import day


def day_in(moment: datetime, zone: str) -> str:
    """Write the day that a moment falls on in a zone: 3 Nov 2026."""
    return day(moment.astimezone(ZoneInfo(zone)))


def time_in(moment: datetime, zone: str) -> str:
    """Write a moment in a zone, without the zone's name: 3 Nov 2026, 14:02."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day(local)}, {local:%H:%M}"


def time_and_zone(moment: datetime, zone: str) -> str:
    """Write a moment in a zone and name it: 3 Nov 2026, 14:02 (Europe/Vienna)."""
    return f"{time_in(moment, zone)} ({zone.replace('_', ' ')})"
