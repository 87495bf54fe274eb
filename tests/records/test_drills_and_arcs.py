"""The tables of drills and arcs: added beside what is kept, and gone with whom they belong to."""

from importlib.resources import files

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from records.engine import open_engine, sqlite_url, upgrade

NOW = "2026-03-01 09:00:00"


def brought_to(engine, revision, verb=command.upgrade):
    config = Config()
    config.set_main_option("script_location", str(files("records") / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        verb(config, revision)


def add_session(db, session="S1"):
    db.execute(text(f"insert or ignore into person values ('ana', '{NOW}')"))
    db.execute(
        text(
            "insert into practice_session (id, person_id, scenario_id, persona_id, mode, seed, status, opening,"
            f" start_state, draft, draft_number, started_at) values ('{session}', 'ana', 'S01', 'B4', 'coaching', 1,"
            f" 'ended', 'Hello', '{{}}', '', 0, '{NOW}')"
        )
    )


def rows(engine, table):
    with engine.connect() as db:
        return db.execute(text(f"select count(*) from {table}")).scalar_one()


@pytest.fixture
def engine(tmp_path):
    return open_engine(sqlite_url(tmp_path))


def test_what_was_kept_before_is_untouched_both_ways(engine):
    brought_to(engine, "0003")
    with engine.begin() as db:
        add_session(db)
        db.execute(
            text(
                "insert into exchange (id, session_id, turn, key, client_before, trainee, created_at)"
                f" values ('E1', 'S1', 1, 'k', 'Hello', 'Hi', '{NOW}')"
            )
        )
    brought_to(engine, "0004")
    assert (rows(engine, "practice_session"), rows(engine, "exchange"), rows(engine, "arc_session")) == (1, 1, 0)
    brought_to(engine, "0003", command.downgrade)
    assert (rows(engine, "practice_session"), rows(engine, "exchange")) == (1, 1)


def test_a_number_of_a_treatment_is_held_once_and_goes_with_its_session(engine):
    upgrade(engine)
    with engine.begin() as db:
        add_session(db, "S1")
        add_session(db, "S2")
        db.execute(text(f"insert into arc_run values ('R1', 'ana', 'A2', 'coaching', 1, '{NOW}')"))
        db.execute(text("insert into arc_session values ('S1', 'R1', 'A2', 1, 'first')"))
    with pytest.raises(IntegrityError), engine.begin() as db:
        db.execute(text("insert into arc_session values ('S2', 'R1', 'A2', 1, 'first')"))
    with engine.begin() as db:
        db.execute(text("delete from practice_session where id = 'S1'"))
    assert (rows(engine, "arc_session"), rows(engine, "arc_run"), rows(engine, "practice_session")) == (0, 1, 1)


@pytest.mark.parametrize(
    "statement",
    [
        f"insert into drill_item values ('I2', 'R1', 1, 'b1', 'beginner', null, '{NOW}')",
        f"insert into drill_item values ('I2', 'R1', 2, 'b1', 'beginner', 'so so', '{NOW}')",
        f"insert into drill_try values ('T2', 'I1', 4, 'k2', 'Hello', 'Hi', null, null, '{NOW}')",
        f"insert into drill_try values ('T2', 'I1', 2, 'k1', 'Hello', 'Hi', null, null, '{NOW}')",
        f"insert into drill_try values ('T2', 'nobody', 2, 'k2', 'Hello', 'Hi', null, null, '{NOW}')",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(engine, statement):
    upgrade(engine)
    with engine.begin() as db:
        db.execute(text(f"insert into person values ('ana', '{NOW}')"))
        db.execute(text(f"insert into drill_run values ('R1', 'ana', 'D01', 1, '{NOW}', null)"))
        db.execute(text(f"insert into drill_item values ('I1', 'R1', 1, 'b1', 'beginner', 'right', '{NOW}')"))
        db.execute(text(f"insert into drill_try values ('T1', 'I1', 1, 'k1', 'Hello', 'Hi', null, null, '{NOW}')"))
    with pytest.raises(IntegrityError), engine.begin() as db:
        db.execute(text(statement))
    with engine.begin() as db:
        db.execute(text("delete from person where id = 'ana'"))
    assert [rows(engine, table) for table in ("drill_run", "drill_item", "drill_try")] == [0, 0, 0]
