"""The table of second opinions: what was kept before it came stays, and it takes only what it knows."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from records.engine import open_engine, sqlite_url, upgrade

OLD = """
insert into person values ('ana', '2026-01-01');
insert into practice_session values ('s', 'ana', 'S01', 'T2', 'coaching', 1, 'active', 'Hi.', '{}',
  null, '', 0, null, null, '2026-01-01', null);
insert into exchange values ('e', 's', 1, 'k', 'Hi.', 'Hello.', 'Oh.', '{}', '2026-01-01', '2026-01-01');
insert into disagreement (id, exchange_id, criterion, reason, created_at)
  values ('d', 'e', 'empathy', 'No.', '2026-01-01');
"""
NEW = "insert into second_opinion values ('{id}', 'e', '{step}', 'm', '1', null, null, 0, 1, 10, 5, 0.5, '2026-01-01')"


@pytest.fixture
def engine(tmp_path):
    """A folder that was written before there were second opinions, then opened by this version."""
    engine = open_engine(sqlite_url(tmp_path))
    config = Config()
    config.set_main_option("script_location", "records/migrations")
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        for statement in OLD.strip().split(";\n"):
            db.execute(text(statement.rstrip(";")))
    upgrade(engine)
    return engine


def test_what_was_kept_before_is_still_there(engine):
    with engine.connect() as db:
        assert db.execute(text("select trainee, reply from exchange")).all() == [("Hello.", "Oh.")]
        assert db.execute(text("select count(*) from second_opinion")).scalar_one() == 0


def test_a_disagreement_from_before_is_about_a_grade_of_which_no_copy_was_kept(engine):
    with engine.connect() as db:
        kept = db.execute(text("select criterion, reason, kind, shown from disagreement")).all()
    assert kept == [("empathy", "No.", "grade", None)]


def test_a_step_that_is_not_known_is_refused(engine):
    with engine.begin() as db:
        db.execute(text(NEW.format(id="1", step="asked")))
    with pytest.raises(IntegrityError), engine.begin() as db:
        db.execute(text(NEW.format(id="2", step="guessed")))


def test_opinions_go_with_their_exchange(engine):
    with engine.begin() as db:
        db.execute(text(NEW.format(id="1", step="given")))
        db.execute(text("delete from practice_session"))
    with engine.connect() as db:
        assert db.execute(text("select count(*) from second_opinion")).scalar_one() == 0
