"""The tuned network in torch, for fitting alone: a pair read by all-MiniLM-L6-v2 with low-rank changes, and heads.

`dialogue/network.py` is the same network in numpy and onnxruntime, and explains the arrays.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor, nn

from dialogue.network import ADAPTER_SCALE, CUT_OFF, LOOKS, READ_LOOKS
from language_model.graphs import Floats, load_tensors
from language_model.pair_encoder import Pair

LAYERS, FROZEN, HEADS, WIDTH = 6, 2, 12, 384
"""Of six layers the first two stay as published, so that their output is computed once for all epochs."""
RANK = 16
HIDDEN = 192
DROPOUT = 0.1
"""By trial on held-out client turns; each is flat within a factor of two."""
NORM_EPSILON = 1e-12
PARTS = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "mix": "attention.output.dense", "widen": "intermediate.dense", "narrow": "output.dense",
}  # fmt: skip
NORMS = {"after_attention": "attention.output.LayerNorm", "after_widening": "output.LayerNorm"}


@dataclass(frozen=True)
class Batch:
    """Some pairs, padded; masks are true where there is something to read."""

    ids: Tensor
    types: Tensor
    here: Tensor
    client: Tensor
    trainee: Tensor
    sentences: Tensor
    """Shape (pairs, sentences, tokens)."""
    low: Tensor | None
    """Output of the frozen layers, where it is known already."""


class Adapted(nn.Module):
    """A published linear layer with a low-rank change."""

    def __init__(self, name: str, rank: int) -> None:
        super().__init__()
        self.name = name
        self.register_buffer("weight", torch.from_numpy(load_tensors()[f"{name}.weight"]))
        self.register_buffer("bias", torch.from_numpy(load_tensors()[f"{name}.bias"]))
        if rank:
            # Cast once: what is fitted runs in half precision, and these two never change.
            self.register_buffer("half_weight", self.weight.to(torch.bfloat16), persistent=False)
            self.register_buffer("half_bias", self.bias.to(torch.bfloat16), persistent=False)
            width_out, width_in = self.weight.shape
            self.down = nn.Parameter(torch.randn(rank, width_in) / math.sqrt(width_in))
            self.up = nn.Parameter(torch.zeros(width_out, rank))
        self.rank = rank

    def forward(self, values: Tensor) -> Tensor:
        """Give the layer's output with its change."""
        if not self.rank:
            return functional.linear(values, self.weight, self.bias)
        if not torch.is_autocast_enabled("cpu"):
            out = functional.linear(values, self.weight, self.bias)
            return out + ADAPTER_SCALE * functional.linear(functional.linear(values, self.down), self.up)
        out = functional.linear(values, self.half_weight, self.half_bias)
        change = functional.linear(values, self.down)
        return torch.addmm(out.flatten(0, -2), change.flatten(0, -2), self.up.t(), alpha=ADAPTER_SCALE).view(out.shape)


