"""Grader and instructor are held against each other where a person looked; little is said of little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.agreement import FEWEST_PAIRS, Pair, agreement_figures
from classroom.open_class import open_class
from classroom.open_review import open_review
from classroom.review_records import SeenLevel
from practice.errors import RecordNotFound
from tests.classroom.classwork import Classwork
from tests.practice.company import shipped_catalog


@pytest.fixture(scope="module")
def catalog():
    return shipped_catalog()


@pytest.fixture
def rooms(school, catalog):
    return open_review(school.engine, school.clock, catalog, open_class(school.engine, school.clock).bounds)


@pytest.fixture
def work(school):
    return Classwork(school)


def agreement(rooms, school, criterion="empathy"):
    found = rooms.agreements.agreement(school.people["ira"], school.monday.id)
    return next(one for one in found if one.criterion == criterion)


def set_level(rooms, school, session, turn, level, criterion="empathy"):
    ira = school.people["ira"]
    kept = rooms.overriding._found.read(ira, session).session
    now = kept.levels(kept.rubric).of(turn, criterion)
    rooms.overriding.change_level(ira, session, turn, criterion, level, "Why", SeenLevel.of(now))


def test_only_what_a_person_looked_through_makes_pairs(rooms, school, work):
    given, ira = work.give(), school.people["ira"]
    sessions = [work.practise("ana", given, [{"empathy": 2}] * 4) for _ in range(3)]
    set_level(rooms, school, sessions[2], 1, 4)
    assert agreement(rooms, school).pairs == 0, "a changed level alone would show disagreement only"
    for session in sessions:
        rooms.reviewing.mark(ira, session, 0)
    found = agreement(rooms, school)
    assert (found.pairs, found.sessions, found.changed, found.too_few) == (12, 3, 1, False)
    assert found.exact == pytest.approx(11 / 12)
    assert found.lenient == pytest.approx(-2 / 12)
    assert found.kappa is not None
    assert found.interval is None, "three sessions are too few for an interval"
    assert agreement(rooms, school, "authenticity").pairs == 0


def test_below_ten_pairs_nothing_is_said(rooms, school, work):
    session = work.practise("ana", work.give(), [{"empathy": 2}] * (FEWEST_PAIRS - 1))
    rooms.reviewing.mark(school.people["ira"], session, 0)
    found = agreement(rooms, school)
    assert (found.pairs, found.too_few) == (FEWEST_PAIRS - 1, True)
    assert (found.kappa, found.interval, found.exact, found.lenient) == (None, None, None, None)


def test_what_was_graded_again_after_a_look_is_no_pair_unless_an_instructor_spoke(rooms, school, work):
    session = work.practise("ana", work.give(), [{"empathy": 2}, {"empathy": 2}, {"empathy": 2}])
    set_level(rooms, school, session, 2, 3)
    rooms.reviewing.mark(school.people["ira"], session, 0)
    for turn in (1, 2):
        work.grade(session, turn, {"empathy": 1})
    found = agreement(rooms, school)
    assert (found.pairs, found.changed) == (2, 1)


def test_a_level_of_one_alone_is_no_pair(rooms, school, work):
    session = work.practise("ana", work.give(), [{"empathy": 2}, {"empathy": None}, None])
    set_level(rooms, school, session, 1, None)
    set_level(rooms, school, session, 3, 1)
    rooms.reviewing.mark(school.people["ira"], session, 0)
    found = agreement(rooms, school)
    assert (found.pairs, found.one_alone) == (0, 2)


def test_only_who_teaches_sees_it(rooms, school):
    for name, error in (("ana", PermissionError), ("uma", RecordNotFound), ("ada", PermissionError)):
        with pytest.raises(error):
            rooms.agreements.agreement(school.people[name], school.monday.id)


LEVEL = st.integers(0, 4)
SESSIONS = st.lists(st.lists(st.builds(Pair, LEVEL, LEVEL), min_size=1, max_size=5), min_size=5, max_size=8).filter(
    lambda found: sum(map(len, found)) >= FEWEST_PAIRS
)


@given(SESSIONS)
def test_the_interval_is_ordered_and_full_agreement_is_one(sessions):
    figures = agreement_figures(sessions, draws=40)
    assert figures.interval.low <= figures.interval.high <= 1.0
    assert -1.0 <= figures.kappa <= 1.0
    same = [[Pair(one.automatic, one.automatic) for one in found] for found in sessions]
    agreed = agreement_figures(same, draws=40)
    assert (agreed.kappa, agreed.exact, agreed.lenient) == (1.0, 1.0, 0.0)
    swapped = agreement_figures([[Pair(one.instructor, one.automatic) for one in found] for found in sessions], draws=2)
    assert swapped.kappa == pytest.approx(figures.kappa)
    assert swapped.lenient == pytest.approx(-figures.lenient)
