"""What the fitted weights say of one exchange, in the words of the vocabulary."""

from dataclasses import dataclass
from math import exp

import numpy as np

from dialogue.acts import Act
from dialogue.cues import BOUNDARY_CUES, Cue
from dialogue.features import Seen
from dialogue.flags import Flag
from dialogue.patterns import Patterns
from dialogue.pillars import Pillars
from dialogue.reading import Estimate, Main
from dialogue.sentences import Sentence
from dialogue.shape import Floats
from dialogue.twins import target_of
from dialogue.weights import Calibration, Choice, Trees, Weights, summary_row


@dataclass(frozen=True)
class Level:
    """A level on a 0–4 scale with its confidence."""

    value: float
    confidence: float


class Scored:
    """The scores of one exchange, asked for by name."""

    def __init__(
        self, client: str, seen: Seen, weights: Weights, patterns: Patterns, given: tuple[Cue, ...] | None
    ) -> None:
        """Score an exchange; cues that are given are taken as they are."""
        self._weights, self._seen, self._row_hits = weights, seen, seen.hits
        self._raised = patterns.raising
        self._columns = {target: at for at, target in enumerate(weights.card.targets)}
        said = weights.network.score(client, [sentence.text for sentence in seen.sentences])
        self._said, self._turn, self._each = said, said.turn, said.each
        self._most = said.each.max(axis=0) if len(said.each) else np.zeros_like(said.turn)
        self._words = weights.words.scores(seen.words)
        self._offered = said.cues if given is None else _given(given)
        self._row = summary_row(self._turn, self._most, self._words, seen.shape, seen.hits, self._offered)

    def cues(self) -> tuple[Cue, ...]:
        """Name the cues of the client's turn that are likely there."""
        thresholds = self._weights.card.cue_thresholds
        return tuple(cue for cue, said, least in zip(Cue, self._offered, thresholds, strict=True) if said >= least)

    def chance(self, found: Act | Flag) -> float | None:
        """Give the probability that an act or flag is there; None where no score was fitted for it."""
        hit = any(self._row_hits[at] for at in self._raised.get(target_of(found), ()))
        target = target_of(found)
        choice = self._weights.card.choices.get(target)
        if choice is None:
            return None
        at = self._columns[target]
        score = choice.turn * self._turn[at] + choice.most * self._most[at] + choice.words * self._words[at]
        return _logistic(score + choice.hit * hit + choice.shift)

    def choice(self, found: Act | Flag) -> Choice | None:
        """Give how an act or flag is decided; None where no score was fitted for it."""
        return self._weights.card.choices.get(target_of(found))

    def telling(self, target: str, among: tuple[Sentence, ...] | None = None) -> Sentence | None:
        """Give the sentence that speaks most for a target, among some if given; None where there is none."""
        at = self._columns.get(target)
        rows = [row for row, sentence in enumerate(self._seen.sentences) if among is None or sentence in among]
        if not rows:
            return among[0] if among else None
        best = rows[0] if at is None else max(rows, key=lambda row: float(self._each[row, at]))
        return self._seen.sentences[best]

    def least_telling(self, target: str) -> Sentence | None:
        """Give the sentence that speaks most against a target; None for a turn without words."""
        at = self._columns[target]
        if not len(self._each):
            return None
        return self._seen.sentences[int(np.argmin(self._each[:, at]))]

    def main(self) -> Main:
        """Tell what the turn mostly does."""
        return max(Main, key=lambda main: float(self._turn[self._columns[f"main:{main}"]]))

    def empathy(self) -> Level:
        """Estimate empathy, 0.0 to 4.0."""
        return self._level(self._weights.empathy, self._weights.card.empathy, "empathy")

    def boundary(self) -> Level:
        """Estimate the boundary level, 0.0 to 4.0, as if there were an occasion."""
        return self._level(self._weights.boundary, self._weights.card.boundary, "boundary")

    def pillars(self, fitted: Pillars) -> dict[str, Estimate]:
        """Estimate the level of every pillar, 0.0 to 4.0, as if it applied."""
        return fitted.estimates(self._said, self._seen)

    def occasion(self) -> bool:
        """Tell whether a boundary is tested or touched."""
        return self._weights.occasion.score(self._row) >= self._weights.card.occasion_threshold

    def _level(self, trees: Trees, card: Calibration, scale: str) -> Level:
        raw = trees.score(self._row)
        linear = float(sum(self._turn[self._columns[f"{scale}:{level}"]] for level in (1, 2, 3, 4)))
        value = min(4.0, max(0.0, card.slope * raw + card.shift))
        constant, apart, level, square = card.sure
        return Level(value, _logistic(constant + apart * abs(raw - linear) + level * value + square * value * value))


def _given(cues: tuple[Cue, ...]) -> Floats:
    return np.array([float(cue in cues) for cue in Cue], dtype=np.float32)


def _logistic(score: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, float(score)))))


def tests_boundary(cues: tuple[Cue, ...]) -> bool:
    """Tell whether the client's turn tests a boundary."""
    return not BOUNDARY_CUES.isdisjoint(cues)
