"""What a client's file must keep beyond its shape: references, locked words, openness, enough to say.

Each fault is one line: field, what is wrong, what to do.
"""

import re
from collections.abc import Iterator

from personas.line import Line
from personas.line_kinds import Depth, Part, Stance, TurnKind
from personas.memory import Memory
from personas.persona import Persona

MAX_OPEN_AT_START = 0.25
"""Share of memories open at layer 0. Source: fidelity table, starting openness."""
LONGEST_LINE = 75
"""Words. Source: fidelity table 5 (few turns of 60 words and more)."""


def faults_of(persona: Persona) -> tuple[str, ...]:
    """Name every fault of a client's content; empty when it is fit to be practised with."""
    return tuple(
        [
            *_references(persona),
            *_facts(persona),
            *_uniqueness(persona),
            *_locked_words(persona),
            *_openness(persona),
            *_coverage(persona),
        ]
    )


def _references(persona: Persona) -> Iterator[str]:
    memories = {memory.id for memory in persona.memories}
    named = {
        "test": {t.id for t in persona.tests},
        "trigger": {t.id for t in persona.triggers},
        "risk": {r.id for r in persona.risks},
        "corrects": {f.id for f in persona.facts},
    }
    for line in persona.lines:
        for field, known in named.items():
            value = getattr(line, field)
            if value is not None and value not in known:
                yield f"lines.{line.id}.{field}: {value!r} is not there; take one of {sorted(known)}"
        for memory in (*line.after, *line.unless, *([line.tells] if line.tells else [])):
            if memory not in memories:
                yield f"lines.{line.id}: memory {memory!r} is not there; check the id"
    for risk in persona.risks:
        if risk.memory is not None and risk.memory not in memories:
            yield f"risks.{risk.id}.memory: {risk.memory!r} is not there; check the id"


def _facts(persona: Persona) -> Iterator[str]:
    for line in (line for line in persona.lines if line.part is not Part.CORRECTION):
        plain = _plain(line.text)
        for fact in persona.facts:
            if held := next((phrase for phrase in fact.never if _holds(plain, phrase)), None):
                yield f"lines.{line.id}: {held!r} contradicts the fact {fact.id}; change the words"


def _uniqueness(persona: Persona) -> Iterator[str]:
    for field, values in (
        ("memories", [m.id for m in persona.memories]),
        ("lines", [line.id for line in persona.lines]),
        ("lines.text", [line.text.strip().lower() for line in persona.lines]),
        ("tests", [t.id for t in persona.tests]),
        ("triggers", [t.id for t in persona.triggers]),
        ("facts", [f.id for f in persona.facts]),
    ):
        for value in sorted({v for v in values if values.count(v) > 1}):
            yield f"{field}: {value!r} stands twice; change or remove one"


def gives_away(text: str, mark: str) -> bool:
    """Tell whether words hold a mark of a memory, as whole words, whatever the case."""
    return _holds(_plain(text), mark)


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _holds(plain: str, mark: str) -> bool:
    return mark in plain and re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", plain) is not None


def _locked_words(persona: Persona) -> Iterator[str]:
    for line in persona.lines:
        plain = _plain(line.text)
        for memory in persona.memories:
            if held := next((mark for mark in memory.marks if _holds(plain, mark)), None):
                yield from _held(line, memory, held)
        if line.tells and line.depth is not Depth.HINT and line.layer < persona.memory(line.tells).layer:
            layer = persona.memory(line.tells).layer
            yield f"lines.{line.id}: tells {line.tells} below its layer; set layer to {layer}"
        if (words := len(line.text.split())) > LONGEST_LINE:
            yield f"lines.{line.id}: {words} words; cut to {LONGEST_LINE} at most"


def _held(line: Line, memory: Memory, mark: str) -> Iterator[str]:
    says = f"lines.{line.id}: says {mark!r} of {memory.id}"
    if line.layer < memory.layer or line.depth is Depth.HINT:
        yield f"{says} (layer {memory.layer}); raise the line's layer or change the words"
    elif memory.layer >= 1 and line.tells != memory.id and memory.id not in line.after:
        yield f"{says} without telling it; set `tells`, or put it in `after`"


