"""How do the clients' words look from outside? The first table of the fidelity design, row by row.

Every row goes by the text of the clients' turns and by the labeller of `client_text.py`; only rows 22 and 23 also use
what the trainee did, as the reader found it. The opening line counts nowhere: it is the same in every session.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from benchmarks.client_figures import NOTHING, gated, mean, share
from benchmarks.client_sessions import Played
from benchmarks.client_talk import talk_rows
from benchmarks.client_text import Labels, label_turn, mattr, mtld, words_of
from benchmarks.figures import plain
from benchmarks.scripted import Standing
from benchmarks.table import Row

LONG = 60
"""Words from which a turn is long."""


def surface_rows(sessions: Sequence[Played]) -> list[Row]:
    """Give the rows for some sessions, of one client or of all; rows between clients need at least two."""
    labels = [[label_turn(reply) for reply in played.replies] for played in sessions]
    turns = [label for session in labels for label in session]
    alone = len({played.persona.id for played in sessions}) == 1
    return [
        *_length_rows(sessions, labels, turns, alone),
        *_word_rows(sessions, turns),
        *talk_rows(sessions, labels),
    ]


def _length_rows(
    sessions: Sequence[Played], labels: Sequence[Sequence[Labels]], turns: Sequence[Labels], alone: bool
) -> list[Row]:
    words = np.array([turn.words for turn in turns], dtype=float)
    by_client: dict[str, list[int]] = defaultdict(list)
    for played, own in zip(sessions, labels, strict=True):
        by_client[played.persona.id] += [turn.words for turn in own]
    means = [mean(own) for own in by_client.values()]
    target = sessions[0].persona.talk if alone else None
    short_most = 0.35 if target is not None and target.short > 0.2 else 0.20
    note = (
        f"written for {target.words:g} words a turn"
        if target
        else ", ".join(f"{k} {mean(v):.0f}" for k, v in by_client.items())
    )
    low, high = (8.0, 35.0) if alone else (15.0, 25.0)
    inside = [np.array([turn.words for turn in own], dtype=float) for own in labels if len(own) > 4]
    return [
        gated("1 words a turn, mean", float(words.mean()), low, high, note=note),
        plain("2 words a turn, median", float(np.median(words))),
        gated("2 words a turn, p10", float(np.percentile(words, 10)), -math.inf, 6),
        gated("2 words a turn, p90", float(np.percentile(words, 90)), -math.inf, 60),
        gated("3 words a sentence", float(words.sum()) / max(1, sum(turn.sentences for turn in turns)), 6, 12),
        gated("4 turns of at most 3 words", share(turns, lambda turn: turn.words <= 3), 0.05, short_most, "%"),
        gated("5 turns of 60 words and more", share(turns, lambda turn: turn.words >= LONG), -math.inf, 0.08, "%"),
        gated("6 variation of length within a session", mean(_variation(own) for own in inside), 0.5, 1.2),
        *(
            []
            if alone
            else [gated("7 variation of mean length between clients", _variation(np.array(means)), 0.35, math.inf)]
        ),
        gated("8 length against the turn before, correlation", mean(_lag(own) for own in inside), -0.3, 0.3),
    ]


def _variation(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    return float(values.std(ddof=1) / values.mean()) if len(values) > 1 and values.mean() else NOTHING


def _lag(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    before, after = values[:-1], values[1:]
    return float(np.corrcoef(before, after)[0, 1]) if before.std() and after.std() else NOTHING


def _word_rows(sessions: Sequence[Played], turns: Sequence[Labels]) -> list[Row]:
    words = max(1, sum(turn.words for turn in turns))
    diversity = [mtld(words_of(" ".join(played.replies))) for played in sessions]
    known = [value for value in diversity if math.isfinite(value)]
    return [
        gated("9 hedges per 1,000 words", 1000 * sum(turn.hedges for turn in turns) / words, 8, 25),
        gated('10 turns with "I don\'t know"', share(turns, lambda turn: turn.dont_know), 0.02, 0.08, "%"),
        gated("11 fillers per 1,000 words", 1000 * sum(turn.fillers for turn in turns) / words, -math.inf, 5),
        gated("12 turns with a question", share(turns, lambda turn: turn.asks), 0.05, 0.15, "%"),
        gated("13 first-person words per 1,000", 1000 * sum(turn.first_person for turn in turns) / words, 90, 140),
        gated("14 MTLD of a session, median", float(np.median(known)) if known else NOTHING, 35, 65),
        gated("14 MTLD, SD over sessions", float(np.std(known)) if known else NOTHING, 8, math.inf),
        gated("15 MATTR-50", mean(mattr(words_of(" ".join(played.replies))) for played in sessions), 0.68, 0.80),
        _share_row(sessions),
    ]


def _share_row(sessions: Sequence[Played]) -> Row:
    """Give the client's share of all words with a good trainee, less that with a bad one."""
    by = {standing: mean(_client_share(p) for p in sessions if p.script.standing is standing) for standing in Standing}
    good, bad = by[Standing.GOOD], by[Standing.BAD]
    note = f"good {good:.2f}, middling {by[Standing.MIDDLING]:.2f}, bad {bad:.2f}; bar: above 0"
    return gated("16 client's share of words, good less bad", good - bad, 0.0, math.inf, note=note)


def _client_share(played: Played) -> float:
    client = sum(len(words_of(spot.reply)) for spot in played.spots)
    return client / max(1, client + sum(len(words_of(spot.trainee)) for spot in played.spots))
