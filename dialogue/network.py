"""What does the tuned network say of an exchange? One pass over both turns, then small heads in numpy.

`python -m evaluator.fit` makes its arrays; `evaluator/fit/network.py` is the same network in torch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogue.shape import Floats
from language_model.graphs import load_tensors
from language_model.pair_encoder import Pair, PairEncoder, PairTokens

ADAPTER_SCALE = 2.0
"""Weighs a low-rank change against the published tensor; ours, the same in the fit."""
LOOKS = 4
"""Attention rows that look over the trainee's tokens; the first two are read."""
READ_LOOKS = 2
CUT_OFF = -20.0
"""Logit of a sentence that the network did not read."""


@dataclass(frozen=True)
class NetworkScores:
    """Probabilities, 0.0 to 1.0."""

    turn: Floats
    """Shape (targets,)."""
    each: Floats
    """Shape (sentences, targets)."""
    cues: Floats
    """Shape (cues,)."""


class Network:
    """Reads a client's turn and a trainee's sentences together. May be used by several threads at once."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]], targets: Sequence[str]) -> None:
        """Merge the adapter into the published tensors and keep the heads.

        Args:
            arrays: `tuned:*`, `adapter:*` and `head:*` as the fit writes them.
            targets: Names of the columns, those of the two levels among them.

        Raises:
            KeyError: An array is missing.
        """
        self._heads = {
            name.partition(":")[2]: array.astype(np.float32)
            for name, array in arrays.items()
            if name.startswith("head:")
        }
        self._tokens = PairTokens()
        self._encoder = PairEncoder(merged(arrays, load_tensors()))
        self._empathy = [targets.index(f"empathy:{level}") for level in (1, 2, 3, 4)]
        self._boundary = [targets.index(f"boundary:{level}") for level in (1, 2, 3, 4)]

    def cut(self, client: str, sentences: Sequence[str]) -> Pair:
        """Cut both turns into tokens."""
        return self._tokens.cut(client, sentences)

    def score(self, client: str, sentences: Sequence[str]) -> NetworkScores:
        """Score one exchange; any text at all will do."""
        pair = self.cut(client, sentences)
        rows = self._encoder.encode(pair)
        head = self._heads
        theirs, said = rows[pair.client], rows[pair.trainee]
        offered = theirs.mean(axis=0) if len(theirs) else np.zeros(rows.shape[1], dtype=np.float32)
        looked = _softmax(said @ head["look.weight"].T + head["look.bias"])[:, :READ_LOOKS].T @ said
        whole = np.concatenate([said.mean(axis=0), offered, rows[0], *looked])
        hidden = _gelu(head["hidden.weight"] @ whole + head["hidden.bias"])
        each = self._each(rows, pair)
        turn = head["turn.weight"] @ hidden + head["turn.bias"]
        turn = turn + (_logsumexp(each) if len(each) else CUT_OFF)
        for scale, columns in (("empathy", self._empathy), ("boundary", self._boundary)):
            turn[columns] = head[f"{scale}.weight"] @ hidden - head[f"{scale}.steps"]
        cues = head["cues.weight"] @ offered + head["cues.bias"]
        return NetworkScores(_logistic(turn), _logistic(each), _logistic(cues))

    def _each(self, rows: Floats, pair: Pair) -> Floats:
        weight, bias = self._heads["each.weight"], self._heads["each.bias"]
        each = np.full((len(pair.sentences), len(bias)), CUT_OFF, dtype=np.float32)
        for at, place in enumerate(pair.sentences):
            if place.stop > place.start:
                each[at] = weight @ rows[place].mean(axis=0) + bias
        return each


def merged(arrays: Mapping[str, NDArray[np.generic]], published: Mapping[str, Floats]) -> dict[str, Floats]:
    """Give the tensors that differ from the published ones: low-rank changes added, others replaced.

    Raises:
        KeyError: Half of a low-rank change is missing, or it belongs to no published tensor.
    """
    tensors: dict[str, Floats] = {}
    for key, array in arrays.items():
        kind, _, name = key.partition(":")
        if kind == "tuned":
            tensors[name] = array.astype(np.float32)
        elif kind == "adapter" and name.endswith(":down"):
            name = name.removesuffix(":down")
            up = arrays[f"adapter:{name}:up"].astype(np.float32)
            tensors[name] = published[name] + ADAPTER_SCALE * (up @ array.astype(np.float32))
    return tensors


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=0))
    shares: Floats = raised / raised.sum(axis=0)
    return shares


def _logsumexp(scores: Floats) -> Floats:
    most = scores.max(axis=0)
    total: Floats = most + np.log(np.exp(scores - most).sum(axis=0))
    return total


def _logistic(scores: Floats) -> Floats:
    chances: Floats = (1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0)))).astype(np.float32)
    return chances


def _gelu(values: Floats) -> Floats:
    from math import erf, sqrt

    return np.array([0.5 * value * (1.0 + erf(value / sqrt(2.0))) for value in values.tolist()], dtype=np.float32)
