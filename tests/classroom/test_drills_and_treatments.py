"""Drills and treatments are assigned, begun, handed in and followed as scenarios are, by the version that was given."""

import pytest
from sqlalchemy import text

from classroom.assignments import AssignedMode, Assignee, Kind
from classroom.counting import Came
from classroom.given_store import GivenStore
from classroom.my_work import FeedbackState
from classroom.open_class import open_class
from classroom.open_review import open_review
from classroom.own_terms import with_dates
from classroom.remaining import Remaining
from classroom.stages import Stage
from personas.cast import load_cast
from practice.catalog import ArcOffer, Catalog
from practice.drill_records import DrillPlace, Rating
from practice.errors import RecordNotFound
from practice.sessions import Prediction, Status
from scenarios.shelf import load_arcs, load_drills, load_shelf
from tests.classroom.course import TERMS, open_course

GUESS = Prediction(empathy=2, boundary=2)
LENGTH = 5
"""Sessions of the treatment."""


@pytest.fixture(scope="module")
def whole(shipped):
    """What ships, with drills and one treatment."""
    return Catalog(load_cast(), load_shelf(), shipped.rubric, load_drills(), {"A2": load_arcs()["A2"]})


@pytest.fixture
def course(school, whole):
    return open_course(school, whole)


def give_drill(course, **changed):
    return course.give(kind=Kind.DRILL, content="D01", title="Meaning", mode=AssignedMode.COACHING, **changed)


def give_arc(course, **changed):
    return course.give(kind=Kind.ARC, content="A2", title="Limits", **changed)


def progress(course, assignment, name="ana"):
    people = course.work.following.live(course.id("ira"), assignment.id)
    return next(one.progress for one in people if one.person == course.id(name))


def hold(course, run, name="ana", guess=True):
    """Hold the next session of a treatment; gives its id."""
    person, room = course.id(name), course.room
    session = room.arcs.begin_next(person, run).session.id
    room.say(person, session, "words", "k1")
    room.end(person, session)
    if guess:
        room.predict(person, session, GUESS)
    return session


def test_a_drill_is_begun_tried_ended_and_handed_in(course):
    given, ana = give_drill(course, shared_seed=7), course.id("ana")
    assert not given.terms.prediction_required
    mine = course.mine("ana")[0]
    assert (mine.content, mine.minutes, mine.remaining) == (
        "Meaning under the words",
        10,
        (Remaining.SESSION, Remaining.HAND_IN),
    )
    sitting = course.work.doing.begin(ana, given.id)
    assert isinstance(sitting, DrillPlace)
    assert sitting.run.seed == 7
    assert course.work.doing.begin(ana, given.id).run.id == sitting.run.id
    course.room.drills.attempt(ana, sitting.run.id, "You miss her.", "k1")
    found = progress(course, given)
    assert (found.stage, found.turns, found.session, found.taken) == (Stage.IN_SESSION, 1, None, 1)
    mine = course.mine("ana")[0]
    assert (mine.work, mine.session, mine.attempts_taken) == (sitting.run.id, None, 1)
    with pytest.raises(ValueError, match="First bring"):
        course.work.doing.hand_in(ana, mine.attempt)
    course.room.drills.end(ana, sitting.run.id)
    assert progress(course, given).stage is Stage.TO_HAND_IN
    assert course.mine("ana")[0].feedback is FeedbackState.READY
    done = course.work.doing.hand_in(ana, mine.attempt)
    assert (done.work, done.sessions, done.late) == (sitting.run.id, (), False)
    assert progress(course, given).stage is Stage.FINISHED
    assert course.work.doing.begin(ana, given.id).run.id != sitting.run.id


def test_a_sitting_of_an_assignment_is_not_deleted_and_takes_nothing_once_it_has_closed(course):
    dated = with_dates(TERMS, "Europe/Vienna", closes="2026-03-27T23:59")
    given, ana = give_drill(course, closes=dated.closes), course.id("ana")
    run = course.work.doing.begin(ana, given.id).run.id
    course.room.drills.attempt(ana, run, "You miss her.", "k1")
    with pytest.raises(ValueError, match="done for an assignment"):
        course.room.drills.delete(ana, run)
    with pytest.raises(RecordNotFound):
        course.room.drills.delete(course.id("ben"), run)
    course.clock.at("2026-03-28T12:00")
    for verb in (
        lambda: course.room.drills.attempt(ana, run, "Still here.", "k2"),
        lambda: course.room.drills.rate(ana, run, 1, Rating.TOO_HARD),
    ):
        with pytest.raises(ValueError, match="has closed"):
            verb()
    assert len(course.room.drills.place(ana, run).item.tries) == 1
    taken = course.work.following.take_in(course.id("ira"), given.id, ana)
    assert (taken.late, taken.handed_in_at.date().isoformat()) == (False, "2026-03-23")
    own = course.room.drills.begin(ana, "D01").run.id
    course.room.drills.delete(ana, own)


