"""A trainee looks at their own work: what is to do, how it went, what is deleted and taken away."""

import json
from datetime import timedelta

import pytest

from classroom.account_store import AccountStore
from classroom.assignments import AssignedMode
from classroom.export_store import EXPORTED, LEFT_OUT
from classroom.my_work import FeedbackState
from classroom.own_terms import with_dates
from classroom.review_store import ReviewStore
from evaluator.rubric import load_rubric
from personas.cast import load_cast
from practice.catalog import Catalog
from practice.errors import RecordNotFound
from practice.sessions import Mode
from records.schema import METADATA
from scenarios.shelf import load_arcs, load_drills, load_shelf
from tests.classroom.course import ALL, DATED, TERMS, only, open_course


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
