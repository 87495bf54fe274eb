"""A school in which work can be given and done, with a clock that is set by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from classroom.assignments import AssignedMode, Assignee, Kind, Terms
from classroom.open_class import open_class
from classroom.open_work import CourseWork, open_work
from classroom.own_terms import with_dates
from classroom.remaining import Remaining
from practice.room import PracticeRoom
from practice.sessions import Prediction
from practice.store import Store
from tests.practice.company import plain_company

START = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """Gives a moment that moves on by a millisecond at each look, and by hand."""

    now: datetime = START
    looks: int = field(default=0)

    def __call__(self) -> datetime:
        self.looks += 1
        return self.now + timedelta(milliseconds=self.looks)

    def at(self, text: str) -> None:
        """Set the clock to a moment, UTC, `2026-03-29T01:30`."""
        self.now, self.looks = datetime.fromisoformat(text).replace(tzinfo=UTC), 0


@dataclass
class Course:
    """A school with its work, and the room."""

    school: object
    clock: HandClock
    room: PracticeRoom
    work: CourseWork

    def id(self, name):
        return self.school.people[name]

    def give(self, terms=None, by="ira", section=None, assignees=None, **changed):
        section = section or self.school.monday.id
        whole = Terms.model_validate({**dict(terms or TERMS), **changed})
        return self.work.assigning.give(self.id(by), section, whole, assignees or [Assignee()])

    def begin(self, name, assignment):
        return self.work.doing.begin(self.id(name), assignment.id).session.id

    def do(self, name, assignment, turns=1, guess=True):
        """Practise an assignment to the end and the guess; gives the attempt's id, which is the session's too."""
        session, person = self.begin(name, assignment), self.id(name)
        for turn in range(turns):
            self.room.say(person, session, f"words {turn}", f"k{turn}")
        self.room.end(person, session)
        if guess:
            self.room.predict(person, session, Prediction(empathy=2, boundary=2))
        return session

    def mine(self, name):
        return self.work.doing.mine(self.id(name))


TERMS = Terms(title="First", kind=Kind.SCENARIO, content="S01", zone="Europe/Vienna", mode=AssignedMode.PRACTICE)
ALL = tuple(Remaining)
DATED = with_dates(TERMS, "Europe/Vienna", opens="2026-03-20T08:00", due="2026-03-27T23:59", closes="2026-03-30T02:30")


def only(found):
    """Give the one that is there, and no other."""
    (one,) = found
    return one


def open_course(school, catalog):
    """Open the work of a school."""
    clock = HandClock()
    bounds = open_class(school.engine, clock).bounds
    room = PracticeRoom(catalog, plain_company(), Store(school.engine, clock), clock, None, bounds)
    return Course(school, clock, room, open_work(school.engine, room, clock))
