"""Of an assessment a trainee sees no grade before it is released, and what was assigned is not theirs to delete."""

import pytest

from classroom.assignment_store import AssignmentStore
from classroom.assignments import AssignedMode, Assignee, Kind, Terms
from classroom.attempt_store import AttemptStore
from classroom.open_class import open_class
from practice.catalog import Offer
from practice.room import PracticeRoom
from practice.sessions import Mode, Prediction
from practice.store import Store
from tests.practice.company import plain_company, shipped_catalog


@pytest.fixture(scope="module")
def catalog():
    return shipped_catalog()


@pytest.fixture
def given(school):
    """Give Monday an assessment and a coaching assignment, by their mode."""
    store = AssignmentStore(school.engine, school.clock)
    modes = (AssignedMode.ASSESSMENT, AssignedMode.COACHING)
    terms = {mode: Terms(title="T", kind=Kind.SCENARIO, content="S01", zone="UTC", mode=mode) for mode in modes}
    by = school.people["ira"]
    return {m: store.add(school.monday.id, one, [Assignee()], by=by, digest="d") for m, one in terms.items()}


@pytest.fixture
def room(school, catalog):
    bounds = open_class(school.engine, school.clock).bounds
    return PracticeRoom(catalog, plain_company(), Store(school.engine, school.clock), school.clock, None, bounds)


def practised(school, room, assignment):
    """Practise for an assignment, to the end and the guess."""
    ana, attempts = school.people["ana"], AttemptStore(school.engine, school.clock)
    attempt = attempts.begin(assignment.id, ana, most=None)
    session = room.begin(ana, "S01", Mode.PRACTICE, seed=1).session.id
    attempts.add_session(attempt.id, session)
    room.say(ana, session, "That sounds heavy.", "key-1")
    room.end(ana, session)
    room.predict(ana, session, Prediction(empathy=2, boundary=2))
    return session


def test_every_way_to_a_grade_waits_for_the_release(school, room, given):
    ana, assignment = school.people["ana"], given[AssignedMode.ASSESSMENT]
    session = practised(school, room, assignment)
    ways = (
        lambda: room.report(ana, session),
        lambda: room.told_at(ana, session, 1),
        lambda: room.try_another(ana, session, 1, "I hear you."),
        lambda: room.disagree(ana, session, 1, "empathy", "No."),
    )
    for way in ways:
        with pytest.raises(ValueError, match="releases"):
            way()
    summary = room.history(ana)[0]
    assert (summary.grades_told, summary.gates, summary.gaps, summary.surprise, summary.solid) == (
        False,
        0,
        (),
        None,
        {},
    )
    assert not room.place(ana, session).grades_told
    store = AssignmentStore(school.engine, school.clock)
    store.set_released(assignment.id, 1, released=True)
    for way in ways:
        way()
    assert room.history(ana)[0].grades_told
    store.set_released(assignment.id, 2, released=False)
    with pytest.raises(ValueError, match="releases"):
        room.report(ana, session)


def test_what_was_assigned_stays_and_ones_own_can_be_deleted(school, room, given):
    ana = school.people["ana"]
    session = practised(school, room, given[AssignedMode.COACHING])
    assert room.report(ana, session)
    with pytest.raises(ValueError, match="assignment"):
        room.delete(ana, session)
    own = room.begin(ana, "S01", Mode.COACHING).session.id
    room.delete(ana, own)
    assert [one.session.id for one in map(lambda s: room.place(ana, s), (session,))] == [session]


def test_a_session_begins_with_what_was_given_and_not_with_what_is_on_offer(school, room, catalog):
    offer = catalog.offer("S01")
    scenario = offer.scenario.model_copy(update={"opening": "Other words.", "turn_limit": 3})
    given = Offer(scenario=scenario, persona=offer.persona)
    place = room.begin(school.people["ana"], "S01", Mode.COACHING, given=given)
    assert (place.session.opening, place.turns_left) == ("Other words.", 3)
