"""What to tell the trainee about one exchange: one strength, one change, one alternative; each may be missing.

Order and lengths: clinical design 3.2 (8). Nothing is said that the grades do not carry.
"""

from typing import Literal

from dialogue.turns import ExchangeText
from evaluator.alternatives import Alternatives, TurnReader
from evaluator.exemplars import Exemplars
from evaluator.grader import Grader
from evaluator.grades import CriterionGrade, ExchangeGrades, Feedback, FeedbackItem
from evaluator.rubric import Criterion, GateRule, Rubric, load_rubric

AdviceKind = Literal["missed", "low", "middle"]

UNSURE = "This is a guess; weigh it yourself. "
URGENT_LEVEL = 1
"""Level up to which a danger or a question outside the role comes before every weighted criterion."""


class Coach:
    """Gives feedback on graded exchanges; an alternative is shown only if our own grader finds it good."""

    def __init__(self, reader: TurnReader, grader: Grader, exemplars: Exemplars, rubric: Rubric | None = None) -> None:
        self._alternatives = Alternatives(reader, grader, exemplars)
        self._rubric = rubric

    def feedback(self, exchange: ExchangeText, grades: ExchangeGrades, good_reply: str | None) -> Feedback:
        """Give feedback on one exchange.

        Args:
            exchange: The two turns.
            grades: Of this exchange.
            good_reply: One of several good answers to exactly this client turn, by the client's author.
        """
        rubric = self._rubric or load_rubric(grades.grader.rubric)
        change = change_for(exchange, grades, rubric)
        alternative = None
        if change is not None:
            criterion = rubric.criterion(change.criterion)
            alternative = self._alternatives.alternative(exchange, grades, criterion, good_reply)
        return Feedback(strength=strength_for(grades, rubric, change), change=change, alternative=alternative)


def strength_for(grades: ExchangeGrades, rubric: Rubric, change: FeedbackItem | None) -> FeedbackItem | None:
    """Name what worked best, with its words; nothing where a gate was raised or a criterion is at the lowest level.

    What is Skilled or above comes first, by weight; else the best thing that is Adequate is named modestly.
    """
    if grades.gates or any(grade.level == 0 for grade in grades.criteria):
        return None
    taken = {change.criterion} if change else set()
    fit = [
        grade
        for grade in grades.criteria
        if grade.level is not None
        and grade.level >= 2
        and grade.quote
        and grade.criterion not in taken
        and (grade.level >= 3 or grade.confidence >= rubric.unsure_below)
        and not _speaks_against(change, grade, grades)
    ]
    if not fit:
        return None
    best = max(fit, key=lambda grade: _worth(grade, rubric))
    criterion = rubric.criterion(best.criterion)
    unsure = best.confidence < rubric.unsure_below
    text = criterion.strength["high" if (best.level or 0) >= 3 and not unsure else "middle"]
    return _said("strength", best, criterion, rubric, text)


def change_for(exchange: ExchangeText, grades: ExchangeGrades, rubric: Rubric) -> FeedbackItem | None:
    """Name the one thing to change: a raised gate, else the lowest criterion with the highest weight."""
    for rule in rubric.gates:
        if rule.gate in grades.gates:
            return _gate_item(rule, exchange, grades, rubric)
    low = [grade for grade in grades.criteria if grade.level is not None and grade.level <= 2]
    sure = [grade for grade in low if grade.confidence >= rubric.unsure_below]
    if not low:
        return None
    grade = min(sure or low, key=lambda one: _urgency(one, rubric))
    criterion = rubric.criterion(grade.criterion)
    text = criterion.advice[advice_kind(grade, criterion)]
    return _said("change", grade, criterion, rubric, text)


def advice_kind(grade: CriterionGrade, criterion: Criterion) -> AdviceKind:
    """Choose the advice: for a cue passed by, for something that took away, or for something that can grow."""
    if grade.level == 2:
        return "middle"
    passed_by = grade.quote is None or (criterion.id == "empathy" and grade.reason == criterion.levels[1])
    return "missed" if grade.level == 1 and passed_by else "low"


def _said(kind: str, grade: CriterionGrade, criterion: Criterion, rubric: Rubric, text: str) -> FeedbackItem:
    """Word an item; where the grade is unsure it says so and gives no level."""
    unsure = grade.confidence < rubric.unsure_below
    level = 0 if grade.level is None else grade.level
    rule = f"{criterion.name}: {criterion.definition}" if unsure else f"{rubric.level_names[level]}: {grade.reason}"
    return FeedbackItem(
        kind=kind,
        criterion=criterion.id,
        text=(UNSURE if unsure else "") + text,
        quote=grade.quote,
        rule=rule,
        confidence=grade.confidence,
    )


def _gate_item(rule: GateRule, exchange: ExchangeText, grades: ExchangeGrades, rubric: Rubric) -> FeedbackItem:
    quotes = [spotted.quote for spotted in grades.acts if spotted.act in rule.acts]
    told_under = grades.of(rule.criterion)
    quote = quotes[0] if quotes else told_under.quote
    return FeedbackItem(
        kind="change",
        criterion=rule.criterion,
        text=rule.advice,
        quote=quote if quote and quote in exchange.trainee else None,
        rule=f"{rule.name}: {rule.trigger} A person will look at this as well.",
        confidence=max(told_under.confidence, rubric.unsure_below),
    )


def _speaks_against(change: FeedbackItem | None, praised: CriterionGrade, grades: ExchangeGrades) -> bool:
    """Tell whether praise would be for the very words that are to change: both cannot be said at once."""
    if change is None or not change.quote or not praised.quote:
        return False
    same = change.quote in praised.quote or praised.quote in change.quote
    changed, level = grades.of(change.criterion).level, praised.level or 0
    return same and (level >= 3 or changed is None or changed <= 1)


def _worth(grade: CriterionGrade, rubric: Rubric) -> tuple[bool, bool, float, float]:
    high = (grade.level or 0) >= 3
    sure = grade.confidence >= rubric.unsure_below
    return sure and high, sure, rubric.criterion(grade.criterion).weight, grade.confidence


def _urgency(grade: CriterionGrade, rubric: Rubric) -> tuple[int, int, float]:
    criterion = rubric.criterion(grade.criterion)
    level = 0 if grade.level is None else grade.level
    urgent = criterion.block == "gate" and level <= URGENT_LEVEL
    return 0 if urgent else 1, level, -criterion.weight
