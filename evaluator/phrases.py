"""Signs in plain words for what a reading of one turn cannot hold: an earlier danger, an open deferral."""

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import re2
from pydantic import field_validator

from dialogue.content import load_content
from dialogue.record import Record

Danger = Literal["self", "other", "child", "partner"]

SENTENCE = re.compile(r"[^.!?\n]+[.!?…]*")
LONGEST = 8_000
"""Characters of one turn that are looked at; a message holds no more."""


class Phrases(Record):
    """Patterns by what they show; RE2, on lower-case text with straight apostrophes."""

    id: str
    risk_in_client: dict[Danger, tuple[str, ...]]
    not_a_risk: tuple[str, ...]
    risk_acknowledged: tuple[str, ...]
    deferral: tuple[str, ...]
    not_a_deferral: tuple[str, ...]

    @field_validator("not_a_risk", "risk_acknowledged", "deferral", "not_a_deferral")
    @classmethod
    def compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """A pattern that does not compile is a fault of the file, not of the turn."""
        for pattern in patterns:
            _compiled(pattern)
        return patterns


@lru_cache(maxsize=1)
def shipped_phrases() -> Phrases:
    """Load the shipped phrases once.

    Raises:
        ContentError: The file is faulty.
    """
    return load_content(Path(str(files("evaluator"))) / "phrases.yaml", Phrases)


def speaks_of_danger(client: str) -> bool:
    """Tell whether a client's words hold a clear sign of danger: to self, another, a child, or from a partner."""
    phrases = shipped_phrases()
    signs = [pattern for patterns in phrases.risk_in_client.values() for pattern in patterns]
    return any(_any(signs, s) and not _any(phrases.not_a_risk, s) for s in _sentences(client))


def acknowledges_danger(trainee: str) -> bool:
    """Tell whether a trainee's words take up a danger at all, however clumsily."""
    return _any(shipped_phrases().risk_acknowledged, _plain(trainee[:LONGEST]))


def open_deferral(trainee: str) -> str | None:
    """Give the sentence that openly puts something off to later, as typed, or None."""
    phrases = shipped_phrases()
    for found in SENTENCE.finditer(trainee[:LONGEST]):
        sentence = found.group(0)
        if _any(phrases.deferral, _plain(sentence)) and not _any(phrases.not_a_deferral, _plain(sentence)):
            return str(sentence.strip())
    return None


def _sentences(text: str) -> list[str]:
    return [_plain(found.group(0)) for found in SENTENCE.finditer(text[:LONGEST])]


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("`", "'").encode("utf-8", "replace").decode()


def _any(patterns: list[str] | tuple[str, ...], text: str) -> bool:
    return any(_compiled(pattern).search(text) is not None for pattern in patterns)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re2._Regexp:
    try:
        return re2.compile(pattern)
    except re2.error as error:
        raise ValueError(f"the pattern {pattern!r} is not RE2: {error}") from error
