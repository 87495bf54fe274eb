"""Which line the client speaks: what the moment calls for, or the answer that comes nearest in meaning."""

from collections.abc import Mapping
from typing import NamedTuple

from personas.persona import Line, Part, Stance, TurnKind
from personas.plan import Calls, ReplyPlan, chance

NEAR_ENOUGH = 0.42
"""Cosine from which a line answers a question; below it the client dodges in their own way. Ours, by reading."""
QUESTIONS = frozenset({TurnKind.OPEN_QUESTION, TurnKind.CLOSED_QUESTION})
NEXT_STANCE: Mapping[Stance, tuple[Stance, ...]] = {
    Stance.GUARDED: (Stance.GUARDED, Stance.WARMING),
    Stance.WARMING: (Stance.WARMING, Stance.GUARDED),
    Stance.OPEN: (Stance.OPEN, Stance.WARMING),
    Stance.RUPTURED: (Stance.RUPTURED, Stance.GUARDED),
    Stance.FLOODED: (Stance.FLOODED, Stance.RUPTURED),
}
"""The stances in which a line may be spoken, the fitting one first."""
PART_OF: Mapping[Calls, Part] = {
    Calls.TEST: Part.TEST,
    Calls.MARKER: Part.MARKER,
    Calls.TRIGGER: Part.TRIGGER,
    Calls.RISK: Part.RISK,
    Calls.SOFTENED: Part.SOFTENED,
    Calls.CLOSING: Part.CLOSING,
    Calls.LEAVING: Part.LEAVING,
}


class Weights:
    """How much each reason counts when a line is chosen; ours, by reading whole sessions."""

    FIRST_KIND = 0.16
    OTHER_KIND = 0.08
    STANCE = 0.05
    TOPIC = 0.05
    TEST = 0.25
    DEPTH = 0.05
    """For each layer of a memory that is told for the first time, when the turn opens something."""
    OWN_WORDS = 0.85
    """How much a match with the line's own words counts beside one with what it hears."""


OPENING_KINDS = frozenset(
    {TurnKind.EMPATHY, TurnKind.OPEN_QUESTION, TurnKind.CHOICE, TurnKind.RISK_QUESTION, TurnKind.REPAIR}
    | {TurnKind.CULTURE, TurnKind.CONFIDENTIALITY, TurnKind.WARM_LIMIT, TurnKind.SHORT}
)
"""Kinds of turn after which something deeper may come."""


class Scored(NamedTuple):
    """A line with how well it fits, and how near it is in meaning."""

    score: float
    near: float
    line: Line


