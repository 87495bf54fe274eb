"""The voice of a language model: one streamed call a turn, guarded; the authored voice stands in where it fails.

The plan is the same as for the authored voice, and so is what the turn does to trust and cues: only the words differ.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dialogue.cues import BOUNDARY_CUES, RISK_CUES, Cue
from dialogue.turns import Speaker, Turn
from language_model.errors import LanguageModelError
from language_model.talker import Said, Talks, Words
from personas.authored_voice import AuthoredVoice
from personas.calls import Calls
from personas.fitness import gives_away
from personas.guard import Fault, Guard
from personas.model_prompt import Basis, system_prompt
from personas.persona import Persona
from personas.plan import ReplyPlan
from personas.voice import Hear, Spoken, newly_told

TRIES = 2
FAILURES, PAUSE = 3, 60.0
"""Failures in a row after which the server is left alone, and for how many seconds; ours."""
ENDS = (".", "!", "?", "…", "\n")

_log = logging.getLogger(__name__)


@dataclass
class Effort:
    """What the voice has taken since the start, for the operator; nothing that was said."""

    turns: int = 0
    calls: int = 0
    guarded: int = 0
    """Replies that the guard refused."""
    failed: int = 0
    """Calls that gave no reply."""
    stood_in: int = 0
    """Turns in which the authored voice stood in."""


class ModelVoice:
    """Words a plan with a language model."""

    def __init__(
        self,
        cast: Mapping[str, Persona],
        talker: Talks,
        authored: AuthoredVoice,
        guard: Guard,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Hold who talks and who stands in.

        Args:
            cast: The clients, by id.
            talker: The language model.
            authored: Stands in, and gives the lines that show how this client talks.
            guard: Checks every reply before it is let through.
            seconds: Any clock that only goes forward.
        """
        self.effort = Effort()
        self._cast = cast
        self._talker = talker
        self._authored = authored
        self._guard = guard
        self._seconds = seconds
        self._failures, self._rests_until = 0, 0.0

    def speak(self, plan: ReplyPlan, history: Sequence[Turn] = (), hear: Hear | None = None) -> Spoken:
        """Word this plan; where the model gives nothing that may be said, the authored voice answers this turn."""
        self.effort.turns += 1
        if self._seconds() >= self._rests_until:
            basis = self._authored.basis(plan)
            for _ in range(TRIES):
                try:
                    said, fault = self._try(plan, basis, history, hear)
                except LanguageModelError as error:
                    self._failed(error)
                    break
                self._failures = 0
                if fault is None:
                    return self._spoken(plan, basis, said.text.strip())
                self.effort.guarded += 1
                _log.info("a model's reply was not let through: it %s", fault)
        self.effort.stood_in += 1
        return self._authored.speak(plan, history, hear).model_copy(update={"stood_in": True})

    def _try(
        self, plan: ReplyPlan, basis: Basis, history: Sequence[Turn], hear: Hear | None
    ) -> tuple[Said, Fault | None]:
        """Let the model say the turn once; only whole sentences that pass are heard before the end."""
        self.effort.calls += 1
        persona, faults, heard = self._cast[plan.persona], [], [""]

        def listen(text: str) -> bool:
            whole = text[: max(text.rfind(end) for end in ENDS) + 1]
            fault = self._guard.partial_fault(text, plan)
            if fault is not None:
                faults.append(fault)
                return False
            if hear is not None and whole != heard[0] and self._guard.fault(whole, plan) is None:
                heard[0] = whole
                hear(whole)
            return True

        said = self._talker.say(system_prompt(persona, plan, basis), _turns(plan, history), listen)
        before = [turn.text for turn in history if turn.speaker is Speaker.CLIENT]
        return said, faults[0] if faults else self._guard.fault(said.text.strip(), plan, before)

    def _failed(self, error: LanguageModelError) -> None:
        self.effort.failed += 1
        self._failures += 1
        if self._failures >= FAILURES:
            self._rests_until, self._failures = self._seconds() + PAUSE, 0
        _log.warning("the client's words come from the embedded voice: %s", error)

    def _spoken(self, plan: ReplyPlan, basis: Basis, text: str) -> Spoken:
        persona = self._cast[plan.persona]
        tellable = [persona.memory(m) for m in plan.tellable if m not in plan.told]
        told = tuple(m.id for m in tellable if any(gives_away(text, mark) for mark in m.marks))
        called = (
            () if plan.calls is Calls.ANSWER else tuple(m for one in basis.lines for m in newly_told(one, plan.told))
        )
        last = basis.lines[-1] if basis.lines else None
        return Spoken(
            text=text,
            lines=tuple(line.id for line in basis.lines),
            cues=_cues(plan, basis),
            told=tuple(dict.fromkeys((*told, *called))),
            topic=last.topic if last else plan.topic,
            good_reply=None if plan.calls is Calls.ANSWER or last is None else last.good_reply,
            resists=next((line.resists for line in basis.lines if line.resists), None),
            engine="model",
        )


def _cues(plan: ReplyPlan, basis: Basis) -> tuple[Cue, ...]:
    """Give what the turn offers: what was called for in full; of an answer, all but tests and dangers."""
    cues = tuple(dict.fromkeys(cue for line in basis.lines for cue in line.cues))
    held = frozenset() if plan.calls is not Calls.ANSWER else BOUNDARY_CUES | RISK_CUES
    return tuple(cue for cue in cues if cue not in held)


def _turns(plan: ReplyPlan, history: Sequence[Turn]) -> list[Words]:
    said = [Words(turn.speaker is Speaker.TRAINEE, turn.text) for turn in history]
    return [*said, Words(True, plan.words)]
