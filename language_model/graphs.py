"""Opens a graph of all-MiniLM-L6-v2 on onnxruntime with the tensors that belong into it."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from language_model.errors import LanguageModelError
from language_model.model_files import model_folder, read_model_file

Floats = NDArray[np.float32]
THREADS = 2
MATRIX = 2
"""Dimensions of a weight that is multiplied."""


class Graph:
    """A graph with its tensors, ready to run; may be used by several threads at once."""

    def __init__(self, file: Path, tensors: Mapping[str, Floats]) -> None:
        """Open a graph file.

        Raises:
            LanguageModelError: It cannot be read.
        """
        # A late import: the domain and its tests start without it.
        import onnxruntime  # type: ignore[import-untyped]  # comes without types

        if not file.is_file():
            raise LanguageModelError(f"{file} cannot be read; make it again: python -m language_model.build_graph")
        # onnxruntime reads the arrays in place, so they must live as long as the session.
        self._held = {
            name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(_as_multiplied(name, tensor)))
            for name, tensor in tensors.items()
        }
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        # Threads that spin while they wait save 3 ms on an idle machine and double the time on a busy one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        for name, held in self._held.items():
            options.add_initializer(name, held)
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def run(self, inputs: Mapping[str, NDArray[np.int64]]) -> Floats:
        """Run the graph on its named inputs; gives its one output."""
        output: Floats = self._session.run(None, dict(inputs))[0]
        return output


def _as_multiplied(name: str, tensor: Floats) -> Floats:
    """Give a tensor as the graphs want it: the weight of a linear layer turned, (in, out), others as they are."""
    return tensor.T if tensor.ndim == MATRIX and not name.startswith("embeddings.") else tensor


def load_tensors(folder: Path | None = None) -> Mapping[str, Floats]:
    """Load the model's tensors by name, once for all graphs of this process; they must not be written to.

    The weights of linear layers lie turned in memory, as the graphs multiply them, so that no graph needs a copy.

    Raises:
        LanguageModelError: The file is missing or is not the published one.
    """
    return _loaded(folder or model_folder())


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> Mapping[str, Floats]:
    from safetensors.numpy import load

    tensors = load(read_model_file("model.safetensors", folder))
    return {
        name: _as_multiplied(name, np.ascontiguousarray(_as_multiplied(name, tensor)))
        for name, tensor in tensors.items()
        if tensor.dtype == np.float32 and not name.startswith("pooler.")
    }
