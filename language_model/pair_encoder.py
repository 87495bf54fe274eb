"""What does each token mean where a client's turn and a trainee's answer are read together?

all-MiniLM-L6-v2 on onnxruntime with some of its tensors replaced by tuned ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from language_model.graphs import Floats, Graph, load_tensors
from language_model.model_files import read_model_file

PAIR_GRAPH_FILE = Path(__file__).with_name("minilm_pair.onnx")
MOST_CLIENT_TOKENS = 96
"""Tokens of the client's turn that are read: its last ones."""
MOST_TRAINEE_TOKENS = 160
"""Tokens of the trainee's turn that are read: its first ones."""
RECENT_PAIRS = 64
START, SEPARATOR, FULL_STOP = 101, 102, 1012
"""Ids of the marks around the two texts, and of the word that stands for an empty turn."""


@dataclass(frozen=True)
class Pair:
    """The tokens of a client's turn and of the trainee's sentences, as the graph reads them."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    """0 for the client's turn and the marks around it, 1 for the trainee's."""
    client: slice
    trainee: slice
    sentences: tuple[slice, ...]
    """Where the tokens of each sentence stand; an empty slice for a sentence that was cut off."""


class PairTokens:
    """Cuts a client's turn and a trainee's sentences into tokens."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load the tokenizer.

        Raises:
            LanguageModelError: Its file is missing or is not the published one.
        """
        from tokenizers import Tokenizer  # a late import: the domain and its tests start without it

        self._tokenizer = Tokenizer.from_str(read_model_file("tokenizer.json", folder).decode())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def cut(self, client: str, sentences: Sequence[str]) -> Pair:
        """Cut both; any text at all will do."""
        theirs = self._ids(client)[-MOST_CLIENT_TOKENS:]
        start = len(theirs) + 2
        said: list[int] = []
        places = []
        for sentence in sentences:
            first = len(said)
            said += self._ids(sentence)[: MOST_TRAINEE_TOKENS - first]
            places.append(slice(start + first, start + len(said)))
        said = said or [FULL_STOP]
        return Pair(
            ids=(START, *theirs, SEPARATOR, *said, SEPARATOR),
            types=(0,) * start + (1,) * (len(said) + 1),
            client=slice(1, start - 1),
            trainee=slice(start, start + len(said)),
            sentences=tuple(places),
        )

    def _ids(self, text: str) -> list[int]:
        # A half of a surrogate pair can come from a browser and is not valid UTF-8.
        valid = text.encode("utf-8", "replace").decode("utf-8")
        ids: list[int] = self._tokenizer.encode(valid, add_special_tokens=False).ids
        return ids


class PairEncoder:
    """Gives a row for each token of a pair. May be used by several threads at once."""

    def __init__(self, tuned: Mapping[str, Floats], folder: Path | None = None) -> None:
        """Load the model; what is not tuned is shared with the sentence encoder.

        Args:
            tuned: Tensors that replace the published ones of the same name and shape.
            folder: Of the model's files; the installed package's if not given.

        Raises:
            LanguageModelError: A file is missing or is not the published one.
        """
        self._graph = Graph(PAIR_GRAPH_FILE, {**load_tensors(folder), **tuned})
        self._recent = lru_cache(maxsize=RECENT_PAIRS)(self._compute)

    def encode(self, pair: Pair) -> Floats:
        """Encode a pair; shape (tokens, 384); must not be written to."""
        return self._recent(pair.ids, pair.types)

    def _compute(self, ids: tuple[int, ...], types: tuple[int, ...]) -> Floats:
        rows: Floats = self._graph.run({"input_ids": np.array([ids]), "token_types": np.array([types])})[0]
        rows.setflags(write=False)
        return rows
