"""Fills an empty data folder with a course of sixty: real sessions, played by the scripted trainees, and their review.

Everything goes through the verbs that people use, at moments of the past weeks. Nothing of it is measured.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.demo_plan import CourseClock, Plan, PlannedWork, chance, pick
from benchmarks.scripted import Heard, Script, ScriptedTrainee, load_scripts
from classroom.account_store import NewAccount
from classroom.accounts import Role
from classroom.assignments import Assignee, Assignment, Kind, Terms
from classroom.due import WALL, Due
from classroom.open_class import open_class
from classroom.open_school import School, open_school
from classroom.people import Invitation
from classroom.review_records import SeenLevel
from practice.place import Place
from practice.room import PracticeRoom
from practice.sessions import Prediction
from practice.setup import open_practice, open_records

SKIPS, LATE, LOOKED, CHANGED, COMMENTED, DISAGREED = 7, 12, 45, 40, 30, 12
"""In how many of a hundred cases: nothing handed in, handed in late, looked through by the instructor, of those with
a level changed, with a comment; sessions with a word against an item. All ours."""


class DemoTaken(ValueError):
    """The folder holds records already; nothing was changed."""


class DemoCourse:
    """Plays the course; each step leaves what a page would have left."""

    def __init__(self, folder: Path, plan: Plan, tell: Callable[[str], None]) -> None:
        """Open the folder.

        Raises:
            DemoTaken: There are records in it.
        """
        if (folder / "attune.db").exists():
            raise DemoTaken(f"{folder} holds records already; give an empty folder with --data")
        self._plan, self._tell, self._clock = plan, tell, CourseClock()
        engine = open_records(folder)
        self._clock.at(-42)
        classroom = open_class(engine, self._clock)
        self._room: PracticeRoom = open_practice(folder, clock=self._clock, engine=engine, bounds=classroom.bounds)
        self._school: School = open_school(engine, classroom, self._room, self._clock)
        self._scripts: dict[str, Script] = load_scripts()

    def fill(self) -> tuple[Invitation, ...]:
        """Make the people, give the work, let it be done, look it through.

        Gives a one-time link each for an instructor, a trainee and the administrator.
        """
        people = self._school.classroom.operator
        admin = people.add(_account(self._plan.administrator.name, self._plan.administrator.email, Role.ADMINISTRATOR))
        at = 0
        for teacher in self._plan.teachers:
            made = people.add(_account(teacher.name, teacher.email, Role.INSTRUCTOR, self._plan.zone))
            for title in teacher.sections:
                size = len(self._plan.names) // sum(len(one.sections) for one in self._plan.teachers)
                self._fill_section(made.account.id, title, range(at, at + size))
                at += size
        self._clock.at(0)
        emails = (self._plan.teachers[0].email, _address(0), admin.account.email)
        return tuple(people.link_for(email) for email in emails)

    def _fill_section(self, teacher: str, title: str, numbers: range) -> None:
        self._clock.at(-42)
        teaching = self._school.classroom.teaching
        section = teaching.make_section(teacher, title, self._plan.zone, self._plan.course)
        roster = "name,email\n" + "".join(f'"{self._plan.names[at]}",{_address(at)}\n' for at in numbers)
        teaching.import_roster(teacher, section.id, roster.encode())
        members = {one.account.name: one.account.id for one in teaching.members(teacher, section.id)}
        for step, work in enumerate(self._plan.assignments):
            self._clock.at(7 * work.weeks - 7)
            given = self._school.work.assigning.give(teacher, section.id, self._terms(work), [Assignee()])
            for number in numbers:
                self._do(members[self._plan.names[number]], number, step, work, given)
            self._tell(f"{title}: {work.title}")
            if not work.running:
                self._look_through(teacher, section.id, step, work, given)

    def _terms(self, work: PlannedWork) -> Terms:
        def wall(days: float) -> Due:
            at = (self._clock.start + timedelta(days=days)).astimezone(ZoneInfo(self._plan.zone))
            return Due.read(at.replace(hour=23, minute=59).strftime(WALL), self._plan.zone)

        return Terms(
            title=work.title,
            kind=Kind.SCENARIO,
            content=work.content,
            zone=self._plan.zone,
            due=wall(7 * work.weeks),
            closes=wall(7 * work.weeks + 7) if work.weeks > 0 else None,
            mode=work.mode,
            turn_limit=work.turns,
            anonymous=work.anonymous,
        )

    def _do(self, person: str, number: int, step: int, work: PlannedWork, given: Assignment) -> None:
        if chance(SKIPS, number, step) or (work.running and chance(55, number, 91)):
            return
        days = 7 * work.weeks - (number * 5 + step * 3) % 6 - 0.4
        if chance(LATE, number, step, 3):
            days = 7 * work.weeks + 1.3
        self._clock.at(min(days, -0.2) if not work.running else -0.3 - (number % 5) / 2)
        path = self._plan.path_of(number)
        trainee = ScriptedTrainee(self._scripts[path[min(step, len(path) - 1)]], self._scripts, 97 * number + step)
        place = self._school.work.doing.begin(person, given.id)
        if not isinstance(place, Place):
            raise ValueError(f"{work.content} is no scenario; the course is made of scenarios only")
        place = self._talk(person, place, trainee, stops=3 if work.running and number % 3 == 0 else 99)
        if not place.session.status.over:
            if work.running and number % 3 == 0:
                return
            self._room.end(person, place.session.id)
        self._finish(person, number, step, place)

    def _talk(self, person: str, place: Place, trainee: ScriptedTrainee, stops: int) -> Place:
        session = place.session.id
        while not place.session.status.over and place.turns_left > 0 and len(place.exchanges) < stops:
            turn = len(place.exchanges) + 1
            outcome = place.exchanges[-1].outcome if place.exchanges else None
            heard = Heard(
                words=place.client_before(turn),
                cues=outcome.spoken.cues if outcome else place.offer.scenario.opening_cues,
                good_reply=outcome.spoken.good_reply if outcome else None,
                session=1,
                turn=turn,
                last=place.turns_left == 1,
            )
            self._clock.forward(50 + 13 * (turn % 5))
            self._room.say(person, session, trainee.say(heard), f"turn-{turn}")
            place = self._room.place(person, session)
        return place

    def _finish(self, person: str, number: int, step: int, place: Place) -> None:
        session = place.session.id
        guess = 1 + (number + step) % 3
        self._room.predict(person, session, Prediction(empathy=guess + (step > 2) / 2, boundary=max(1, guess - 0.5)))
        for prompt in range(min(1, len(place.offer.scenario.reflection))):
            if chance(60, number, step, prompt):
                self._room.reflect(person, session, prompt, pick(self._plan.reflections, number, step))
        if place.grades_told and chance(DISAGREED, number, step):
            self._disagree(person, session, number, step)
        self._school.work.doing.hand_in(person, session)

    def _disagree(self, person: str, session: str, number: int, step: int) -> None:
        for exchange in self._room.place(person, session).exchanges:
            if exchange.feedback and exchange.feedback.change:
                reason = pick(self._plan.disagreements, number, step)
                criterion = exchange.feedback.change.criterion
                self._room.disagree(person, session, exchange.turn, criterion, reason, "change")
                return

    def _look_through(self, teacher: str, section: str, step: int, work: PlannedWork, given: Assignment) -> None:
        review = self._school.review
        self._clock.at(min(7 * work.weeks + 2.5, -0.1))
        for at, item in enumerate(review.reviewing.queue(teacher, section, given.id)):
            if work.released and chance(LOOKED, at, step, 5):
                self._review(teacher, item.session, at, step)
        if work.released and work.mode == "assessment":
            given = self._school.work.assigning.given(teacher, given.id).assignment
            self._school.work.assigning.release_feedback(teacher, given.id, given.version)

    def _review(self, teacher: str, session: str, at: int, step: int) -> None:
        review = self._school.review
        read = review.reviewing.read(teacher, session)
        judged = [one for one in read.levels.turns if one.automatic is not None]
        for number, level in enumerate(judged[: 3 if chance(CHANGED, at, step) else 0]):
            lower = chance(50, at, step, number)
            wanted = max(0, min(4, int(level.automatic or 0) + (-1 if lower else 1)))
            if number == (at + step) % 3 and wanted != level.automatic:
                reason = pick(self._plan.reasons.lower if lower else self._plan.reasons.higher, at, step)
                review.overriding.change_level(
                    teacher, session, level.turn, level.criterion, wanted, reason, SeenLevel.of(level)
                )
        if chance(COMMENTED, at, step, 2):
            turn = 1 + at % max(1, len(read.report.place.exchanges))
            review.reviewing.comment(teacher, session, turn, pick(self._plan.comments, at, step))
        review.reviewing.mark(teacher, session, read.mark.version)


def _address(number: int) -> str:
    return f"trainee{number + 1:02}@example.edu"


def _account(name: str, email: str, role: Role, zone: str = "UTC") -> NewAccount:
    return NewAccount(email=email, name=name, role=role, zone=zone)
