"""The database engine: durable by default, one writer at a time, brought to the newest schema at start."""

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 10_000
"""Milliseconds to wait for another writer; ours."""


class SchemaTooNew(RuntimeError):
    """The data folder was written by a newer Attune; nothing was changed."""


def open_engine(url: str) -> Engine:
    """Open the database; SQLite runs in WAL mode and a commit has reached the disk when it returns."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _durable)
        event.listen(engine, "begin", _one_writer)
    return engine


def sqlite_url(folder: Path) -> str:
    """Give the address of the database in a data folder."""
    return f"sqlite:///{folder / 'attune.db'}"


def _durable(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _one_writer(connection: Connection) -> None:
    # A read that turns into a write would fail at once when another writer came between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("records") / "migrations"))
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, whole or not at all.

    Raises:
        SchemaTooNew: The database has a schema that this version does not know; nothing was changed.
    """
    config = _alembic()
    script = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        if now is not None and now not in {revision.revision for revision in script.walk_revisions()}:
            raise SchemaTooNew(f"the data folder has schema {now}; install the Attune version that wrote it")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
