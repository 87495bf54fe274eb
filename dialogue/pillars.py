"""How far a turn goes on the pillars of trust: estimates of their levels by linear scores over the network's.

`python -m evaluator.fit` makes the weights, from `evaluator/exchanges/partly/criteria.jsonl`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

import numpy as np
from numpy.typing import NDArray

from dialogue.content import ContentError
from dialogue.features import Seen
from dialogue.network import NetworkScores
from dialogue.reading import Estimate
from dialogue.record import Record
from dialogue.shape import Floats
from dialogue.weights import Calibration, Linear

PILLAR_ARRAYS, PILLAR_CARD = "pillars.npz", "pillars.json"
FAULT = "fault"
"""Kind of the network's targets that tell how far a pillar is missed: `fault:active_listening`."""
SUREST_ODDS = 9.0
"""A probability is cut so that its log-odds lie between minus and plus this."""
MISSED_TO = 1.5
"""Level below which the sentence that speaks most against the pillar carries it; ours."""


class PillarCard(Record):
    """What the arrays mean, and how they were made."""

    version: str
    reader: str
    """Version of the reader's weights over whose scores they were fitted."""
    criteria: dict[str, Calibration]
    """By criterion, in the order of the columns."""
    exchanges: dict[str, int]
    """How many labelled turns each was fitted on."""
    cross_validation: dict[str, float]
    """Figures on turns whose client turn was held out."""


@dataclass(frozen=True)
class Pillars:
    """The linear scores."""

    card: PillarCard
    linear: Linear
    """Weights of shape (features, criteria)."""

    def estimates(self, scores: NetworkScores, seen: Seen) -> dict[str, Estimate]:
        """Estimate every pillar, 0.0 to 4.0, as if it applied, with the sentence that carries it.

        Args:
            scores: What the network says of the exchange.
            seen: The exchange; its sentences are those that the network scored, in its order.
        """
        sentences, best = seen.sentences, sentence_places(scores)
        raw = self.linear.scores(pillar_row(scores, seen.words))
        each = log_odds(scores.each) @ self.linear.weights[best] if sentences else None
        found = {}
        for at, (criterion, card) in enumerate(self.card.criteria.items()):
            value = min(4.0, max(0.0, card.slope * float(raw[at]) + card.shift))
            quote = None
            if each is not None:
                column = each[:, at]
                quote = sentences[int(column.argmax() if value >= MISSED_TO else column.argmin())].text
            found[criterion] = Estimate(value=round(value, 3), confidence=_confidence(card, value), quote=quote)
        return found


def pillar_row(scores: NetworkScores, words: Floats) -> Floats:
    """Lay out what the linear scores see: log-odds of the turn, of its best sentences, and the words."""
    most = scores.each.max(axis=0) if len(scores.each) else np.zeros_like(scores.turn)
    row: Floats = np.concatenate([log_odds(scores.turn), log_odds(most), words]).astype(np.float32)
    return row


def sentence_places(scores: NetworkScores) -> slice:
    """Tell where in such a row the scores of the best sentences stand."""
    return slice(len(scores.turn), 2 * len(scores.turn))


def log_odds(chances: Floats) -> Floats:
    """Give log-odds of probabilities, cut at both ends."""
    odds: Floats = np.log(np.maximum(chances, 1e-9) / np.maximum(1.0 - chances, 1e-9))
    return np.clip(odds, -SUREST_ODDS, SUREST_ODDS)


def _confidence(card: Calibration, value: float) -> float:
    constant, level, square = card.sure
    return round(1.0 / (1.0 + exp(-(constant + level * value + square * value * value))), 3)


def build_pillars(card: PillarCard, arrays: Mapping[str, NDArray[np.generic]]) -> Pillars:
    """Put the arrays together.

    Raises:
        KeyError: An array is missing.
    """
    return Pillars(card, Linear(arrays["weights"].astype(np.float32), arrays["shift"].astype(np.float32)))


@lru_cache(maxsize=1)
def load_pillars(reader: str) -> Pillars:
    """Load the shipped weights that stand on these weights of the reader.

    Raises:
        ContentError: They are missing or stand on others.
    """
    folder = files("dialogue").joinpath("weights")
    try:
        card = PillarCard.model_validate(json.loads(folder.joinpath(PILLAR_CARD).read_text(encoding="utf-8")))
        if card.reader != reader:
            raise ValueError(f"they stand on the reader's weights {card.reader}, not {reader}")
        with folder.joinpath(PILLAR_ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return build_pillars(card, {name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, KeyError) as error:
        raise ContentError(
            f"dialogue/weights: {PILLAR_ARRAYS} cannot be read ({error}); make it again: python -m evaluator.fit"
        ) from error
