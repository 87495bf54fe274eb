"""What a grade may rest on: the findings of a reading whose words really stand in the trainee's turn.

A reading may come from anywhere (a file, another engine), so everything is checked once more here: a quote that is not
in the text is dropped, an estimate off its scale is no estimate.
"""

import math

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.reading import BoundaryReading, Direction, Estimate, Reading, SpottedAct, SpottedFlag
from dialogue.turns import ExchangeText
from evaluator.phrases import open_deferral
from evaluator.rubric import Rule, Sign

CONTRADICTION = 1.5
"""Levels between a ceiling and the empathy estimate from which the two contradict each other.

Ours. With the reader's first weights, on client turns held out from the fit, one of 32 judgments beside an estimate
of 1.5 or more was true; to be measured again when the reader changes.
"""
DISPUTED = 0.5
"""What a confidence is multiplied by where the reading contradicts itself; ours."""


class Evidence:
    """The sound findings of one reading."""

    def __init__(self, exchange: ExchangeText, reading: Reading) -> None:
        """Keep what is sound, in the order in which it was found."""
        text = exchange.trainee
        self.text = text
        self.answers_a_client = bool(exchange.client.strip())
        self.acts = tuple(
            a for a in _each(reading.acts) if isinstance(a, SpottedAct) and _sound(a.act, Act, a.quote, text)
        )
        self.flags = tuple(
            f for f in _each(reading.flags) if isinstance(f, SpottedFlag) and _sound(f.flag, Flag, f.quote, text)
        )
        self.cues = tuple(dict.fromkeys(cue for cue in _each(reading.cues) if isinstance(cue, Cue)))
        self.empathy = _sound_estimate(reading.empathy, text)
        stance = reading.boundary if isinstance(reading.boundary, BoundaryReading) else None
        self.boundary = _sound_estimate(stance.estimate, text) if stance else None
        self.pillars = {
            criterion: estimate
            for criterion, each in (reading.pillars.items() if isinstance(reading.pillars, dict) else ())
            if isinstance(criterion, str) and (estimate := _sound_estimate(each, text))
        }
        self.direction = Direction(stance.direction) if stance and stance.direction in set(Direction) else None
        self.domain = stance.domain if stance and isinstance(stance.domain, Cue) else None
        self.deferral = open_deferral(text)
        self._quotes: dict[str, str] = {}
        for sign, quote in [(a.act.value, a.quote) for a in self.acts] + [(f.flag.value, f.quote) for f in self.flags]:
            self._quotes.setdefault(sign, quote)

    def found(self, *signs: Sign) -> bool:
        """Tell whether one of these acts or flags was found."""
        return any(sign.value in self._quotes for sign in signs)

    def quote_of(self, *signs: Sign) -> str | None:
        """Give the words of the first of these signs that was found, or None."""
        return next((self._quotes[sign.value] for sign in signs if sign.value in self._quotes), None)

    def offers(self, *cues: Cue) -> bool:
        """Tell whether the client's turn offered one of these."""
        return any(cue in self.cues for cue in cues)

    def meets(self, rule: Rule) -> bool:
        """Tell whether every condition of a rule holds."""
        return (
            (not rule.any_of or self.found(*rule.any_of))
            and all(self.found(*group) for group in rule.also)
            and not self.found(*rule.unless)
            and (not rule.cues or self.offers(*rule.cues))
            and not self.offers(*rule.unless_cues)
            and _reaches(self.empathy, rule.empathy_from)
            and _reaches(self.boundary, rule.boundary_from)
        )

    def words_for(self, rule: Rule) -> str | None:
        """Give the words that carry a rule: of its sign, else of the estimate that it goes by."""
        if rule.any_of:
            return self.quote_of(*rule.any_of)
        estimate = self.boundary if rule.boundary_from is not None else self.empathy
        return estimate.quote if estimate else None

    def is_disputed(self, rule: Rule) -> bool:
        """Tell whether the empathy estimate contradicts the finding behind a ceiling: one of the two is misread."""
        if not rule.against_empathy or rule.at_most is None or self.empathy is None:
            return False
        return self.empathy.value - rule.at_most >= CONTRADICTION

    def trust_in(self, rule: Rule) -> float:
        """Say how far the rule can be relied on here, 0–1: no further than the estimate that it goes by."""
        needed = [self.empathy] if rule.empathy_from is not None else []
        needed += [self.boundary] if rule.boundary_from is not None else []
        bare = not rule.any_of
        bounds = [estimate.confidence if bare else max(estimate.confidence, 0.3) for estimate in needed if estimate]
        return min([rule.sure, *bounds]) * (DISPUTED if self.is_disputed(rule) else 1.0)


def _each(found: object) -> tuple[object, ...]:
    return found if isinstance(found, tuple) else ()


def _sound(name: object, kind: type[Act] | type[Flag], quote: object, text: str) -> bool:
    return isinstance(name, kind) and isinstance(quote, str) and bool(quote.strip()) and quote in text


def _sound_estimate(estimate: object, text: str) -> Estimate | None:
    if not isinstance(estimate, Estimate):
        return None
    numbers = (estimate.value, estimate.confidence)
    if not all(isinstance(n, int | float) and math.isfinite(n) for n in numbers):
        return None
    if not (0 <= estimate.value <= 4 and 0 <= estimate.confidence <= 1):
        return None
    quote = estimate.quote if isinstance(estimate.quote, str) and estimate.quote.strip() else None
    return estimate.model_copy(update={"quote": quote if quote and quote in text else None})


def _reaches(estimate: Estimate | None, least: float | None) -> bool:
    return least is None or (estimate is not None and estimate.value >= least)
