"""Grading again: shown before it is done, only added, never over an instructor's word, told with the next release."""

import json

import pytest
from sqlalchemy import text

from classroom.assignments import AssignedMode, Kind
from classroom.errors import ChangedMeanwhile, FieldFault
from classroom.needs import Need
from classroom.open_regrading import open_regrading
from classroom.review_records import SeenLevel
from practice.errors import RecordNotFound
from scenarios.shelf import load_arcs, load_drills
from tests.classroom.written_rubric import done, rewrite


@pytest.fixture
def again(course, authors):
    return open_regrading(course.school.engine, course.clock, course.room, course.room._bounds, authors.shelf)


def graded_again(course, again, assignment, choice, by="ira", session=None):
    shown = again.preview(course.id(by), assignment.id, choice, session)
    return again.grade_again(course.id(by), assignment.id, shown.version, shown.seen, choice, session)


def levels(rooms, course, session):
    return rooms.reviewing.read(course.id("ira"), session).levels


def change(rooms, course, session, level, turn=1, withdraw=False):
    seen = SeenLevel.of(levels(rooms, course, session).of(turn, "empathy"))
    about = (course.id("ira"), session, turn, "empathy")
    if withdraw:
        return rooms.overriding.withdraw_level(*about, "The new one.", seen)
    return rooms.overriding.change_level(*about, level, "Because.", seen)


def rows(course, query):
    with course.school.engine.connect() as db:
        return [tuple(row) for row in db.execute(text(query))]


def test_what_would_change_is_told_before_and_nothing_is_kept_by_looking(course, again, rooms, strict):
    assignment = course.give()
    done(course, assignment)
    course.begin("ben", assignment)
    ira, before = course.id("ira"), rows(course, "select count(*) from grade")
    shown = again.preview(ira, assignment.id, strict.content)
    assert (shown.sessions, shown.same, shown.going_on, shown.turns) == (1, 0, 1, 3)
    empathy = next(one for one in shown.moves if one.criterion == "empathy")
    assert (empathy.name, empathy.up, empathy.down, empathy.gained, empathy.lost) == ("Being with", 0, 3, 0, 0)
    assert shown.down == 3
    assert [(one.key, one.number) for one in shown.choices] == [("kept", 1), (strict.content, 2)]
    assert rows(course, "select count(*) from grade") == before


def test_grades_are_added_and_the_first_ones_stay_to_be_read(course, again, rooms, strict):
    assignment = course.give()
    session = done(course, assignment)
    assert graded_again(course, again, assignment, strict.content) == 1
    level = levels(rooms, course, session).of(1, "empathy")
    assert (level.automatic, [one.level for one in level.before]) == (1, [2])
    assert [one.stamp.rubric for one in level.before] == ["trust"]
    assert rows(course, "select count(*) from grade") == [(6,)]
    read = rooms.reviewing.read(course.id("ira"), session)
    assert (read.report.place.rubric.name, read.graded_since) == ("Strict", True)
    noted = "select object_kind, subject_id, person_id from access_log where action = 'graded again' order by id"
    ira = course.id("ira")
    assert sorted(rows(course, noted), key=str) == sorted(
        [("session", course.id("ana"), ira), ("assignment", None, ira)], key=str
    )


def test_what_is_graded_so_already_is_left_alone(course, again, strict):
    assignment = course.give(rubric=strict.content)
    done(course, assignment)
    shown = again.preview(course.id("ira"), assignment.id)
    assert (shown.sessions, shown.same, shown.down) == (0, 1, 0)
    assert graded_again(course, again, assignment, "kept") == 0
    assert rows(course, "select count(*) from grade") == [(3,)]


