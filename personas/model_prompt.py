"""What a language model is told so that it words one turn: built from the plan, the card and what may be told now."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dialogue.content import load_content
from dialogue.record import Record
from dialogue.sentences import split_sentences
from personas.calls import Calls
from personas.fitness import gives_away
from personas.line import Line
from personas.line_kinds import Resistance, Stance
from personas.persona import Persona
from personas.plan import ReplyPlan

MOST_NEW, STYLE_LINES = 3, 6
"""Memories offered for the first time in one turn; authored lines shown as style. Ours."""


class PromptTexts(Record):
    """The texts of the prompt."""

    id: str
    version: int
    frame: str
    rules: tuple[str, ...]
    stances: dict[Stance, str]
    calls: dict[Calls, str]
    resists: dict[Resistance, str]


@lru_cache(maxsize=1)
def shipped_texts() -> PromptTexts:
    """Load the shipped texts once."""
    return load_content(Path(str(files("personas"))) / "model_prompt.yaml", PromptTexts)


class Basis(Record):
    """What the authored voice would say in this turn, and the lines nearest to it."""

    lines: tuple[Line, ...]
    style: tuple[Line, ...]


def system_prompt(persona: Persona, plan: ReplyPlan, basis: Basis) -> str:
    """Write the prompt of one turn; nothing locked is in it."""
    texts = shipped_texts()
    parts = [texts.frame.strip(), _who(persona, plan), "Rules:\n" + _listed(texts.rules)]
    if told := [persona.memory(memory).fact for memory in plan.told]:
        parts.append("What you have already told here:\n" + _listed(told))
    if new := [persona.memory(memory).fact for memory in offered(plan, basis)]:
        parts.append(
            "What you may tell now for the first time, if it fits, no more than one of these:\n" + _listed(new)
        )
    parts.append("How you talk (your own words of other moments, never to be repeated):\n" + _listed(_style(basis)))
    parts.append(f"Now: {texts.stances[plan.stance]} {_do(plan, basis)} About {plan.words_wanted} words.")
    return "\n\n".join(parts)


def offered(plan: ReplyPlan, basis: Basis) -> tuple[str, ...]:
    """Give the memories that may be told in this turn for the first time: those that the authored lines would tell."""
    near = [line.tells for line in (*basis.lines, *basis.style) if line.tells]
    return tuple(dict.fromkeys(m for m in near if m in plan.tellable and m not in plan.told))[:MOST_NEW]


def _who(persona: Persona, plan: ReplyPlan) -> str:
    card = persona.card
    about = (
        f"You are {card.name}, {card.age}, {card.pronouns}, {card.occupation}, {card.place}. "
        f'What you came with: "{card.presenting}" How you speak: {card.speech} Your humour: {card.humour}'
    )
    facts = [fact.says for fact in persona.facts]
    return "\n".join(unlocked(text, persona, plan) for text in (about, *facts) if unlocked(text, persona, plan))


def unlocked(text: str, persona: Persona, plan: ReplyPlan) -> str:
    """Give a text without the sentences that would give a locked memory away."""
    free = {*plan.tellable, *plan.told}
    locked = [mark for memory in persona.memories if memory.id not in free for mark in memory.marks]
    kept = [one.text for one in split_sentences(text) if not any(gives_away(one.text, mark) for mark in locked)]
    return " ".join(kept)


def _style(basis: Basis) -> list[str]:
    lines = dict.fromkeys(line.text for line in basis.style if "{" not in line.text)
    return list(lines)[:STYLE_LINES]


def _do(plan: ReplyPlan, basis: Basis) -> str:
    texts = shipped_texts()
    if plan.calls is not Calls.ANSWER and basis.lines:
        return f"{texts.calls[plan.calls]} {basis.lines[-1].text}"
    resists = next((line.resists for line in basis.lines if line.resists), None)
    return texts.resists[resists] if resists else texts.calls[Calls.ANSWER]


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
