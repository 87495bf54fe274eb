"""A trainee begins, hands in, reads and takes away what is theirs, and nothing else."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from classroom.account_store import AccountStore
from classroom.assignments import AssignedMode, Assignee, AssigneeKind
from classroom.attempt_store import AttemptStore
from classroom.errors import ChangedMeanwhile
from classroom.export_store import EXPORTED, LEFT_OUT
from classroom.my_work import FeedbackState
from classroom.own_terms import Window, with_dates
from classroom.remaining import Remaining
from classroom.review_store import ReviewStore
from classroom.section_store import SectionStore
from classroom.stages import Stage
from evaluator.rubric import load_rubric
from personas.cast import load_cast
from practice.catalog import Catalog
from practice.errors import RecordNotFound
from practice.sessions import Mode, Prediction
from records.schema import METADATA
from scenarios.shelf import load_arcs, load_drills, load_shelf
from tests.classroom.course import TERMS, open_course

DATED = with_dates(TERMS, "Europe/Vienna", opens="2026-03-20T08:00", due="2026-03-27T23:59", closes="2026-03-30T02:30")
ALL = tuple(Remaining)


def only(found):
    (one,) = found
    return one


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


def test_my_assignments_come_by_due_date_in_my_own_zone(course):
    AccountStore(course.school.engine, course.clock).describe(course.id("ana"), "Ana", "Asia/Kathmandu")
    later = course.give(with_dates(TERMS, "Europe/Vienna", due="2026-04-03T23:59"), title="Later")
    free, sooner = course.give(title="Free"), course.give(DATED, title="Sooner", instructions="Take your time.")
    found = course.mine("ana")
    assert [one.id for one in found] == [sooner.id, later.id, free.id]
    first = found[0]
    assert (first.due.here, first.due.here_zone, first.due.there) == (
        "2026-03-28T04:44",
        "Asia/Kathmandu",
        "2026-03-27T23:59",
    )
    assert (first.section, first.course, first.instructions) == ("Monday", "Counselling 1", "Take your time.")
    assert timedelta(days=4, hours=13) < first.time_left < timedelta(days=4, hours=14)
    assert (first.remaining, first.attempts_left, found[2].time_left) == ((ALL[0], ALL[1], ALL[3]), None, None)
    assert course.mine("ira") == ()


def test_the_feedback_on_an_assessment_waits_for_its_release(course):
    given, ana = course.give(mode=AssignedMode.ASSESSMENT, prediction_required=False), course.id("ana")
    session = course.do("ana", given, guess=False)
    course.work.doing.hand_in(ana, session)
    assert only(course.mine("ana")).feedback is FeedbackState.WAITING
    assert all(path.points == () for path in course.work.doing.progress(ana))
    with pytest.raises(ValueError, match="releases"):
        course.room.report(ana, session)
    course.work.assigning.release_feedback(course.id("ira"), given.id, 1)
    assert only(course.mine("ana")).feedback is FeedbackState.READY
    assert course.room.report(ana, session).of("empathy").mean == 2.0
    course.work.assigning.withdraw_feedback(course.id("ira"), given.id, 2)
    assert only(course.mine("ana")).feedback is FeedbackState.WAITING
    with pytest.raises(ValueError, match="releases"):
        course.room.report(ana, session)


def test_my_progress_follows_each_criterion_over_the_sessions_that_are_told(course):
    named = course.give(criteria=("boundary_setting",))
    hidden = course.do("ana", named)
    sessions = [course.do("ana", course.give(), turns=3) for _ in range(4)]
    course.do("ana", course.give(), guess=False)
    found = {path.criterion: path for path in course.work.doing.progress(course.id("ana"))}
    assert [point.session for point in found["empathy"].points] == sessions
    assert [(point.mean, point.graded, point.enough) for point in found["empathy"].points] == [(2.0, 3, True)] * 4
    assert (found["empathy"].trend.before, found["empathy"].trend.after) == (2.0, 2.0)
    assert [point.session for point in found["boundary_setting"].points] == [hidden, *sessions]
    assert found["boundary_setting"].trend is None
    assert course.work.doing.progress(course.id("ben"))[0].points == ()


def test_my_own_practice_can_be_deleted_and_what_was_assigned_stays(course):
    ana, doing = course.id("ana"), course.work.doing
    assigned = course.do("ana", course.give())
    own = [course.room.begin(ana, "S01", Mode.COACHING).session.id for _ in range(3)]
    others = course.room.begin(course.id("ben"), "S01", Mode.COACHING).session.id
    with pytest.raises(ValueError, match="assignment"):
        doing.delete_session(ana, assigned)
    with pytest.raises(RecordNotFound):
        doing.delete_session(ana, others)
    doing.delete_session(ana, own[0])
    assert doing.delete_own_practice(ana) == 2
    assert [one.id for one in course.room.history(ana)] == [assigned]
    assert course.room.place(course.id("ben"), others)
    assert doing.delete_own_practice(ana) == 0


def test_deleting_my_own_practice_takes_treatments_and_sittings_with_it(school):
    course = open_course(school, Catalog(load_cast(), load_shelf(), load_rubric(), load_drills(), load_arcs()))
    ana, ben = course.id("ana"), course.id("ben")
    assigned = course.do("ana", course.give())
    for person in (ana, ben):
        run = course.room.arcs.begin(person, next(iter(course.room.catalog.arcs)), Mode.COACHING)
        course.room.arcs.begin_next(person, run.run.id)
        course.room.drills.begin(person, next(iter(course.room.catalog.drills)))
    assert course.work.doing.delete_own_practice(ana) == 1
    assert (course.room.arcs.runs(ana), course.room.drills.history(ana)) == ((), ())
    assert [(one.id, one.assigned) for one in course.room.history(ana)] == [(assigned, True)]
    assert len(course.room.arcs.runs(ben)) == len(course.room.drills.history(ben)) == 1
    assert [one.assigned for one in course.room.history(ben)] == [False]


def test_one_assignment_is_shown_to_whom_it_was_given_and_to_nobody_else(course):
    given, ana = course.give(DATED, attempts=2), course.id("ana")
    doing = course.work.doing
    assert doing.one(ana, given.id).model_copy(update={"time_left": None}) == course.mine("ana")[0].model_copy(
        update={"time_left": None}
    )
    assert (doing.one(ana, given.id).is_to_do, doing.one(ana, given.id).may_begin) == (True, True)
    for verb in (doing.one, doing.before):
        for name in ("cem", "ira", "ada"):
            with pytest.raises(RecordNotFound):
                verb(course.id(name), given.id)
    session = course.begin("ana", given)
    assert (doing.done_for(ana, session).id, doing.done_for(course.id("ben"), session)) == (given.id, None)
    assert doing.done_for(ana, course.room.begin(ana, "S01", Mode.COACHING).session.id) is None
    shown = doing.one(ana, given.id)
    assert ([one.id for one in shown.attempts], shown.may_begin, shown.is_to_do) == ([session], False, True)
    AccountStore(course.school.engine, course.clock).set_disabled(ana, disabled=True)
    with pytest.raises(RecordNotFound):
        doing.one(ana, given.id)


def test_what_is_read_before_comes_with_the_opening(course):
    given, ana = course.give(DATED), course.id("ana")
    course.clock.at("2026-03-19T12:00")
    assert course.work.doing.before(ana, given.id) is None
    assert not course.work.doing.one(ana, given.id).is_to_do
    course.clock.at("2026-03-20T12:00")
    before = course.work.doing.before(ana, given.id)
    assert (before.offer.scenario.id, before.contract_card) == ("S01", True)


def test_what_is_different_for_me_is_told_with_its_reason(course):
    given, ana, ira = course.give(DATED, attempts=1), course.id("ana"), course.id("ira")
    assert (course.mine("ana")[0].due_for_all, course.mine("ana")[0].more_attempts) == (None, 0)
    course.work.following.extend(ira, given.id, ana, 0, due="2026-04-03T23:59", more_attempts=2, reason="Moving house")
    mine = course.mine("ana")[0]
    assert (mine.due.there, mine.due_for_all.there) == ("2026-04-03T23:59", "2026-03-27T23:59")
    assert (mine.more_attempts, mine.attempts_left, mine.reason) == (2, 3, "Moving house")


def test_the_export_has_everything_about_me_and_no_grade_before_its_release(course):
    given, ana = course.give(mode=AssignedMode.ASSESSMENT), course.id("ana")
    assessed, own = course.do("ana", given), course.room.begin(ana, "S01", Mode.COACHING).session.id
    course.room.say(ana, own, "My own words — ‘日本’.", "k")
    course.room.reflect(ana, own, 0, "A thought.")
    course.room.disagree(ana, own, 1, "empathy", "No.")
    bens = course.room.begin(course.id("ben"), "S01", Mode.COACHING).session.id
    course.room.say(course.id("ben"), bens, "Words of Ben.", "k")
    ReviewStore(course.school.engine, course.clock).comment(assessed, 1, "Well heard.", course.id("ira"))
    course.work.following.extend(course.id("ira"), given.id, ana, 0, more_attempts=0, reason="Ill")
    accounts = AccountStore(course.school.engine, course.clock)
    accounts.note_access(course.id("ira"), "read", "session", assessed, ana)
    raw = course.work.doing.export(ana)
    records = json.loads(raw)["records"]
    assert set(records) == set(EXPORTED)
    assert "My own words — ‘日本’." in raw.decode()
    assert "Words of Ben" not in raw.decode()
    assert "Well heard." not in raw.decode()
    assert only(records["account"])["email"] == "ana@example.edu"
    assert "password" not in only(records["account"])
    assert {one["id"] for one in records["practice_session"]} == {assessed, own}
    turns = {one["session_id"]: one for one in records["exchange"]}
    assert ("outcome" in turns[assessed], "outcome" in turns[own]) == (False, True)
    assert [one["exchange_id"] for one in records["grade"]] == [turns[own]["id"]]
    assert only(records["grade"])["grades"]["criteria"]
    assert (only(records["reflection"])["text"], only(records["disagreement"])["reason"]) == ("A thought.", "No.")
    assert (only(records["extension"])["reason"], only(records["access_log"])["action"]) == ("Ill", "read")
    course.work.assigning.release_feedback(course.id("ira"), given.id, 1)
    records = json.loads(course.work.doing.export(ana))["records"]
    assert len(records["grade"]) == 2
    assert only(records["turn_comment"])["text"] == "Well heard."


def test_every_table_about_a_person_is_in_the_export_or_says_why_not():
    """A new table that hangs on a person, a session, an exchange or an attempt needs a line in the export."""
    about = {"person", "practice_session", "exchange", "attempt"}
    hanging = {
        table.name
        for table in METADATA.tables.values()
        if {key.column.table.name for key in table.foreign_keys} & about or table.name in about
    }
    assert hanging - set(EXPORTED) == set(LEFT_OUT)
    secret = {
        f"{name}.{column.name}"
        for name in EXPORTED
        for column in METADATA.tables[name].columns
        if column.name in {"password", "digest", "secret"} and column.name not in EXPORTED[name][1]
    }
    assert secret == set()
