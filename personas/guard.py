"""What stands between a language model's words and the page: nothing locked, nothing that this person would never say.

The prompt holds nothing locked, so that a leak would be a guess; the guard checks each reply all the same.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dialogue.content import load_content
from dialogue.record import Record
from dialogue.sentences import plain_words, split_sentences
from language_model.encoder import SentenceEncoder
from personas.fitness import gives_away
from personas.line import Line
from personas.line_kinds import Depth
from personas.persona import Persona
from personas.plan import ReplyPlan

RUN = 5
"""Words in a row, shared with what is locked and with nothing that may be said, that give it away; ours."""
ALIKE = 0.55
"""Cosine with something locked from which a sentence may tell it in other words. Ours: it stops near copies only."""
LONGEST_WORDS, LONGEST_TIMES = 30, 2.5
"""A reply is too long beyond so many words and so many times what the plan wants; ours."""


MOST_KEPT = 500
"""States of disclosure whose locked runs are kept in memory; ours."""
Runs = frozenset[tuple[str, ...]]


class Fault(StrEnum):
    """Why a reply is not let through."""

    LOCKED = "holds what is locked"
    ALIKE = "tells what is locked in other words"
    LONG = "is too long"
    PRAISE = "praises technique"
    THERAPIST = "speaks like a therapist"
    OUT_OF_ROLE = "is not the client speaking"
    CONTRADICTS = "contradicts a fact"
    REPEATS = "repeats itself"
    EMPTY = "says nothing"


class GuardWords(Record):
    """Patterns of what no client says."""

    id: str
    praise: tuple[str, ...]
    therapist: tuple[str, ...]
    out_of_role: tuple[str, ...]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Fault, re.Pattern[str]], ...]:
    shipped = load_content(Path(str(files("personas"))) / "guard_words.yaml", GuardWords)
    by_fault = {
        Fault.PRAISE: shipped.praise,
        Fault.THERAPIST: shipped.therapist,
        Fault.OUT_OF_ROLE: shipped.out_of_role,
    }
    return tuple((fault, re.compile(rf"(?:{pattern})", re.M)) for fault, many in by_fault.items() for pattern in many)


class Guard:
    """Checks the words of one turn against what the plan allows."""

    def __init__(self, cast: Mapping[str, Persona], encoder: SentenceEncoder) -> None:
        self._cast = cast
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}
        self._runs: dict[tuple[str, frozenset[str]], Runs] = {}

    def fault(self, text: str, plan: ReplyPlan, before: Iterable[str] = ()) -> Fault | None:
        """Tell why a whole reply is not let through, or None.

        Args:
            text: The reply.
            plan: What was allowed.
            before: The client's words of the turns before.
        """
        if not re.search(r"\w|…|\.\.\.", text):
            return Fault.EMPTY
        if len(text.split()) > max(LONGEST_WORDS, LONGEST_TIMES * plan.words_wanted):
            return Fault.LONG
        if " ".join(text.lower().split()) in {" ".join(one.lower().split()) for one in before}:
            return Fault.REPEATS
        return self.partial_fault(text, plan) or (Fault.ALIKE if self._tells_alike(text, plan) else None)

    def partial_fault(self, text: str, plan: ReplyPlan) -> Fault | None:
        """Tell why words that may still go on are not let through; quick enough for every piece of a stream."""
        persona, plain = self._cast[plan.persona], plain_words(text)
        for fault, pattern in _patterns():
            if pattern.search(plain):
                return fault
        if any(gives_away(plain, phrase) for fact in persona.facts for phrase in fact.never):
            return Fault.CONTRADICTS
        locked = [memory for memory in persona.memories if memory.id not in {*plan.tellable, *plan.told}]
        if any(gives_away(plain, mark) for memory in locked for mark in memory.marks):
            return Fault.LOCKED
        shared = _runs(plain) & self._locked_runs(persona, frozenset((*plan.tellable, *plan.told)))
        return Fault.LOCKED if shared - _runs(plain_words(plan.words)) else None

    def _locked_runs(self, persona: Persona, free: frozenset[str]) -> Runs:
        if len(self._runs) > MOST_KEPT:
            self._runs.clear()
        if (persona.id, free) not in self._runs:
            self._runs[persona.id, free] = _locked_runs(persona, free)
        return self._runs[persona.id, free]

    def _tells_alike(self, text: str, plan: ReplyPlan) -> bool:
        """Tell whether a sentence is nearer to something locked than to anything that may be said, and near."""
        persona = self._cast[plan.persona]
        locked, free = _by_lock(persona, {*plan.tellable, *plan.told})
        if not locked:
            return False
        sentences = [s.text for s in split_sentences(text) if len(s.text.split()) >= 4] or [text]
        vectors = self._encoder.encode(sentences)
        near_locked = (vectors @ self._vectors_of(locked).T).max(axis=1)
        near_free = (vectors @ self._vectors_of(free).T).max(axis=1) if free else np.zeros(len(sentences))
        return bool(((near_locked >= ALIKE) & (near_locked > near_free)).any())

    def _vectors_of(self, texts: list[str]) -> NDArray[np.float32]:
        missing = [text for text in texts if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([self._known[text] for text in texts])


def _is_locked(line: Line, free: frozenset[str]) -> bool:
    return line.tells is not None and line.depth is not Depth.HINT and line.tells not in free


def _by_lock(persona: Persona, free: set[str]) -> tuple[list[str], list[str]]:
    """Give the facts and telling lines that are locked, and those that are not."""
    known = [(memory.id, memory.fact) for memory in persona.memories]
    telling = (line for line in persona.lines if line.tells is not None and line.depth is not Depth.HINT)
    known += [(line.tells or "", line.text) for line in telling]
    return [text for memory, text in known if memory not in free], [text for memory, text in known if memory in free]


def _locked_runs(persona: Persona, free: frozenset[str]) -> Runs:
    locked = [line.text for line in persona.lines if _is_locked(line, free)]
    locked += [memory.fact for memory in persona.memories if memory.id not in free]
    allowed = [line.text for line in persona.lines if not _is_locked(line, free)]
    allowed += [fact.says for fact in persona.facts]
    return _runs_of(locked) - _runs_of(allowed)


def _runs_of(texts: Iterable[str]) -> Runs:
    return frozenset(run for text in texts for run in _runs(plain_words(text)))


def _runs(plain: str) -> Runs:
    words = re.findall(r"[\w']+", plain)
    return frozenset(tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1))
