"""From scores to what is said: calibration of the two levels, the occasion, and yes or no for every act and flag."""

from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from dialogue.patterns import Patterns
from dialogue.weights import Calibration, Choice
from evaluator.fit.design import Design
from evaluator.fit.matrices import Matrix, Rows
from evaluator.fit.scores import Scores
from evaluator.fit.second import (
    BOUNDARY_KINDS,
    EMPATHY_KINDS,
    OCCASION_KINDS,
    SERIOUS,
    best_threshold,
    calibrate,
    choose,
    columns_of,
    marks_of,
    summary,
)
from evaluator.fit.trees import fit_trees

FOLDS = 5


@dataclass(frozen=True)
class LevelFit:
    """How raw scores become levels, and when there is an occasion."""

    empathy: Calibration
    boundary: Calibration
    occasion_threshold: float


def fit_levels(design: Design, held: Scores, rows: Rows) -> LevelFit:
    """Calibrate on trees that did not see the client turns which they score."""
    tested = rows[~np.isnan(design.boundary[rows])]
    happens = (~np.isnan(design.boundary)).astype(float)
    empathy = held_out_trees(design, held, rows, EMPATHY_KINDS, design.empathy)
    boundary = held_out_trees(design, held, tested, BOUNDARY_KINDS, design.boundary)
    occasion = held_out_trees(design, held, rows, OCCASION_KINDS, happens)
    threshold = best_threshold(occasion, happens[rows], np.zeros(len(rows)), 1.0)
    return LevelFit(
        empathy=calibrate(empathy, network_level(design, held, "empathy")[rows], design.empathy[rows]),
        boundary=calibrate(boundary, network_level(design, held, "boundary")[tested], design.boundary[tested]),
        occasion_threshold=round(threshold, 3),
    )


def network_level(design: Design, held: Scores, scale: str) -> Matrix:
    """Give the level that the network alone would say."""
    columns = [at for at, target in enumerate(design.targets) if target.startswith(f"{scale}:")]
    level: Matrix = held.turn[:, columns].sum(axis=1)
    return level


def held_out_trees(design: Design, held: Scores, rows: Rows, kinds: tuple[str, ...], wanted: Matrix) -> Matrix:
    """Score some exchanges by trees that did not see their client turns."""
    found = np.zeros(len(rows))
    whole = summary(design, held, rows, False)[:, columns_of(design, kinds)]
    for kept, out in GroupKFold(FOLDS).split(rows, groups=design.groups[rows]):
        found[out] = fit_trees(whole[kept], wanted[rows][kept]).predict(whole[out].astype(np.float32))
    return found


def choices_of(design: Design, held: Scores, rows: Rows, patterns: Patterns) -> dict[str, Choice]:
    """Fit how each act and flag is decided."""
    return {
        target: choose(
            design,
            held,
            design.known(rows, target),
            target,
            marks_of(design, patterns, target),
            target.partition(":")[2] in SERIOUS,
        )
        for target in design.targets
        if target.startswith(("act:", "flag:"))
    }
