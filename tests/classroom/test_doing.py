"""A trainee does what was assigned: beginning, saying, handing in, and what time does to each."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from classroom.account_store import AccountStore
from classroom.assignments import AssignedMode, Assignee, AssigneeKind
from classroom.attempt_store import AttemptStore
from classroom.errors import ChangedMeanwhile
from classroom.my_work import FeedbackState
from classroom.own_terms import Window
from classroom.section_store import SectionStore
from classroom.stages import Stage
from practice.errors import RecordNotFound
from practice.sessions import Mode, Prediction
from tests.classroom.course import ALL, DATED, TERMS, only


def test_the_conditions_of_the_assignment_reach_the_session(course):
    given = course.give(mode=AssignedMode.ASSESSMENT, turn_limit=7, shared_seed=11, contract_card=False)
    places = [course.work.doing.begin(course.id(name), given.id) for name in ("ana", "ben")]
    for place in places:
        assert (place.session.mode, place.session.seed, place.turns_left) == (Mode.ASSESSMENT, 11, 7)
        assert (place.bounds.withheld, place.bounds.contract_card) == (True, False)
    ana, session = course.id("ana"), places[0].session.id
    for turn in range(7):
        course.room.say(ana, session, f"words {turn}", f"k{turn}")
    assert course.room.place(ana, session).session.status.over
    own = course.give()
    assert (
        course.work.doing.begin(ana, own.id).session.seed
        != course.work.doing.begin(course.id("ben"), own.id).session.seed
    )


def test_only_who_was_given_it_can_begin_it(course):
    only_ana = course.give(assignees=[Assignee(kind=AssigneeKind.PERSON, whom=course.id("ana"))])
    for person in (*(course.id(name) for name in ("ben", "cem", "ira", "uma", "ada")), "local", "nobody"):
        with pytest.raises(RecordNotFound):
            course.work.doing.begin(person, only_ana.id)
    with pytest.raises(RecordNotFound):
        course.work.doing.begin(course.id("ana"), "no assignment")
    assert course.begin("ana", only_ana)


def test_an_account_that_is_closed_has_no_work(course):
    given = course.give()
    attempt = course.do("ana", given)
    AccountStore(course.school.engine, course.clock).set_disabled(course.id("ana"), disabled=True)
    doing, ana = course.work.doing, course.id("ana")
    assert doing.mine(ana) == ()
    for verb in (
        lambda: doing.begin(ana, given.id),
        lambda: doing.hand_in(ana, attempt),
        lambda: doing.remaining(ana, attempt),
        lambda: doing.export(ana),
        lambda: doing.delete_own_practice(ana),
        lambda: doing.delete_session(ana, attempt),
    ):
        with pytest.raises(RecordNotFound):
            verb()


def test_beginning_again_goes_on_with_what_is_open_and_then_counts_attempts(course):
    given = course.give(attempts=2)
    first = course.begin("ana", given)
    assert course.begin("ana", given) == first
    course.room.say(course.id("ana"), first, "words", "k")
    assert len(course.work.doing.begin(course.id("ana"), given.id).exchanges) == 1
    assert only(course.mine("ana")).attempts_left == 1
    course.work.doing.hand_in(course.id("ana"), course.do("ana", given))
    second = course.do("ana", given)
    assert second != first
    course.work.doing.hand_in(course.id("ana"), second)
    with pytest.raises(ValueError, match="No attempt is left: 2 of 2"):
        course.begin("ana", given)
    course.work.following.extend(course.id("ira"), given.id, course.id("ana"), 0, more_attempts=1)
    assert course.begin("ana", given) not in {first, second}


def test_two_windows_that_begin_at_once_begin_one_session(course):
    given, ana = course.give(attempts=3), course.id("ana")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: course.work.doing.begin(ana, given.id).session.id, range(16)))
    assert len(found) == 1
    with course.school.engine.connect() as db:
        counts = [db.execute(text(f"select count(*) from {name}")).scalar_one() for name in
                  ("attempt", "attempt_session", "practice_session")]  # fmt: skip
    assert counts == [1, 1, 1]


def test_an_attempt_that_broke_off_before_its_session_is_taken_up_and_not_counted(course):
    given, ana = course.give(attempts=1, mode=AssignedMode.ASSESSMENT), course.id("ana")
    attempts = AttemptStore(course.school.engine, course.clock)
    broken = attempts.take_up(given.id, ana, 1, given.version)
    assert (only(course.mine("ana")).attempts_taken, only(course.mine("ana")).stage) == (0, Stage.NOT_BEGUN)
    assert course.begin("ana", given) == broken.id
    assert only(course.mine("ana")).attempts_taken == 1
    with course.school.engine.begin() as db:
        db.execute(text("delete from attempt_session"))
    assert course.room.place(ana, broken.id).bounds.withheld
    with pytest.raises(ValueError, match="assignment"):
        course.work.doing.delete_session(ana, broken.id)
    assert course.begin("ana", given) == broken.id
    assert attempts.attempt(broken.id).sessions == (broken.id,)


def test_a_change_between_looking_and_beginning_is_told(course):
    given = course.give()
    attempts = AttemptStore(course.school.engine, course.clock)
    course.work.assigning.change(course.id("ira"), given.id, 1, TERMS, [Assignee()])
    with pytest.raises(ChangedMeanwhile):
        attempts.take_up(given.id, course.id("ana"), None, 1)
    with pytest.raises(RecordNotFound):
        attempts.take_up("none", course.id("ana"), None, 1)
    assert attempts.of_person(course.id("ana")) == ()


def test_nothing_is_begun_before_it_opens_or_after_it_closes(course):
    given, ana = course.give(DATED), course.id("ana")
    course.clock.at("2026-03-20T06:59")
    coming = only(course.mine("ana"))
    assert (coming.window, coming.content, coming.instructions) == (Window.NOT_OPEN, "", "")
    with pytest.raises(ValueError, match=r"opens at 2026-03-20T08:00 \(Europe/Vienna\)"):
        course.begin("ana", given)
    course.clock.at("2026-03-20T07:00")
    session = course.begin("ana", given)
    course.clock.at("2026-03-30T00:31")
    with pytest.raises(ValueError, match="It closed at 2026-03-30T02:30"):
        course.begin("ben", given)
    assert course.begin("ana", given) == session
    assert only(course.mine("ben")).remaining == ()
    course.work.following.extend(course.id("ira"), given.id, course.id("ben"), 0, due="2026-04-03T23:59")
    assert course.begin("ben", given)
    assert only(course.mine("ben")).window is Window.OPEN
    assert course.room.place(ana, session).exchanges == ()


def test_what_was_taken_back_cannot_be_begun_and_what_was_done_for_it_stays(course):
    given = course.give()
    session = course.begin("ana", given)
    course.work.assigning.withdraw(course.id("ira"), given.id, 1)
    with pytest.raises(ValueError, match="taken back"):
        course.begin("ben", given)
    assert course.mine("ben") == ()
    assert only(course.mine("ana")).withdrawn
    assert course.begin("ana", given) == session
    SectionStore(course.school.engine, course.clock).leave(course.school.monday.id, course.id("ana"))
    assert only(course.mine("ana")).session == session


def test_handing_in_waits_for_what_is_required_and_the_first_time_counts(course):
    given, ana, doing = course.give(DATED, reflection_required=True), course.id("ana"), course.work.doing
    session = course.begin("ana", given)
    course.room.say(ana, session, "words", "k")
    assert doing.remaining(ana, session) == only(course.mine("ana")).remaining == ALL
    with pytest.raises(ValueError, match="First bring the session to its end, then say how"):
        doing.hand_in(ana, session)
    course.room.end(ana, session)
    course.room.predict(ana, session, Prediction(empathy=2, boundary=2))
    assert doing.remaining(ana, session) == ALL[2:]
    for prompt in range(3):
        course.room.reflect(ana, session, prompt, "I was quick.")
    assert doing.remaining(ana, session) == ALL[3:]
    for other in ("ben", "ira"):
        with pytest.raises(RecordNotFound):
            doing.hand_in(course.id(other), session)
        with pytest.raises(RecordNotFound):
            doing.remaining(course.id(other), session)
    done = doing.hand_in(ana, session)
    assert (done.late, doing.remaining(ana, session)) == (False, ())
    course.clock.at("2026-03-29T12:00")
    assert doing.hand_in(ana, session) == done
    found = only(course.mine("ana"))
    assert (found.stage, found.late, found.attempt, found.feedback) == (
        Stage.FINISHED,
        False,
        None,
        FeedbackState.READY,
    )


@pytest.mark.parametrize(
    ("moment", "late"),
    [("2026-03-27T22:59", False), ("2026-03-27T23:00", True), ("2026-03-28T23:30", True), ("2026-03-30T00:30", True)],
)
def test_late_is_by_the_wall_clock_of_the_course_when_it_is_received_here(course, moment, late):
    given = course.give(DATED)
    session = course.do("ana", given)
    course.clock.at(moment)
    assert course.work.doing.hand_in(course.id("ana"), session).late == late


def test_after_it_has_closed_nothing_is_handed_in_until_there_is_more_time(course):
    given = course.give(DATED)
    session = course.do("ana", given)
    course.clock.at("2026-03-30T00:31")
    with pytest.raises(ValueError, match="closed"):
        course.work.doing.hand_in(course.id("ana"), session)
    course.work.following.extend(course.id("ira"), given.id, course.id("ana"), 0, due="2026-03-30T23:59")
    assert not course.work.doing.hand_in(course.id("ana"), session).late


def test_after_it_has_closed_nothing_more_is_said_and_nothing_after_it_was_taken_in(course):
    given, ana = course.give(DATED), course.id("ana")
    session = course.begin("ana", given)
    course.room.say(ana, session, "in time", "k1")
    course.clock.at("2026-03-30T00:30")
    course.room.say(ana, session, "in the last minute", "k2")
    course.clock.at("2026-03-30T00:31")
    with pytest.raises(ValueError, match="has closed"):
        course.room.say(ana, session, "too late", "k3")
    assert course.room.say(ana, session, "in time", "k1").trainee == "in time"
    more = course.work.following.extend(course.id("ira"), given.id, ana, 0, due="2026-04-03T23:59")
    course.room.say(ana, session, "with more time", "k3")
    course.clock.at("2026-04-04T00:00")
    assert more.closes.wall == "2026-04-03T23:59"
    course.work.following.take_in(course.id("ira"), given.id, ana)
    course.work.following.extend_by(course.id("ira"), given.id, ana, 1, 7)
    with pytest.raises(ValueError, match="has closed"):
        course.room.say(ana, session, "after it was taken in", "k4")
    assert len(course.room.place(ana, session).exchanges) == 3


def test_a_session_in_which_nothing_was_said_can_be_handed_in(course):
    given = course.give(reflection_required=True)
    session = course.do("ana", given, turns=0, guess=False)
    assert course.work.doing.hand_in(course.id("ana"), session).handed_in_at
    assert only(course.mine("ana")).feedback is FeedbackState.NONE
