"""The first stage: the network's scores and linear scores of the words, on exchanges that were held out and on all."""

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from evaluator.fit.design import Design
from evaluator.fit.matrices import Matrix, Rows
from evaluator.fit.ridge import fit_ridge
from evaluator.fit.scores import Scores, add_scores
from evaluator.fit.side_by_side import side_by_side
from evaluator.fit.tuning import Lesson, Tuned, score, tune

WORDS_PENALTY = 3.0
"""By cross-validation; flat within a factor of three."""
FOLDS = 3

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FirstFit:
    """What the tuned network differs in from the published one; weights and shift of the linear model of the words."""

    network: dict[str, NDArray[np.float16]]
    words: tuple[Matrix, Matrix]


def fit_first(design: Design, lesson: Lesson, epochs: int, held: Scores | None = None) -> tuple[FirstFit, Scores]:
    """Fit both on everything, and score each row by models that did not see its client turn.

    Args:
        design: What there is to fit on.
        lesson: The same for the network.
        epochs: How often the network sees every row.
        held: Such scores, where an earlier fit kept them.
    """
    every = np.arange(len(design.wanted))
    folds = [] if held is not None else list(GroupKFold(FOLDS).split(every, groups=design.groups))

    def fit(part: tuple[Rows, Rows]) -> tuple[FirstFit, Scores | None]:
        kept, out = part
        network, words = tune(lesson, kept, epochs), _fit_words(design.words[kept], design.wanted[kept])
        first = FirstFit(network.arrays(), words)
        if not len(out):
            return first, None
        _log.info("held out %d of %d", len(out), len(every))
        return first, _spread(len(every), out, score(network, lesson, out), design.words[out] @ words[0] + words[1])

    whole, *parts = side_by_side(fit, [(every, every[:0]), *folds])
    return whole[0], held or add_scores([scores for _, scores in parts if scores is not None])


def _spread(number: int, rows: Rows, tuned: Tuned, words: Matrix) -> Scores:
    """Lay scores of some rows out among all; those of the others are zero."""
    parts = (tuned.turn, tuned.most, words, tuned.cues)
    whole = [np.zeros((number, part.shape[1])) for part in parts]
    for filled, part in zip(whole, parts, strict=True):
        filled[rows] = part
    return Scores(*whole)


def _fit_words(rows: Matrix, wanted: Matrix) -> tuple[Matrix, Matrix]:
    """Fit all targets, each on the exchanges of which it is known."""
    weights, shift = np.zeros((rows.shape[1], wanted.shape[1])), np.zeros(wanted.shape[1])
    unknown = np.isnan(wanted)
    for pattern in np.unique(unknown, axis=1).T:
        at = (unknown == pattern[:, None]).all(axis=0)
        weights[:, at], shift[at] = fit_ridge(rows[~pattern], wanted[~pattern][:, at], WORDS_PENALTY)
    return weights, shift
