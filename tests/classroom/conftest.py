"""A fresh data folder with a school in it: people, two sections, and a session to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from classroom.account_store import AccountStore, NewAccount
from classroom.accounts import Role
from classroom.open_authoring import Authors, open_authoring
from classroom.open_review import open_review
from classroom.section_store import SectionStore
from classroom.sections import Seat, Section
from tests.classroom.course import Course, open_course
from tests.classroom.written_rubric import write_rubric
from tests.practice.company import shipped_catalog, ticking_clock
from tests.records.fresh import fresh_records


@dataclass
class School:
    """Who is there, by their first name, and what they are in."""

    engine: Engine
    clock: Callable[[], datetime]
    people: dict[str, str]
    monday: Section
    tuesday: Section

    def session_of(self, name: str, session: str = "s") -> str:
        """Keep a practice session of somebody, straight into the table."""
        made = (
            "insert into practice_session (id, person_id, scenario_id, persona_id, mode, seed, status, opening, "
            "start_state, draft, draft_number, started_at) values (:id, :person, 'S01', 'T2', 'coaching', 1, 'ended', "
            "'Hi.', '{}', '', 0, '2026-03-01')"
        )
        with self.engine.begin() as db:
            db.execute(text(made), {"id": session, "person": self.people[name]})
        return session


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return fresh_records(tmp_path)


@pytest.fixture
def school(engine: Engine) -> School:
    """Ada administers; Ira teaches Monday with Ana and Ben in it; Uma teaches Tuesday with Ben and Cem in it."""
    return make_school(engine)


def make_school(engine: Engine) -> School:
    """Make the school on records that were brought to the newest schema."""
    clock = ticking_clock()
    accounts, sections = AccountStore(engine, clock), SectionStore(engine, clock)
    roles = {"ada": Role.ADMINISTRATOR, "ira": Role.INSTRUCTOR, "uma": Role.INSTRUCTOR}
    people = {
        name: accounts.add(
            NewAccount(email=f"{name}@example.edu", name=name.title(), role=roles.get(name, Role.TRAINEE))
        ).id
        for name in ("ada", "ira", "uma", "ana", "ben", "cem")
    }
    monday = sections.add("Monday", "Europe/Vienna", "Counselling 1", people["ira"])
    tuesday = sections.add("Tuesday", "America/New_York", "Counselling 1", people["uma"])
    for section, names in ((monday, ("ana", "ben")), (tuesday, ("ben", "cem"))):
        for name in names:
            sections.put(section.id, people[name], Seat.TRAINEE)
    return School(engine, clock, people, monday, tuesday)


@pytest.fixture(scope="session")
def shipped():
    return shipped_catalog()


@pytest.fixture
def course(school: School, shipped) -> Course:
    """The same school, with work to give and to do, and a clock that is set by hand: 23 March 2026, 9:00 UTC."""
    return open_course(school, shipped)


@pytest.fixture
def authors(course: Course) -> Authors:
    """Who writes content in the course."""
    return open_authoring(course.school.engine, course.room, course.clock)


@pytest.fixture
def pack(course: Course, authors: Authors) -> str:
    """A pack of Ira's, empty."""
    return authors.authoring.make_pack(course.id("ira"), "Autumn term")


@pytest.fixture
def strict(course: Course, authors: Authors, pack: str):
    """A rubric of Ira's that lets no open question be empathic."""
    return write_rubric(authors, course.id("ira"), pack)


@pytest.fixture
def rooms(course: Course):
    """Review of what is done in the course."""
    return open_review(course.school.engine, course.clock, course.room.catalog, course.room._bounds)
