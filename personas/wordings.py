"""Which plain question is asked, in whatever words: `personas/wordings.yaml`, and how near a turn is to its groups."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from dialogue.content import load_content
from dialogue.record import Record
from language_model.encoder import SentenceEncoder
from language_model.ready_vectors import vectors_of
from personas.line import Line

CLAUSE = re.compile(r"\s*(?:[.?!…,;:—–]+(?: |$)| and | or | but )\s*")
"""Where a long question falls into parts; ours."""
ASKS = re.compile(
    r"(?:who|what|when|where|why|how|which|whose)\b(?! (?:you|he|she|they|it|i|we)\b)|(?:do|does|did|is|are|was|were)\b"
    r"|(?:have|has|had|can|could|will|would|any|tell|describe)\b"
)
"""How a part begins that may be a question of its own; "where you grew up" is none."""
ABOUT_DANGER = frozenset({"suicide", "self_harm"})
"""Groups that are heard only where the reader found such a question."""
OF_OTHERS = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would) (?:he|she|they|your \w+)"
    r"|with (?:me|you)|at me)\b"
)
"""A question about somebody else, or about the two in the room; only a wording of that kind asks the same."""
FEWEST_WORDS = 3
"""Words of a part that may be a question of its own; ours."""
KNOWN_IN_PART = 0.75
"""Cosine from which a part of a question is taken for a wording, where the whole is none; ours, by reading."""
KNOWN = 0.6
"""Cosine from which a question is taken for a wording of a group; ours, by reading."""
CLOSE = 0.05
"""How much farther than the nearest group another may be and still be meant; ours, by reading."""


class Group(Record):
    """One plain question."""

    name: str
    wordings: tuple[str, ...] = Field(min_length=3)
    """Ways of asking it, lower case, without a full stop."""


class AllWordings(Record):
    """The plain questions of a first session."""

    id: str
    groups: tuple[Group, ...] = Field(min_length=1)


class Wordings:
    """Hears the plain question in the trainee's words."""

    def __init__(self, groups: tuple[Group, ...], encoder: SentenceEncoder) -> None:
        """Hold the groups; the vectors that do not ship are computed."""
        texts = [wording for group in groups for wording in group.wordings]
        self._names = [group.name for group in groups for _ in group.wordings]
        self._group_of = {_bare(text): name for text, name in zip(texts, self._names, strict=True)}
        self._vectors = vectors_of(texts, encoder, vectors_file())
        self._encoder = encoder
        self._all = [True] * len(texts)
        self._of_others = [OF_OTHERS.search(text) is not None for text in texts]

    def asked(self, question: str) -> dict[str, float]:
        """Give the group that a question comes near, and any as near, each with its cosine; none if it is rare.

        Where the whole is none of them, its parts are heard that may be questions of their own.
        """
        parts = [part for part in CLAUSE.split(question.lower()) if len(part.split()) >= FEWEST_WORDS]
        parts = [part for part in parts if ASKS.match(part)]
        return self._near([question], KNOWN) or self._near(parts, KNOWN_IN_PART)

    def _near(self, questions: Sequence[str], least: float) -> dict[str, float]:
        found: dict[str, float] = {}
        for question, vector in zip(questions, self._encoder.encode(questions), strict=True):
            fits = self._of_others if OF_OTHERS.search(question.lower()) else self._all
            for name, near, fit in zip(self._names, (self._vectors @ vector).tolist(), fits, strict=True):
                if near >= least and fit:
                    found[name] = max(found.get(name, -1.0), round(near, 6))
        nearest = max(found.values(), default=0.0)
        return {name: near for name, near in found.items() if near >= nearest - CLOSE}

    def groups_of(self, line: Line) -> tuple[str, ...]:
        """Give the groups of which a line hears a wording."""
        return tuple(
            dict.fromkeys(self._group_of[_bare(heard)] for heard in line.hears if _bare(heard) in self._group_of)
        )


def _bare(heard: str) -> str:
    return heard.lower().strip(" ?!.…")


def vectors_file() -> Path:
    """Give the shipped file of the wordings' vectors."""
    return Path(str(files("personas"))) / "vectors" / "wordings.npy"


@lru_cache(maxsize=1)
def shipped_groups() -> tuple[Group, ...]:
    """Load the groups that ship.

    Raises:
        ContentError: The file is faulty; nothing was loaded.
    """
    return load_content(Path(str(files("personas"))) / "wordings.yaml", AllWordings).groups
