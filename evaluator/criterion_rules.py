"""How one criterion is graded: from the findings of a reading by the rules of the rubric.

Floors lift, ceilings cap, and a ceiling always wins: warm words do not buy back a harm. Source: clinical design 3.2.
A pillar for which a score was fitted goes by it and by the ceilings: on held-out turns the floors made it worse.
"""

import math
from typing import NamedTuple

from dialogue.reading import Estimate
from evaluator.evidence import Evidence
from evaluator.grades import CriterionGrade
from evaluator.rubric import Criterion, Rubric, Rule

MISSED_SURE = 0.4
"""Confidence, 0–1, in "the cue was passed by": what meets a cue may be worded in a way no rule knows; ours."""
DEFERRED_SURE = 0.4
"""Confidence, 0–1, in "openly put off": the words do not say which cue is meant; ours."""
DEFERRED = "You put this off openly, so that it is not lost."
MISSED = "Missed: the client's turn gave an occasion, and nothing in the reply was found to meet it."
NO_OCCASION = "Not applicable: nothing in this exchange gave an occasion."
NOTHING_TO_GO_BY = "No judgement: the reading holds nothing that would carry one."
TOO_UNCERTAIN = "No level: too uncertain to say."
NO_WORDS = "No level: no words of yours could be named that carry one."
SHOWN_FROM = 2
"""Level of a fitted pillar from which something in the words must show it; ours, on held-out turns it costs nothing."""
DISPUTED_CEILING = 2
"""The ceiling where a finding and the empathy estimate contradict each other: nothing skilled is claimed; ours."""


class Judged(NamedTuple):
    """A level with what carries it."""

    level: int
    quote: str | None
    reason: str
    sure: float


def grade_criterion(criterion: Criterion, evidence: Evidence, rubric: Rubric) -> CriterionGrade:
    """Grade one criterion; level None, with the reason, where it does not apply or nothing carries a level."""
    if not _applies(criterion, evidence):
        return _ungraded(criterion, NO_OCCASION, 0.5)
    estimate = _estimate(criterion, evidence)
    judged = _from_estimate(criterion, estimate) if estimate else _from_rules(criterion, evidence, rubric)
    if estimate and judged and criterion.block != "headline":
        judged = _shown(judged, criterion, evidence, rubric)
    if judged is None:
        return _ungraded(criterion, NOTHING_TO_GO_BY, 0.0)
    judged = _bounded(judged, criterion, evidence, lift=estimate is not None and criterion.block == "headline")
    if judged.sure < rubric.least_confidence:
        return _ungraded(criterion, TOO_UNCERTAIN, judged.sure, estimate)
    if judged.level >= 2 and not judged.quote:
        return _ungraded(criterion, NO_WORDS, judged.sure, estimate)
    return CriterionGrade(
        criterion=criterion.id,
        level=judged.level,
        estimate=_within(estimate.value if estimate else float(judged.level), judged.level),
        confidence=judged.sure,
        quote=judged.quote,
        reason=judged.reason,
        direction=evidence.direction if criterion.id == "boundary_setting" else None,
    )


def _applies(criterion: Criterion, evidence: Evidence) -> bool:
    applies = criterion.applies
    if applies.always:
        return evidence.answers_a_client
    if evidence.found(*applies.acts, *applies.flags) or evidence.offers(*applies.cues):
        return True
    return criterion.id == "boundary_setting" and evidence.boundary is not None


def _estimate(criterion: Criterion, evidence: Evidence) -> Estimate | None:
    """Give the reader's own estimate, where something was fitted for the criterion."""
    headlines = {"empathy": evidence.empathy, "boundary_setting": evidence.boundary}
    return headlines[criterion.id] if criterion.id in headlines else evidence.pillars.get(criterion.id)


def _from_estimate(criterion: Criterion, estimate: Estimate) -> Judged:
    level = math.floor(estimate.value + 0.5)
    return Judged(level, estimate.quote, criterion.levels[level], estimate.confidence)


