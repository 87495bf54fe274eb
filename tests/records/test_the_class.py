"""The tables of the class hold what they promise by themselves: ranges, one version each, nothing rewritten."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from tests.records.fresh import fresh_records

SEED = """
insert into person values ('ana', '2026-01-01'), ('ira', '2026-01-01');
insert into practice_session (id, person_id, scenario_id, persona_id, mode, seed, status, opening, start_state, draft,
  draft_number, started_at) values ('s', 'ana', 'S01', 'T2', 'coaching', 1, 'ended', 'Hi.', '{}', '', 0, '2026-01-01');
insert into section (id, course, title, zone, created_at, version) values ('x', '', 'Monday', 'UTC', '2026-01-01', 1);
insert into trainee_group values ('g', 'x', 'Pairs');
insert into content_version values ('v', null, 'scenario', 'S01', 1, 'd', 'id: S01', 'ira', '2026-01-01');
"""
EVENT = (
    "insert into grade_event (id, session_id, turn, criterion, kind, level, reason, made_by, version, created_at) "
    "values ('{id}', 's', {turn}, 'empathy', '{kind}', {level}, '{reason}', 'ira', {version}, '2026-01-01')"
)
ASSIGNMENT = (
    "insert into assignment (id, section_id, title, instructions, kind, content_id, content_digest, zone, opens_at, "
    "due_at, closes_at, attempts, which_counts, mode, turn_limit, criteria, contract_card, prediction_required, "
    "reflection_required, anonymous, created_at, version) values ('a', 'x', 'First', '', '{kind}', 'S01', 'd', 'UTC', "
    "{opens}, {due}, {closes}, {attempts}, 'last', '{mode}', {turns}, '[]', 1, 1, 0, 0, '2026-01-01', 1)"
)


@pytest.fixture
def engine(tmp_path) -> Engine:
    engine = fresh_records(tmp_path)
    with engine.begin() as db:
        for statement in SEED.strip().split(";\n"):
            db.execute(text(statement.rstrip(";")))
    return engine


def run(engine: Engine, statement: str) -> None:
    with engine.begin() as db:
        db.execute(text(statement))


def event(**changed) -> str:
    return EVENT.format(**{"id": "1", "turn": 1, "kind": "set", "level": 2, "reason": "Why", "version": 1, **changed})


def assignment(**changed) -> str:
    usual = {"kind": "scenario", "opens": "null", "due": "null", "closes": "null", "attempts": "null"}
    return ASSIGNMENT.format(**{**usual, "mode": "coaching", "turns": "null", **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"level": 5},
        {"level": -1},
        {"turn": -1},
        {"version": 0},
        {"reason": ""},
        {"kind": "guessed"},
        {"kind": "withdrawn", "level": 2},
    ],
)
def test_a_level_off_the_scale_or_without_a_reason_is_refused(engine, changed):
    with pytest.raises(IntegrityError):
        run(engine, event(**changed))


def test_two_instructors_cannot_both_write_the_same_version(engine):
    run(engine, event())
    with pytest.raises(IntegrityError):
        run(engine, event(id="2", level=3))
    run(engine, event(id="2", level="null", version=2))
    run(engine, event(id="3", kind="withdrawn", level="null", version=3))


def test_an_instructors_word_is_never_rewritten_and_outlives_the_instructor(engine):
    run(engine, event())
    for column, value in (("level", "4"), ("reason", "'Other'"), ("version", "9")):
        with pytest.raises(IntegrityError, match="only added to"):
            run(engine, f"update grade_event set {column} = {value}")
    run(engine, "delete from person where id = 'ira'")
    with engine.connect() as db:
        assert db.execute(text("select level, reason, made_by from grade_event")).all() == [(2.0, "Why", None)]


def test_a_version_of_content_is_never_rewritten(engine):
    with pytest.raises(IntegrityError, match="only added to"):
        run(engine, "update content_version set body = 'id: S02'")


def test_everything_of_a_person_goes_with_them(engine):
    run(engine, event())
    run(engine, "delete from person where id = 'ana'")
    with engine.connect() as db:
        assert db.execute(text("select count(*) from grade_event")).scalar_one() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "essay"},
        {"mode": "exam"},
        {"attempts": 0},
        {"turns": 0},
        {"turns": 500},
        {"opens": "'2026-02-02'", "due": "'2026-02-01'"},
        {"due": "'2026-02-02'", "closes": "'2026-02-01'"},
        {"opens": "'2026-02-02'", "closes": "'2026-02-01'"},
    ],
)
def test_an_assignment_that_makes_no_sense_is_refused(engine, changed):
    with pytest.raises(IntegrityError):
        run(engine, assignment(**changed))


def test_an_assignment_may_leave_out_any_date(engine):
    run(engine, assignment(opens="'2026-02-01'", closes="'2026-02-03'"))


@pytest.mark.parametrize(
    ("kind", "group", "person"),
    [
        ("section", "'g'", "null"),
        ("group", "null", "null"),
        ("person", "null", "null"),
        ("person", "'g'", "'ana'"),
        ("group", "'g'", "'ana'"),
        ("town", "null", "null"),
    ],
)
def test_an_assignment_is_given_to_exactly_what_it_says(engine, kind, group, person):
    run(engine, assignment())
    with pytest.raises(IntegrityError):
        run(engine, f"insert into assignee values ('1', 'a', '{kind}', {group}, {person})")


def test_an_attempt_number_is_taken_once(engine):
    run(engine, assignment())
    taken = "insert into attempt values ('{}', 'a', 'ana', 1, null, '2026-01-01', null, 0)"
    run(engine, taken.format("1"))
    with pytest.raises(IntegrityError):
        run(engine, taken.format("2"))


@pytest.mark.parametrize(("kind", "person"), [("setup", "'ana'"), ("invite", "null"), ("reset", "null")])
def test_a_link_is_for_somebody_but_the_first(engine, kind, person):
    made = "insert into one_time_token values ('1', 'd', '{}', {}, null, '2026-01-01', '2026-01-02', null)"
    with pytest.raises(IntegrityError):
        run(engine, made.format(kind, person))
