"""What may never be in a client's words: what is locked, what was said before, what contradicts a fact."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from benchmarks.client_figures import gated, mean
from benchmarks.client_sessions import Played, Spot
from benchmarks.client_text import words_of
from benchmarks.table import Row
from personas.fitness import gives_away
from personas.line_kinds import Depth
from personas.memory import Memory
from personas.persona import Persona

GRAM = 5
"""Words in a row that count as locked words."""


def fault_rows(sessions: Sequence[Played]) -> list[Row]:
    """Give the rows of what must be nought; what is shared between clients only where there are several."""
    return [*leak_rows(sessions), *_repeat_rows(sessions), _contradiction_row(sessions)]


def leak_rows(sessions: Sequence[Played]) -> list[Row]:
    """Locked content: a mark of a locked memory in a reply, or five words in a row of a line that tells one."""
    grams = {played.persona.id: telling_grams(played.persona) for played in sessions}
    marks = [found for played in sessions for spot in played.spots for found in marks_leaked(played.persona, spot)]
    texts = [
        found for played in sessions for spot in played.spots for found in grams_leaked(grams[played.persona.id], spot)
    ]
    note = f"of {sum(len(played.spots) for played in sessions)} replies"
    return [
        gated("locked marks in replies", len(marks), -math.inf, 0, note="; ".join([note, *sorted(set(marks))[:3]])),
        gated("locked wording in replies", len(texts), -math.inf, 0, note="; ".join([note, *sorted(set(texts))[:3]])),
    ]


def marks_leaked(persona: Persona, spot: Spot) -> Iterator[str]:
    """Give the marks of locked memories in a reply; a word that the trainee said first gives nothing away."""
    open_now = {*spot.outcome.plan.tellable, *spot.outcome.after.told}
    for memory in persona.memories:
        if memory.id not in open_now and _holds(memory, spot.reply) and not _holds(memory, spot.trainee):
            yield f"{persona.id} {memory.id}: {spot.reply[:60]}"


def _holds(memory: Memory, text: str) -> bool:
    return any(gives_away(text, mark) for mark in memory.marks)


def telling_grams(persona: Persona) -> dict[str, set[str]]:
    """Give for five words in a row the memories that only lines telling them say so."""
    telling: dict[str, set[str]] = defaultdict(set)
    free = set[str]()
    for line in persona.lines:
        if line.tells and line.depth is not Depth.HINT:
            for gram in _grams(line.text):
                telling[gram].add(line.tells)
        else:
            free |= _grams(line.text)
    return {gram: memories for gram, memories in telling.items() if gram not in free}


def grams_leaked(grams: dict[str, set[str]], spot: Spot) -> Iterator[str]:
    """Give the words in a row of a reply that only lines of locked memories say."""
    open_now = {*spot.outcome.plan.tellable, *spot.outcome.after.told}
    for gram in _grams(spot.reply):
        if (memories := grams.get(gram)) and not memories & open_now:
            yield f"{'/'.join(sorted(memories))}: {gram}"


def _grams(text: str) -> set[str]:
    words = words_of(text)
    return {" ".join(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)}


def _repeat_rows(sessions: Sequence[Played]) -> list[Row]:
    within = sum(len(played.replies) - len(set(played.replies)) for played in sessions)
    said: dict[str, set[str]] = defaultdict(set)
    for played in sessions:
        for reply in played.replies:
            said[reply].add(played.persona.id)
    every = [reply for played in sessions for reply in played.replies]
    worst = Counter(
        reply for played in sessions for reply in {r for r in played.replies if played.replies.count(r) > 1}
    )
    rows = [
        gated(
            "exact repeats in a session", within, -math.inf, 0, note="; ".join(r[:50] for r, _ in worst.most_common(3))
        )
    ]
    if len({played.persona.id for played in sessions}) > 1:
        shared = mean(float(len(said[reply]) > 1) for reply in every)
        rows.append(gated("replies shared between clients", shared, -math.inf, 0.02, "%"))
    return rows


def _contradiction_row(sessions: Sequence[Played]) -> Row:
    against = [
        f"{played.persona.id} {fact.id}: {spot.reply[:60]}"
        for played in sessions
        for spot in played.spots
        for fact in played.persona.facts
        if any(gives_away(spot.reply, phrase) for phrase in fact.never)
    ]
    facts = {played.persona.id: len(played.persona.facts) for played in sessions}
    note = "; ".join([", ".join(f"{client} {count} facts" for client, count in facts.items()), *against[:3]])
    return gated("replies against a fact", float(len(against)), -math.inf, 0, note=note)