def test_later_attempts_are_graded_by_the_rubric_that_was_chosen_and_running_ones_by_theirs(course, again, strict):
    assignment = course.give()
    done(course, assignment)
    running = course.begin("ben", assignment)
    course.room.say(course.id("ben"), running, "What now?", "k1")
    graded_again(course, again, assignment, strict.content)
    kept = course.work.assigning.given(course.id("ira"), assignment.id)
    assert (kept.rubric.name, kept.assignment.terms.rubric, kept.assignment.version) == ("Strict", strict.content, 2)
    assert kept.offer.scenario.id == "S01"
    said = course.room.say(course.id("ben"), running, "And then?", "k2")
    assert said.grades.grader.rubric == "trust"
    later = course.begin("ana", assignment)
    assert course.room.say(course.id("ana"), later, "And then?", "k").grades.grader.rubric == strict.content
    shown = again.preview(course.id("ira"), assignment.id, "ships")
    assert (shown.sessions, next(one.up for one in shown.moves if one.criterion == "empathy")) == (1, 3)
    assert [one.key for one in shown.choices] == ["kept", "ships"]
    graded_again(course, again, kept.assignment, "ships")
    assert course.work.assigning.given(course.id("ira"), assignment.id).assignment.terms.rubric is None


def test_an_instructors_level_counts_until_the_conflict_is_settled(course, again, rooms, strict):
    assignment = course.give()
    session = done(course, assignment)
    change(rooms, course, session, 4, turn=1)
    change(rooms, course, session, 3, turn=2)
    assert again.preview(course.id("ira"), assignment.id, strict.content).conflicts == 2
    assert again.conflicts(course.id("ira"), assignment.id) == ()
    graded_again(course, again, assignment, strict.content)
    found = again.conflicts(course.id("ira"), assignment.id)
    assert [(one.session, one.who, one.turn, one.name) for one in found] == [
        (session, "Ana", 1, "Being with"),
        (session, "Ana", 2, "Being with"),
    ]
    (item,) = rooms.reviewing.queue(course.id("ira"), course.school.monday.id)
    assert [one.turn for one in item.reasons if one.need is Need.CONFLICT] == [1, 2]
    now = levels(rooms, course, session)
    assert [now.of(turn, "empathy").final for turn in (1, 2, 3)] == [4, 3, 1]
    kept = change(rooms, course, session, 4, turn=1)
    assert (kept.final, kept.conflict, len(kept.history)) == (4, False, 2)
    taken = change(rooms, course, session, None, turn=2, withdraw=True)
    assert (taken.final, taken.conflict, len(taken.history)) == (1, False, 2)
    assert again.conflicts(course.id("ira"), assignment.id) == ()


def test_trainees_read_what_was_released_until_it_is_released_again(course, again, rooms, strict):
    ira, ana = course.id("ira"), course.id("ana")
    assignment = course.give(mode=AssignedMode.ASSESSMENT)
    session = done(course, assignment)
    released = course.work.assigning.release_feedback(ira, assignment.id, assignment.version)
    change(rooms, course, session, 3, turn=2)
    shown = again.preview(ira, assignment.id, strict.content)
    assert shown.released
    again.grade_again(ira, assignment.id, released.version, shown.seen, strict.content)
    assert again.not_told(ira, assignment.id) == 1
    report = course.room.report(ana, session)
    assert (report.of("empathy").levels, report.of("empathy").name) == ((2, 2, 2), "Empathy")
    assert {one.automatic for one in rooms.reviewing.feedback(ana, session).changed} == {2}
    assert course.room.history(ana)[0].empathy == 2.0
    mine = json.loads(course.work.doing.export(ana))["records"]
    assert {one["rubric"] for one in mine["grade"]} == {"trust"}
    assert levels(rooms, course, session).of(1, "empathy").automatic == 1
    version = course.work.assigning.given(ira, assignment.id).assignment.version
    course.work.assigning.release_feedback(ira, assignment.id, version)
    assert again.not_told(ira, assignment.id) == 0
    assert course.room.report(ana, session).of("empathy").levels == (1, 1, 1)
    assert {one.automatic for one in rooms.reviewing.feedback(ana, session).changed} == {1}
    mine = json.loads(course.work.doing.export(ana))["records"]
    assert {one["rubric"] for one in mine["grade"]} == {"trust", strict.content}


