"""What dates mean for one person: in every zone, across changes of clocks, and never less time than all have."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.assignments import AssignedMode, Extension, Kind, Terms
from classroom.due import WALL, Due
from classroom.own_terms import MINUTE, Window, moved, own_terms, read_again, shown_date, with_dates

PLAIN = Terms(title="T", kind=Kind.SCENARIO, content="S01", zone="UTC", mode=AssignedMode.PRACTICE)
ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if not zone.startswith("posix")))
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001  (a local time has no zone)
HOURS = st.integers(0, 24 * 60)
NOW = datetime(2026, 3, 23, tzinfo=UTC)


def wall(local):
    return local.strftime(WALL)


@st.composite
def terms(draw):
    opens, zone = draw(TIMES), draw(ZONES)
    due = opens + timedelta(hours=draw(HOURS) + 3)
    closes = due + timedelta(hours=draw(HOURS) + 3)
    texts = [wall(one) if draw(st.booleans()) else "" for one in (opens, due, closes)]
    attempts = draw(st.none() | st.integers(1, 5))
    return with_dates(PLAIN.model_copy(update={"attempts": attempts}), zone, *texts)


@st.composite
def extensions(draw, of):
    due = of.due.moved(draw(st.integers(-30, 30)), of.zone) if of.due and draw(st.booleans()) else None
    closes = of.closes.moved(draw(st.integers(-30, 30)), of.zone) if of.closes and draw(st.booleans()) else None
    more = draw(st.integers(0, 3))
    return Extension(assignment="a", person="p", due=due, closes=closes, more_attempts=more, created_at=NOW, version=1)


@given(st.data())
def test_an_extension_never_takes_time_or_attempts_away(data):
    for_all = data.draw(terms())
    own, plain = own_terms(for_all, data.draw(extensions(for_all))), own_terms(for_all, None)
    for name in ("due", "closes"):
        mine, all_have = getattr(own, name), getattr(plain, name)
        assert (mine is None) == (all_have is None)
        assert mine is None or mine.at >= all_have.at
    assert own.due is None or own.closes is None or own.due.at <= own.closes.at
    assert own.attempts is None or own.attempts >= plain.attempts
    order = [Window.NOT_OPEN, Window.OPEN, Window.LATE, Window.CLOSED]
    marks = [one.at for one in (for_all.opens, for_all.due, for_all.closes) if one] or [NOW]
    for at in (mark + shift for mark in marks for shift in (-MINUTE, timedelta(), MINUTE, timedelta(days=9))):
        assert order.index(own.window(at)) <= order.index(plain.window(at))


@given(st.data())
def test_windows_follow_one_another_and_the_typed_minute_belongs_to_what_it_ends(data):
    for_all = data.draw(terms())
    own, second = own_terms(for_all, None), timedelta(seconds=1)
    if own.opens:
        assert own.window(own.opens.at - second) is Window.NOT_OPEN
        assert own.window(own.opens.at) is not Window.NOT_OPEN
    if own.due and (not own.closes or own.closes.at > own.due.at):
        assert own.window(own.due.at + MINUTE - second) is Window.OPEN
        assert own.window(own.due.at + MINUTE) is Window.LATE
    if own.closes:
        assert own.window(own.closes.at + MINUTE - second) is not Window.CLOSED
        assert own.window(own.closes.at + MINUTE) is Window.CLOSED


@given(terms())
def test_terms_that_are_read_again_are_the_same(for_all):
    assert read_again(for_all) == for_all


def test_a_moment_that_somebody_else_worked_out_does_not_count():
    given_terms = with_dates(PLAIN, "Europe/Vienna", due="2026-04-01T23:59")
    wrong = given_terms.model_copy(update={"due": Due(wall="2026-04-01T23:59", at=NOW)})
    assert read_again(wrong) == given_terms


@given(terms(), ZONES, st.integers(0, 400))
def test_copied_terms_keep_the_time_of_day_in_the_other_zone(for_all, zone, days):
    try:
        copied = moved(for_all, zone, days)
    except ValueError as error:
        # Only where a change of clocks over there turns two near dates around.
        assert "out of order" in str(error)  # noqa: PT017
        return
    assert copied.zone == zone
    for name in ("opens", "due", "closes"):
        before, after = getattr(for_all, name), getattr(copied, name)
        assert (before is None) == (after is None)
        if before:
            local = datetime.strptime(before.wall, WALL) + timedelta(days=days)  # noqa: DTZ007
            assert after.wall == wall(local)


@pytest.mark.parametrize(
    ("zone", "due", "days", "hours"),
    [
        ("Europe/Vienna", "2026-03-27T23:59", 7, 7 * 24 - 1),
        ("Europe/Vienna", "2026-10-23T23:59", 7, 7 * 24 + 1),
        ("America/New_York", "2026-10-28T23:59", 7, 7 * 24 + 1),
        ("Asia/Kathmandu", "2026-10-28T23:59", 7, 7 * 24),
    ],
)
def test_a_week_more_is_the_same_time_of_day_a_week_later(zone, due, days, hours):
    for_all = with_dates(PLAIN, zone, due=due)
    later = for_all.due.moved(days, zone)
    extension = Extension(assignment="a", person="p", due=later, created_at=NOW, version=1)
    own = own_terms(for_all, extension)
    assert own.due.at - for_all.due.at == timedelta(hours=hours)
    assert own.due.at.astimezone(ZoneInfo(zone)).strftime("%H:%M") == "23:59"


def test_a_later_due_date_moves_the_closing_with_it():
    for_all = with_dates(PLAIN, "UTC", due="2026-04-01T12:00", closes="2026-04-02T12:00")
    extension = Extension(
        assignment="a", person="p", due=Due.read("2026-04-05T12:00", "UTC"), created_at=NOW, version=1
    )
    own = own_terms(for_all, extension)
    assert own.closes == own.due
    assert own.window(datetime(2026, 4, 5, 12, 0, 59, tzinfo=UTC)) is Window.OPEN
    assert own.window(datetime(2026, 4, 5, 12, 1, tzinfo=UTC)) is Window.CLOSED


def test_an_extension_of_a_date_that_all_have_lost_counts_no_more():
    extension = Extension(
        assignment="a", person="p", due=Due.read("2026-04-05T12:00", "UTC"), created_at=NOW, version=1
    )
    assert own_terms(PLAIN, extension).due is None


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ({"opens": "2026-04-02T00:00", "due": "2026-04-01T00:00"}, "out of order"),
        ({"due": "soon"}, "date and time"),
        ({"zone": "Mars/Olympus", "due": "2026-04-01T00:00"}, "time zone"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_plain_words(dates, says):
    with pytest.raises(ValueError, match=says) as caught:
        with_dates(PLAIN, **{"zone": "UTC", **dates})
    assert "validation error" not in str(caught.value)


def test_a_date_is_shown_in_the_zone_of_whoever_looks_beside_the_one_it_was_typed_in():
    due = Due.read("2026-04-01T23:59", "America/New_York")
    shown = shown_date(due, "America/New_York", "Asia/Kathmandu")
    assert (shown.here, shown.there) == ("2026-04-02T09:44", "2026-04-01T23:59")
    assert (shown.here_zone, shown.there_zone) == ("Asia/Kathmandu", "America/New_York")
    assert shown_date(None, "UTC", "UTC") is None


def test_an_extension_that_all_have_overtaken_counts_no_more():
    for_all = with_dates(PLAIN, "UTC", due="2026-04-09T12:00")
    earlier = Due.read("2026-04-05T12:00", "UTC")
    extension = Extension(assignment="a", person="p", due=earlier, created_at=NOW, version=1)
    assert own_terms(for_all, extension).due == for_all.due
