"""Records of the newest schema, made once and then copied: to migrate anew for each test would take minutes in all."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from records.engine import open_engine, sqlite_url, upgrade


@cache
def _newest() -> bytes:
    with TemporaryDirectory(prefix="attune-records-") as name:
        folder = Path(name)
        engine = open_engine(sqlite_url(folder))
        upgrade(engine)
        engine.dispose()
        assert not (folder / "attune.db-wal").exists(), "not everything is in the file yet"
        return (folder / "attune.db").read_bytes()


def lay_records(folder: Path) -> None:
    """Put empty records into a folder that has none; what is there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "attune.db"
    if not kept.exists():
        kept.write_bytes(_newest())


def fresh_records(folder: Path) -> Engine:
    """Open the records of a folder, empty ones where there are none."""
    lay_records(folder)
    return open_engine(sqlite_url(folder))