class Choice:
    """Chooses among the lines that may be said in one turn."""

    def __init__(self, plan: ReplyPlan, reachable: list[Scored]) -> None:
        self._plan = plan
        self._reachable = reachable

    def called_for(self) -> Line | None:
        """Give the line that the moment calls for: marker, test, trigger, risk or ending; None for an answer."""
        plan = self._plan
        if plan.calls is Calls.ANSWER:
            return None
        part = PART_OF[plan.calls]
        fitting = [scored for scored in self._of(part) if _is_called(scored.line, plan)]
        if not fitting and part in (Part.CLOSING, Part.LEAVING, Part.SOFTENED):
            fitting = [scored for scored in self._reachable if scored.line.part is part]
        return self._drawn(fitting, 31)

    def before(self, called: Line) -> list[Line]:
        """Let the client answer shortly first, where a question was asked and the moment leaves room."""
        plan = self._plan
        if plan.calls not in (Calls.TEST, Calls.RISK) or called.step > 1:
            return []
        if not plan.asked:
            return self._reaction()
        answers = [s for s in self._replies() if s.near >= NEAR_ENOUGH and s.line.tells is None]
        short = [s for s in answers if len(s.line.text.split()) <= 22 and "?" not in s.line.text]
        return [max(short, key=_best).line] if short else []

    def answer(self) -> list[Line]:
        """Answer what was said: by meaning, or in this person's own way of not answering."""
        plan, best = self._plan, max(self._replies(), key=_best, default=None)
        question = bool(QUESTIONS & set(plan.kinds[:1])) or (plan.asked and not _weighty(plan))
        if best is not None and not (question and best.near < NEAR_ENOUGH):
            reaction = self._reaction() if chance(plan.seed, plan.turn + 5, 5) == 0 else []
            short = len(best.line.text.split()) <= 30
            return [*reaction, best.line] if short and not _stutters(reaction, best.line) else [best.line]
        dodge = self._drawn(self._of(Part.FALLBACK), 11)
        if dodge is not None:
            return [dodge]
        if best is not None:
            return [best.line]
        rest = [s for s in self._reachable if s.line.part in (Part.REPLY, Part.REACTION, Part.SOFTENED)]
        return [max(rest, key=_best).line] if rest else []

    def _of(self, part: Part) -> list[Scored]:
        """Give the lines of a part that fit the stance, or one next to it."""
        stances = set(NEXT_STANCE[self._plan.stance])
        return [s for s in self._reachable if s.line.part is part and stances & set(s.line.stances)]

    def _replies(self) -> list[Scored]:
        """Give the replies to a turn of this kind; a question that stands alone wants more than a nod."""
        kinds = set(self._plan.kinds)
        if self._plan.asked and not _weighty(self._plan):
            kinds &= QUESTIONS
        return [scored for scored in self._of(Part.REPLY) if kinds & set(scored.line.answers)]

    def _reaction(self) -> list[Line]:
        first = set(self._plan.kinds[:1])
        drawn = self._drawn([s for s in self._of(Part.REACTION) if first & set(s.line.answers)], 3)
        return [drawn] if drawn else []

    def _drawn(self, fitting: list[Scored], salt: int) -> Line | None:
        """Draw one line; those of the very stance come first."""
        exact = [scored for scored in fitting if self._plan.stance in scored.line.stances] or fitting
        if not exact:
            return None
        in_order = sorted(exact, key=lambda scored: scored.line.id)
        return in_order[chance(self._plan.seed, self._plan.turn + salt, len(in_order))].line


def score_of(line: Line, near: float, plan: ReplyPlan) -> float:
    """Give how well a line fits: its nearness in meaning, and the reasons of the moment."""
    score = near
    if plan.kinds and plan.kinds[0] in line.answers:
        score += Weights.FIRST_KIND
    elif set(plan.kinds) & set(line.answers):
        score += Weights.OTHER_KIND
    score += Weights.STANCE if plan.stance in line.stances else 0.0
    score += Weights.TOPIC if line.topic == plan.topic != "any" else 0.0
    score += Weights.TEST if line.test is not None and line.test == plan.answered_test else 0.0
    if line.tells and line.tells not in plan.told and OPENING_KINDS & set(plan.kinds):
        score += Weights.DEPTH * line.layer
    return round(score, 6)


def _stutters(reaction: list[Line], reply: Line) -> bool:
    """Tell whether the reply would begin with a word of the reaction before it."""
    first = reply.text.lower().split()[0].strip(".,!?…")
    return any(first in line.text.lower().replace(".", " ").replace(",", " ").split() for line in reaction)


def _best(scored: Scored) -> tuple[float, str]:
    return (scored.score, scored.line.id)


def _weighty(plan: ReplyPlan) -> bool:
    """Tell whether the turn did something beside asking that wants an answer first."""
    light = QUESTIONS | {TurnKind.REFLECTION, TurnKind.GREETING, TurnKind.PLATITUDE, TurnKind.SHORT}
    return any(kind not in light for kind in plan.kinds)


def _is_called(line: Line, plan: ReplyPlan) -> bool:
    if plan.calls is Calls.TEST:
        return line.test == plan.test and line.step == plan.step
    if plan.calls is Calls.TRIGGER:
        return line.trigger == plan.trigger
    if plan.calls is Calls.RISK:
        return line.risk == plan.risk
    if plan.calls is Calls.MARKER and plan.rupture is not None:
        return plan.rupture.value in {cue.value for cue in line.cues}
    return True
