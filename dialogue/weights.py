"""What do the fitted weights say of an exchange? `python -m evaluator.fit` makes them again."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dialogue.content import ContentError
from dialogue.network import Network
from dialogue.record import Record
from dialogue.shape import SHAPE_NAMES, Floats

ARRAYS_FILE = "reader.npz"
CARD_FILE = "reader.json"


class Calibration(Record):
    """How a raw score becomes a level with a confidence."""

    slope: float
    shift: float
    """Level = slope * raw + shift, cut to 0.0 to 4.0."""
    sure: tuple[float, ...]
    """Weights of the confidence: constant, distance of the two scores, level, level squared."""


class Choice(Record):
    """How the scores of one act or flag become yes or no."""

    turn: float
    """For the network's score of the turn."""
    most: float
    """For its highest score of a sentence."""
    words: float
    """For the linear score of the words."""
    hit: float
    """For an unsure pattern that matches."""
    shift: float
    threshold: float
    """Probability (0.0 to 1.0) from which it is said to be there."""


class WeightsCard(Record):
    """What the arrays mean, and how they were made."""

    version: str
    patterns: tuple[str, ...]
    """Names of the trainee patterns, in the order of the columns."""
    counts: tuple[str, ...]
    """Names of the counts made by hand."""
    targets: tuple[str, ...]
    """Names of the columns of all scores."""
    cues: tuple[str, ...]
    cue_thresholds: tuple[float, ...]
    choices: dict[str, Choice]
    """By target: `act:...` or `flag:...`."""
    empathy: Calibration
    boundary: Calibration
    occasion_threshold: float
    exchanges: int
    """How many exchanges it was fitted on."""
    cross_validation: dict[str, float]
    """Figures on exchanges whose client turn was held out."""


@dataclass(frozen=True)
class Trees:
    """A sum of small regression trees in flat sequences: for one row, plain numbers are faster than arrays."""

    roots: tuple[int, ...]
    feature: tuple[int, ...]
    """-1 at a leaf."""
    threshold: tuple[float, ...]
    below: tuple[int, ...]
    above: tuple[int, ...]
    value: tuple[float, ...]
    start: float

    def score(self, row: Floats) -> float:
        """Add up the leaves that the row falls into."""
        seen: list[float] = row.tolist()
        feature, threshold, below, above = self.feature, self.threshold, self.below, self.above
        total = self.start
        for root in self.roots:
            at = root
            while feature[at] >= 0:
                at = below[at] if seen[feature[at]] <= threshold[at] else above[at]
            total += self.value[at]
        return total


@dataclass(frozen=True)
class Linear:
    """Linear scores for several targets."""

    weights: Floats
    """Shape (features, targets)."""
    shift: Floats
    """Shape (targets,)."""

    def scores(self, rows: Floats) -> Floats:
        """Score rows; shape (rows, targets), or (targets,) for one row, of which most features are 0."""
        if rows.ndim == 1:
            there = np.flatnonzero(rows)
            one: Floats = rows[there] @ self.weights[there] + self.shift
            return one
        scores: Floats = rows @ self.weights + self.shift
        return scores


@dataclass(frozen=True)
class Weights:
    """All fitted weights of the reader."""

    card: WeightsCard
    words: Linear
    network: Network
    empathy: Trees
    occasion: Trees
    boundary: Trees


def summary_row(turn: Floats, most: Floats, words: Floats, shape: Floats, hits: Floats, cues: Floats) -> Floats:
    """Lay out what the trees see.

    Args:
        turn: The network's scores of the turn, shape (targets,).
        most: Its highest scores of a sentence, shape (targets,).
        words: Linear scores of the words, shape (targets,).
        shape: Counts made by hand.
        hits: Pattern hits, 0 or 1.
        cues: 0.0 to 1.0 for each cue.
    """
    row: Floats = np.concatenate([turn, most, words, shape, hits, cues]).astype(np.float32)
    return row


@lru_cache(maxsize=1)
def load_weights(patterns: tuple[str, ...]) -> Weights:
    """Load the shipped weights for the patterns of today.

    Raises:
        ContentError: The weights are missing or were made for other patterns or counts.
    """
    folder = files("dialogue").joinpath("weights")
    try:
        card = WeightsCard.model_validate(json.loads(folder.joinpath(CARD_FILE).read_text(encoding="utf-8")))
        if (card.patterns, card.counts) != (patterns, SHAPE_NAMES):
            raise ValueError("they were made for other patterns or counts")
        with folder.joinpath(ARRAYS_FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return build_weights(card, {name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, KeyError) as error:
        raise ContentError(
            f"dialogue/weights: cannot be read ({error}); make them again: python -m evaluator.fit"
        ) from error


def build_weights(card: WeightsCard, arrays: dict[str, NDArray[np.generic]]) -> Weights:
    """Put flat arrays together.

    Raises:
        KeyError: An array is missing.
    """

    def linear(name: str) -> Linear:
        return Linear(arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_shift"].astype(np.float32))

    def whole(name: str) -> tuple[int, ...]:
        return tuple(arrays[name].astype(np.int64).tolist())

    def parts(name: str) -> tuple[float, ...]:
        return tuple(arrays[name].astype(np.float64).tolist())

    def trees(name: str) -> Trees:
        return Trees(
            roots=whole(f"{name}_roots"),
            feature=whole(f"{name}_feature"),
            threshold=parts(f"{name}_threshold"),
            below=whole(f"{name}_below"),
            above=whole(f"{name}_above"),
            value=parts(f"{name}_value"),
            start=parts(f"{name}_start")[0],
        )

    return Weights(
        card,
        linear("words"),
        Network(arrays, card.targets),
        trees("empathy"),
        trees("occasion"),
        trees("boundary"),
    )
