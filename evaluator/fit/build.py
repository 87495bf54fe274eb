"""Fits everything and writes the four files of weights."""

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialogue.cues import Cue
from dialogue.features import Sight
from dialogue.patterns import Patterns, load_patterns
from dialogue.shape import SHAPE_NAMES
from dialogue.weights import ARRAYS_FILE, CARD_FILE, WeightsCard
from evaluator.fit.criteria import PillarTurn
from evaluator.fit.design import Design, build_design
from evaluator.fit.exchanges import LabelledExchange
from evaluator.fit.levels import choices_of, fit_levels
from evaluator.fit.matrices import Rows
from evaluator.fit.measure import cross_validate
from evaluator.fit.packing import npz_bytes
from evaluator.fit.pillars import build_pillars, seen_of
from evaluator.fit.replies import HarmlessTurn
from evaluator.fit.scores import Scores, read_scores
from evaluator.fit.second import (
    BOUNDARY_KINDS,
    EMPATHY_KINDS,
    OCCASION_KINDS,
    TreeFit,
    best_threshold,
    columns_of,
    fit_second,
)
from evaluator.fit.stage import FirstFit, fit_first
from evaluator.fit.trees import flat
from evaluator.fit.tuning import EPOCHS, lesson_of

_log = logging.getLogger(__name__)


def build(
    folder: Path,
    exchanges: Sequence[LabelledExchange],
    harmless: Sequence[HarmlessTurn] = (),
    pillars: Sequence[PillarTurn] = (),
    *,
    measured: bool = True,
    epochs: int = EPOCHS,
    keep: Path | None = None,
    kept: Path | None = None,
) -> WeightsCard:
    """Fit on exchanges; write `reader.npz` and `reader.json`, and with turns of them `pillars.npz` and `pillars.json`.

    Nothing is written if a step fails.

    Args:
        folder: Where the files go.
        exchanges: In a stable order.
        harmless: Turns of which only is known that they do no harm.
        pillars: Turns labelled on the pillars alone.
        measured: Also cross-validate the second stage.
        epochs: How often the network sees every exchange.
        keep: A file for the held-out scores, so that thresholds can be looked at without fitting anew.
        kept: Such a file of the same exchanges, from which an interrupted fit goes on.
    """
    patterns = load_patterns("trainee")
    design = build_design(exchanges, Sight(patterns), harmless, pillars)
    _log.info("%d exchanges, %d harmless turns, %d on the pillars", len(exchanges), len(harmless), len(pillars))
    rows = design.labelled
    lesson = lesson_of(design.pairs, design.targets, design.wanted, design.cues)
    known = read_scores(kept, design.wanted.shape) if kept else None
    first, held = fit_first(design, lesson, epochs, known)
    if keep is not None:
        np.savez_compressed(keep, turn=held.turn, most=held.most, words=held.words, cues=held.cues)
    second = fit_second(design, held, rows)
    card = _card(design, held, patterns, rows)
    if measured:
        card = card.model_copy(update={"cross_validation": cross_validate(design, held, patterns)})
        _log.info("%s", card.cross_validation)
    content = npz_bytes(_arrays(design, first, second))
    card = card.model_copy(update={"version": hashlib.sha256(content).hexdigest()[:12]})
    folder.mkdir(parents=True, exist_ok=True)
    if pillars:
        seen = seen_of(design, held, len(pillars))
        build_pillars(folder, pillars, seen, 2 * len(design.targets), card.version)
    folder.joinpath(ARRAYS_FILE).write_bytes(content)
    folder.joinpath(CARD_FILE).write_text(json.dumps(card.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")
    return card


def _arrays(design: Design, first: FirstFit, second: TreeFit) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {**first.network}
    weights, shift = first.words
    arrays["words_weights"], arrays["words_shift"] = weights.astype(np.float16), shift.astype(np.float32)
    for name, model, kinds in (
        ("empathy", second.empathy, EMPATHY_KINDS),
        ("occasion", second.occasion, OCCASION_KINDS),
        ("boundary", second.boundary, BOUNDARY_KINDS),
    ):
        parts = flat(model, name)
        columns, feature = columns_of(design, kinds), parts[f"{name}_feature"]
        parts[f"{name}_feature"] = np.where(feature < 0, -1, columns[np.maximum(feature, 0)]).astype(np.int16)
        arrays.update(parts)
    return arrays


def _card(design: Design, held: Scores, patterns: Patterns, rows: Rows) -> WeightsCard:
    levels = fit_levels(design, held, rows)
    none = np.zeros(len(rows))
    cues = [best_threshold(held.cues[rows, at], design.cues[rows, at], none, 1.0) for at in range(len(Cue))]
    return WeightsCard(
        version="none",
        patterns=patterns.names,
        counts=SHAPE_NAMES,
        targets=design.targets,
        cues=tuple(Cue),
        cue_thresholds=tuple(round(threshold, 3) for threshold in cues),
        choices=choices_of(design, held, rows, patterns),
        empathy=levels.empathy,
        boundary=levels.boundary,
        occasion_threshold=levels.occasion_threshold,
        exchanges=len(rows),
        cross_validation={},
    )
