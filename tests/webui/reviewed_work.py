"""Assignments that trainees have done in a quick room, ready for review; with or without a site around them."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.account_store import NewAccount
from classroom.accounts import Role
from classroom.assignments import AssignedMode, Assignee, Kind, Terms
from classroom.open_class import open_class
from classroom.open_school import School, open_school
from classroom.review_records import SeenLevel
from evaluator.grades import ExchangeGrades
from practice.room import PracticeRoom
from practice.sessions import Prediction
from practice.setup import now_utc
from records.engine import open_engine, sqlite_url
from records.tables import ExchangeRow, GradeRow
from tests.records.fresh import fresh_records
from tests.webui.fakes import open_quick_room
from webui.review_desk import Desk

KIND = "That sounds frightening, and it makes sense."
SAME = ("exchange_id", "grader", "rubric", "rubric_version", "weights_version", "feedback")
TERMS = {"title": "First talk", "kind": Kind.SCENARIO, "content": "S01", "zone": "UTC", "mode": AssignedMode.PRACTICE}


@dataclass
class ReviewedWork:
    """What is given and done in one section, by the instructor's and the trainees' ids."""

    school: School
    room: PracticeRoom
    folder: Path
    teacher: str
    section: str

    def give(self, **terms):
        """Give an assignment to the whole section."""
        whole = Terms.model_validate({**TERMS, **terms})
        return self.school.work.assigning.give(self.teacher, self.section, whole, [Assignee()])

    def do(self, person, assignment, lines=(KIND,)):
        """Practise an assignment to the end, guess and hand in; gives the session."""
        session = self.school.work.doing.begin(person, assignment.id).session.id
        for number, line in enumerate(lines):
            self.room.say(person, session, line, f"k{number}")
        self.room.end(person, session)
        self.room.predict(person, session, Prediction(empathy=2.5, boundary=1))
        self.school.work.doing.hand_in(person, session)
        return session

    def level(self, session, turn=1, criterion="empathy", by=None):
        """Give a level as it stands."""
        return self.school.review.reviewing.read(by or self.teacher, session).levels.of(turn, criterion)

    def change(self, session, level, turn=1, criterion="empathy", by=None, reason="Because."):
        """Change a level, after looking at it."""
        seen = SeenLevel.of(self.level(session, turn, criterion, by))
        verb = self.school.review.overriding.change_level
        return verb(by or self.teacher, session, turn, criterion, level, reason, seen)

    def grade_again(self, session, criterion="empathy", level=0):
        """Keep another grading of the first turn, in which one criterion has another level."""
        grade_again(self.folder, session, criterion, level)

    def desk(self, session, **more):
        """Open a session for its instructor."""
        read = self.school.review.reviewing.read(self.teacher, session)
        return Desk(read, self.school.catalog.rubric, "Europe/Vienna", self.teacher, **more)

    def queue(self, assignment=None):
        """Give the queue of the section."""
        return self.school.review.reviewing.queue(self.teacher, self.section, assignment)


def grade_again(folder, session, criterion="empathy", level=0):
    """Keep another grading of the first turn of a session, in which one criterion has another level."""
    first = select(GradeRow).join(ExchangeRow).where(ExchangeRow.session_id == session, ExchangeRow.turn == 1)
    with Connection(open_engine(sqlite_url(folder))) as db, db.begin():
        row = db.scalars(first.order_by(GradeRow.id.desc())).first()
        old = ExchangeGrades.model_validate_json(row.grades)
        changed = [
            one.model_copy(update={"level": level}) if one.criterion == criterion else one for one in old.criteria
        ]
        grades = old.model_copy(update={"criteria": tuple(changed)}).model_dump_json()
        same = {name: getattr(row, name) for name in SAME}
        db.add(GradeRow(id=str(ULID()), grades=grades, created_at=now_utc(), **same))


def open_reviewed_work(folder):
    """Open a school with Ira, who teaches Ana and Ben, without a site; gives it with the ids of both."""
    engine = fresh_records(folder)
    classroom = open_class(engine, now_utc)
    room = open_quick_room(folder, classroom.bounds)
    ira = classroom.operator.add(NewAccount(email="ira@example.edu", name="Ira", role=Role.INSTRUCTOR)).account.id
    section = classroom.teaching.make_section(ira, "Monday", "Europe/Vienna")
    roster = "name,email\nAna,ana@example.edu\nBen,ben@example.edu\n"
    classroom.teaching.import_roster(ira, section.id, roster.encode())
    people = {one.account.name: one.account.id for one in classroom.teaching.members(ira, section.id)}
    school = open_school(engine, classroom, room, now_utc)
    return ReviewedWork(school, room, folder, ira, section.id), people
