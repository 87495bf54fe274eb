"""The first stage: the network's scores and linear scores of the words, on exchanges that were held out and on all."""

import logging
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from evaluator.fit.design import Design
from evaluator.fit.matrices import Matrix, Rows
from evaluator.fit.network import TunedNetwork
from evaluator.fit.ridge import fit_ridge
from evaluator.fit.scores import Scores, add_scores
from evaluator.fit.tuning import Lesson, tune
from evaluator.fit.tuning import score as score_with

WORDS_PENALTY = 3.0
"""By cross-validation; flat within a factor of three."""
FOLDS = 3

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FirstFit:
    """The tuned network, and weights and shift of the linear model of the words."""

    network: TunedNetwork
    words: tuple[Matrix, Matrix]


def fit_first(design: Design, lesson: Lesson, rows: Rows, epochs: int) -> FirstFit:
    """Fit both on some exchanges."""
    return FirstFit(tune(lesson, rows, epochs), _fit_words(design.words[rows], design.wanted[rows]))


def _fit_words(rows: Matrix, wanted: Matrix) -> tuple[Matrix, Matrix]:
    """Fit all targets, each on the exchanges of which it is known."""
    weights, shift = np.zeros((rows.shape[1], wanted.shape[1])), np.zeros(wanted.shape[1])
    unknown = np.isnan(wanted)
    for pattern in np.unique(unknown, axis=1).T:
        at = (unknown == pattern[:, None]).all(axis=0)
        weights[:, at], shift[at] = fit_ridge(rows[~pattern], wanted[~pattern][:, at], WORDS_PENALTY)
    return weights, shift


def score(design: Design, lesson: Lesson, fit: FirstFit, rows: Rows) -> Scores:
    """Score some exchanges; the rows of the others are zero."""
    tuned = score_with(fit.network, lesson, rows)
    words = design.words[rows] @ fit.words[0] + fit.words[1]
    whole = [np.zeros((len(design.wanted), part.shape[1])) for part in (tuned.turn, tuned.most, words, tuned.cues)]
    for filled, part in zip(whole, (tuned.turn, tuned.most, words, tuned.cues), strict=True):
        filled[rows] = part
    return Scores(*whole)


def held_out_scores(design: Design, lesson: Lesson, rows: Rows, epochs: int) -> Scores:
    """Score each of some exchanges by models that did not see its client turn."""
    parts = []
    for number, (kept, held) in enumerate(GroupKFold(FOLDS).split(rows, groups=design.groups[rows]), start=1):
        _log.info("holding out part %d of %d", number, FOLDS)
        fit = fit_first(design, lesson, rows[kept], epochs)
        parts.append(score(design, lesson, fit, rows[held]))
    return add_scores(parts)
