"""How a client comes to words: the seam behind which an authored or a model voice speaks, and what speaking leaves."""

from collections.abc import Callable, Sequence
from typing import Protocol

from dialogue.cues import BOUNDARY_CUES, RISK_CUES, Cue
from dialogue.record import Record
from dialogue.turns import Turn
from personas.calls import Calls
from personas.line import Line
from personas.line_kinds import Depth, Resistance
from personas.persona import Persona
from personas.plan import ReplyPlan
from personas.state import ClientState

Hear = Callable[[str], None]
"""Is given the client's words so far, whole sentences only."""


class Spoken(Record):
    """The client's words of one turn, and what they give away."""

    text: str
    lines: tuple[str, ...]
    """Ids of the authored lines that were spoken or shown as style."""
    cues: tuple[Cue, ...]
    """What the words offer the trainee."""
    told: tuple[str, ...] = ()
    """Memories told for the first time."""
    topic: str = "any"
    good_reply: str | None = None
    """One of several good answers that the author wrote for these words."""
    resists: Resistance | None = None
    """How these words keep the trainee at a distance; None where they do not."""
    engine: str = "embedded"
    stood_in: bool = False
    """The embedded voice answered because the language model gave nothing that may be said."""


class Voice(Protocol):
    """Words a plan. Two exist: the authored voice, and the voice of a language model."""

    def speak(self, plan: ReplyPlan, history: Sequence[Turn] = (), hear: Hear | None = None) -> Spoken:
        """Word this plan as the client.

        Args:
            plan: What may be said.
            history: The turns before, the client's last words included.
            hear: Is given the words so far while they come, where they come piece by piece.

        Raises:
            LanguageModelError: The voice could not answer; nothing was said.
        """
        ...


def after_speaking(state: ClientState, plan: ReplyPlan, spoken: Spoken) -> ClientState:
    """Give the client's state once the words are out."""
    tests = dict(state.tests_asked)
    asked = plan.test if plan.calls is Calls.TEST and plan.test and BOUNDARY_CUES & set(spoken.cues) else None
    if asked:
        tests[asked] = plan.step
    waiting = asked or (None if plan.answered_test else state.open_test)
    shown = plan.calls is Calls.RISK and plan.risk is not None and bool(RISK_CUES & set(spoken.cues))
    risks = (*state.risks_shown, plan.risk or "") if shown else state.risks_shown
    return state.model_copy(
        update={
            "said": (*state.said, *spoken.lines),
            "told": tuple(dict.fromkeys((*state.told, *spoken.told))),
            "tests_asked": tests,
            "open_test": waiting,
            "risks_shown": risks,
            "resisted": (*state.resisted, spoken.resists),
            "corrected": (*state.corrected, plan.corrects) if plan.corrects else state.corrected,
            "topic": spoken.topic if spoken.topic != "any" else state.topic,
            "marked_at": state.turn if plan.calls is Calls.MARKER else state.marked_at,
            "soft_words_said": state.soft_words_said or plan.calls is Calls.SOFTENED,
            "left": state.left or plan.calls is Calls.LEAVING,
        }
    )


def newly_told(line: Line, told: tuple[str, ...]) -> tuple[str, ...]:
    """Give the memory that a line tells for the first time, if it does; a hint tells nothing."""
    return (line.tells,) if line.tells and line.depth is not Depth.HINT and line.tells not in told else ()


def line_of(persona: Persona, line_id: str) -> Line:
    """Find a line by its id."""
    return next(line for line in persona.lines if line.id == line_id)
