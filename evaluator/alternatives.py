"""One other way to answer: the author's own, or a good answer to another client; always graded by us first."""

from typing import Protocol

from dialogue.cues import Cue
from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from evaluator.exemplars import LEAST_LEVEL, Exemplar, Exemplars
from evaluator.grader import Grader
from evaluator.grades import CriterionGrade, ExchangeGrades, FeedbackItem
from evaluator.rubric import Criterion

TRIED = 4
"""How many near exemplars are graded before none is shown; ours."""


class TurnReader(Protocol):
    """Reads one trainee turn against the client's, as `dialogue.reader.Reader` does."""

    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read the trainee's turn."""
        ...


class Alternatives:
    """Finds one alternative that our own grader puts at Skilled or above."""

    def __init__(self, reader: TurnReader, grader: Grader, exemplars: Exemplars) -> None:
        self._reader = reader
        self._grader = grader
        self._exemplars = exemplars
        self._grades: dict[str, ExchangeGrades] = {}

    def alternative(
        self, exchange: ExchangeText, grades: ExchangeGrades, criterion: Criterion, good_reply: str | None
    ) -> FeedbackItem | None:
        """Give one alternative for a criterion, or None where none passes our own grader."""
        if good_reply and not _same(good_reply, exchange.trainee):
            tried = exchange.model_copy(update={"trainee": good_reply, "cues": exchange.cues or grades.cues})
            grade = good_at(criterion, self._graded(tried), stands_in=True)
            if grade is not None:
                return _item(criterion, grade, f"One of several ways to answer this: “{good_reply}”")
        near = self._exemplars.nearest(exchange.client, criterion.id, _telling(criterion, grades), TRIED)
        for exemplar in near:
            grade = None if _same(exemplar.trainee, exchange.trainee) else self._passes(criterion, exemplar)
            if grade is not None:
                return _item(criterion, grade, _shown(exemplar))
        return None

    def _passes(self, criterion: Criterion, exemplar: Exemplar) -> CriterionGrade | None:
        grades = self._grades.get(exemplar.id)
        if grades is None:
            exchange = ExchangeText(client=exemplar.client, trainee=exemplar.trainee, cues=exemplar.cues)
            grades = self._grades[exemplar.id] = self._graded(exchange)
        return good_at(criterion, grades)

    def _graded(self, exchange: ExchangeText) -> ExchangeGrades:
        return self._grader.grade_exchange(exchange, self._reader.read_turn(exchange))


def good_at(criterion: Criterion, grades: ExchangeGrades, stands_in: bool = False) -> CriterionGrade | None:
    """Give the grade that makes an answer worth showing: Skilled on the criterion, and nothing harmful beside it.

    Args:
        criterion: What the answer must be good at.
        grades: Of the answer.
        stands_in: Whether empathy counts where the criterion has no occasion in that answer.
    """
    if grades.gates or any(grade.level is not None and grade.level <= 1 for grade in _headlines(grades)):
        return None
    grade = grades.of(criterion.id)
    grade = grades.of("empathy") if grade.level is None and stands_in else grade
    return grade if grade.level is not None and grade.level >= LEAST_LEVEL else None


def _headlines(grades: ExchangeGrades) -> tuple[CriterionGrade, ...]:
    return tuple(grade for grade in grades.criteria if grade.criterion in ("empathy", "boundary_setting"))


def _telling(criterion: Criterion, grades: ExchangeGrades) -> tuple[Cue, ...]:
    return tuple(cue for cue in grades.cues if cue in criterion.applies.cues)


def _shown(exemplar: Exemplar) -> str:
    return f"After another client, who said “{exemplar.client}”, one of several good answers was: “{exemplar.trainee}”"


def _item(criterion: Criterion, grade: CriterionGrade, text: str) -> FeedbackItem:
    return FeedbackItem(
        kind="alternative",
        criterion=criterion.id,
        text=text,
        quote=None,
        rule="Graded by the same rules as your own words. It is one way among several, not the answer.",
        confidence=grade.confidence,
    )


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().split())
