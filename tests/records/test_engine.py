"""The database is durable, has one writer, and refuses what it does not know."""

import sqlite3
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from records.engine import SchemaTooNew, open_engine, sqlite_url, upgrade
from records.schema import METADATA


def test_a_commit_reaches_the_disk(tmp_path):
    engine = open_engine(sqlite_url(tmp_path))
    with engine.connect() as db:
        assert db.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("pragma synchronous").scalar() == 2
        assert db.exec_driver_sql("pragma foreign_keys").scalar() == 1
        assert db.exec_driver_sql("pragma secure_delete").scalar() == 1


def test_the_migrations_make_exactly_the_tables(tmp_path):
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    with engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), METADATA) == []


def test_upgrading_twice_changes_nothing(tmp_path):
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    upgrade(engine)


def test_a_newer_schema_is_refused_and_left_alone(tmp_path):
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    with engine.begin() as db:
        db.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="9999"):
        upgrade(engine)
    assert sqlite3.connect(tmp_path / "attune.db").execute("select * from alembic_version").fetchall() == [("9999",)]


def test_many_writers_wait_for_each_other_and_none_is_refused(tmp_path):
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    with engine.begin() as db:
        db.execute(text("create table counter (n integer)"))
        db.execute(text("insert into counter values (0)"))

    def add():
        for _ in range(10):
            with engine.begin() as db:
                n = db.execute(text("select n from counter")).scalar_one()
                db.execute(text("update counter set n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as db:
        assert db.execute(text("select n from counter")).scalar_one() == 80
