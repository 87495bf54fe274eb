"""Tunes the network on some exchanges and scores others with it. Needs torch, which nothing else here does."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from dialogue.pillars import FAULT
from evaluator.fit.matrices import OCCASION, Matrix, Rows
from evaluator.fit.network import Batch, TunedNetwork, batch_of
from language_model.graphs import Floats
from language_model.pair_encoder import Pair

EPOCHS = 4
"""Some three thousand steps with everything that is labelled; more were not tried."""
BATCH = 16
ADAPTER_RATE, HEAD_RATE = 1e-3, 2e-3
WARM_UP, LEAST_RATE = 0.1, 0.02
DECAY = 0.01
MOST_NORM = 1.0
FOUND_WEIGHT, CUE_WEIGHT, OCCASION_WEIGHT = 8.0, 2.0, 0.5
"""What one act or flag, one cue and the occasion weigh against one level; ours, by trial on held-out client turns."""
KIND_WEIGHTS = {"empathy": 1.0, "boundary": 2.0, OCCASION: OCCASION_WEIGHT, "main": 1.0, FAULT: 6.0}
"""What each other kind of target weighs; the pillars much, for of most turns only one or two are known; ours."""
MOST_RARE = 5.0
"""Highest weight of a hit of a rare act or flag."""
SEED = 20261122
THREADS = 1
"""Of a process; `side_by_side` runs two at once."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tuned:
    """Probabilities of some exchanges; row i belongs to exchange i of those that were scored."""

    turn: Matrix
    most: Matrix
    """The highest over the sentences."""
    cues: Matrix


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from; row i of each belongs to exchange i."""

    pairs: Sequence[Pair]
    low: Sequence[Floats]
    """Output of the frozen layers, half precision."""
    targets: tuple[str, ...]
    wanted: Matrix
    """NaN where it is not known."""
    cues: Matrix


def lesson_of(pairs: Sequence[Pair], targets: tuple[str, ...], wanted: Matrix, cues: Matrix) -> Lesson:
    """Run the frozen layers over all pairs once."""
    torch.set_num_threads(THREADS)
    network, low = TunedNetwork(targets, cues.shape[1]).eval(), []
    with torch.no_grad():
        for pair in pairs:
            low.append(network.low(batch_of([pair]))[0].numpy().astype(np.float16))
    return Lesson(pairs, low, targets, wanted, cues)


def tune(lesson: Lesson, rows: Rows, epochs: int = EPOCHS) -> TunedNetwork:
    """Tune a network on some exchanges; the same rows give the same network on the same kind of processor."""
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # nothing here reads what it has not written
    order = random.Random(SEED)  # noqa: S311  (no secret: an order that can be repeated)
    network = TunedNetwork(lesson.targets, lesson.cues.shape[1])
    _start(network, lesson, rows)
    rare = _rarity(lesson.wanted[rows])
    heads = [weight for name, weight in network.named_parameters() if not name.startswith(("layers", "embedding"))]
    changes = [weight for weight in network.layers.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": changes, "lr": ADAPTER_RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=DECAY, fused=True
    )
    steps = epochs * (len(rows) // BATCH + 1)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(LEAST_RATE, 1.0 - step / steps)
    )
    network.train()
    for epoch in range(epochs):
        total, chunks = 0.0, _chunks(lesson, rows, order)
        for chunk in chunks:
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(_batch(lesson, chunk))
            loss = _loss(lesson, chunk, logits, rare)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), MOST_NORM)
            optimizer.step()
            rate.step()
            total += float(loss.detach())
        _log.info("epoch %d of %d: loss %.3f", epoch + 1, epochs, total / len(chunks))
    return network.eval()


def score(network: TunedNetwork, lesson: Lesson, rows: Rows) -> Tuned:
    """Score some exchanges."""
    turn, most, cues = [], [], []
    with torch.no_grad():
        for row in rows:
            said, each, offered = network(_batch(lesson, [int(row)]))
            turn.append(torch.sigmoid(said)[0].numpy())
            most.append(torch.sigmoid(each).amax(1)[0].numpy())
            cues.append(torch.sigmoid(offered)[0].numpy())
    return Tuned(*(np.array(part, dtype=float) for part in (turn, most, cues)))


def _batch(lesson: Lesson, rows: Sequence[int]) -> Batch:
    return batch_of([lesson.pairs[row] for row in rows], [lesson.low[row] for row in rows])


def _chunks(lesson: Lesson, rows: Rows, order: random.Random) -> list[list[int]]:
    """Shuffle the rows into batches of about one length each."""
    shuffled = [int(row) for row in rows]
    order.shuffle(shuffled)
    chunks: list[list[int]] = []
    for start in range(0, len(shuffled), BATCH * 20):
        part = sorted(shuffled[start : start + BATCH * 20], key=lambda row: len(lesson.pairs[row].ids))
        chunks += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    order.shuffle(chunks)
    return chunks


def _loss(lesson: Lesson, rows: Sequence[int], logits: tuple[Tensor, Tensor, Tensor], rare: Tensor) -> Tensor:
    turn, _, offered = (part.float() for part in logits)
    wanted = torch.tensor(lesson.wanted[list(rows)], dtype=torch.float32)
    known = ~torch.isnan(wanted)
    each = functional.binary_cross_entropy_with_logits(
        turn, torch.nan_to_num(wanted), pos_weight=rare, reduction="none"
    )
    each = each * known
    cues = torch.tensor(lesson.cues[list(rows)], dtype=torch.float32)
    missed = functional.binary_cross_entropy_with_logits(offered, torch.nan_to_num(cues), reduction="none")
    loss = CUE_WEIGHT * (missed * ~torch.isnan(cues)).mean()
    kinds = [target.split(":")[0] for target in lesson.targets]
    for kind, weight in KIND_WEIGHTS.items():
        at = [place for place, name in enumerate(kinds) if name == kind]
        if at:
            loss = loss + weight * each[:, at].mean()
    found = [place for place, name in enumerate(kinds) if name in ("act", "flag")]
    return loss + FOUND_WEIGHT * each[:, found].mean()


def _rarity(wanted: Matrix) -> Tensor:
    """Give what a hit of each target weighs against a miss."""
    share = np.clip(np.nanmean(wanted, axis=0), 1e-3, 1.0)
    return torch.tensor(np.clip(np.sqrt((1.0 - share) / share), 1.0, MOST_RARE), dtype=torch.float32)


def _start(network: TunedNetwork, lesson: Lesson, rows: Rows) -> None:
    """Start the heads at the share of each target, or the first epochs would go to learning it."""
    share = np.clip(np.nanmean(lesson.wanted[rows], axis=0), 1e-3, 0.99)
    odds = torch.tensor(np.log(share / (1.0 - share)), dtype=torch.float32)
    offered = torch.tensor(np.clip(np.nanmean(lesson.cues[rows], axis=0), 1e-3, 0.99), dtype=torch.float32)
    with torch.no_grad():
        network.turn.bias.copy_(odds + 2.0)
        network.each.bias.fill_(-3.0)
        network.each.weight.mul_(0.3)
        network.cues.bias.copy_(torch.log(offered / (1.0 - offered)))
        for scale, places in network.places.items():
            getattr(network, f"{scale}_steps").copy_(-odds[places])
