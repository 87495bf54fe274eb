"""Scores of the first stage, the same for every step after it."""

from dataclasses import dataclass

import numpy as np

from evaluator.fit.matrices import Matrix


@dataclass(frozen=True)
class Scores:
    """First-stage scores; row i belongs to exchange i."""

    turn: Matrix
    most: Matrix
    words: Matrix
    cues: Matrix


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
