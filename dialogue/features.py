"""What the fitted weights see of an exchange: hashed words and letters, pattern hits, counts made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from dialogue.patterns import Patterns
from dialogue.sentences import Sentence, plain_words, split_sentences
from dialogue.shape import MOST_LETTERS, SHAPE_NAMES, WORD, Floats, shape_of

WORD_PLACES = 2048
"""Places into which word runs are hashed."""
LETTER_PLACES = 2048
"""Places into which letter runs are hashed."""
MOST_SENTENCES = 20
"""Sentences of one turn that get scores of their own: the first and the last ones of a longer turn; ours."""


def heard(number: int) -> tuple[int, ...]:
    """Choose which sentences get scores of their own: all, or the first and the last ones of a long turn."""
    if number <= MOST_SENTENCES:
        return tuple(range(number))
    half = MOST_SENTENCES // 2
    return (*range(half), *range(number - half, number))


def hashed_words(plain: str) -> Floats:
    """Hash words and pairs of words; length 1 unless there are none."""
    words = WORD.findall(plain[:MOST_LETTERS])
    runs = words + [f"{first} {second}" for first, second in zip(["^", *words], [*words, "$"], strict=True)]
    return _hashed(runs, WORD_PLACES)


def hashed_letters(plain: str) -> Floats:
    """Hash runs of three to five letters within words; length 1 unless there are none."""
    runs: list[str] = []
    for word in WORD.findall(plain[:MOST_LETTERS]):
        runs += _runs(word)
    return _hashed(runs, LETTER_PLACES)


@lru_cache(maxsize=8192)
def _runs(word: str) -> tuple[str, ...]:
    edged = f"<{word[:24]}>"
    return tuple(edged[at : at + size] for size in (3, 4, 5) for at in range(len(edged) - size + 1))


@lru_cache(maxsize=65536)
def _place(run: str, places: int) -> int:
    return crc32(run.encode("utf-8", "replace")) % places


def _hashed(runs: Sequence[str], places: int) -> Floats:
    counts = np.zeros(places, dtype=np.float32)
    for run in set(runs):
        counts[_place(run, places)] += 1.0
    norm = float(np.sqrt(counts @ counts))
    return counts / norm if norm else counts


def pattern_hits(patterns: Patterns, sentences: Sequence[Sentence]) -> Floats:
    """Tell which patterns match which sentences; shape (sentences, patterns), 0 or 1."""
    hits = np.zeros((len(sentences), len(patterns.all)), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        hits[row, list(patterns.matching(sentence))] = 1.0
    return hits


@dataclass(frozen=True)
class Seen:
    """One exchange as rows of numbers."""

    sentences: tuple[Sentence, ...]
    """The trainee's sentences that get scores of their own."""
    words: Floats
    """Shape (WORDS_WIDTH + patterns,)."""
    shape: Floats
    """Counts made by hand, in the order of `SHAPE_NAMES`."""
    hits: Floats
    """Which pattern that is a feature matches in any sentence, 0 or 1."""
    all_sentences: tuple[Sentence, ...]
    """Every sentence of the trainee."""
    all_hits: Floats
    """Which pattern matches in which sentence; shape (all sentences, patterns)."""


WORDS_WIDTH = 2 * WORD_PLACES + LETTER_PLACES + len(SHAPE_NAMES)
"""Numbers in a turn's row, without its pattern hits."""
SHAPE_SCALE = 0.16
"""Weighs the counts against the words; ours, by cross-validation."""
HIT_SCALE = 0.7
"""Weighs pattern hits against the words; ours, by cross-validation."""


class Sight:
    """Turns exchanges into rows of numbers."""

    def __init__(self, trainee: Patterns) -> None:
        self._trainee = trainee

    def see(self, client: str, trainee: str) -> Seen:
        """Look at one exchange; any text at all will do."""
        all_sentences = split_sentences(trainee)
        sentences = tuple(all_sentences[at] for at in heard(len(all_sentences)))
        all_hits = pattern_hits(self._trainee, all_sentences)
        any_hit = _any_hit(all_hits, self._trainee)
        plain = plain_words(trainee)
        shape = shape_of(trainee, client, sentences)
        row = [hashed_words(plain), hashed_letters(plain), 0.5 * hashed_words(plain_words(client))]
        return Seen(
            sentences=sentences,
            words=np.concatenate([*row, shape * SHAPE_SCALE, any_hit * HIT_SCALE]),
            shape=shape,
            hits=any_hit,
            all_sentences=all_sentences,
            all_hits=all_hits,
        )


def _any_hit(hits: Floats, patterns: Patterns) -> Floats:
    """Tell which of the patterns that are features match in any sentence."""
    features: Floats = hits[:, : len(patterns.names)]
    return features.max(axis=0) if len(features) else np.zeros(len(patterns.names), dtype=np.float32)
