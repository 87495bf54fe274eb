"""How are `minilm.onnx` and `minilm_pair.onnx` made? Run `python -m language_model.build_graph` (needs `onnx`).

Both are all-MiniLM-L6-v2 (a BERT of 6 layers) without its weights: the first pools and norms one
text, the second gives a row for each token of a pair of texts. Each weight is named as in
`model.safetensors`; those of the linear layers are turned, (in, out), so that they can be multiplied as
they lie and both graphs work in the same memory (`language_model/graphs.py`).

There is no attention mask: the encoders run each text alone, so nothing is ever padded.
"""

import argparse
import logging
import math
from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx import NodeProto, TensorProto, helper

LAYERS, HEADS, HEAD_WIDTH, WIDTH, INNER_WIDTH = 6, 12, 32, 384, 1536
VOCABULARY, POSITIONS, TOKEN_TYPES = 30522, 512, 2
EPSILON = 1e-12
OPSET, IR_VERSION = 20, 9
GRAPH_FILE = Path(__file__).with_name("minilm.onnx")
PAIR_GRAPH_FILE = Path(__file__).with_name("minilm_pair.onnx")


class GraphWriter:
    """Nodes and tensors in the order in which they are written."""

    def __init__(self) -> None:
        """Start an empty graph."""
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []

    def node(
        self,
        operator: str,
        *inputs: str,
        output: str = "",
        **attributes: int | float | str | list[int],
    ) -> str:
        """Add a node with one output and return the output's name."""
        name = output or f"{operator.lower()}_{len(self.nodes)}"
        node = helper.make_node(operator, inputs, [name], name)
        node.attribute.extend(helper.make_attribute(key, attributes[key]) for key in attributes)
        self.nodes.append(node)
        return name

    def weight(self, name: str, *shape: int) -> str:
        """Name a float tensor that is given when the graph is loaded."""
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        # onnxruntime wants a file that is there, and never opens it: the encoders hand the tensor over.
        tensor.external_data.add(key="location", value=GRAPH_FILE.name)
        self.tensors.append(tensor)
        return name

    def integers(self, name: str, values: Sequence[int]) -> str:
        """Add a small constant vector."""
        self.tensors.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
        return name

    def dense(self, values: str, name: str, width_out: int, width_in: int) -> str:
        """Add a linear layer; its weight is handed over turned, (in, out)."""
        product = self.node("MatMul", values, self.weight(f"{name}.weight", width_in, width_out))
        return self.node("Add", product, self.weight(f"{name}.bias", width_out))

    def normed_sum(self, left: str, right: str, name: str) -> str:
        """Add a residual sum and its layer normalisation."""
        scale, shift = self.weight(f"{name}.weight", WIDTH), self.weight(f"{name}.bias", WIDTH)
        total = self.node("Add", left, right)
        return self.node("LayerNormalization", total, scale, shift, axis=-1, epsilon=EPSILON)


def write_embeddings(graph: GraphWriter, is_pair: bool) -> str:
    """Write word + token type (0 unless a pair) + position, normalised; shape (1, tokens, 384)."""
    words = graph.weight("embeddings.word_embeddings.weight", VOCABULARY, WIDTH)
    types = graph.weight("embeddings.token_type_embeddings.weight", TOKEN_TYPES, WIDTH)
    places = graph.weight("embeddings.position_embeddings.weight", POSITIONS, WIDTH)
    length = graph.node("Slice", graph.node("Shape", "input_ids"), "one", "two")
    # Zeros that come of the input: what rests on constants alone would be worked out from the file that is not there.
    which = "token_types" if is_pair else graph.node("Sub", "input_ids", "input_ids")
    typed = graph.node(
        "Add",
        graph.node("Gather", words, "input_ids", axis=0),
        graph.node("Gather", types, which, axis=0),
    )
    place = graph.node("Slice", places, "zero", length, "zero")
    return graph.normed_sum(typed, place, "embeddings.LayerNorm")


