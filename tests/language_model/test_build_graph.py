"""The graph that is committed is the one that its script makes."""

import sys
from pathlib import Path

import onnx
import pytest
from safetensors import safe_open

from language_model import build_graph
from language_model.encoder import GRAPH_FILE
from language_model.model_files import model_folder
from language_model.pair_encoder import PAIR_GRAPH_FILE


@pytest.mark.parametrize("file", [GRAPH_FILE, PAIR_GRAPH_FILE])
def test_the_script_makes_the_committed_files_bit_for_bit(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["build_graph", str(tmp_path)])
    build_graph.main()
    assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_the_graph_is_small_and_sound() -> None:
    assert GRAPH_FILE.stat().st_size < 64_000
    assert build_graph.GRAPH_FILE == GRAPH_FILE
    graph = onnx.load_model(GRAPH_FILE, load_external_data=False).graph
    inferred = onnx.shape_inference.infer_shapes(
        onnx.load_model(GRAPH_FILE, load_external_data=False), check_type=True, strict_mode=True
    )
    assert len(inferred.graph.node) == len(graph.node)


def test_every_weight_has_the_name_and_shape_of_the_file_those_of_linear_layers_turned() -> None:
    graph = onnx.load_model(GRAPH_FILE, load_external_data=False).graph
    wanted = {
        tensor.name: list(tensor.dims)
        for tensor in graph.initializer
        if tensor.data_location == onnx.TensorProto.EXTERNAL
    }
    with safe_open(model_folder() / "model.safetensors", framework="numpy") as file:
        kept = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118
    unused = {"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"}
    turned = {
        name: shape[::-1] if len(shape) == 2 and not name.startswith("embeddings.") else shape
        for name, shape in kept.items()
    }
    assert wanted == {name: shape for name, shape in turned.items() if name not in unused}
