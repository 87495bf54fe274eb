"""A room on a fresh data folder, with a company that answers at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from practice.room import PracticeRoom
from practice.store import Store
from tests.practice.company import EchoVoice, plain_company, shipped_catalog, ticking_clock
from tests.records.fresh import fresh_records


@pytest.fixture(scope="session")
def catalog():
    return shipped_catalog()


@pytest.fixture
def voice() -> EchoVoice:
    return EchoVoice()


@pytest.fixture
def open_room(tmp_path: Path, catalog, voice: EchoVoice) -> Callable[[], PracticeRoom]:
    """Open the room on the same folder, as a restart would."""
    clock = ticking_clock()

    def opened() -> PracticeRoom:
        return PracticeRoom(catalog, plain_company(voice), Store(fresh_records(tmp_path), clock), clock)

    return opened


@pytest.fixture
def room(open_room: Callable[[], PracticeRoom]) -> PracticeRoom:
    return open_room()
