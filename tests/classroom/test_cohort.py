"""A class is summed up without telling of single people, and without the practice of one's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.account_store import AccountStore, NewAccount
from classroom.accounts import Role
from classroom.cohort import scenario_titles
from classroom.cohort_figures import FEWEST_PEOPLE, distribution, separation, share_between, trend
from classroom.open_class import open_class
from classroom.open_review import open_review
from classroom.section_store import SectionStore
from classroom.sections import Seat
from evaluator.rubric import load_rubric
from personas.cast import load_cast
from practice.catalog import Catalog
from practice.errors import RecordNotFound
from scenarios.shelf import load_arcs, load_shelf
from tests.classroom.classwork import Classwork
from tests.practice.company import shipped_catalog

LEVEL = st.integers(0, 4)
PEOPLE = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.lists(LEVEL, max_size=6), max_size=9)


@given(PEOPLE)
def test_few_people_are_not_told_of_and_counts_sum_to_turns(levels):
    found, apart = distribution(levels), separation(levels)
    people = sum(bool(one) for one in levels.values())
    assert found.people == apart.people == people
    assert (found.counts is None) == (apart.mean is None) == (people < FEWEST_PEOPLE)
    if found.counts is not None:
        assert sum(found.counts) == found.turns
        assert apart.spread >= 0.0
        assert apart.between is None or 0.0 <= apart.between <= 1.0


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.lists(st.floats(0, 4), max_size=5), max_size=12))
def test_a_trend_stops_where_people_get_few(means):
    points = trend(means)
    assert [one.session for one in points] == list(range(1, len(points) + 1))
    for one in points:
        here = [found[one.session - 1] for found in means.values() if len(found) >= one.session]
        assert one.people == len(here) >= FEWEST_PEOPLE
        assert min(here) <= one.low <= one.high <= max(here)
    assert sum(len(found) > len(points) for found in means.values()) < FEWEST_PEOPLE


def test_the_share_between_people_is_one_where_only_people_differ_and_none_where_nothing_does():
    assert share_between([[0, 0], [2, 2], [4, 4]]) == pytest.approx(1.0)
    assert share_between([[0, 4], [0, 4], [4, 0]]) == 0.0
    assert share_between([[2, 2], [2, 2]]) is None
    assert share_between([[1], [3]]) is None


def test_the_share_agrees_with_the_published_example():
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    assert share_between(ratings) == pytest.approx(0.166, abs=0.001)


@pytest.fixture(scope="module")
def catalog():
    return shipped_catalog()


@pytest.fixture
def work(school):
    """Give Monday five more trainees, `t0` to `t4`."""
    accounts, sections = AccountStore(school.engine, school.clock), SectionStore(school.engine, school.clock)
    for number in range(5):
        name = f"t{number}"
        new = NewAccount(email=f"{name}@example.edu", name=name, role=Role.TRAINEE)
        school.people[name] = accounts.add(new).id
        sections.put(school.monday.id, school.people[name], Seat.TRAINEE)
    return Classwork(school)


@pytest.fixture
def cohort(school, catalog):
    rooms = open_review(school.engine, school.clock, catalog, open_class(school.engine, school.clock).bounds)
    return lambda name="ira": rooms.cohorts.cohort(school.people[name], school.monday.id)


def test_who_practised_what_and_what_nobody_met(cohort, school, work):
    first, second = work.give(), work.give(content="S02")
    for number in range(5):
        work.practise(f"t{number}", first, [{"empathy": number}, {"empathy": number}])
    work.practise("t0", second, [{"empathy": 4, "rupture_repair": 2}], scenario="S02")
    work.practise("t1", None, [{"rupture_repair": 2}])
    work.practise("t2", first, [{"rupture_repair": 2}], status="active", handed_in=False)
    found = cohort()
    by_name = {one.name: one for one in found.practised}
    assert (by_name["t0"].scenarios, by_name["t0"].sessions, by_name["t0"].turns) == ({"S01": 1, "S02": 1}, 2, 3)
    assert (by_name["Ana"].sessions, by_name["Ana"].last_at) == (0, None)
    empathy, rupture = (next(o for o in found.criteria if o.criterion == c) for c in ("empathy", "rupture_repair"))
    assert empathy.distribution.counts == (2, 2, 2, 2, 3)
    assert (rupture.met, rupture.never) == (1, ("t1", "t2", "t3", "t4"))
    assert (rupture.distribution.people, rupture.distribution.counts, rupture.trend) == (1, None, ())
    assert [(one.session, one.people, one.mean) for one in empathy.trend] == [(1, 5, 2.0)]
    best = found.separations[0]
    assert (best.scenario, best.criterion, best.separation.between) == ("S01", "empathy", 1.0)
    assert found.separations[-1].separation.between is None
    assert found.left_out == 0
    assert set(found.titles) == {"S01", "S02"}
    assert "S01" not in found.titles.values()


def test_a_scenario_that_is_no_longer_offered_is_called_by_its_id(cohort, work):
    work.practise("t0", work.give(), [{"empathy": 2}], scenario="S77")
    assert cohort().titles == {"S77": "S77"}


def test_a_session_of_a_treatment_is_called_as_it_was_practised():
    catalog = Catalog(load_cast(), load_shelf(), load_rubric(), arcs=load_arcs())
    titles = scenario_titles(catalog)
    arc = next(iter(catalog.arcs.values()))
    for number, session in enumerate(arc.sessions, start=1):
        scene = arc.scene(number, session.variants[0].id)
        assert titles[scene.id].startswith(f"{arc.title}, {number}")
    assert titles["S01"] == catalog.offer("S01").scenario.title


def test_what_is_under_anonymous_review_is_left_out(cohort, school, work):
    given = work.give(anonymous=True)
    work.practise("t0", given, [{"empathy": 4}])
    found = cohort()
    assert (found.left_out, {one.sessions for one in found.practised}) == (1, {0})
    work.assignments.set_released(given.id, given.version, released=True)
    assert cohort().left_out == 0


def test_only_who_teaches_sees_it(cohort):
    for name, error in (("ana", PermissionError), ("uma", RecordNotFound), ("ada", PermissionError)):
        with pytest.raises(error):
            cohort(name)
