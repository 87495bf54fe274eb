"""Any order of practising, grading, changing, releasing and extending, by two instructors, beside a plain model."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text

from classroom.account_store import AccountStore
from classroom.assignment_store import AssignmentStore
from classroom.assignments import Extension, WhichCounts
from classroom.attempt_store import AttemptStore
from classroom.counting import Came
from classroom.due import Due
from classroom.errors import ChangedMeanwhile
from classroom.gradebook import Gradebooks
from classroom.needs import Need, reasons_of
from classroom.overriding import Overriding
from classroom.practised_store import PractisedStore
from classroom.review_records import LevelChangedMeanwhile, SeenLevel
from classroom.review_store import ReviewStore
from classroom.reviewable import Reviewables
from classroom.reviews import EventKind
from classroom.rubric_store import RubricStore
from classroom.section_store import SectionStore
from classroom.section_work import SectionReader
from classroom.sections import Seat
from evaluator.rubric import load_rubric
from records.engine import open_engine, sqlite_url, upgrade
from tests.classroom.classwork import Classwork
from tests.classroom.conftest import School, make_school

CRITERIA = ("empathy", "boundary_setting")
LEVELS = st.fixed_dictionaries({criterion: st.none() | st.integers(0, 4) for criterion in CRITERIA})
TURNS = st.lists(st.none() | LEVELS, min_size=1, max_size=3)
TRAINEES, INSTRUCTORS = ("ana", "ben"), ("ira", "uma")
PAST = Due.read("2020-01-01T00:00", "UTC")
NEVER = Due.read("2036-01-01T00:00", "UTC")


@dataclass
class Parts:
    """What the machine drives; a seeded bug is another part."""

    reviews: type[ReviewStore] = ReviewStore
    practised: type[PractisedStore] = PractisedStore
    assignments: type[AssignmentStore] = AssignmentStore
    overriding: type[Overriding] = Overriding
    gradebooks: type[Gradebooks] = Gradebooks


@dataclass
class Said:
    """One word of an instructor, in the model."""

    by: str
    level: float | None
    withdrawn: bool
    seen: float | None


@dataclass
class Done:
    """One session, in the model."""

    id: str
    name: str
    assignment: str
    number: int
    turns: list[dict | None]
    gradings: list[int]
    handed_in: bool
    said: dict[tuple[int, str], list[Said]] = field(default_factory=dict)
    marks: list[bool] = field(default_factory=list)
    graded: list[list[dict]] = field(default_factory=list)
    """Of each turn every grading, the first one first."""
    told: list[int] = field(default_factory=list)
    """Of each turn how many gradings there were at the last release; empty while it waits."""

    def read(self, turn, criterion):
        """Give what the trainee reads: the first grading, or the newest one at the release."""
        there = self.told[turn - 1] if self.told else 0
        known = self.graded[turn - 1][: max(1, there)]
        return known[-1].get(criterion) if known else None

    def automatic(self, turn, criterion):
        if turn:
            return (self.turns[turn - 1] or {}).get(criterion)
        finals = [self.final(number, criterion) for number in range(1, len(self.turns) + 1)]
        known = [level for level in finals if level is not None]
        return sum(known) / len(known) if known else None

    def stands(self, turn, criterion):
        words = self.said.get((turn, criterion), [])
        return words[-1] if words and not words[-1].withdrawn else None

    def final(self, turn, criterion):
        word = self.stands(turn, criterion)
        return word.level if word else self.automatic(turn, criterion)

    def conflicts(self):
        keys = [key for key, words in self.said.items() if words and not words[-1].withdrawn]
        return {key for key in keys if not near(self.stands(*key).seen, self.automatic(*key))}

    def form(self, turn, criterion):
        graded = self.gradings[turn - 1] if turn else None
        return (len(self.said.get((turn, criterion), [])), graded, self.automatic(turn, criterion))


def near(one, other):
    return one is other or (one is not None and other is not None and abs(one - other) < 1e-9)


@cache
def template() -> tuple[Path, object]:
    """Make the school once; each run works on a copy of its file."""
    folder = Path(tempfile.mkdtemp(prefix="attune-school-"))
    atexit.register(shutil.rmtree, folder)
    engine = open_engine(sqlite_url(folder))
    upgrade(engine)
    school = make_school(engine)
    SectionStore(engine, school.clock).put(school.monday.id, school.people["uma"], Seat.INSTRUCTOR)
    engine.dispose()
    return folder, school


class GradebookMachine(RuleBasedStateMachine):
    parts = Parts()
    sessions, forms = Bundle("sessions"), Bundle("forms")

    def __init__(self):
        super().__init__()
        made, self.school = template()
        self.folder = Path(tempfile.mkdtemp(prefix="attune-gradebook-"))
        shutil.copy(made / "attune.db", self.folder / "attune.db")
        engine, clock = open_engine(sqlite_url(self.folder)), self.school.clock
        self.school = School(engine, clock, self.school.people, self.school.monday, self.school.tuesday)
        self.people, self.monday = self.school.people, self.school.monday.id
        self.work, rubric = Classwork(self.school), load_rubric()
        accounts, self.reviews = AccountStore(engine, clock), self.parts.reviews(engine, clock)
        assignments, attempts = self.parts.assignments(engine, clock), AttemptStore(engine, clock)
        self.assignments = assignments
        self.practised = self.parts.practised(engine, self.reviews, RubricStore(engine), rubric)
        reader = SectionReader(SectionStore(engine, clock), assignments, attempts, self.practised)
        self.found = Reviewables(accounts, assignments, attempts, self.practised, reader)
        self.overriding = self.parts.overriding(self.found, self.reviews, clock)
        self.books = self.parts.gradebooks(accounts, reader, rubric, clock)
        self.rubric = rubric
        self.done: dict[str, Done] = {}
        self.given: dict[str, dict] = {}
        self.extensions: dict[tuple[str, str], list[dict]] = {}

    def teardown(self):
        self.school.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize(
        target=sessions, which=st.sampled_from(WhichCounts), due=st.booleans(), nameless=st.booleans(), turns=TURNS
    )
    def give(self, which, due, nameless, turns):
        for counts, anonymous in ((which, False), (WhichCounts.LAST, nameless)):
            one = self.work.give(which_counts=counts, due=PAST if due else None, anonymous=anonymous)
            self.given[one.id] = {
                "which": counts,
                "due": due,
                "nameless": anonymous,
                "released": False,
                "version": one.version,
            }
        return self.practise("ana", 0, turns, handed_in=True)

    @rule(
        target=sessions,
        name=st.sampled_from(TRAINEES),
        place=st.integers(0, 1),
        turns=TURNS,
        handed_in=st.booleans(),
    )
    def practise(self, name, place, turns, handed_in):
        assignment = self.work.assignments.assignment(list(self.given)[place])
        session = self.work.practise(name, assignment, turns, handed_in=handed_in)
        taken = [one for one in self.done.values() if (one.name, one.assignment) == (name, assignment.id)]
        gradings = [0 if levels is None else 1 for levels in turns]
        done = Done(session, name, assignment.id, len(taken) + 1, list(turns), gradings, handed_in)
        done.graded = [[] if levels is None else [levels] for levels in turns]
        self.done[session] = done
        return session

    @rule(
        session=sessions,
        turn=st.integers(0, 3),
        criterion=st.sampled_from(CRITERIA),
        by=st.sampled_from(INSTRUCTORS),
        level=st.integers(0, 4),
        levels=LEVELS,
        what=st.sampled_from(("change", "change", "grade again", "withdraw")),
    )
    def speak_of_a_turn(self, session, turn, criterion, by, level, levels, what):
        """One rule for what gets into each other's way, so that it does so often."""
        if what == "grade again":
            self.grade_again(session, turn, levels)
        else:
            self.save_form(self.open_form(by, session, turn, criterion), level, what == "withdraw")

    def grade_again(self, session, turn, levels):
        done = self.done[session]
        place = max(0, turn - 1) % len(done.turns)
        self.work.grade(session, place + 1, levels)
        done.turns[place], done.gradings[place] = levels, done.gradings[place] + 1
        done.graded[place].append(levels)

    @rule(
        target=forms,
        by=st.sampled_from(INSTRUCTORS),
        session=sessions,
        turn=st.integers(0, 3),
        criterion=st.sampled_from(CRITERIA),
    )
    def open_form(self, by, session, turn, criterion):
        done = self.done[session]
        turn %= len(done.turns) + 1
        now = self.found.read(self.people[by], session).session.levels(self.rubric).of(turn, criterion)
        return (by, session, turn, criterion, SeenLevel.of(now), done.form(turn, criterion))

    @rule(form=forms, level=st.none() | st.integers(0, 4), withdraws=st.booleans())
    def save_form(self, form, level, withdraws):
        by, session, turn, criterion, seen, shown = form
        done, key, reason = self.done[session], (turn, criterion), f"because of {len(self.words())}"
        fresh, lost = done.form(*key) == shown, None
        change = (self.people[by], session, turn, criterion)
        try:
            if withdraws:
                self.overriding.withdraw_level(*change, reason, seen)
            else:
                self.overriding.change_level(*change, level, reason, seen)
        except LevelChangedMeanwhile as error:
            lost = error
        except ValueError:
            assert withdraws, "a change was refused"
            assert done.stands(*key) is None, "there was something to withdraw"
            return
        if lost is not None:
            assert not fresh, "a fresh form was refused"
            assert near(lost.stands.final, done.final(*key)), "the loser sees what stands"
            assert (lost.yours, lost.reason) == (None if withdraws else level, reason), "and what they wrote"
            return
        assert fresh, "a stale form was kept: somebody's word was overwritten unseen"
        word = Said(by, None if withdraws else level, withdraws, done.automatic(*key))
        done.said.setdefault(key, []).append(word)

    @rule(
        session=sessions,
        place=st.integers(0, 1),
        name=st.sampled_from(TRAINEES),
        what=st.sampled_from(("hand in", "mark", "release", "extend")),
        yes=st.booleans(),
        also=st.booleans(),
    )
    def administer(self, session, place, name, what, yes, also):
        if what == "hand in":
            self.hand_in(session)
        elif what == "mark":
            self.mark(INSTRUCTORS[place], session, looked=yes, stale=also)
        elif what == "release":
            self.release(list(self.given)[place], released=yes)
        else:
            self.extend(list(self.given)[place], name, excused=yes, longer=also)

    def hand_in(self, session):
        work = self.work.attempts.work_of(session)
        self.work.attempts.hand_in(work.attempt, late=False)
        self.done[session].handed_in = True

    def mark(self, by, session, looked, stale):
        marks = self.done[session].marks
        if stale:
            with pytest.raises(ChangedMeanwhile):
                self.reviews.mark(session, len(marks) - 1, done=looked, by=self.people[by])
        else:
            self.reviews.mark(session, len(marks), done=looked, by=self.people[by])
            marks.append(looked)

    def release(self, assignment, released):
        kept = self.given[assignment]
        self.assignments.set_released(assignment, kept["version"], released=released)
        for one in self.done.values():
            if one.assignment == assignment:
                one.told = [len(gradings) for gradings in one.graded] if released else []
        kept["version"], kept["released"] = kept["version"] + 1, released

    def extend(self, assignment, name, excused, longer):
        before = self.extensions.setdefault((assignment, name), [])
        before.append({"excused": excused, "longer": longer})
        self.work.assignments.extend(
            Extension(
                assignment=assignment,
                person=self.people[name],
                due=NEVER if longer else None,
                excused=excused,
                created_at=self.school.clock(),
                version=len(before),
            )
        )

    def words(self):
        return [word for done in self.done.values() for words in done.said.values() for word in words]

    @invariant()
    def every_cell_agrees_with_the_model(self):
        if not self.given:
            return
        book = self.books.gradebook(self.people["ira"], self.monday)
        for assignment in self.given:
            for name in TRAINEES:
                came, counted, overdue = self.expected(assignment, name)
                cell = book.cell(self.people[name], assignment)
                assert (cell.came, cell.overdue) == (came, overdue)
                assert (cell.counted is None) == (counted is None)
                for criterion in CRITERIA:
                    mean = counted.final(0, criterion) if counted else None
                    assert near(cell.mean(criterion), mean)
                if counted and cell.counted:
                    assert (cell.counted.number, cell.counted.sessions) == (counted.number, (counted.id,))
                    assert cell.counted.reviewed == bool(counted.marks and counted.marks[-1])
                    assert sum(one.conflicts for one in cell.counted.figures) == len(counted.conflicts())

    def expected(self, assignment, name):
        terms, extension = self.given[assignment], (self.extensions.get((assignment, name)) or [{}])[-1]
        overdue = terms["due"] and not extension.get("longer")
        tried = [one for one in self.done.values() if (one.assignment, one.name) == (assignment, name)]
        finished = [one for one in tried if one.handed_in]
        if extension.get("excused"):
            return Came.EXCUSED, None, False
        if not tried:
            return Came.MISSING if overdue else Came.NOT_BEGUN, None, overdue
        if terms["nameless"] and not terms["released"]:
            return Came.NAMELESS, None, False
        if not finished:
            return Came.IN_PROGRESS, None, overdue
        order = {
            WhichCounts.FIRST: lambda one: -one.number,
            WhichCounts.LAST: lambda one: one.number,
            WhichCounts.BEST: lambda one: (self.headline(one), one.number),
        }
        return Came.FINISHED, max(finished, key=order[terms["which"]]), False

    def headline(self, done):
        known = [one for one in (done.final(0, criterion) for criterion in CRITERIA) if one is not None]
        return sum(known) / len(known) if known else -1

    @invariant()
    def nothing_that_was_said_or_graded_is_lost(self):
        kept = self.practised.sessions(list(self.done))
        for done in self.done.values():
            levels = kept[done.id].levels(self.rubric)
            for turn in range(len(done.turns) + 1):
                for criterion in CRITERIA:
                    level = levels.of(turn, criterion)
                    assert near(level.automatic, done.automatic(turn, criterion))
                    assert near(level.final, done.final(turn, criterion))
                    words = [
                        (one.made_by, one.level, one.kind is EventKind.WITHDRAWN, one.version) for one in level.history
                    ]
                    said = done.said.get((turn, criterion), [])
                    assert words == [
                        (self.people[one.by], one.level, one.withdrawn, n) for n, one in enumerate(said, start=1)
                    ]
            needs = reasons_of(kept[done.id])
            shown = {(one.turn, one.criterion) for one in needs if one.need is Need.CONFLICT}
            assert shown == done.conflicts()
            assert [len(turn.gradings) for turn in kept[done.id].turns] == done.gradings

    @invariant()
    def a_trainee_reads_what_was_released(self):
        kept = self.practised.sessions(list(self.done))
        for done in self.done.values():
            released = self.work.assignments.assignment(done.assignment).released_at
            levels = kept[done.id].as_told(released).levels(self.rubric)
            for turn in range(1, len(done.turns) + 1):
                for criterion in CRITERIA:
                    assert levels.of(turn, criterion).automatic == done.read(turn, criterion)

    @invariant()
    def every_change_is_noted(self):
        noted = "select person_id, subject_id from access_log where action = 'changed a level' order by id"
        with self.school.engine.begin() as db:
            found = sorted(tuple(row) for row in db.execute(text(noted)))
        pairs = [(one.name, word.by) for one in self.done.values() for words in one.said.values() for word in words]
        assert found == sorted((self.people[by], self.people[name]) for name, by in pairs)