@pytest.mark.parametrize("mode", [AssignedMode.PRACTICE, AssignedMode.ASSESSMENT])
def test_a_drill_holds_no_feedback_back(course, mode):
    with pytest.raises(ValueError, match="feedback after each try") as refused:
        course.give(kind=Kind.DRILL, content="D01", mode=mode)
    assert refused.value.field == "mode"


@pytest.mark.parametrize(("kind", "content"), [(Kind.DRILL, "D01"), (Kind.ARC, "A2")])
def test_only_a_scenario_has_a_turn_limit_of_the_assignment(course, kind, content):
    with pytest.raises(ValueError, match="Only a scenario has a turn limit"):
        course.give(kind=kind, content=content, mode=AssignedMode.COACHING, turn_limit=9)


def test_a_treatment_is_held_session_by_session_and_then_handed_in(course):
    given, ana, doing = give_arc(course), course.id("ana"), course.work.doing
    run = doing.begin(ana, given.id).run.id
    assert doing.begin(ana, given.id).run.id == run
    found = progress(course, given)
    assert (found.stage, found.held, found.session) == (Stage.IN_SESSION, 0, None)
    sessions = [hold(course, run) for _ in range(LENGTH - 1)]
    found, mine = progress(course, given), course.mine("ana")[0]
    assert (found.stage, found.held, found.turns, found.session) == (Stage.IN_SESSION, 4, 4, sessions[-1])
    assert (mine.content, mine.work, mine.remaining[0]) == (
        course.room.catalog.arcs["A2"].title,
        run,
        Remaining.SESSION,
    )
    with pytest.raises(ValueError, match="First bring"):
        doing.hand_in(ana, mine.attempt)
    sessions.append(hold(course, run, guess=False))
    assert doing.remaining(ana, mine.attempt) == (Remaining.GUESS, Remaining.HAND_IN)
    course.room.predict(ana, sessions[-1], GUESS)
    done = doing.hand_in(ana, mine.attempt)
    assert (done.sessions, done.work) == (tuple(sessions), run)
    assert progress(course, given).stage is Stage.FINISHED


def test_every_reflection_of_a_treatment_is_wanted_where_it_is_required(course):
    given, ana, doing = give_arc(course, reflection_required=True, prediction_required=False), course.id("ana"), None
    doing = course.work.doing
    run = doing.begin(ana, given.id).run.id
    sessions = [hold(course, run) for _ in range(LENGTH)]
    attempt = course.mine("ana")[0].attempt
    for session in sessions:
        assert Remaining.REFLECTION in doing.remaining(ana, attempt)
        for prompt in range(len(course.room.place(ana, session).offer.scenario.reflection)):
            course.room.reflect(ana, session, prompt, "I noticed.")
    assert doing.remaining(ana, attempt) == (Remaining.HAND_IN,)


def test_a_treatment_holds_its_sessions_to_the_conditions(course):
    given, ana = give_arc(course, mode=AssignedMode.ASSESSMENT, criteria=("empathy",)), course.id("ana")
    run = course.work.doing.begin(ana, given.id).run.id
    session = hold(course, run)
    place = course.room.place(ana, session)
    assert (place.bounds.assigned, place.withheld, place.bounds.criteria) == (True, True, ("empathy",))
    with pytest.raises(ValueError, match="releases it"):
        course.room.report(ana, session)
    for verb in (course.room.delete, course.room.arcs.delete):
        with pytest.raises(ValueError, match="done for an assignment"):
            verb(ana, run if verb == course.room.arcs.delete else session)
    assert course.room.arcs.report(ana, run).sessions == ()
    course.work.assigning.release_feedback(course.id("ira"), given.id, 1)
    assert course.room.report(ana, session)


def test_no_further_session_begins_once_it_has_closed(course):
    dated = with_dates(TERMS, "Europe/Vienna", closes="2026-03-27T23:59")
    given, ana = give_arc(course, closes=dated.closes), course.id("ana")
    run = course.work.doing.begin(ana, given.id).run.id
    session = hold(course, run)
    course.clock.at("2026-03-28T12:00")
    with pytest.raises(ValueError, match="no further session"):
        course.room.arcs.begin_next(ana, run)
    taken = course.work.following.take_in(course.id("ira"), given.id, ana)
    assert taken.sessions == (session,)


