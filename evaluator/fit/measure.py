"""How well do the weights do on client turns that they never saw? Grouped cross-validation of the whole fit."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GroupKFold

from dialogue.patterns import Patterns
from dialogue.weights import Calibration
from evaluator.fit.design import Design
from evaluator.fit.levels import choices_of, fit_levels
from evaluator.fit.matrices import Matrix, Rows
from evaluator.fit.scores import Scores
from evaluator.fit.second import (
    BOUNDARY_KINDS,
    EMPATHY_KINDS,
    OCCASION_KINDS,
    decide,
    f_score,
    fit_second,
    marks_of,
    predict,
)

FOLDS = 5


@dataclass(frozen=True)
class HeldOut:
    """What was said of exchanges whose client turn was held out."""

    empathy: Matrix
    boundary: Matrix
    occasion: Matrix
    occasion_given: Matrix
    said: Matrix
    """Shape (exchanges, targets): acts and flags, 0 or 1."""


def cross_validate(design: Design, held: Scores, patterns: Patterns) -> dict[str, float]:
    """Measure on client turns that were held out.

    The scores of the first stage are held-out ones already; the second stage is fitted on four fifths of the client
    turns and measured on the last fifth, five times.
    """
    rows = design.labelled
    none = np.zeros(len(rows))
    whole = HeldOut(none.copy(), none.copy(), none.copy(), none.copy(), np.zeros(design.wanted[rows].shape))
    for kept, out in GroupKFold(FOLDS).split(rows, groups=design.groups[rows]):
        _hold_out(design, held, patterns, kept, out, whole)
    return _figures(design, whole)


def _hold_out(design: Design, scores: Scores, patterns: Patterns, kept: Rows, held: Rows, whole: HeldOut) -> None:
    second, levels = fit_second(design, scores, kept), fit_levels(design, scores, kept)
    whole.empathy[held] = _level(levels.empathy, predict(design, second.empathy, scores, held, EMPATHY_KINDS, False))
    whole.boundary[held] = _level(
        levels.boundary, predict(design, second.boundary, scores, held, BOUNDARY_KINDS, False)
    )
    for said, given in ((whole.occasion, False), (whole.occasion_given, True)):
        happens = predict(design, second.occasion, scores, held, OCCASION_KINDS, given)
        said[held] = happens >= levels.occasion_threshold
    for target, choice in choices_of(design, scores, kept, patterns).items():
        at = design.targets.index(target)
        whole.said[held, at] = decide(design, scores, held, target, choice, marks_of(design, patterns, target))


def _level(card: Calibration, raw: Matrix) -> Matrix:
    level: Matrix = np.clip(card.slope * raw + card.shift, 0.0, 4.0)
    return level


def _figures(design: Design, whole: HeldOut) -> dict[str, float]:
    empathy, boundary, wanted = (part[design.labelled] for part in (design.empathy, design.boundary, design.wanted))
    tested = ~np.isnan(boundary)
    figures = {
        "empathy_kappa": kappa(whole.empathy, empathy),
        "empathy_leniency": float(np.mean(whole.empathy - empathy)),
        "boundary_kappa": kappa(whole.boundary[tested], boundary[tested]),
        "boundary_leniency": float(np.mean(whole.boundary[tested] - boundary[tested])),
        "occasion_f1": f_score(whole.occasion > 0, tested),
        "occasion_f1_cues_given": f_score(whole.occasion_given > 0, tested),
    }
    for kind in ("act", "flag"):
        columns = [at for at, target in enumerate(design.targets) if target.startswith(f"{kind}:")]
        figures[f"{kind}s_micro_f1"] = f_score(whole.said[:, columns] > 0, wanted[:, columns] > 0)
    for at, target in enumerate(design.targets):
        if target.startswith("flag:"):
            figures[f"{target}_f1"] = f_score(whole.said[:, at] > 0, wanted[:, at] > 0)
    return {name: round(figure, 3) for name, figure in figures.items()}


def kappa(found: Matrix, wanted: Matrix) -> float:
    """Quadratic weighted kappa of levels: 1.0 is full agreement, 0.0 is chance."""
    return float(cohen_kappa_score(np.round(found).astype(int), wanted.astype(int), weights="quadratic"))
