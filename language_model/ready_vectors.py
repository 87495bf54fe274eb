"""Ready-made vectors of texts that ship, so that a first start takes seconds and ranks alike on every machine.

A file holds one row a text: the first 16 bytes of the text's SHA-256, then its vector as whole numbers of one byte. A
text that is not in the file is encoded when it is asked for, about 10 ms each.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from language_model.encoder import WIDTH, SentenceEncoder

LARGEST = 127
"""Whole numbers of one byte carry the vectors: similarities move by less than 0.01."""
KEY = 16
"""Bytes of the SHA-256 of a text, in front of its vector."""


def vectors_of(texts: Sequence[str], encoder: SentenceEncoder, *paths: Path) -> NDArray[np.float32]:
    """Give the vectors of these texts, shape (texts, 384): ready-made where a file has the words, else computed."""
    kept = {row[:KEY].tobytes(): row for path in paths if path.is_file() for row in np.load(path)}
    missing = list(dict.fromkeys(text for text in texts if _key(text) not in kept))
    kept |= {row[:KEY].tobytes(): row for row in _packed(missing, encoder)}
    vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
    for place, text in enumerate(texts):
        vectors[place] = kept[_key(text)][KEY:]
    return vectors / np.float32(LARGEST)


def all_ready(texts: Sequence[str], path: Path) -> bool:
    """Tell whether the file holds a vector for each of these texts, and none for others."""
    return path.is_file() and {row[:KEY].tobytes() for row in np.load(path)} == {_key(text) for text in texts}


def make(texts: Sequence[str], encoder: SentenceEncoder, path: Path) -> None:
    """Bring the file to hold exactly these texts; only what is new is encoded."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {row[:KEY].tobytes(): row for row in np.load(path)} if path.is_file() else {}
    wanted = sorted(set(texts))
    missing = [text for text in wanted if _key(text) not in kept]
    kept |= {row[:KEY].tobytes(): row for row in _packed(missing, encoder)}
    rows = [kept[_key(text)] for text in wanted]
    np.save(path, np.stack(rows) if rows else np.empty((0, KEY + WIDTH), dtype=np.int8))


def _packed(texts: Sequence[str], encoder: SentenceEncoder) -> NDArray[np.int8]:
    rows = np.empty((len(texts), KEY + WIDTH), dtype=np.int8)
    for row, text in zip(rows, texts, strict=True):
        row[:KEY] = np.frombuffer(_key(text), dtype=np.int8)
        row[KEY:] = np.rint(np.clip(encoder.encode([text])[0], -1, 1) * LARGEST)
    return rows


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:KEY]
