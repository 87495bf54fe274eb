"""The first stage: linear scores of turns, sentences and client turns, on exchanges that were held out and on all."""

from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from evaluator.fit.design import Design, Matrix, Rows
from evaluator.fit.ridge import fit_ridge

TURN_PENALTY = 3.0
EACH_PENALTY = 3.0
CLIENT_PENALTY = 1.0
"""By cross-validation; each is flat within a factor of three."""
INNER_FOLDS = 5


@dataclass(frozen=True)
class LinearFit:
    """Weights and shift of the three linear models."""

    turn: tuple[Matrix, Matrix]
    each: tuple[Matrix, Matrix]
    client: tuple[Matrix, Matrix]


@dataclass(frozen=True)
class Scores:
    """First-stage scores; row i belongs to exchange i."""

    turn: Matrix
    most: Matrix
    mean: Matrix
    client: Matrix


def fit_linear(design: Design, rows: Rows) -> LinearFit:
    """Fit the three linear models on some exchanges."""
    within = np.isin(design.owner, rows)
    return LinearFit(
        turn=_fit(design.turn[rows], design.wanted[rows], TURN_PENALTY),
        each=_fit(design.each[within], design.wanted[design.owner[within]], EACH_PENALTY),
        client=fit_ridge(design.client[rows], design.cues[rows], CLIENT_PENALTY),
    )


def _fit(rows: Matrix, wanted: Matrix, penalty: float) -> tuple[Matrix, Matrix]:
    """Fit all targets; those that are unknown on some rows are fitted on the others."""
    unknown = np.isnan(wanted).any(axis=0)
    weights, shift = np.zeros((rows.shape[1], wanted.shape[1])), np.zeros(wanted.shape[1])
    weights[:, ~unknown], shift[~unknown] = fit_ridge(rows, wanted[:, ~unknown], penalty)
    if unknown.any():
        known = ~np.isnan(wanted[:, unknown]).any(axis=1)
        weights[:, unknown], shift[unknown] = fit_ridge(rows[known], wanted[known][:, unknown], penalty)
    return weights, shift


def score(design: Design, fit: LinearFit, rows: Rows) -> Scores:
    """Score some exchanges; the rows of the others are zero."""
    number, targets = design.wanted.shape
    turn, most, mean = np.zeros((number, targets)), np.zeros((number, targets)), np.zeros((number, targets))
    client = np.zeros(design.cues.shape)
    turn[rows] = design.turn[rows] @ fit.turn[0] + fit.turn[1]
    client[rows] = design.client[rows] @ fit.client[0] + fit.client[1]
    within = np.isin(design.owner, rows)
    scores, owner = design.each[within] @ fit.each[0] + fit.each[1], design.owner[within]
    for row in rows:
        own = scores[owner == row]
        if len(own):
            most[row], mean[row] = own.max(axis=0), own.mean(axis=0)
    return Scores(turn, most, mean, client)


def held_out_scores(design: Design, rows: Rows, folds: int = INNER_FOLDS) -> Scores:
    """Score each of some exchanges by models that did not see its client turn."""
    parts = []
    for kept, held in GroupKFold(folds).split(rows, groups=design.groups[rows]):
        parts.append(score(design, fit_linear(design, rows[kept]), rows[held]))
    return add_scores(parts)


def add_scores(parts: list[Scores]) -> Scores:
    """Put scores of different exchanges together."""
    return Scores(
        sum_of([part.turn for part in parts]),
        sum_of([part.most for part in parts]),
        sum_of([part.mean for part in parts]),
        sum_of([part.client for part in parts]),
    )


def sum_of(matrices: list[Matrix]) -> Matrix:
    """Add matrices of one shape."""
    total: Matrix = np.sum(matrices, axis=0)
    return total
