"""A rubric that was written here grades: the version it was given with is kept, and every page goes by it."""

import csv
import io

import pytest

from classroom.assignments import AssignedMode, Kind
from classroom.content_text import read_mapping, written
from classroom.errors import FieldFault
from dialogue.content import ContentError
from scenarios.shelf import load_arcs, load_drills
from tests.classroom.written_rubric import NAMES, done, rewrite, write_rubric


def test_an_assignment_is_graded_by_the_rubric_that_it_was_given_with(course, strict):
    assignment = course.give(rubric=strict.content)
    session = done(course, assignment)
    report = course.room.report(course.id("ana"), session)
    assert report.of("empathy").levels == (1, 1, 1)
    assert (report.of("empathy").name, report.place.rubric.level_names) == ("Being with", tuple(NAMES))
    stamp = report.place.exchanges[0].grades.grader
    assert (stamp.rubric, stamp.rubric_version) == (strict.content, 2)
    own = course.do("ana", course.give())
    plain = course.room.report(course.id("ana"), own)
    assert (plain.of("empathy").levels, plain.of("empathy").name) == ((2,), "Empathy")
    summaries = {one.id: one.empathy for one in course.room.history(course.id("ana"))}
    assert summaries == {session: 1.0, own: 2.0}


def test_the_version_is_kept_until_a_newer_one_is_wanted_and_nobody_has_begun(course, authors, pack, strict):
    ira = course.id("ira")
    first = course.give(rubric=strict.content)
    second = course.give(rubric=strict.content)
    third = rewrite(authors, ira, pack, strict.content, 2, name="Stricter")
    assert third.number == 3
    session = done(course, first)
    assert course.room.place(course.id("ana"), session).rubric.name == "Strict"
    change, plain = course.work.assigning.change, {"rubric": None}
    whom = course.work.assigning.given(ira, second.id).assignees
    with pytest.raises(ValueError, match="rubric"):
        change(ira, first.id, first.version, first.terms, whom, newest=True)
    with pytest.raises(ValueError, match="rubric"):
        change(ira, first.id, first.version, first.terms.model_copy(update=plain), whom)
    kept = change(ira, second.id, second.version, second.terms, whom)
    assert course.work.assigning.given(ira, second.id).rubric.name == "Strict"
    kept = change(ira, second.id, kept.version, second.terms, whom, newest=True)
    assert course.work.assigning.given(ira, second.id).rubric.name == "Stricter"
    change(ira, second.id, kept.version, second.terms.model_copy(update=plain), whom)
    found = course.work.assigning.given(ira, second.id)
    assert found.rubric is course.room.catalog.rubric
    assert found.offer.scenario.id == "S01"
    copied = course.work.assigning.copy(ira, first.id, course.school.monday.id)
    assert course.work.assigning.given(ira, copied.id).rubric.name == "Strict"


def test_an_instructors_pages_and_files_go_by_the_rubric_that_graded(course, rooms, strict):
    ira = course.id("ira")
    session = done(course, course.give(rubric=strict.content, title="Strictly"))
    done(course, course.give(title="Plainly"))
    read = rooms.reviewing.read(ira, session)
    assert (read.report.place.rubric.name, read.levels.of(1, "empathy").automatic) == ("Strict", 1)
    book = rooms.gradebooks.gradebook(ira, course.school.monday.id)
    assert [one.rubric for one in book.columns] == ["Strict, version 2", ""]
    heads = next(csv.reader(io.StringIO(rooms.gradebooks.csv(ira, course.school.monday.id).decode("utf-8-sig"))))
    assert {"Strictly: Being with", "Plainly: Empathy"} <= set(heads)
    assert book.cell(course.id("ana"), book.columns[0].assignment).mean("empathy") == 1.0
    export = rooms.research.export(ira, course.school.monday.id)
    assert f"## Criteria of the rubric `{strict.content}`, version 2" in export.codebook.markdown()
    assert any(strict.content in line for line in export.lines)