def write_attention(graph: GraphWriter, values: str, name: str) -> str:
    """Write self-attention of 12 heads up to the joined heads; shape (1, tokens, 384)."""

    def heads(part: str, order: list[int]) -> str:
        dense = graph.dense(values, f"{name}.{part}", WIDTH, WIDTH)
        return graph.node("Transpose", graph.node("Reshape", dense, "split_heads"), perm=order)

    query = heads("query", [0, 2, 1, 3])
    key = heads("key", [0, 2, 3, 1])
    value = heads("value", [0, 2, 1, 3])
    scores = graph.node("Mul", graph.node("MatMul", query, key), "attention_scale")
    mixed = graph.node("MatMul", graph.node("Softmax", scores, axis=-1), value)
    return graph.node("Reshape", graph.node("Transpose", mixed, perm=[0, 2, 1, 3]), "join_heads")


def write_layer(graph: GraphWriter, values: str, name: str) -> str:
    """Write one transformer layer; shape (1, tokens, 384)."""
    attended = write_attention(graph, values, f"{name}.attention.self")
    attended = graph.dense(attended, f"{name}.attention.output.dense", WIDTH, WIDTH)
    values = graph.normed_sum(attended, values, f"{name}.attention.output.LayerNorm")
    inner = graph.dense(values, f"{name}.intermediate.dense", INNER_WIDTH, WIDTH)
    inner = graph.node("Gelu", inner, approximate="none")
    outer = graph.dense(inner, f"{name}.output.dense", WIDTH, INNER_WIDTH)
    return graph.normed_sum(outer, values, f"{name}.output.LayerNorm")


def build_graph(is_pair: bool = False) -> bytes:
    """Build a graph of float32 outputs from int64 inputs of shape (1, tokens).

    Args:
        is_pair: `input_ids` and `token_types` to `tokens` (1, tokens, 384), rather than
            `input_ids` to `sentence_vector` (1, 384).
    """
    graph = GraphWriter()
    for name, number in (("zero", 0), ("one", 1), ("two", 2)):
        graph.integers(name, [number])
    graph.integers("split_heads", [0, 0, HEADS, HEAD_WIDTH])
    graph.integers("join_heads", [0, 0, WIDTH])
    scale = [1 / math.sqrt(HEAD_WIDTH)]
    graph.tensors.append(helper.make_tensor("attention_scale", TensorProto.FLOAT, [], scale))

    values = write_embeddings(graph, is_pair)
    for layer in range(LAYERS):
        values = write_layer(graph, values, f"encoder.layer.{layer}")
    inputs = ["input_ids", "token_types"] if is_pair else ["input_ids"]
    if is_pair:
        out = helper.make_tensor_value_info(values, TensorProto.FLOAT, [1, "tokens", WIDTH])
    else:
        mean = graph.node("ReduceMean", values, "one", keepdims=0)
        vector = graph.node("LpNormalization", mean, output="sentence_vector", axis=1, p=2)
        out = helper.make_tensor_value_info(vector, TensorProto.FLOAT, [1, WIDTH])
    return _serialised(graph, inputs, out)


def _serialised(graph: GraphWriter, inputs: Sequence[str], out: onnx.ValueInfoProto) -> bytes:
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in inputs]
    whole = helper.make_graph(graph.nodes, "minilm", given, [out], graph.tensors)
    model: onnx.ModelProto = helper.make_model(
        whole, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
    )
    return bytes(model.SerializeToString(deterministic=True))


def main() -> None:
    """Write the graph files, by default those that the encoders load."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=GRAPH_FILE.parent)
    folder: Path = parser.parse_args().folder
    logging.basicConfig(level=logging.INFO)
    for file, is_pair in ((GRAPH_FILE, False), (PAIR_GRAPH_FILE, True)):
        folder.joinpath(file.name).write_bytes(build_graph(is_pair))
        logging.getLogger(__name__).info("wrote %s", folder / file.name)


if __name__ == "__main__":
    main()
