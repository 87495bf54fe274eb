"""A due date means what was typed, in every zone and across every change of clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.due import WALL, Due

ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if not zone.startswith("posix")))
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001  (a local time has no zone)


@given(TIMES, ZONES)
def test_a_time_that_exists_is_shown_again_as_it_was_typed(local, zone):
    wall = local.strftime(WALL)
    due = Due.read(wall, zone)
    back = due.at.astimezone(ZoneInfo(zone)).strftime(WALL)
    assert due.wall == wall
    assert due.at.tzinfo is UTC
    missing = datetime.strptime(wall, WALL).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    exists = missing.astimezone(ZoneInfo(zone)).strftime(WALL) == wall
    assert back == wall or not exists


@given(TIMES, ZONES, st.integers(-40, 40))
def test_moving_by_days_keeps_the_time_of_day(local, zone, days):
    moved = Due.read(local.strftime(WALL), zone).moved(days, zone)
    assert moved.wall == (local + timedelta(days=days)).strftime(WALL)


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-11-01T01:30", "America/New_York", "2026-11-01T06:30"),
        ("2026-03-08T02:30", "America/New_York", "2026-03-08T07:30"),
        ("2026-10-25T02:30", "Europe/Vienna", "2026-10-25T01:30"),
        ("2026-07-01T23:59", "Asia/Kathmandu", "2026-07-01T18:14"),
    ],
)
def test_an_hour_that_comes_twice_or_not_at_all_cuts_nobody_off(wall, zone, utc):
    assert Due.read(wall, zone).at.strftime(WALL) == utc


def test_what_opens_opens_the_first_time_the_hour_comes():
    assert Due.read("2026-11-01T01:30", "America/New_York", earlier=True).at.strftime(WALL) == "2026-11-01T05:30"


def test_a_week_later_is_not_always_seven_times_24_hours():
    due = Due.read("2026-10-28T23:59", "America/New_York")
    assert due.moved(7, "America/New_York").at - due.at == timedelta(days=7, hours=1)


@pytest.mark.parametrize("wall", ["", "tomorrow", "2026-02-30T10:00", "2026-01-01 10:00", "2026-01-01T10:00:00"])
def test_what_is_no_time_is_refused(wall):
    with pytest.raises(ValueError, match="date and time"):
        Due.read(wall, "UTC")


def test_a_zone_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        Due.read("2026-01-01T10:00", "../../etc/passwd")


@pytest.mark.parametrize(
    ("wall", "zone", "says"),
    [
        ("2026-03-29T02:30", "Europe/Vienna", "2026-03-29 there is no 02:30 in Europe/Vienna.*Write 03:30"),
        ("2026-03-08T02:00", "America/New_York", "there is no 02:00 .*Write 03:00"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "there is no 02:15 .*Write 02:45"),
    ],
)
def test_an_hour_that_the_clocks_leave_out_is_told_to_whoever_types_it(wall, zone, says):
    with pytest.raises(ValueError, match=says):
        Due.typed(wall, zone)


@given(TIMES, ZONES)
def test_any_other_time_is_typed_as_it_is_read(local, zone):
    wall = local.strftime(WALL)
    read = Due.read(wall, zone)
    if read.at.astimezone(ZoneInfo(zone)).strftime(WALL) == wall:
        assert Due.typed(wall, zone) == read