def test_the_queue_goes_by_how_sure_the_written_rubric_wants_to_be(course, rooms, authors, pack):
    ira = course.id("ira")
    doubting = write_rubric(authors, ira, pack, unsure_below=1.0)
    done(course, course.give(rubric=doubting.content, title="Doubting"))
    done(course, course.give(title="Plainly"))
    unsure = {
        one.title: sum(reason.need.name == "UNSURE" and reason.criterion == "empathy" for reason in one.reasons)
        for one in rooms.reviewing.queue(ira, course.school.monday.id)
    }
    assert unsure == {"Doubting": 3, "Plainly": 0}


def test_a_treatment_is_graded_by_it_and_a_drill_is_refused(course, strict):
    course.room.catalog.drills.update({"D01": load_drills()["D01"]})
    with pytest.raises(FieldFault, match="drill is graded by the rubric that ships") as refused:
        course.give(kind=Kind.DRILL, content="D01", mode=AssignedMode.COACHING, rubric=strict.content)
    assert refused.value.field == "rubric"
    course.room.catalog.arcs.update({"A2": load_arcs()["A2"]})
    assignment = course.give(kind=Kind.ARC, content="A2", rubric=strict.content)
    begun = course.work.doing.begin(course.id("ana"), assignment.id)
    place = course.room.arcs.begin_next(course.id("ana"), begun.run.id)
    exchange = course.room.say(course.id("ana"), place.session.id, "What is it like?", "k")
    assert exchange.grades.grader.rubric == strict.content


def test_what_does_not_fit_is_refused_with_field_and_remedy_when_it_is_kept(course, authors, pack):
    ira = course.id("ira")
    first = authors.copying.copy_shipped(ira, pack, "trust")
    body = read_mapping(authors.authoring.text(ira, pack, first.content).body, "it")
    empathy = body["criteria"][0]
    without = [dict(one) for one in body["criteria"][1:]]
    without[0]["weight"] += empathy["weight"]
    cases = [
        ({"criteria": without}, r"rubric: field criteria: headline 'empathy' is missing; copy it"),
        ({"criteria": [{**empathy, "block": "pillar"}, *body["criteria"][1:]]}, r"make it 'headline'"),
        (
            {"criteria": [{**empathy, "id": "warmth"}, *body["criteria"][1:]]},
            r"'warmth' is not there; take",
        ),
        ({"gates": body["gates"][1:]}, r"rubric: field gates: '\w+' is missing; copy it"),
    ]
    for fields, says in cases:
        with pytest.raises(ContentError, match=says):
            authors.authoring.keep(ira, pack, first.content, written({**body, **fields}), 1)
    assert len(authors.authoring.history(ira, pack, first.content)) == 1


def test_only_what_one_may_use_can_be_chosen(course, authors, pack, strict):
    ira, uma = course.id("ira"), course.id("uma")
    listed = course.work.assigning.rubrics(ira)
    assert [(one.content, one.name, one.number) for one in listed] == [(strict.content, "Strict", 2)]
    assert course.work.assigning.rubrics(uma) == ()
    tuesday = course.school.tuesday.id
    for content in (strict.content, "R-0000000000", "trust"):
        with pytest.raises(FieldFault) as refused:
            course.give(by="uma", section=tuesday, rubric=content)
        assert refused.value.field == "rubric"
    authors.authoring.change_pack(ira, pack, "Autumn term", shared=True)
    assert course.give(by="uma", section=tuesday, rubric=strict.content).terms.rubric == strict.content
    authors.authoring.retire(ira, pack, retired=True)
    with pytest.raises(FieldFault, match="retired"):
        course.give(rubric=strict.content)
    assert course.work.assigning.rubrics(ira) == ()


def test_another_sentence_is_tried_under_the_sessions_rubric(course, strict):
    session = done(course, course.give(rubric=strict.content))
    tried = course.room.try_another(course.id("ana"), session, 1, "What else?")
    assert tried.tried.grades.of("empathy").level == 1
