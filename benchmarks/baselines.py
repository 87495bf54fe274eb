"""What a grader must at least beat: the length of the reply, and the words of the reply counted without order.

Both are fitted on the exchanges written for this project, never on what they are measured on.
"""

import json
import re
import zlib
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dialogue.record import Record

Vectors = NDArray[np.float64]
Guess = Callable[[Sequence[str]], list[int]]
"""Trainee turns to levels 0–4."""

COLUMNS = 4096
"""Columns into which the words fall; ours, wide enough that few words share one."""
STIFFNESS = 10.0
"""Ridge penalty; ours, not tuned."""
WORD = re.compile(r"[^\W\d_]+")


class Labelled(Record):
    """A trainee turn and the level it was given."""

    trainee: str
    level: int


def own_exchanges(headline: str) -> list[Labelled]:
    """Read the labelled exchanges of this project; headline is `empathy` or `boundary`."""
    folder = Path(str(files("evaluator"))) / "exchanges"
    rows = [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    return [Labelled(trainee=row["trainee"], level=row[headline]) for row in rows if row[headline] is not None]


def by_length(labelled: Sequence[Labelled]) -> Guess:
    """Fit a guess from the number of words alone."""
    return _fitted(labelled, lambda texts: np.log1p([[float(len(text.split()))] for text in texts]), 0.0)


def by_words(labelled: Sequence[Labelled]) -> Guess:
    """Fit a guess from which words stand in the reply, without their order."""
    return _fitted(labelled, _words_of, STIFFNESS)


def _fitted(labelled: Sequence[Labelled], seen: Callable[[Sequence[str]], Vectors], stiffness: float) -> Guess:
    inputs = seen([one.trainee for one in labelled])
    levels = np.array([one.level for one in labelled], dtype=float)
    centre, middle = inputs.mean(axis=0), levels.mean()
    likeness = (inputs - centre) @ (inputs - centre).T + (stiffness + 1e-6) * np.eye(len(inputs))
    weights = (inputs - centre).T @ np.linalg.solve(likeness, levels - middle)

    def guess(texts: Sequence[str]) -> list[int]:
        found = (seen(texts) - centre) @ weights + middle
        return [int(level) for level in np.clip(np.floor(found + 0.5), 0, 4)]

    return guess


def _words_of(texts: Sequence[str]) -> Vectors:
    found = np.zeros((len(texts), COLUMNS))
    for row, text in enumerate(texts):
        for word in WORD.findall(text.lower()):
            found[row, zlib.crc32(word.encode("utf-8", "replace")) % COLUMNS] = 1.0
    return found
