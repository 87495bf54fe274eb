"""The research export tells nothing of who it was but what was typed, and its codebook names every field."""

import json
import re

import pytest
from sqlalchemy import text

from classroom.codebook import PARTS, codebook
from classroom.open_class import open_class
from classroom.open_review import open_review
from classroom.research import Pseudonyms
from classroom.research_lines import ExchangeLine, SessionLine
from classroom.review_records import SeenLevel
from evaluator.rubric import load_rubric
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


def export(rooms, school, who="ira"):
    return rooms.research.export(school.people[who], school.monday.id)


def read(made):
    return [json.loads(line) for line in made.jsonl().decode().splitlines()]


def test_lines_hold_what_was_said_and_graded(rooms, school, work):
    ira = school.people["ira"]
    session = work.practise("ana", work.give(title="For Ana"), [{"empathy": 2}, None], words="I am Ana, too.")
    work.judge(session, 1, {"empathy": 3})
    work.disagree(session, 1, "empathy")
    now = rooms.overriding._found.read(ira, session).session.levels(load_rubric()).of(1, "empathy")
    rooms.overriding.change_level(ira, session, 1, "empathy", 4, "Ana names it.", SeenLevel.of(now))
    rooms.reviewing.comment(ira, session, 1, "Dear Ana, well said.")
    first, one, two = read(export(rooms, school))
    assert (first["kind"], first["day"], first["scenario"], first["status"]) == ("session", 0, "S01", "ended")
    assert (one["session"], one["turn"], one["trainee"], one["trust"]) == (first["session"], 1, "I am Ana, too.", 31.5)
    empathy = next(level for level in one["levels"] if level["criterion"] == "empathy")
    assert (empathy["automatic"], empathy["final"], empathy["second"]) == (2, 4, 3)
    assert (empathy["changes"][0]["level"], empathy["changes"][0]["automatic_seen"]) == (4, 2)
    assert one["disagreements"] == [{"criterion": "empathy", "part": "grade", "reason": "I did."}]
    assert (two["grader"], {level["automatic"] for level in two["levels"]}) == (None, {None})
    assert two["times_graded"] == 0


def test_no_id_name_address_date_or_word_of_an_instructor_is_in_it(rooms, school, work):
    given, ira = work.give(title="Retry of Benedikt"), school.people["ira"]
    session = work.practise("ben", given, [{"empathy": 2}])
    now = rooms.overriding._found.read(ira, session).session.levels(load_rubric()).of(1, "empathy")
    rooms.overriding.change_level(ira, session, 1, "empathy", 4, "Ben names it.", SeenLevel.of(now))
    rooms.reviewing.comment(ira, session, 1, "Dear Ben.")
    data = export(rooms, school).jsonl().decode()
    real = [session, given.id, school.monday.id, *school.people.values(), "Ben", "example.edu", "Monday", "2026"]
    assert [one for one in real if one in data] == []


def test_a_pseudonym_is_the_same_in_one_export_and_another_in_the_next(rooms, school, work):
    for name in ("ana", "ana", "ben"):
        work.practise(name, work.give(), [{"empathy": 2}])
    one, other = ([line["trainee"] for line in read(export(rooms, school)) if line["kind"] == "session"] for _ in "ab")
    assert one[0] == one[1] != one[2]
    assert not set(one) & set(other)
    assert all(re.fullmatch(r"T-[0-9a-f]{16}", pseudonym) for pseudonym in one)
    assert Pseudonyms(b"k").of("T", "x") != Pseudonyms(b"k").of("S", "x") != Pseudonyms(b"l").of("S", "x")


def test_own_practice_open_sessions_and_what_is_under_anonymous_review_are_left_out(rooms, school, work):
    work.practise("ana", None, [{"empathy": 2}])
    work.practise("ana", work.give(), [{"empathy": 2}], status="paused", handed_in=False)
    hidden = work.give(anonymous=True)
    work.practise("ana", hidden, [{"empathy": 2}])
    assert export(rooms, school).lines == ()
    work.assignments.set_released(hidden.id, hidden.version, released=True)
    assert len(export(rooms, school).lines) == 2


def test_it_is_noted_for_everybody_whose_words_are_taken_and_for_nobody_else(rooms, school, work):
    given = work.give()
    work.practise("ana", given, [{"empathy": 2}])
    for name, error in (("ana", PermissionError), ("uma", RecordNotFound), ("ada", PermissionError)):
        with pytest.raises(error):
            export(rooms, school, name)
    export(rooms, school)
    with school.engine.begin() as db:
        noted = db.execute(text("select person_id, action, subject_id from access_log")).all()
    assert [tuple(row) for row in noted] == [(school.people["ira"], "exported for research", school.people["ana"])]


def test_the_codebook_names_every_field_with_its_meaning():
    made, rubric = codebook(load_rubric()), load_rubric()
    book = made.markdown()
    for part in PARTS:
        for name, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{name} has no meaning"
            assert f"| `{name}` |" in book
    assert all(f"`{one.id}`" in book for one in rubric.criteria)
    assert "as they typed it" in book
    assert {one.__name__ for one in PARTS} >= {SessionLine.__name__, ExchangeLine.__name__}
    assert "NoneType" not in book
    assert book.startswith("# Codebook of the research export\n\nOne JSON object a line")
    kept = json.loads(made.model_dump_json())
    assert [one["name"] for one in kept["parts"]] == [one.__name__ for one in PARTS]
    assert kept["criteria"][0]["levels"] == [" ".join(one.split()) for one in rubric.criteria[0].levels]


def test_how_much_an_export_would_hold_is_told_without_a_note(rooms, school, work):
    ira, monday = school.people["ira"], school.monday.id
    given, hidden = work.give(), work.give(anonymous=True)
    work.practise("ana", given, [{"empathy": 2}, {"empathy": 3}])
    work.practise("ana", given, [{"empathy": 2}])
    work.practise("ben", hidden, [{"empathy": 2}])
    work.practise("ben", given, [{"empathy": 2}], status="active", handed_in=False)
    found = rooms.research.scope(ira, monday)
    assert (found.trainees, found.sessions, found.exchanges, found.left_out) == (1, 2, 3, 1)
    assert len(export(rooms, school).lines) == found.sessions + found.exchanges
    assert rooms.research.codebook(ira, monday) == codebook(load_rubric())
    for name, error in (("ana", PermissionError), ("uma", RecordNotFound), ("ada", PermissionError)):
        for verb in (rooms.research.scope, rooms.research.codebook):
            with pytest.raises(error):
                verb(school.people[name], monday)
    with school.engine.begin() as db:
        assert db.execute(text("select count(*) from access_log where action = 'exported for research'")).scalar() == 1
