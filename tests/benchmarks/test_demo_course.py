"""The demonstration course, played in small: what a page would show of it is there, and nothing is written twice."""

import pytest

from benchmarks.demo_course import DemoCourse, DemoTaken
from benchmarks.demo_plan import chance, load_plan
from classroom.open_class import open_class
from classroom.open_school import open_school
from practice.room import PracticeRoom
from practice.setup import load_catalog, now_utc, open_records
from practice.store import Store
from scenarios.shelf import load_shelf
from tests.practice.company import plain_company


def test_the_plan_names_scenarios_and_trainees_that_are_there():
    from benchmarks.scripted import load_scripts

    plan = load_plan()
    assert {work.content for work in plan.assignments} <= set(load_shelf())
    assert {who for path in plan.paths for who in path.who} <= set(load_scripts())
    assert len(set(plan.names)) == len(plan.names) == 60


def test_a_chance_is_near_what_it_says_and_always_the_same():
    drawn = [chance(40, person, step) for person in range(60) for step in range(20)]
    assert 0.35 < sum(drawn) / len(drawn) < 0.45
    assert drawn == [chance(40, person, step) for person in range(60) for step in range(20)]


@pytest.mark.slow
def test_a_small_course_is_played_reviewed_and_released(tmp_path):
    plan, told = load_plan(), []
    short = tuple(work for work in plan.assignments if work.content in ("S01", "S10", "S07"))
    small = plan.model_copy(update={"names": plan.names[:8], "assignments": short})
    links = DemoCourse(tmp_path, small, told.append).fill()
    assert [one.account.role for one in links] == ["instructor", "trainee", "administrator"]
    engine = open_records(tmp_path)
    classroom = open_class(engine, now_utc)
    room = PracticeRoom(load_catalog(), plain_company(), Store(engine, now_utc), now_utc, None, classroom.bounds)
    school = open_school(engine, classroom, room, now_utc)
    irma = links[0].account.id
    sections = classroom.teaching.taught_by(irma)
    assert [one.title for one in sections] == ["Monday evening", "Wednesday"]
    over, commented, changed = 0, 0, 0
    for section in sections:
        for item in school.review.reviewing.queue(irma, section.id):
            read = school.review.reviewing.read(irma, item.session)
            assert read.report.place.exchanges
            assert all(one.grades is not None for one in read.report.place.exchanges)
            over, commented = over + 1, commented + len(read.comments)
            changed += sum(level.override is not None for level in read.levels.turns)
        first = school.work.assigning.assignments(irma, section.id)
        assert {one.released_at is not None for one in first if one.terms.content == "S10"} == {True}
    assert over > 6
    assert commented + changed > 0
    assert school.work.doing.mine(links[1].account.id)
    assert load_catalog().offers
    with pytest.raises(DemoTaken, match="empty folder"):
        DemoCourse(tmp_path, small, told.append)
