"""What may be said in one turn, and the draws among it: what an answer and what follows it are both chosen from."""

from collections.abc import Mapping

from personas.line import Line
from personas.line_kinds import Depth, Part, Stance, TurnKind
from personas.manner import Manner, chance, draw
from personas.plan import ReplyPlan
from personas.scoring import Scored

NEAR_ENOUGH = 0.45
"""Cosine from which a line answers a question; below it the client dodges in their own way. Ours, by reading."""
QUESTIONS = frozenset({TurnKind.OPEN_QUESTION, TurnKind.CLOSED_QUESTION})
HURTS = frozenset({TurnKind.HARM, TurnKind.STEREOTYPE, TurnKind.VIOLATION, TurnKind.DEFENSIVE})
"""Kinds of turn that hurt: what they ask is not answered as a question."""
ANSWERED_FIRST = HURTS | frozenset(
    {TurnKind.REPAIR, TurnKind.WARM_LIMIT, TurnKind.RIGID_LIMIT, TurnKind.CROSSING, TurnKind.CONFIDENTIALITY}
    | {TurnKind.SECRECY_PROMISE, TurnKind.RISK_QUESTION, TurnKind.GROUNDING, TurnKind.ADVICE, TurnKind.DISCLOSURE}
    | {TurnKind.PRESSING, TurnKind.FRAME_BREAK, TurnKind.SAFE_CONTACT}
)
"""Kinds of turn that want an answer of their own, even where a plain question stands beside them; ours."""
NEXT_STANCE: Mapping[Stance, tuple[Stance, ...]] = {
    Stance.GUARDED: (Stance.GUARDED, Stance.WARMING),
    Stance.WARMING: (Stance.WARMING, Stance.GUARDED),
    Stance.OPEN: (Stance.OPEN, Stance.WARMING),
    Stance.RUPTURED: (Stance.RUPTURED, Stance.GUARDED),
    Stance.FLOODED: (Stance.FLOODED, Stance.RUPTURED),
}
"""The stances in which a line may be spoken, the fitting one first."""
VERY_NEAR = 0.75
"""Cosine from which a line answers this very question; ours, by reading."""
TOUCHED = 0.3
"""Cosine from which a statement touches what a line is about; ours."""


class Sayable:
    """The lines that may be said in one turn."""

    def __init__(self, plan: ReplyPlan, reachable: list[Scored], manner: Manner, *, asked_lately: bool = False) -> None:
        self._asked_lately = asked_lately
        self._plan = plan
        self._reachable = reachable
        self._manner = manner

    def _is_question(self) -> bool:
        plan = self._plan
        if bool(QUESTIONS & set(plan.kinds[:1])) or (plan.asked and not weighty(plan)):
            return True
        if plan.answered_test is not None or ANSWERED_FIRST & set(plan.kinds):
            return False
        return any(s.meant and s.near >= VERY_NEAR for s in self._replies())

    def _of(self, part: Part) -> list[Scored]:
        """Give the lines of a part that fit the stance, or one next to it."""
        stances = set(NEXT_STANCE[self._plan.stance])
        return [s for s in self._reachable if s.line.part is part and stances & set(s.line.stances)]

    def _replies(self) -> list[Scored]:
        """Give the replies to a turn of this kind: to a question alone more than a nod, to one that hurts no answer.

        Who is asked about danger answers that.
        """
        kinds = set(self._plan.kinds)
        if TurnKind.RISK_QUESTION in kinds and not HURTS & kinds:
            kinds = {TurnKind.RISK_QUESTION}
        elif HURTS & kinds:
            kinds -= QUESTIONS
        elif self._plan.asked and not weighty(self._plan):
            kinds &= QUESTIONS
        told = set(self._plan.told)
        replies = [s for s in self._of(Part.REPLY) if kinds & set(s.line.answers) and set(s.line.after) <= told]
        return (_true_answers(replies, self._plan) if kinds == {TurnKind.RISK_QUESTION} else []) or replies

    def _falls(self, share: float, salt: int) -> bool:
        return draw(self._plan.seed, self._plan.turn, salt) < share

    def _drawn(self, fitting: list[Scored], salt: int) -> Line | None:
        """Draw one line; those of the very stance, not said in an earlier session, come first."""
        if self._asked_lately:
            fitting = [scored for scored in fitting if "?" not in scored.line.text] or fitting
        exact = [scored for scored in fitting if self._plan.stance in scored.line.stances] or fitting
        fresh = [scored for scored in exact if scored.line.id not in self._plan.said_before] or exact
        if not fresh:
            return None
        in_order = sorted(fresh, key=lambda scored: scored.line.id)
        return in_order[chance(self._plan.seed, self._plan.turn + salt, len(in_order))].line


def _true_answers(replies: list[Scored], plan: ReplyPlan) -> list[Scored]:
    """Keep what tells of the danger that was asked about, where that may be told in this mood and nothing is nearer."""
    nearest = max((s.near for s in replies if not s.meant), default=-1.0)
    return [
        s
        for s in replies
        if s.meant
        and s.near >= max(VERY_NEAR, nearest)
        and s.line.tells in plan.tellable
        and s.line.depth is not Depth.HINT
        and plan.stance in s.line.stances
    ]


def best(scored: Scored) -> tuple[float, str]:
    """Give the key by which the better of two lines is found."""
    return (scored.score, scored.line.id)


def best_of(fitting: list[Scored]) -> Line | None:
    """Give the line that fits best; None of none."""
    return max(fitting, key=best).line if fitting else None


def weighty(plan: ReplyPlan) -> bool:
    """Tell whether the turn did something beside asking that wants an answer first."""
    light = QUESTIONS | {TurnKind.REFLECTION, TurnKind.GREETING, TurnKind.PLATITUDE, TurnKind.SHORT}
    return any(kind not in light for kind in plan.kinds)
