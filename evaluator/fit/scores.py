"""Scores of the first stage, the same for every step after it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluator.fit.matrices import Matrix


@dataclass(frozen=True)
class Scores:
    """First-stage scores; row i belongs to exchange i."""

    turn: Matrix
    most: Matrix
    words: Matrix
    cues: Matrix


def read_scores(kept: Path, shape: tuple[int, int]) -> Scores:
    """Read held-out scores that an earlier fit kept; `shape` is (exchanges, targets) of this one.

    Raises:
        ValueError: They are of other exchanges or other targets.
    """
    with np.load(kept) as arrays:
        held = Scores(**{name: arrays[name] for name in ("turn", "most", "words", "cues")})
    if held.turn.shape != shape:
        raise ValueError(f"{kept} holds scores of {held.turn.shape}, not of {shape}: other exchanges; fit anew")
    return held


def add_scores(parts: list[Scores]) -> Scores:
    """Put scores of different exchanges together."""
    return Scores(
        sum_of([part.turn for part in parts]),
        sum_of([part.most for part in parts]),
        sum_of([part.words for part in parts]),
        sum_of([part.cues for part in parts]),
    )


def sum_of(matrices: list[Matrix]) -> Matrix:
    """Add matrices of one shape."""
    total: Matrix = np.sum(matrices, axis=0)
    return total