class Normed(nn.Module):
    """A published layer normalisation, tuned unless frozen."""

    def __init__(self, name: str, is_tuned: bool) -> None:
        super().__init__()
        self.name = name
        self.weight = nn.Parameter(torch.tensor(load_tensors()[f"{name}.weight"]), requires_grad=is_tuned)
        self.bias = nn.Parameter(torch.tensor(load_tensors()[f"{name}.bias"]), requires_grad=is_tuned)

    def forward(self, values: Tensor) -> Tensor:
        """Norm each row."""
        return functional.layer_norm(values, (WIDTH,), self.weight, self.bias, NORM_EPSILON)


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self, number: int, rank: int) -> None:
        super().__init__()
        start = f"encoder.layer.{number}."
        self.parts = nn.ModuleDict({part: Adapted(start + name, rank) for part, name in PARTS.items()})
        self.norms = nn.ModuleDict({norm: Normed(start + name, rank > 0) for norm, name in NORMS.items()})
        self.drop = nn.Dropout(DROPOUT if rank else 0.0)

    def forward(self, values: Tensor, away: Tensor) -> Tensor:
        """Give the layer's output; `away` is added to the attention of tokens that are not there."""
        pairs, tokens, _ = values.shape

        def heads(part: str) -> Tensor:
            return self.parts[part](values).view(pairs, tokens, HEADS, WIDTH // HEADS).transpose(1, 2)

        # Written out: torch's fused attention is many times slower in its backward pass on a CPU.
        scores = heads("query") @ heads("key").transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + away
        mixed = (torch.softmax(scores, -1).to(heads("value").dtype) @ heads("value")).transpose(1, 2)
        mixed = self.parts["mix"](mixed.reshape(pairs, tokens, WIDTH))
        values = self.norms["after_attention"](values + self.drop(mixed))
        widened = functional.gelu(self.parts["widen"](values))
        return self.norms["after_widening"](values + self.drop(self.parts["narrow"](widened)))


class TunedNetwork(nn.Module):
    """The whole network: logits of a turn, of its sentences and of the client's cues."""

    def __init__(self, targets: Sequence[str], cues: int) -> None:
        super().__init__()
        self.embedding = Normed("embeddings.LayerNorm", False)
        self.layers = nn.ModuleList(Layer(number, 0 if number < FROZEN else RANK) for number in range(LAYERS))
        self.drop = nn.Dropout(DROPOUT)
        self.look = nn.Linear(WIDTH, LOOKS)
        self.hidden = nn.Linear(WIDTH * (3 + READ_LOOKS), HIDDEN)
        self.turn, self.each = nn.Linear(HIDDEN, len(targets)), nn.Linear(WIDTH, len(targets))
        self.empathy, self.boundary = nn.Linear(HIDDEN, 1, bias=False), nn.Linear(HIDDEN, 1, bias=False)
        self.empathy_steps, self.boundary_steps = nn.Parameter(torch.zeros(4)), nn.Parameter(torch.zeros(4))
        self.cues = nn.Linear(WIDTH, cues)
        self.places = {
            scale: [at for at, target in enumerate(targets) if target.startswith(f"{scale}:")]
            for scale in ("empathy", "boundary")
        }

    def low(self, batch: Batch) -> Tensor:
        """Give the output of the frozen layers; shape (pairs, tokens, 384)."""
        published = {
            name: torch.from_numpy(load_tensors()[f"embeddings.{name}_embeddings.weight"])
            for name in ("word", "position", "token_type")
        }
        values = published["word"][batch.ids] + published["position"][: batch.ids.shape[1]]
        values = self.embedding(values + published["token_type"][batch.types])
        return self._run(values, batch.here, 0, FROZEN)

    def _run(self, values: Tensor, here: Tensor, first: int, last: int) -> Tensor:
        away = (~here[:, None, None, :]).float() * -1e4
        for layer in self.layers[first:last]:
            values = layer(values, away)
        return values

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Give logits: turn (pairs, targets), sentences (pairs, sentences, targets), cues (pairs, cues)."""
        low = self.low(batch) if batch.low is None else batch.low
        values = self._run(low, batch.here, FROZEN, LAYERS).float()
        said, offered = _mean(values, batch.trainee), _mean(values, batch.client)
        looks = torch.softmax(self.look(values).masked_fill(~batch.trainee[..., None], -1e4), 1)[..., :READ_LOOKS]
        looked = torch.einsum("ptl,ptw->plw", looks, values).flatten(1)
        whole = torch.cat([said, offered, values[:, 0], looked], -1)
        hidden = self.drop(functional.gelu(self.hidden(self.drop(whole))))
        shares = batch.sentences.float() / batch.sentences.sum(-1, keepdim=True).clamp(min=1)
        each = self.each(self.drop(torch.bmm(shares, values)))
        each = each.masked_fill(~batch.sentences.any(-1, keepdim=True), CUT_OFF)
        turn = self.turn(hidden).float() + torch.logsumexp(each.float(), 1)
        for scale, at in self.places.items():
            turn[:, at] = getattr(self, scale)(hidden).float() - getattr(self, f"{scale}_steps")
        return turn, each, self.cues(offered)

    def arrays(self) -> dict[str, NDArray[np.float16]]:
        """Give everything that differs from the published model, for `dialogue.network.Network`."""
        found: dict[str, Tensor] = {}
        for module in self.layers.modules():
            if isinstance(module, Adapted) and module.rank:
                found[f"adapter:{module.name}.weight:down"] = module.down
                found[f"adapter:{module.name}.weight:up"] = module.up
            if isinstance(module, Normed) and module.weight.requires_grad:
                found[f"tuned:{module.name}.weight"], found[f"tuned:{module.name}.bias"] = module.weight, module.bias
        for name in ("look", "hidden", "turn", "each", "cues"):
            head: nn.Linear = getattr(self, name)
            found[f"head:{name}.weight"], found[f"head:{name}.bias"] = head.weight, head.bias
        for scale in self.places:
            found[f"head:{scale}.weight"] = getattr(self, scale).weight
            found[f"head:{scale}.steps"] = getattr(self, f"{scale}_steps")
        return {name: tensor.detach().numpy().astype(np.float16) for name, tensor in found.items()}


def batch_of(pairs: Sequence[Pair], low: Sequence[Floats] | None = None) -> Batch:
    """Pad some pairs to one length."""
    number, longest = len(pairs), max(len(pair.ids) for pair in pairs)
    most = max(1, *(len(pair.sentences) for pair in pairs)) if number > 1 else max(1, len(pairs[0].sentences))
    ids, types = torch.zeros(number, longest, dtype=torch.long), torch.zeros(number, longest, dtype=torch.long)
    here, client, trainee = (torch.zeros(number, longest, dtype=torch.bool) for _ in range(3))
    sentences = torch.zeros(number, most, longest, dtype=torch.bool)
    known = torch.zeros(number, longest, WIDTH) if low is not None else None
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)], types[row, : len(pair.ids)] = torch.tensor(pair.ids), torch.tensor(pair.types)
        here[row, : len(pair.ids)] = client[row, pair.client] = trainee[row, pair.trainee] = True
        for at, place in enumerate(pair.sentences):
            sentences[row, at, place] = True
        if known is not None and low is not None:
            known[row, : len(pair.ids)] = torch.from_numpy(low[row].astype(np.float32))
    return Batch(ids, types, here, client, trainee, sentences, known)


def _mean(values: Tensor, mask: Tensor) -> Tensor:
    shares = mask.float()
    return (values * shares[..., None]).sum(1) / shares.sum(1, keepdim=True).clamp(min=1)
