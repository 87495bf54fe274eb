"""Makes tiny models for llama-server: nothing is downloaded, and each is a few megabytes.

`random` has random weights: what it says in a given form, the server forced. `parrot` looks at the last token alone
and says one sentence, so that an answer of it can pass every check.
"""

import re
import string
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

WIDTH, HEADS, LAYERS, INNER, CONTEXT = 256, 4, 2, 128, 32_768
SPECIAL = ("<unk>", "<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>")
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SAYS = ("I", "\u2581hear", "\u2581you")
"""What the parrot puts into every text of a form; `▁` is a space."""
ANSWERS = ("\u2581Yes", "\u2581it", "\u2581is", ".")
"""What it answers where no form is asked for."""
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
UINT32, INT32, FLOAT32, BOOL, TEXT, LIST = 4, 5, 6, 7, 8, 9
ALIGNED = 32
Kind = Literal["random", "parrot"]


def vocabulary() -> list[tuple[str, int]]:
    """Give the tokens with their kinds: bytes, plain letters, and words of the rubric with their beginnings.

    Bytes above 127 and controls are never said: random weights would make broken UTF-8 of them.
    """
    rubric = (files("evaluator") / "rubrics" / "trust.yaml").read_text(encoding="utf-8")
    words = [word for word, times in Counter(re.findall(r"[A-Za-z]{2,}", rubric)).most_common(900) if times > 1]
    said = [piece.removeprefix("\u2581") for piece in (*SAYS, *ANSWERS)]
    whole = [f"\u2581{word}" for word in dict.fromkeys([*said, *words])]
    pieces = [*string.ascii_letters, *string.digits, *string.punctuation, "\u2581"]
    pieces += [word[:length] for word in whole for length in range(2, len(word) + 1)]
    tokens = [(special, UNKNOWN if special == "<unk>" else CONTROL) for special in SPECIAL]
    tokens += [(f"<0x{byte:02X}>", BYTE if byte == 10 or 32 <= byte < 127 else CONTROL) for byte in range(256)]
    return tokens + [(piece, NORMAL) for piece in dict.fromkeys(pieces)]


def write_model(path: Path, kind: Kind) -> None:
    """Write a model as a GGUF file (version 3)."""
    tokens = vocabulary()
    weights = _weights(kind, [token for token, _ in tokens])
    fields = list(_fields(kind, tokens))
    with path.open("wb") as out:
        out.write(b"GGUF" + struct.pack("<IQQ", 3, len(weights), len(fields)))
        for name, form, value in fields:
            out.write(_text(name) + struct.pack("<I", form) + _value(form, value))
        place = 0
        for name, weight in weights.items():
            shape = weight.shape[::-1]
            out.write(_text(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape) + struct.pack("<IQ", 0, place))
            place += -(-weight.nbytes // ALIGNED) * ALIGNED
        _align(out)
        for weight in weights.values():
            out.write(weight.astype("<f4").tobytes())
            _align(out)


def _weights(kind: Kind, tokens: list[str]) -> dict[str, NDArray[np.float32]]:
    dice = np.random.default_rng(0)

    def some(*shape: int) -> NDArray[np.float32]:
        return (dice.standard_normal(shape) * 0.3).astype(np.float32)

    embedding = some(len(tokens), WIDTH)
    weights = {"token_embd.weight": embedding, "output_norm.weight": np.ones(WIDTH, np.float32)}
    weights["output.weight"] = some(len(tokens), WIDTH) if kind == "random" else _next_tokens(tokens, embedding)
    still = 1.0 if kind == "random" else 0.0
    for layer in range(LAYERS):
        shapes = {"attn_q": (WIDTH, WIDTH), "attn_k": (WIDTH, WIDTH), "attn_v": (WIDTH, WIDTH)}
        shapes |= {"attn_output": (WIDTH, WIDTH), "ffn_gate": (INNER, WIDTH), "ffn_up": (INNER, WIDTH)}
        for name, shape in (shapes | {"ffn_down": (WIDTH, INNER)}).items():
            weights[f"blk.{layer}.{name}.weight"] = some(*shape) * still
        for name in ("attn_norm", "ffn_norm"):
            weights[f"blk.{layer}.{name}.weight"] = np.ones(WIDTH, np.float32)
    return weights


def _next_tokens(tokens: list[str], embedding: NDArray[np.float32]) -> NDArray[np.float32]:
    """Make output weights by which each token is followed by the next of what the parrot says."""
    place = {token: number for number, token in enumerate(tokens)}
    output = np.zeros_like(embedding)
    spoken = ["<|assistant|>", *ANSWERS, "</s>"]
    follows = [(before, after, 2.0) for before, after in pairwise(spoken)]
    told = ['"', *SAYS, '"']
    follows += [(before, after, 2.0) for before, after in pairwise(told)]
    follows += [("{", '"', 2.0), (":", '"', 2.0), (":", "2", 1.0), ("2", "}", 1.0), ("}", "}", 1.0), ("}", ",", 0.9)]
    for before, after, strength in follows:
        output[place[after]] += strength * embedding[place[before]]
    return output


def _fields(kind: Kind, tokens: list[tuple[str, int]]) -> Iterator[tuple[str, int, Any]]:
    yield "general.architecture", TEXT, "llama"
    yield "general.name", TEXT, f"tiny-{kind}"
    sizes = {"context_length": CONTEXT, "embedding_length": WIDTH, "block_count": LAYERS, "feed_forward_length": INNER}
    sizes |= {"attention.head_count": HEADS, "attention.head_count_kv": HEADS}
    for name, size in (sizes | {"rope.dimension_count": WIDTH // HEADS, "vocab_size": len(tokens)}).items():
        yield f"llama.{name}", UINT32, size
    yield "llama.attention.layer_norm_rms_epsilon", FLOAT32, 1e-5
    yield "general.file_type", UINT32, 0
    yield "tokenizer.ggml.model", TEXT, "llama"
    yield "tokenizer.ggml.tokens", LIST, (TEXT, [token for token, _ in tokens])
    yield "tokenizer.ggml.scores", LIST, (FLOAT32, [float(len(t)) if k == NORMAL else 0.0 for t, k in tokens])
    yield "tokenizer.ggml.token_type", LIST, (INT32, [kind_ for _, kind_ in tokens])
    for name, number in (("unknown", 0), ("bos", 1), ("eos", 2)):
        yield f"tokenizer.ggml.{name}_token_id", UINT32, number
    yield "tokenizer.ggml.add_bos_token", BOOL, True
    yield "tokenizer.ggml.add_eos_token", BOOL, False
    yield "tokenizer.chat_template", TEXT, TEMPLATE


def _value(form: int, value: Any) -> bytes:
    if form == TEXT:
        return _text(value)
    if form == LIST:
        each, values = value
        return struct.pack("<IQ", each, len(values)) + b"".join(_value(each, one) for one in values)
    return struct.pack({UINT32: "<I", INT32: "<i", FLOAT32: "<f", BOOL: "<?"}[form], value)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def _align(out: BinaryIO) -> None:
    out.write(b"\0" * (-out.tell() % ALIGNED))


if __name__ == "__main__":
    for named in ("random", "parrot"):
        write_model(Path(sys.argv[1]) / f"{named}.gguf", named)
