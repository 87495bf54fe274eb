"""The second stage: trees for the two levels and the occasion, their calibration, yes or no for each act and flag."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LogisticRegression

from dialogue.acts import Act
from dialogue.flags import Flag
from dialogue.patterns import Patterns
from dialogue.weights import Calibration, Choice
from evaluator.fit.design import Design
from evaluator.fit.matrices import Matrix, Rows, YesNo
from evaluator.fit.scores import Scores
from evaluator.fit.trees import fit_trees

CLOSE = 0.75
"""Levels within which an estimate counts as right, for its confidence; ours."""
CHOSEN_FROM = np.arange(0.2, 0.9, 0.02)
"""Thresholds that are tried."""


SERIOUS = frozenset(
    {
        Act.SECRECY_PROMISE, Act.BREACH, Act.VIOLATION, Act.PRESSES_FOR_DETAIL, Act.ABRUPT_REFERRAL, Act.COERCION,
        Flag.CONFIDENTIALITY_BREACH, Flag.ABSOLUTE_SECRECY_PROMISE, Flag.DUAL_RELATIONSHIP, Flag.ROMANTIC_OR_TOUCH,
        Flag.ABANDONMENT, Flag.TRIGGER_PUSH, Flag.AUTONOMY_OVERRIDE, Flag.JUDGMENT, Flag.SCOPE_OVERREACH,
    }
)  # fmt: skip
"""Acts and flags for which missing one is worse than a false alarm."""
RECALL_BETA = 2.0
"""How much more a missed serious one weighs than a false alarm, as in F-beta; ours."""


@dataclass(frozen=True)
class Marks:
    """Where rules speak for an act or flag: 1 or 0 for each exchange."""

    sure: Matrix
    unsure: Matrix


@dataclass(frozen=True)
class TreeFit:
    """The three tree models, each over some columns of the summary row."""

    empathy: GradientBoostingRegressor
    occasion: GradientBoostingRegressor
    boundary: GradientBoostingRegressor


def columns_of(design: Design, kinds: tuple[str, ...]) -> Rows:
    """Choose columns of the summary row: scores of some kinds of targets, counts, hits, and the cues if asked."""
    number = len(design.targets)
    own = [at for at, target in enumerate(design.targets) if target.split(":")[0] in kinds]
    scores = [at + part * number for part in range(3) for at in own]
    rest = design.shape.shape[1] + design.hits.shape[1] + (design.cues.shape[1] if "cues" in kinds else 0)
    return np.array([*scores, *range(3 * number, 3 * number + rest)], dtype=np.int64)


EMPATHY_KINDS = ("empathy",)
OCCASION_KINDS = ("occasion", "act", "flag", "cues")
BOUNDARY_KINDS = ("boundary", "act", "flag", "cues")


def summary(design: Design, scores: Scores, rows: Rows, given: bool) -> Matrix:
    """Lay out summary rows as the runtime does, with the cues that were given or those that were found."""
    cues = design.cues if given else scores.cues
    parts = (scores.turn, scores.most, scores.words, design.shape, design.hits, cues)
    return np.hstack([part[rows] for part in parts])


def fit_second(design: Design, scores: Scores, rows: Rows) -> TreeFit:
    """Fit the three tree models on held-out scores; each exchange once with given and once with found cues."""
    tested = rows[~np.isnan(design.boundary[rows])]
    occasion = (~np.isnan(design.boundary)).astype(float)

    def both(chosen: Rows) -> Matrix:
        return np.vstack([summary(design, scores, chosen, False), summary(design, scores, chosen, True)])

    return TreeFit(
        empathy=fit_trees(
            summary(design, scores, rows, False)[:, columns_of(design, EMPATHY_KINDS)], design.empathy[rows]
        ),
        occasion=fit_trees(both(rows)[:, columns_of(design, OCCASION_KINDS)], np.tile(occasion[rows], 2)),
        boundary=fit_trees(both(tested)[:, columns_of(design, BOUNDARY_KINDS)], np.tile(design.boundary[tested], 2)),
    )


def predict(
    design: Design, model: GradientBoostingRegressor, scores: Scores, rows: Rows, kinds: tuple[str, ...], given: bool
) -> Matrix:
    """Predict with one tree model."""
    found: Matrix = model.predict(summary(design, scores, rows, given)[:, columns_of(design, kinds)].astype(np.float32))
    return found


def calibrate(raw: Matrix, other: Matrix, wanted: Matrix) -> Calibration:
    """Spread the raw score as widely as the levels are spread, and fit how often it is close.

    Args:
        raw: Scores of the trees.
        other: Scores of the network alone for the same exchanges; where the two differ the estimate is less sure.
        wanted: True levels.
    """
    slope = float(wanted.std() / raw.std())
    shift = float(wanted.mean() - slope * raw.mean())
    level = np.clip(slope * raw + shift, 0.0, 4.0)
    close = np.abs(level - wanted) <= CLOSE
    fitted = LogisticRegression(C=1.0).fit(np.column_stack([np.abs(raw - other), level, level**2]), close)
    sure = (float(fitted.intercept_[0]), *(float(weight) for weight in fitted.coef_[0]))
    return Calibration(slope=round(slope, 5), shift=round(shift, 5), sure=tuple(round(weight, 4) for weight in sure))


def choose(design: Design, scores: Scores, rows: Rows, target: str, marks: Marks, recall: bool) -> Choice:
    """Fit how one act or flag is decided, with the threshold that serves best beside the sure rules.

    Args:
        design: The exchanges.
        scores: Held-out scores.
        rows: The exchanges to fit on.
        target: Its name.
        marks: Where rules speak for it.
        recall: Whether missing it is worse than a false alarm.
    """
    at = design.targets.index(target)
    wanted = design.wanted[rows, at]
    columns = np.column_stack(
        [scores.turn[rows, at], scores.most[rows, at], scores.words[rows, at], marks.unsure[rows]]
    )
    model = LogisticRegression(C=30.0, max_iter=500).fit(columns, wanted)
    if model.coef_[0, 3] < 0.0:  # a hit never speaks against its own act
        columns[:, 3] = 0.0
        model = LogisticRegression(C=30.0, max_iter=500).fit(columns, wanted)
    found = model.predict_proba(columns)[:, 1]
    threshold = best_threshold(found, wanted, marks.sure[rows], RECALL_BETA if recall else 1.0)
    turn, most, words, hit = (round(float(weight), 4) for weight in model.coef_[0])
    shift = round(float(model.intercept_[0]), 4)
    return Choice(turn=turn, most=most, words=words, hit=hit, shift=shift, threshold=round(threshold, 3))


def decide(design: Design, scores: Scores, rows: Rows, target: str, choice: Choice, marks: Marks) -> YesNo:
    """Decide one act or flag on some exchanges as the runtime does, but for vetoes and agreement; true or false."""
    at = design.targets.index(target)
    score = (
        choice.turn * scores.turn[rows, at]
        + choice.most * scores.most[rows, at]
        + choice.words * scores.words[rows, at]
    )
    found = 1.0 / (1.0 + np.exp(-(score + choice.hit * marks.unsure[rows] + choice.shift)))
    said: YesNo = (found >= choice.threshold) | (marks.sure[rows] > 0)
    return said


def marks_of(design: Design, patterns: Patterns, target: str) -> Marks:
    """Tell on which exchanges a rule speaks for one act or flag."""
    kind, _, name = target.partition(":")

    def any_of(sure: bool) -> Matrix:
        raised = [
            each.pattern.sure is sure and name in (each.pattern.acts if kind == "act" else each.pattern.flags)
            for each in patterns.all[: len(patterns.names)]
        ]
        return design.hits[:, raised].max(axis=1) if any(raised) else np.zeros(len(design.hits))

    return Marks(sure=any_of(True), unsure=any_of(False))


def best_threshold(found: Matrix, wanted: Matrix, rules: Matrix, beta: float) -> float:
    """Find the threshold of the best F-beta beside the rules; the highest of equals."""
    best, chosen = -1.0, 0.9
    for threshold in CHOSEN_FROM:
        said = (found >= threshold) | (rules > 0)
        worth = f_score(said, wanted > 0, beta)
        if worth >= best:
            best, chosen = worth, float(threshold)
    return chosen


def f_score(said: YesNo, true: YesNo, beta: float = 1.0) -> float:
    """F-beta of yes or no; 0.0 where nothing was there and nothing was said."""
    hit = float(np.sum(said & true))
    weight = beta * beta
    below = (1 + weight) * hit + weight * float(np.sum(~said & true)) + float(np.sum(said & ~true))
    return (1 + weight) * hit / below if below else 0.0
