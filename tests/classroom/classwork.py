"""Assignments that were practised, written straight into the records with the levels that a test wants."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session as Connection
from ulid import ULID

from classroom.assignment_store import AssignmentStore
from classroom.assignments import Assignee, Assignment, Kind, Terms
from classroom.attempt_store import AttemptStore
from evaluator.criterion_rules import NO_OCCASION
from evaluator.grades import CriterionGrade, ExchangeGrades, GraderStamp
from evaluator.opinion import CriterionOpinion, JudgeStamp, SecondOpinion
from evaluator.rubric import load_rubric
from records.tables import DisagreementRow, ExchangeRow, GradeRow, SecondOpinionRow, SessionRow

WORDS = "That sounds heavy."
STAMP = GraderStamp(name="by hand", rubric="trust", rubric_version=1, weights_version="none")
Levels = Mapping[str, int | None]
"""By criterion; what is not named has no level."""


def grades_of(levels: Levels, *, confidence: float = 0.9, flags=(), gates=(), words: str = WORDS) -> ExchangeGrades:
    """Make the grades of one turn."""
    criteria = tuple(
        CriterionGrade(
            criterion=one.id,
            level=levels.get(one.id),
            estimate=None,
            confidence=confidence,
            quote=words if levels.get(one.id) is not None else None,
            reason="made by hand" if one.id in levels else NO_OCCASION,
        )
        for one in load_rubric().criteria
    )
    return ExchangeGrades(criteria=criteria, flags=flags, gates=gates, acts=(), cues=(), grader=STAMP)


class Classwork:
    """What is done in a school."""

    def __init__(self, school) -> None:
        self.school = school
        self.assignments = AssignmentStore(school.engine, school.clock)
        self.attempts = AttemptStore(school.engine, school.clock)

    def give(self, assignees: Sequence[Assignee] = (Assignee(),), section=None, **terms) -> Assignment:
        """Give an assignment to Monday, by Ira."""
        usual = {"title": "First", "kind": Kind.SCENARIO, "content": "S01", "zone": "UTC"}
        section = section or self.school.monday
        by = self.school.people["ira"]
        return self.assignments.add(section.id, Terms(**{**usual, **terms}), assignees, by=by, digest="d")

    def practise(
        self,
        name: str,
        assignment: Assignment | None,
        turns: Sequence[Levels | None],
        *,
        handed_in: bool = True,
        status: str = "ended",
        late: bool = False,
        scenario: str = "S01",
        words: str = WORDS,
        **graded,
    ) -> str:
        """Keep a session of somebody with graded turns; None is a turn that was not graded."""
        person, now = self.school.people[name], self.school.clock()
        session = str(ULID.from_datetime(now))
        with Connection(self.school.engine) as db, db.begin():
            db.add(
                SessionRow(
                    id=session,
                    person_id=person,
                    scenario_id=scenario,
                    persona_id="T2",
                    mode="practice",
                    seed=1,
                    status=status,
                    opening="Hi.",
                    start_state="{}",
                    draft="never sent",
                    started_at=now,
                    ended_at=self.school.clock() if status == "ended" else None,
                )
            )
            db.flush()
            db.add_all(self._exchange(session, turn, words) for turn in range(1, len(turns) + 1))
        for turn, levels in enumerate(turns, start=1):
            if levels is not None:
                self.grade(session, turn, levels, words=words, **graded)
        if assignment is not None:
            attempt = self.attempts.begin(assignment.id, person, most=None)
            self.attempts.add_session(attempt.id, session)
            if handed_in:
                self.attempts.hand_in(attempt.id, late=late)
        return session

    def _exchange(self, session: str, turn: int, words: str) -> ExchangeRow:
        return ExchangeRow(
            id=f"{session}-{turn}",
            session_id=session,
            turn=turn,
            key=f"k{turn}",
            client_before="It was a bad week.",
            trainee=words,
            reply="Hm.",
            outcome='{"after": {"trust": 31.5, "layer_open": 1, "more": 0}, "reading": {}}',
            created_at=self.school.clock(),
        )

    def grade(self, session: str, turn: int, levels: Levels, **graded) -> str:
        """Keep a grading of a turn; the newest counts."""
        now = self.school.clock()
        row = GradeRow(
            id=str(ULID.from_datetime(now)),
            exchange_id=f"{session}-{turn}",
            grader="by hand",
            rubric="trust",
            rubric_version=1,
            weights_version="none",
            grades=grades_of(levels, **graded).model_dump_json(),
            feedback="{}",
            created_at=now,
        )
        with Connection(self.school.engine) as db, db.begin():
            db.add(row)
            db.flush()
            return row.id

    def disagree(self, session: str, turn: int, criterion: str) -> None:
        """Keep that the trainee disagreed."""
        now = self.school.clock()
        row = DisagreementRow(
            id=str(ULID.from_datetime(now)),
            exchange_id=f"{session}-{turn}",
            criterion=criterion,
            kind="grade",
            reason="I did.",
            created_at=now,
        )
        with Connection(self.school.engine) as db, db.begin():
            db.add(row)

    def judge(self, session: str, turn: int, levels: Levels) -> None:
        """Keep a second opinion."""
        stamp = JudgeStamp(model="judge", prompt="1", rubric="trust", rubric_version=1, form="json", examples=())
        opinions = tuple(
            CriterionOpinion(criterion=one, level=level, quote=WORDS, reason="So.") for one, level in levels.items()
        )
        now = self.school.clock()
        row = SecondOpinionRow(
            id=str(ULID.from_datetime(now)),
            exchange_id=f"{session}-{turn}",
            step="given",
            model="judge",
            opinion=SecondOpinion(opinions=opinions, suspicious=(), stamp=stamp).model_dump_json(),
            created_at=now,
        )
        with Connection(self.school.engine) as db, db.begin():
            db.add(row)
