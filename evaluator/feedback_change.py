"""The one thing to change in a turn: a raised gate, a danger passed by, else the lowest criterion that weighs most."""

from collections.abc import Sequence
from typing import Literal

from dialogue.acts import Act
from dialogue.turns import ExchangeText
from evaluator.criterion_rules import DEFERRED
from evaluator.feedback_wording import Told, client_passage, fresh, pointer, said, turns_on
from evaluator.grades import CriterionGrade, ExchangeGrades, FeedbackItem
from evaluator.rubric import Criterion, GateRule, Rubric

AdviceKind = Literal["missed", "low", "middle"]

URGENT_LEVEL = 1
"""Level up to which a danger or a question outside the role comes before every weighted criterion."""


GIVES_WAY = frozenset({
    Act.CROSSING, Act.VIOLATION, Act.SECRECY_PROMISE, Act.BREACH, Act.RESCUE_PROMISE, Act.LONG_DISCLOSURE,
    Act.SCOPE_OVERREACH,
})  # fmt: skip
"""Acts without one of which a low level at a boundary means that the request was passed by, not that it was met."""


def change_for(exchange: ExchangeText, grades: ExchangeGrades, rubric: Rubric, told: Told = ()) -> FeedbackItem | None:
    """Name the one thing to change; advice whose wordings were all said in this session gives way to the next thing.

    Where no next thing is left either, an earlier turn is pointed to; in the end nothing is said. A gate is never
    passed over.
    """
    raised = [rule for rule in rubric.gates if rule.gate in grades.gates]
    if raised:
        return _gate_item(raised, exchange, grades, rubric, told)
    ranked = _ranked(grades, rubric)
    for grade in ranked:
        criterion = rubric.criterion(grade.criterion)
        text = fresh(criterion.advice[advice_kind(grade, criterion, grades.acts_found())], told)
        if text is not None:
            return _item(grade, criterion, exchange, rubric, text)
    for grade in ranked:
        criterion = rubric.criterion(grade.criterion)
        text = pointer(rubric.again, turns_on("change", criterion.id, told), told)
        if text is not None:
            return _item(grade, criterion, exchange, rubric, text)
    return None


def advice_kind(grade: CriterionGrade, criterion: Criterion, acts: frozenset[Act]) -> AdviceKind:
    """Choose the advice: for a cue passed by, for something that took away, or for something that can grow."""
    if grade.level == 2:
        return "middle"
    by_estimate = criterion.block == "headline" and grade.reason == criterion.levels[1]
    passed_by = grade.quote is None or (by_estimate and not acts & GIVES_WAY)
    return "missed" if grade.level == 1 and passed_by else "low"


def _ranked(grades: ExchangeGrades, rubric: Rubric) -> list[CriterionGrade]:
    """Give what could change, the most urgent first; guesses only where there is nothing else, nor a skilled turn."""
    low = [g for g in grades.criteria if g.level is not None and g.level <= 2 and g.reason != DEFERRED]
    urgent = [grade for grade in low if _is_urgent(grade, rubric)]
    sure = [grade for grade in low if grade.confidence >= rubric.unsure_below and grade not in urgent]
    if not sure and not urgent and _is_skilled(grades, rubric):
        return [grade for grade in low if (grade.level or 0) <= 1]
    return urgent + sorted(sure if sure or urgent else low, key=lambda one: _lowest_first(one, rubric))


def _is_skilled(grades: ExchangeGrades, rubric: Rubric) -> bool:
    empathy = grades.of("empathy")
    return (empathy.level or 0) >= 3 and empathy.confidence >= rubric.unsure_below


def _is_urgent(grade: CriterionGrade, rubric: Rubric) -> bool:
    return rubric.criterion(grade.criterion).block == "gate" and (grade.level or 0) <= URGENT_LEVEL


def _lowest_first(grade: CriterionGrade, rubric: Rubric) -> tuple[int, float]:
    return grade.level or 0, -rubric.criterion(grade.criterion).weight


def _item(
    grade: CriterionGrade, criterion: Criterion, exchange: ExchangeText, rubric: Rubric, text: str
) -> FeedbackItem:
    item = said("change", grade, criterion, rubric, text)
    return item if item.quote else item.model_copy(update={"client_quote": client_passage(exchange)})


def _gate_item(
    raised: Sequence[GateRule], exchange: ExchangeText, grades: ExchangeGrades, rubric: Rubric, told: Told
) -> FeedbackItem:
    """Tell a gate: the first whose advice is new, else the first with a pointer back."""
    for rule in raised:
        text = fresh(rule.advice, told)
        if text is not None:
            return _of_gate(rule, exchange, grades, rubric, text)
    rule = raised[0]
    back = pointer(rubric.again, turns_on("change", rule.criterion, told), told)
    return _of_gate(rule, exchange, grades, rubric, back or rule.advice[len(told) % len(rule.advice)])


def _of_gate(rule: GateRule, exchange: ExchangeText, grades: ExchangeGrades, rubric: Rubric, text: str) -> FeedbackItem:
    told_under = grades.of(rule.criterion)
    quotes = [spotted.quote for spotted in grades.acts if spotted.act in rule.acts]
    quote = quotes[0] if quotes else told_under.quote
    quote = quote if quote and quote in exchange.trainee else None
    return FeedbackItem(
        kind="change",
        criterion=rule.criterion,
        text=text,
        quote=quote,
        rule=f"{rule.name}: {rule.trigger} Take it to your supervisor as well.",
        confidence=max(told_under.confidence, rubric.unsure_below),
        client_quote=None if quote else client_passage(exchange),
    )
