"""What was practised for an assignment, as those who teach need it: graded turns, without the client's inner state."""

from collections.abc import Callable, Iterator
from datetime import datetime

from classroom.levels import AutomaticLevel, EarlierLevel, SessionLevels, levels_of
from classroom.reviews import GradeEvent, ReviewMark
from dialogue.record import Record
from evaluator.grades import ExchangeGrades
from evaluator.opinion import SecondOpinion
from evaluator.rubric import Rubric
from practice.sessions import Exchange, Mode, Prediction, Status


class Grading(Record):
    """One automatic grading of a turn."""

    id: str
    at: datetime
    grades: ExchangeGrades


class HeardOpinion(Record):
    """A second opinion, and when it was given."""

    opinion: SecondOpinion
    at: datetime


class Objection(Record):
    """That the trainee disagreed with something that was said of a turn."""

    criterion: str
    part: str
    reason: str
    at: datetime


class PractisedTurn(Record):
    """One exchange with every grading of it; `exchange` holds the newest."""

    exchange: Exchange
    gradings: tuple[Grading, ...] = ()
    """Oldest first."""
    heard: HeardOpinion | None = None
    objections: tuple[Objection, ...] = ()

    @property
    def number(self) -> int:
        """Which turn, 1 is the first."""
        return self.exchange.turn

    @property
    def newest(self) -> Grading | None:
        """The grading that counts."""
        return self.gradings[-1] if self.gradings else None

    def before(self, criterion: str) -> tuple[EarlierLevel, ...]:
        """Give what earlier gradings said of a criterion, the first one first."""
        return tuple(
            EarlierLevel(level=one.level, at=grading.at, stamp=grading.grades.grader)
            for grading in self.gradings[:-1]
            for one in grading.grades.criteria
            if one.criterion == criterion
        )

    def as_told(self, released_at: datetime | None) -> "PractisedTurn":
        """Give the turn with its first grading, and those that were there when the feedback was released."""
        first, later = self.gradings[:1], self.gradings[1:]
        told = tuple(one for one in later if released_at is not None and one.at <= released_at)
        return self if told == later else self.model_copy(update={"gradings": (*first, *told)})

    def since(self, holds: Callable[[ExchangeGrades], bool]) -> datetime:
        """Give since when a grading says something; grading the same again does not make it new."""
        return next((one.at for one in self.gradings if holds(one.grades)), self.exchange.created_at)


class PractisedSession(Record):
    """One session, with what was said of it."""

    id: str
    person: str
    scenario: str
    persona: str
    mode: Mode
    seed: int
    status: Status
    prediction: Prediction | None
    started_at: datetime
    ended_at: datetime | None
    turns: tuple[PractisedTurn, ...]
    events: tuple[GradeEvent, ...] = ()
    mark: ReviewMark
    rubric: Rubric
    """By which its newest grades were made: its levels, names and weights are those of this one."""

    def automatic(self) -> Iterator[AutomaticLevel]:
        """Give the newest automatic level of each criterion of each turn."""
        for turn in self.turns:
            if turn.newest is not None:
                for one in turn.newest.grades.criteria:
                    yield AutomaticLevel(
                        turn=turn.number,
                        criterion=one.criterion,
                        level=one.level,
                        confidence=one.confidence,
                        grade=turn.newest.id,
                        before=turn.before(one.criterion),
                    )

    def levels(self, rubric: Rubric) -> SessionLevels:
        """Give every level of this session, with what instructors said."""
        return levels_of(self.automatic(), self.events, [one.id for one in rubric.criteria])

    def as_told(self, released_at: datetime | None) -> "PractisedSession":
        """Give the session as its trainee reads it: what was graded again since the release is left out."""
        return self.model_copy(update={"turns": tuple(turn.as_told(released_at) for turn in self.turns)})

    @property
    def gates(self) -> int:
        """How many gates were raised."""
        return sum(len(turn.newest.grades.gates) for turn in self.turns if turn.newest)
