"""The exchanges as matrices: what is seen, and what is to be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.features import Sight
from dialogue.flags import Flag
from dialogue.pillars import FAULT
from dialogue.reading import Main
from evaluator.fit.criteria import PillarTurn, criteria_of
from evaluator.fit.exchanges import LabelledExchange
from evaluator.fit.matrices import OCCASION, Matrix, Rows
from evaluator.fit.replies import HarmlessTurn
from language_model.pair_encoder import Pair, PairTokens

LEVELS = (1, 2, 3, 4)
FEWEST = 12
"""Exchanges with an act or flag below which no score is fitted for it; ours."""
FROM_ESTIMATE = frozenset({Act.ADEQUATE, Act.EMPATHY_SKILLED, Act.EMPATHY_EXEMPLARY})
"""Acts that follow from the empathy estimate and are not fitted on their own."""


@dataclass(frozen=True)
class Design:
    """All exchanges as matrices; row i of each belongs to exchange i."""

    words: Matrix
    shape: Matrix
    hits: Matrix
    pairs: tuple[Pair, ...]
    """What the network reads."""
    groups: Rows
    """One number for each client turn: what stands in one group is never split between fitting and holding out."""
    labelled: Rows
    """The exchanges that are labelled whole; of the others only `wanted` is known, in part."""
    empathy: Matrix
    boundary: Matrix
    """NaN where there is no occasion."""
    targets: tuple[str, ...]
    wanted: Matrix
    """Shape (exchanges, targets), 0 or 1, between them where a pillar is missed in part; NaN for what is not known."""
    cues: Matrix
    """Shape (exchanges, all cues), 0 or 1; NaN where they are not known."""

    def known(self, rows: Rows, target: str) -> Rows:
        """Give those of some exchanges, and of all that are known in part, of which a target is known."""
        partly = np.setdiff1d(np.arange(len(self.wanted)), self.labelled)
        both = np.concatenate([rows, partly])
        known: Rows = both[~np.isnan(self.wanted[both, self.targets.index(target)])]
        return known


def build_design(
    exchanges: Sequence[LabelledExchange],
    sight: Sight,
    harmless: Sequence[HarmlessTurn] = (),
    pillars: Sequence[PillarTurn] = (),
) -> Design:
    """Look at every exchange once; after them come the harmless turns, and last those labelled on the pillars."""
    everything: list[LabelledExchange | HarmlessTurn | PillarTurn] = [*exchanges, *harmless, *pillars]
    seen = [sight.see(exchange.client, exchange.trainee) for exchange in everything]
    targets, tokens = target_names(exchanges, pillars), PairTokens()
    empty = np.full(len(harmless) + len(pillars), np.nan)
    boundary = np.append([np.nan if e.boundary is None else e.boundary for e in exchanges], empty).astype(float)
    wanted = np.array([[_of(e, target) for target in targets] for e in everything], dtype=float)
    cues = np.array([_cues_of(e) for e in everything], dtype=float)
    pairs = tuple(
        tokens.cut(exchange.client, [sentence.text for sentence in each.sentences])
        for exchange, each in zip(everything, seen, strict=True)
    )
    return Design(
        words=np.array([each.words for each in seen], dtype=float),
        shape=np.array([each.shape for each in seen], dtype=float),
        hits=np.array([each.hits for each in seen], dtype=float),
        pairs=pairs,
        groups=np.array([crc32(e.client.encode()) for e in everything], dtype=np.int64),
        labelled=np.arange(len(exchanges)),
        empathy=np.append([e.empathy for e in exchanges], empty).astype(float),
        boundary=boundary,
        targets=targets,
        wanted=wanted,
        cues=cues,
    )


def target_names(exchanges: Sequence[LabelledExchange], pillars: Sequence[PillarTurn] = ()) -> tuple[str, ...]:
    """Name every target for which there are enough exchanges."""
    acts = [f"act:{act}" for act in Act if act not in FROM_ESTIMATE and sum(act in e.acts for e in exchanges) >= FEWEST]
    flags = [f"flag:{flag}" for flag in Flag if sum(flag in e.flags for e in exchanges) >= FEWEST]
    levels = [f"{scale}:{level}" for scale in ("empathy", "boundary") for level in LEVELS]
    mains = [f"main:{main}" for main in Main if sum(main == e.main for e in exchanges) >= FEWEST]
    return (*levels, OCCASION, *mains, *acts, *flags, *(f"{FAULT}:{name}" for name in criteria_of(pillars)))


def _cues_of(turn: LabelledExchange | HarmlessTurn | PillarTurn) -> list[float]:
    if isinstance(turn, HarmlessTurn):
        return [np.nan] * len(Cue)
    return [float(cue in turn.cues) for cue in Cue]


def _of(turn: LabelledExchange | HarmlessTurn | PillarTurn, target: str) -> float:
    if isinstance(turn, LabelledExchange):
        return _wanted(turn, target)
    known = turn.known(target)
    return np.nan if known is None else known


def _wanted(exchange: LabelledExchange, target: str) -> float:
    if target == OCCASION:
        return float(exchange.boundary is not None)
    kind, name = target.split(":")
    if kind == FAULT:
        return np.nan
    if kind == "empathy":
        return float(exchange.empathy >= int(name))
    if kind == "boundary":
        return np.nan if exchange.boundary is None else float(exchange.boundary >= int(name))
    if kind == "main":
        return np.nan if exchange.main is None else float(exchange.main == name)
    return float(name in (exchange.acts if kind == "act" else exchange.flags))
