"""Fits the pillars of trust over held-out scores of the network, and writes the two files of their weights."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from dialogue.pillars import PILLAR_ARRAYS, PILLAR_CARD, PillarCard, log_odds
from dialogue.weights import Calibration
from evaluator.fit.criteria import PillarTurn, criteria_of
from evaluator.fit.design import Design
from evaluator.fit.matrices import Matrix, Rows
from evaluator.fit.measure import kappa
from evaluator.fit.packing import npz_bytes
from evaluator.fit.ridge import fit_ridge
from evaluator.fit.scores import Scores
from evaluator.fit.second import CLOSE

PENALTY = 1.0
"""By cross-validation; flat within a factor of three."""
FOLDS = 5
HIGH, LOW = 3, 1
"""A pair of answers to one client turn is clear where one is at least the first and the other at most the second."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PillarRows:
    """What there is to fit one criterion on; row i of each belongs to turn i."""

    seen: Matrix
    wanted: Matrix
    groups: Rows
    """One number for each client turn."""
    own: Rows
    """The turns that were written for this criterion."""


def build_pillars(folder: Path, turns: Sequence[PillarTurn], seen: Matrix, scores: int, reader: str) -> PillarCard:
    """Fit and write `pillars.npz` and `pillars.json`; nothing is written if a step fails.

    Args:
        folder: Where the two files go.
        turns: What is labelled.
        seen: A row for each turn, as `dialogue.pillars.pillar_row` lays it out.
        scores: How many of its columns are scores; the words come after.
        reader: Version of the reader's weights that the scores are of.
    """
    scale = scale_of(seen, scores)
    fits = {criterion: rows_of(criterion, turns, seen * scale) for criterion in criteria_of(turns)}
    columns, shifts, cards, figures = [], [], dict[str, Calibration](), dict[str, float]()
    for criterion, rows in fits.items():
        held = held_out(rows)
        cards[criterion] = calibrate(held, rows.wanted)
        figures |= figures_of(criterion, rows, held, cards[criterion])
        fitted, shift = fit_ridge(rows.seen, rows.wanted[:, None], PENALTY)
        columns.append(fitted[:, 0] * scale)
        shifts.append(float(shift[0]))
    content = npz_bytes(
        {"weights": np.array(columns).T.astype(np.float16), "shift": np.array(shifts, dtype=np.float32)}
    )
    card = PillarCard(
        version=hashlib.sha256(content).hexdigest()[:12],
        reader=reader,
        criteria=cards,
        exchanges={criterion: len(rows.wanted) for criterion, rows in fits.items()},
        cross_validation=figures,
    )
    _log.info("%s", figures)
    folder.joinpath(PILLAR_ARRAYS).write_bytes(content)
    folder.joinpath(PILLAR_CARD).write_text(json.dumps(card.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")
    return card


def seen_of(design: Design, held: Scores, number: int) -> Matrix:
    """Lay out the rows of the last turns of a design, with scores by networks that did not see their client turns."""
    turn, most = (log_odds(part[-number:].astype(np.float32)) for part in (held.turn, held.most))
    seen: Matrix = np.hstack([turn, most, design.words[-number:]])
    return seen


def scale_of(seen: Matrix, scores: int) -> Matrix:
    """Weigh the features: all scores together three times as much as all words, which come after and have length 1."""
    scale = np.ones(seen.shape[1])
    scale[:scores] = np.sqrt(3.0 / scores) / np.maximum(seen[:, :scores].std(axis=0), 1e-6)
    return scale


def rows_of(criterion: str, turns: Sequence[PillarTurn], seen: Matrix) -> PillarRows:
    """Choose the turns of which the level on a criterion is known."""
    known = [at for at, turn in enumerate(turns) if turn.level_on(criterion) is not None]
    chosen = [turns[at] for at in known]
    return PillarRows(
        seen=seen[known],
        wanted=np.array([turn.level_on(criterion) for turn in chosen], dtype=float),
        groups=np.array([crc32(turn.client.encode()) for turn in chosen], dtype=np.int64),
        own=np.array([at for at, turn in enumerate(chosen) if turn.criterion == criterion], dtype=np.int64),
    )


def held_out(rows: PillarRows) -> Matrix:
    """Score each turn by weights that did not see its client turn."""
    raw = np.zeros(len(rows.wanted))
    for kept, out in GroupKFold(FOLDS).split(rows.seen, groups=rows.groups):
        fitted, shift = fit_ridge(rows.seen[kept], rows.wanted[kept][:, None], PENALTY)
        raw[out] = (rows.seen[out] @ fitted + shift)[:, 0]
    return raw


def calibrate(raw: Matrix, wanted: Matrix) -> Calibration:
    """Spread the raw score as widely as the levels are spread, and fit how often it is close."""
    slope = float(wanted.std() / raw.std())
    shift = float(wanted.mean() - slope * raw.mean())
    level = np.clip(slope * raw + shift, 0.0, 4.0)
    fitted = LogisticRegression(C=1.0).fit(np.column_stack([level, level**2]), np.abs(level - wanted) <= CLOSE)
    sure = (float(fitted.intercept_[0]), *(float(weight) for weight in fitted.coef_[0]))
    return Calibration(slope=round(slope, 5), shift=round(shift, 5), sure=tuple(round(weight, 4) for weight in sure))


def figures_of(criterion: str, rows: PillarRows, raw: Matrix, card: Calibration) -> dict[str, float]:
    """Measure held-out scores on the turns that were written for a criterion."""
    level = np.clip(card.slope * raw + card.shift, 0.0, 4.0)[rows.own]
    wanted, groups = np.floor(rows.wanted[rows.own] + 0.5), rows.groups[rows.own]
    whole = np.floor(level + 0.5)
    clear = [
        whole[high] > whole[low]
        for high in np.flatnonzero(wanted >= HIGH)
        for low in np.flatnonzero((wanted <= LOW) & (groups == groups[high]))
    ]
    return {
        f"{criterion}_kappa": round(kappa(level, wanted), 3),
        f"{criterion}_ordered": round(float(np.mean(clear)), 3) if clear else 0.0,
    }
