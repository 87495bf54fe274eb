"""How do the clients move in their talk? Rows 17 to 24 of the fidelity design: resistance, change, affect."""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from benchmarks.client_figures import NOTHING, gated, mean, share
from benchmarks.client_sessions import Played
from benchmarks.client_text import Affect, Labels, Talk, label_turn
from benchmarks.scripted import Standing
from benchmarks.table import Row
from dialogue.acts import Act


def talk_rows(sessions: Sequence[Played], labels: Sequence[Sequence[Labels]]) -> list[Row]:
    """Give rows 17 to 24; `labels` are those of the replies of each session."""
    resisting = [share(own, lambda turn: turn.talk is Talk.RESIST) for own in labels]
    rows = [gated("17 turns that resist", mean(resisting), 0.10, 0.35, "%")]
    rows.append(gated("17 the same, SD over sessions", float(np.std(resisting)), 0.10, math.inf))
    rows.append(gated("18 P(resist | resist)", _stays(labels, Talk.RESIST), 0.30, 0.55))
    rows.append(gated("18 mean run of resisting turns", _mean_run(labels), 1.4, 2.5))
    rows.append(gated("19 P(change | change)", _stays(labels, Talk.CHANGE), 0.39, 0.69))
    rows.append(gated("19 P(neutral | neutral)", _stays(labels, Talk.NEUTRAL), 0.58, 0.88))
    return [*rows, *_movement_rows(sessions, labels), *_answer_rows(sessions), *_affect_rows(labels)]


def _stays(labels: Sequence[Sequence[Labels]], talk: Talk) -> float:
    return mean(float(b.talk is talk) for own in labels for a, b in pairwise(own) if a.talk is talk)


def _mean_run(labels: Sequence[Sequence[Labels]]) -> float:
    runs: list[float] = []
    for own in labels:
        run = 0
        for turn in own:
            if turn.talk is Talk.RESIST:
                run += 1
            elif run:
                runs, run = [*runs, float(run)], 0
        runs += [float(run)] if run else []
    return mean(runs)


def _movement_rows(sessions: Sequence[Played], labels: Sequence[Sequence[Labels]]) -> list[Row]:
    """Rows 20 and 21: when the first movement comes, and whether it grows more with a good trainee."""
    firsts: dict[Standing, list[float]] = defaultdict(list)
    slopes: dict[Standing, list[float]] = defaultdict(list)
    for played, own in zip(sessions, labels, strict=True):
        firsts[played.script.standing].append(_first_change(own))
        if len(own) >= 8:
            slopes[played.script.standing].append(_slope(own))
    good, bad = (
        float(np.median(firsts[which])) if firsts[which] else NOTHING for which in (Standing.GOOD, Standing.BAD)
    )
    better = [float(g > b) + 0.5 * float(g == b) for g in slopes[Standing.GOOD] for b in slopes[Standing.BAD]]
    note = f"change, quarter 1 to 4: good {mean(slopes[Standing.GOOD]):+.2f}, bad {mean(slopes[Standing.BAD]):+.2f}"
    return [
        gated("20 first movement, good trainee, median place", good, 0.25, math.inf, note="1 is never"),
        gated("20 first movement, bad trainee, median place", bad, 0.5, math.inf, note="1 is never"),
        gated("21 slope of change: good above bad, AUC", mean(better), 0.70, math.inf, note=f"{note}; bar ours"),
    ]


def _first_change(own: Sequence[Labels]) -> float:
    return next((at / len(own) for at, turn in enumerate(own) if turn.talk is Talk.CHANGE), 1.0)


def _slope(own: Sequence[Labels]) -> float:
    quarter = len(own) // 4
    first, last = own[:quarter], own[-quarter:]
    return share(last, lambda turn: turn.talk is Talk.CHANGE) - share(first, lambda turn: turn.talk is Talk.CHANGE)


REFLECTIONS = frozenset({Act.SIMPLE_REFLECTION, Act.COMPLEX_REFLECTION})
ASKING = frozenset({Act.OPEN_QUESTION, Act.CLOSED_QUESTION})
KINDS: tuple[tuple[str, frozenset[Act], frozenset[Act]], ...] = (
    ("open question", frozenset({Act.OPEN_QUESTION}), frozenset({Act.ADVICE, Act.JUDGMENT, Act.PRESSES_FOR_DETAIL})),
    ("closed question", frozenset({Act.CLOSED_QUESTION}), frozenset({Act.OPEN_QUESTION, Act.ADVICE})),
    ("advice", frozenset({Act.ADVICE}), frozenset({Act.OPEN_QUESTION})),
    ("reflection", REFLECTIONS, ASKING | {Act.ADVICE}),
)
"""Name, acts that make the kind, acts that unmake it."""


def _answer_rows(sessions: Sequence[Played]) -> list[Row]:
    """Rows 22 and 23: what the client does after a question, a reflection, advice."""
    after: dict[str, list[Labels]] = {name: [] for name, _, _ in KINDS}
    for spot in (spot for played in sessions for spot in played.spots):
        for name, has, lacks in KINDS:
            if spot.outcome.reading.has(*has) and not spot.outcome.reading.has(*lacks):
                after[name].append(label_turn(spot.reply))
    words = {name: mean(float(turn.words) for turn in own) for name, own in after.items()}
    resists = {name: share(own, lambda turn: turn.talk is Talk.RESIST) for name, own in after.items()}
    note = ", ".join(f"{name} {value:.1f}" for name, value in words.items())
    said = ", ".join(f"{name} {value:.2f}" for name, value in resists.items())
    return [
        gated(
            "22 words after an open ÷ a closed question",
            _ratio(words, "open question", "closed question"),
            1.5,
            math.inf,
            note=note,
        ),
        gated(
            "23 resisting after advice ÷ a reflection",
            _ratio(resists, "advice", "reflection"),
            1.5,
            math.inf,
            note=said,
        ),
        gated(
            "23 change after an open question",
            share(after["open question"], lambda turn: turn.talk is Talk.CHANGE),
            0.2,
            0.55,
            "%",
            "real .38; range ours",
        ),
    ]


def _ratio(values: dict[str, float], above: str, below: str) -> float:
    return values[above] / values[below] if values[below] else NOTHING


def _affect_rows(labels: Sequence[Sequence[Labels]]) -> list[Row]:
    """Row 24: turns without feeling words are passed over, as in the figures of the crisis line."""
    stays: list[float] = []
    for own in labels:
        felt = [turn.affect for turn in own if turn.affect is not Affect.NEUTRAL]
        stays += [float(b is Affect.NEGATIVE) for a, b in pairwise(felt) if a is Affect.NEGATIVE]
    stay = mean(stays)
    return [
        gated("24 negative stays negative", stay, 0.78, 0.88, "%"),
        gated("24 negative turns positive", 1 - stay, 0.10, 0.20, "%"),
    ]