def _shown(judged: Judged, criterion: Criterion, evidence: Evidence, rubric: Rubric) -> Judged:
    """Let a good estimate of a pillar stand only with what shows it, and quote that; a rule of thumb is unsure."""
    if judged.level < SHOWN_FROM:
        return judged
    lifting = [
        rule
        for rule in criterion.rules
        if (rule.at_least or 0) >= SHOWN_FROM and evidence.meets(rule) and evidence.words_for(rule)
    ]
    if not lifting:
        return judged._replace(
            level=SHOWN_FROM, reason=criterion.levels[SHOWN_FROM], sure=min(judged.sure, rubric.unsure_below / 2)
        )
    best = max(lifting, key=lambda rule: (rule.sure >= rubric.unsure_below, rule.at_least or 0, rule.sure))
    sure = judged.sure if best.sure >= rubric.unsure_below else min(judged.sure, best.sure)
    return judged._replace(quote=evidence.words_for(best), sure=sure)


def _from_rules(criterion: Criterion, evidence: Evidence, rubric: Rubric) -> Judged | None:
    """Judge by the best floor that is met; beside a ceiling, a rule of thumb does not count as "the rest is good"."""
    if criterion.id == "empathy":
        return None
    capped = any(rule.at_most is not None and evidence.meets(rule) for rule in criterion.rules)
    met = [
        rule
        for rule in criterion.rules
        if rule.at_least is not None
        and evidence.meets(rule)
        and evidence.words_for(rule)
        and not (capped and rule.sure < rubric.unsure_below)
    ]
    if met:
        best = max(met, key=lambda rule: (rule.at_least or 0, evidence.trust_in(rule)))
        return Judged(best.at_least or 0, evidence.words_for(best), best.says, evidence.trust_in(best))
    if criterion.applies.can_be_deferred and evidence.deferral:
        return Judged(2, evidence.deferral, DEFERRED, DEFERRED_SURE)
    if not capped and not evidence.offers(*criterion.applies.cues):
        return None
    return Judged(1, None, MISSED, MISSED_SURE)


def _bounded(judged: Judged, criterion: Criterion, evidence: Evidence, lift: bool) -> Judged:
    """Apply the floors (for an estimate) and then the ceilings, the lowest last."""
    rules = [rule for rule in criterion.rules if evidence.meets(rule) and evidence.words_for(rule)]
    for rule in sorted((r for r in rules if lift and r.at_least is not None), key=lambda r: r.at_least or 0):
        if judged.level < (rule.at_least or 0):
            judged = _by(rule, rule.at_least or 0, judged, evidence)
    for rule in sorted((r for r in rules if r.at_most is not None), key=lambda r: -_ceiling(r, evidence)):
        judged = _capped(judged, rule, evidence)
    return judged


def _capped(judged: Judged, rule: Rule, evidence: Evidence) -> Judged:
    ceiling = _ceiling(rule, evidence)
    if judged.level > ceiling:
        return _by(rule, ceiling, judged, evidence)
    if judged.quote is None:
        return judged._replace(quote=evidence.words_for(rule), reason=rule.says, sure=evidence.trust_in(rule))
    if judged.level == ceiling:
        return judged._replace(quote=evidence.words_for(rule), reason=rule.says)
    return judged


def _by(rule: Rule, level: int, judged: Judged, evidence: Evidence) -> Judged:
    return Judged(level, evidence.words_for(rule), rule.says, evidence.trust_in(rule))


def _ceiling(rule: Rule, evidence: Evidence) -> int:
    if rule.at_most is None:
        return 4
    return DISPUTED_CEILING if evidence.is_disputed(rule) else rule.at_most


def _within(value: float, level: int) -> float:
    """Keep an estimate within the level that the rules left, so that the two never disagree."""
    return min(max(value, max(level - 0.5, 0.0)), min(level + 0.49, 4.0))


def _ungraded(criterion: Criterion, reason: str, sure: float, estimate: Estimate | None = None) -> CriterionGrade:
    return CriterionGrade(
        criterion=criterion.id,
        level=None,
        estimate=estimate.value if estimate else None,
        confidence=sure,
        quote=None,
        reason=reason,
    )
