"""One other way to answer: the author's own, an authored one with the client's words in it, or one to another client.

Whichever it is, our own grader reads it first, and only what it finds Skilled or above is shown.
"""

from collections.abc import Iterator
from typing import Protocol

from dialogue.acts import Act
from dialogue.cues import RISK_CUES, Cue
from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from evaluator.exemplars import LEAST_LEVEL, Exemplar, Exemplars
from evaluator.exemplars_adaptable import AdaptableAnswers
from evaluator.feedback_wording import Told, client_passage
from evaluator.grader import Grader
from evaluator.grades import CriterionGrade, ExchangeGrades, FeedbackItem
from evaluator.rubric import Criterion

TRIED = 4
"""How many near answers of each kind are graded before none is shown; ours."""
MOST_FILLED = 10
"""How many answers with the client's words in them are graded at most; ours."""
MOST_WORDS = 45
"""Words of an answer to this client that can be read at a glance; on the average they have 28. Ours."""
GRADED_THE_SAME = "Graded by the same rules as your own words. It is one way among several, not the answer."


class TurnReader(Protocol):
    """Reads one trainee turn against the client's, as `dialogue.reader.Reader` does."""

    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read the trainee's turn."""
        ...


class Alternatives:
    """Finds one alternative that our own grader puts at Skilled or above."""

    def __init__(
        self, reader: TurnReader, grader: Grader, exemplars: Exemplars, adaptable: AdaptableAnswers | None = None
    ) -> None:
        self._reader = reader
        self._grader = grader
        self._exemplars = exemplars
        self._adaptable = adaptable
        self._grades: dict[str, ExchangeGrades] = {}

    def alternative(
        self,
        exchange: ExchangeText,
        grades: ExchangeGrades,
        criterion: Criterion,
        good_reply: str | None,
        told: Told = (),
    ) -> FeedbackItem | None:
        """Give one alternative for a criterion, or None where none passes our own grader or each was shown before."""
        shown = [feedback.alternative.text for feedback in told if feedback and feedback.alternative]
        found = self._found(exchange, grades, criterion, good_reply, shown)
        return next(found, None)

    def _found(
        self,
        exchange: ExchangeText,
        grades: ExchangeGrades,
        criterion: Criterion,
        good_reply: str | None,
        shown: list[str],
    ) -> Iterator[FeedbackItem]:
        """Find alternatives, the closest to this client first; what comes later is only read if it is asked for."""
        passage = client_passage(exchange)
        for text, quote in self._to_this_client(exchange, grades, criterion, good_reply, shown):
            known = len(text.split()) > MOST_WORDS or _same(text, exchange.trainee) or _is_shown(text, shown)
            grade = None if known else self._good_here(text, exchange, grades, criterion)
            if grade is not None:
                yield _item(criterion, grade, f"One of several ways to answer this: “{text}”", quote or passage)
        near = self._exemplars.nearest(exchange.client, criterion.id, _telling(criterion, grades), TRIED + len(shown))
        for exemplar in near:
            known = _same(exemplar.trainee, exchange.trainee) or _is_shown(exemplar.trainee, shown)
            known = known or _is_of_another_danger(exemplar, grades)
            grade = None if known else self._passes(criterion, exemplar)
            if grade is not None:
                yield _item(criterion, grade, _shown(exemplar, exchange.client), passage)

    def _to_this_client(
        self,
        exchange: ExchangeText,
        grades: ExchangeGrades,
        criterion: Criterion,
        good_reply: str | None,
        shown: list[str],
    ) -> Iterator[tuple[str, str | None]]:
        """Give answers to exactly this client turn, each with the client's words that it takes up."""
        if good_reply:
            yield good_reply, None
        if self._adaptable is not None:
            cues = exchange.cues or grades.cues
            for adapted in self._adaptable.nearest(exchange, criterion.id, cues, MOST_FILLED):
                if not any(adapted.frame in earlier for earlier in shown):
                    yield adapted.text, adapted.client_quote

    def _good_here(
        self, text: str, exchange: ExchangeText, grades: ExchangeGrades, criterion: Criterion
    ) -> CriterionGrade | None:
        tried = exchange.model_copy(update={"trainee": text, "cues": exchange.cues or grades.cues})
        return good_at(criterion, self._graded(tried), stands_in=True)

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


def _shown(exemplar: Exemplar, client: str) -> str:
    if _same(exemplar.client, client):
        return f"One of several ways to answer this: “{exemplar.trainee}”"
    return f"After another client, who said “{exemplar.client}”, one of several good answers was: “{exemplar.trainee}”"


def _item(criterion: Criterion, grade: CriterionGrade, text: str, client_quote: str | None) -> FeedbackItem:
    return FeedbackItem(
        kind="alternative",
        criterion=criterion.id,
        text=text,
        quote=None,
        rule=GRADED_THE_SAME,
        confidence=grade.confidence,
        client_quote=client_quote,
    )


def _is_of_another_danger(exemplar: Exemplar, grades: ExchangeGrades) -> bool:
    """Tell whether an answer asks about a danger of which this client gives no sign."""
    asks = {Act.ASKS_ABOUT_SUICIDE, Act.ASKS_ABOUT_SAFETY} & set(exemplar.acts)
    return bool(asks or RISK_CUES & set(exemplar.cues)) and not RISK_CUES & set(grades.cues)


def _is_shown(text: str, shown: list[str]) -> bool:
    return any(f"“{text}”" in earlier for earlier in shown)


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().split())
