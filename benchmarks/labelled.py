"""The sets that measure: read strictly, never fitted on."""

import csv
import random
from pathlib import Path

from pydantic import Field

from dialogue.flags import Flag
from dialogue.record import Record

PEER_PAIRS = 400
"""Peer-support pairs that are read; ours, for time."""
SEED = 20261121


class LabelledExchange(Record):
    """One exchange of the measuring set."""

    id: str
    family: str
    client: str
    trainee: str
    empathy: int = Field(ge=0, le=4)
    boundary: int | None = Field(ge=0, le=4)
    flags: tuple[Flag, ...]


class PeerPair(Record):
    """A post and an answer from peer support, with the sum of three empathy mechanisms, 0–6."""

    post: str
    answer: str
    empathy: int


def read_exchanges(path: Path) -> list[LabelledExchange]:
    """Read the measuring set."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [LabelledExchange.model_validate_json(line) for line in lines if line.strip()]


def read_peer_pairs(path: Path) -> list[PeerPair]:
    """Read a fixed random part of the peer-support pairs."""
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = [
            PeerPair(
                post=row["seeker"],
                answer=row["response"],
                empathy=sum(int(row[part]) for part in ("emotional_reactions", "interpretations", "explorations")),
            )
            for row in csv.DictReader(lines)
        ]
    return random.Random(SEED).sample(pairs, min(PEER_PAIRS, len(pairs)))  # noqa: S311  (no secret: a fixed sample)