def test_what_somebody_changed_meanwhile_is_a_conflict_and_nothing_is_graded(course, again, authors, pack, strict):
    assignment, ira = course.give(), course.id("ira")
    done(course, assignment)
    shown = again.preview(ira, assignment.id, strict.content)

    def grade(version=shown.version, choice=strict.content):
        return again.grade_again(ira, assignment.id, version, shown.seen, choice)

    with pytest.raises(ChangedMeanwhile):
        grade(version=7)
    with pytest.raises(ChangedMeanwhile):
        grade(choice="kept")
    rewrite(authors, ira, pack, strict.content, 2, name="Stricter")
    with pytest.raises(ChangedMeanwhile):
        grade()
    shown = again.preview(ira, assignment.id, strict.content)
    done(course, assignment, "ben")
    with pytest.raises(ChangedMeanwhile):
        again.grade_again(ira, assignment.id, shown.version, shown.seen, strict.content)
    assert {one for (one,) in rows(course, "select rubric from grade")} == {"trust"}


def test_one_session_is_graded_again_by_the_assignments_rubric(course, again, rooms, authors, pack, strict):
    assignment, ira = course.give(rubric=strict.content), course.id("ira")
    one, other = done(course, assignment), done(course, assignment, "ben")
    with course.school.engine.begin() as db:
        db.exec_driver_sql("update grade set grades = replace(grades, '\"level\":1', '\"level\":0')")
    shown = again.preview(ira, assignment.id, session=one)
    assert (shown.sessions, shown.choices, shown.up > 0) == (1, (), True)
    assert graded_again(course, again, assignment, "kept", session=one) == 1
    assert levels(rooms, course, one).of(1, "empathy").automatic == 1
    assert levels(rooms, course, other).of(1, "empathy").automatic == 0
    assert again.assignment_of(ira, one) == assignment.id
    running = course.begin("ana", assignment)
    course.room.say(course.id("ana"), running, "And then?", "k")
    with pytest.raises(ValueError, match="not handed in"):
        again.preview(ira, assignment.id, session=running)


def test_only_who_teaches_may_and_nobody_grades_their_own(course, again, strict):
    assignment = course.give()
    session = done(course, assignment)
    for name, refusal in (("uma", RecordNotFound), ("cem", RecordNotFound), ("ana", PermissionError)):
        person = course.id(name)
        for verb in (
            lambda person=person: again.preview(person, assignment.id),
            lambda person=person: again.preview(person, assignment.id, session=session),
            lambda person=person: again.grade_again(person, assignment.id, 1, "x"),
            lambda person=person: again.conflicts(person, assignment.id),
            lambda person=person: again.not_told(person, assignment.id),
            lambda person=person: again.assignment_of(person, session),
        ):
            with pytest.raises(refusal):
                verb()
    with course.school.engine.begin() as db:
        db.execute(text(f"update membership set role = 'instructor' where person_id = '{course.id('ana')}'"))
    shown = again.preview(course.id("ana"), assignment.id)
    assert (shown.sessions + shown.same, shown.own) == (0, 1)


def test_a_drill_and_a_rubric_that_cannot_grade_are_refused(course, again, strict):
    course.room.catalog.drills.update({"D01": load_drills()["D01"]})
    drill = course.give(kind=Kind.DRILL, content="D01", mode=AssignedMode.COACHING)
    with pytest.raises(ValueError, match="drill is graded with each try"):
        again.preview(course.id("ira"), drill.id)
    assignment = course.give()
    for key in ("R-0000000000", "trust", ""):
        with pytest.raises(FieldFault):
            again.preview(course.id("ira"), assignment.id, key)


def test_each_session_of_a_treatment_is_graded_again(course, again, strict):
    course.room.catalog.arcs.update({"A2": load_arcs()["A2"]})
    assignment, ana = course.give(kind=Kind.ARC, content="A2"), course.id("ana")
    begun = course.work.doing.begin(ana, assignment.id)
    place = course.room.arcs.begin_next(ana, begun.run.id)
    course.room.say(ana, place.session.id, "What is it like?", "k")
    course.room.end(ana, place.session.id)
    with course.school.engine.begin() as db:
        db.execute(text("update attempt set handed_in_at = '2026-03-23 10:00:00'"))
    assert graded_again(course, again, assignment, strict.content) == 1
    assert rows(course, "select count(*) from grade") == [(2,)]