def test_both_keep_the_version_with_which_they_were_given(course, whole, shipped):
    drill, arc, ana = give_drill(course), give_arc(course), course.id("ana")
    run, sitting = (course.work.doing.begin(ana, one.id).run.id for one in (arc, drill))
    new_arc = whole.arcs["A2"].model_copy(update={"title": "Another title"})
    new_drill = whole.drills["D01"].model_copy(update={"title": "Another drill"})
    changed = Catalog(whole.cast, load_shelf(), shipped.rubric, {"D01": new_drill}, {"A2": new_arc})
    gone = Catalog(whole.cast, load_shelf(), shipped.rubric)
    for catalog in (changed, gone):
        later = open_course(course.school, catalog)
        assert later.room.drills.place(ana, sitting).drill == whole.drills["D01"]
        place = later.room.arcs.place(ana, run)
        assert place.arc == whole.arcs["A2"]
        assert len(later.room.arcs.runs(ana)) == len(later.room.drills.history(ana)) == 1
    session = hold(later, run)
    assert later.room.place(ana, session).offer.scenario.title.startswith(whole.arcs["A2"].title)
    assert session in [one.session.id for one in later.room.places(ana)]
    given = GivenStore(course.school.engine, course.clock)
    assert given.offer(drill.id) == whole.drills["D01"]
    assert given.offer(arc.id) == ArcOffer(arc=whole.arcs["A2"], persona=whole.cast[whole.arcs["A2"].persona])
    with course.school.engine.connect() as db:
        kinds = [row[0] for row in db.execute(text("select distinct kind from content_version order by kind"))]
    assert kinds == ["arc", "drill", "persona"]


def test_a_begin_that_broke_off_is_taken_up_and_no_attempt_is_lost(course):
    for given in (give_drill(course, attempts=1), give_arc(course, attempts=1)):
        first = course.work.doing.begin(course.id("ana"), given.id).run.id
        with course.school.engine.begin() as db:
            db.execute(text("update attempt set work_id = null"))
        assert progress(course, given).stage is Stage.NOT_BEGUN
        assert course.work.doing.begin(course.id("ana"), given.id).run.id == first
        assert progress(course, given).stage is Stage.IN_SESSION


def test_the_gradebook_has_the_levels_of_a_treatment_and_only_the_state_of_a_drill(course):
    ana, ira = course.id("ana"), course.id("ira")
    drill, arc = give_drill(course), give_arc(course)
    run = course.work.doing.begin(ana, arc.id).run.id
    sessions = [hold(course, run) for _ in range(LENGTH)]
    sitting = course.work.doing.begin(ana, drill.id).run.id
    course.room.drills.attempt(ana, sitting, "You miss her.", "k1")
    course.room.drills.end(ana, sitting)
    for one in course.mine("ana"):
        course.work.doing.hand_in(ana, one.attempt)
    review = open_review(
        course.school.engine, course.clock, course.room.catalog, open_class(course.school.engine, course.clock).bounds
    )
    book = review.gradebooks.gradebook(ira, course.school.monday.id)
    cell = book.cell(ana, arc.id)
    assert (cell.came, cell.counted.sessions, cell.mean("empathy")) == (Came.FINISHED, tuple(sessions), 2.0)
    cell = book.cell(ana, drill.id)
    assert (cell.came, cell.attempts, cell.mean("empathy")) == (Came.FINISHED, 1, None)
    queued = {one.session for one in review.reviewing.queue(ira, course.school.monday.id)}
    assert queued == set(sessions)
    read = review.reviewing.read(ira, sessions[1])
    assert read.report.place.session.status is Status.ENDED
    with pytest.raises(RecordNotFound):
        review.reviewing.read(course.id("uma"), sessions[1])


def test_only_who_was_given_it_begins_it(course):
    given = give_arc(course)
    with pytest.raises(RecordNotFound):
        course.work.doing.begin(course.id("cem"), given.id)
    run = course.work.doing.begin(course.id("ana"), given.id).run.id
    for verb in (course.room.arcs.place, course.room.arcs.begin_next, course.room.arcs.delete):
        with pytest.raises(RecordNotFound):
            verb(course.id("ben"), run)
    assert course.give(assignees=[Assignee()]).terms.kind is Kind.SCENARIO