def _openness(persona: Persona) -> Iterator[str]:
    at_start = sum(memory.layer == 0 for memory in persona.memories) / len(persona.memories)
    if at_start > MAX_OPEN_AT_START:
        yield f"memories: {at_start:.0%} are open at the start; at most {MAX_OPEN_AT_START:.0%} may be at layer 0"
    for layer in range(5):
        if not any(memory.layer == layer for memory in persona.memories):
            yield f"memories: none at layer {layer}; add one"
    told = {line.tells for line in persona.lines if line.depth in (Depth.NAME, Depth.ELABORATE)}
    for memory in persona.memories:
        if memory.id not in told:
            yield f"memories.{memory.id}: no line tells it; add a line with `tells: {memory.id}`"


def _of(persona: Persona, part: Part) -> list[Line]:
    return [line for line in persona.lines if line.part is part]


LEAST = {
    Part.OPENING: 3,
    Part.CLOSING: 4,
    Part.LEAVING: 2,
    Part.FALLBACK: 16,
    Part.MARKER: 8,
    Part.REACTION: 15,
    Part.SOFTENED: 2,
}
LEAST_LATER = {Part.ECHO: 8, Part.MOVE: 10}
LEAST_LINES, LEAST_FACTS = 260, 15
"""How many lines of a part a client needs so that a session of 18 turns never repeats; ours."""
LEAST_FORMS, LEAST_RESISTING = 7, 30
"""Forms of resistance, and lines that resist, that a client needs so that no two sessions resist alike; ours."""
LEAST_OF_KIND, LEAST_OF_STANCE = 2, 3
"""Replies to each kind of turn, and dodges in each stance, that a client needs; ours."""


def _coverage(persona: Persona) -> Iterator[str]:
    for part, least in LEAST.items():
        if (found := len(_of(persona, part))) < least:
            yield f"lines: {found} of part {part}; at least {least} are needed"
    replies, dodges = _of(persona, Part.REPLY), _of(persona, Part.FALLBACK)
    for kind in TurnKind:
        if (found := sum(kind in line.answers for line in replies)) < LEAST_OF_KIND:
            yield f"lines: {found} replies answer {kind}; at least {LEAST_OF_KIND} are needed"
    for stance in Stance:
        if (found := sum(stance in line.stances for line in dodges)) < LEAST_OF_STANCE:
            yield f"lines: {found} fallback lines in stance {stance}; at least {LEAST_OF_STANCE} are needed"
    if persona.facts:
        yield from _later(persona)
    yield from _hooks(persona)


def _later(persona: Persona) -> Iterator[str]:
    if len(persona.lines) < LEAST_LINES:
        yield f"lines: {len(persona.lines)}; at least {LEAST_LINES} are needed"
    if len(persona.facts) < LEAST_FACTS:
        yield f"facts: {len(persona.facts)}; at least {LEAST_FACTS} are needed"
    for part, least in LEAST_LATER.items():
        if (found := len(_of(persona, part))) < least:
            yield f"lines: {found} of part {part}; at least {least} are needed"
    forms = {line.resists for line in persona.lines if line.resists}
    if len(forms) < LEAST_FORMS:
        yield f"lines: {len(forms)} forms of resistance; at least {LEAST_FORMS} are needed (set `resists`)"
    if (resisting := sum(line.resists is not None for line in persona.lines)) < LEAST_RESISTING:
        yield f"lines: {resisting} that resist; at least {LEAST_RESISTING} are needed (set `resists`)"


def _hooks(persona: Persona) -> Iterator[str]:
    for test in persona.tests:
        steps = {line.step for line in persona.lines if line.test == test.id}
        if not steps >= {1, 2}:
            yield f"tests.{test.id}: needs a test line of step 1 and one of step 2"
    for trigger in persona.triggers:
        if not any(line.trigger == trigger.id for line in persona.lines):
            yield f"triggers.{trigger.id}: no trigger line; add one"
    for fact in persona.facts:
        if fact.mistaken and not any(line.corrects == fact.id for line in persona.lines):
            yield f"facts.{fact.id}: no line corrects it; add one with `part: correction`"
    for risk in persona.risks:
        if not any(line.risk == risk.id for line in _of(persona, Part.RISK)):
            yield f"risks.{risk.id}: no risk line; add one"
