"""The exchanges as matrices: what is seen, and what is to be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.features import Sight
from dialogue.flags import Flag
from evaluator.fit.exchanges import LabelledExchange

Matrix = NDArray[np.float64]
Rows = NDArray[np.int64]
YesNo = NDArray[np.bool_]

LEVELS = (1, 2, 3, 4)
OCCASION = "occasion"
FEWEST = 12
"""Exchanges with an act or flag below which no score is fitted for it; ours."""
FROM_ESTIMATE = frozenset({Act.ADEQUATE, Act.EMPATHY_SKILLED, Act.EMPATHY_EXEMPLARY})
"""Acts that follow from the empathy estimate and are not fitted on their own."""


@dataclass(frozen=True)
class Design:
    """All exchanges as matrices; row i of each belongs to exchange i."""

    turn: Matrix
    client: Matrix
    shape: Matrix
    hits: Matrix
    each: Matrix
    """Shape (all sentences, features)."""
    owner: Rows
    """For each sentence, the row of its exchange."""
    groups: Rows
    """One number for each client turn: what stands in one group is never split between fitting and holding out."""
    empathy: Matrix
    boundary: Matrix
    """NaN where there is no occasion."""
    targets: tuple[str, ...]
    wanted: Matrix
    """Shape (exchanges, targets), 0 or 1; NaN for boundary levels without occasion."""
    cues: Matrix
    """Shape (exchanges, all cues), 0 or 1."""


def build_design(exchanges: Sequence[LabelledExchange], sight: Sight) -> Design:
    """Look at every exchange once."""
    seen = [sight.see(exchange.client, exchange.trainee) for exchange in exchanges]
    owner = [row for row, each in enumerate(seen) for _ in each.sentences]
    targets = target_names(exchanges)
    boundary = np.array([np.nan if e.boundary is None else e.boundary for e in exchanges], dtype=float)
    return Design(
        turn=np.array([each.turn for each in seen], dtype=float),
        client=np.array([each.client for each in seen], dtype=float),
        shape=np.array([each.shape for each in seen], dtype=float),
        hits=np.array([each.hits for each in seen], dtype=float),
        each=np.vstack([each.each for each in seen]).astype(float),
        owner=np.array(owner, dtype=np.int64),
        groups=np.array([crc32(e.client.encode()) for e in exchanges], dtype=np.int64),
        empathy=np.array([e.empathy for e in exchanges], dtype=float),
        boundary=boundary,
        targets=targets,
        wanted=np.array([[_wanted(e, target) for target in targets] for e in exchanges], dtype=float),
        cues=np.array([[float(cue in e.cues) for cue in Cue] for e in exchanges], dtype=float),
    )


def target_names(exchanges: Sequence[LabelledExchange]) -> tuple[str, ...]:
    """Name every target for which there are enough exchanges."""
    acts = [f"act:{act}" for act in Act if act not in FROM_ESTIMATE and sum(act in e.acts for e in exchanges) >= FEWEST]
    flags = [f"flag:{flag}" for flag in Flag if sum(flag in e.flags for e in exchanges) >= FEWEST]
    levels = [f"{scale}:{level}" for scale in ("empathy", "boundary") for level in LEVELS]
    return (*levels, OCCASION, *acts, *flags)


def _wanted(exchange: LabelledExchange, target: str) -> float:
    if target == OCCASION:
        return float(exchange.boundary is not None)
    kind, name = target.split(":")
    if kind == "empathy":
        return float(exchange.empathy >= int(name))
    if kind == "boundary":
        return np.nan if exchange.boundary is None else float(exchange.boundary >= int(name))
    return float(name in (exchange.acts if kind == "act" else exchange.flags))
