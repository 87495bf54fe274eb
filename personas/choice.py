"""Which line the client speaks: what the moment calls for, or the answer that comes nearest in meaning."""

from collections.abc import Mapping

from personas.calls import Calls
from personas.line import Line
from personas.line_kinds import Depth, Part, Stance, TurnKind
from personas.manner import BRIEF, Manner, chance, draw
from personas.plan import ReplyPlan
from personas.scoring import Scored, Weights, words_in

NEAR_ENOUGH = 0.45
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
ECHOING = frozenset({TurnKind.EMPATHY, TurnKind.REFLECTION, TurnKind.PLATITUDE})
"""Kinds of turn whose feeling word may be taken up."""
ANY_STANCE = frozenset({Part.CLOSING, Part.LEAVING, Part.SOFTENED, Part.CORRECTION})
"""Parts that are said in whatever stance there is a line for."""
TOUCHED = 0.3
"""Cosine from which a statement touches what a line is about; ours."""
CLOSER = 0.06
"""How much nearer a line that resists must be to a question than one that answers; ours."""
LONG, LONGER_BY = 30, 10
"""Words of a reply that stands without a lead; words still wanted that let more of a memory follow. Ours."""
PART_OF: Mapping[Calls, Part] = {
    Calls.TEST: Part.TEST,
    Calls.MARKER: Part.MARKER,
    Calls.TRIGGER: Part.TRIGGER,
    Calls.CORRECTION: Part.CORRECTION,
    Calls.RISK: Part.RISK,
    Calls.SOFTENED: Part.SOFTENED,
    Calls.CLOSING: Part.CLOSING,
    Calls.LEAVING: Part.LEAVING,
}


class Choice:
    """Chooses among the lines that may be said in one turn."""

    def __init__(self, plan: ReplyPlan, reachable: list[Scored], manner: Manner) -> None:
        self._plan = plan
        self._reachable = reachable
        self._manner = manner

    def reply(self) -> list[Line]:
        """Give the lines of this turn, in order: what the moment calls for, or an answer."""
        called = self._called_for()
        if called is None:
            return self._answer()
        before = self._before(called)
        waits = self._plan.calls in (Calls.TEST, Calls.RISK) and self._plan.asked and not before and called.step == 1
        return self._answer() if waits else [*before, called, *self._behind(called)]

    def _called_for(self) -> Line | None:
        """Give the line that the moment calls for: marker, test, trigger, risk or ending; None for an answer."""
        plan = self._plan
        if plan.calls is Calls.ANSWER:
            return None
        part = PART_OF[plan.calls]
        fitting = [scored for scored in self._of(part) if _is_called(scored.line, plan)]
        if not fitting and part in ANY_STANCE:
            fitting = [s for s in self._reachable if s.line.part is part and _is_called(s.line, plan)]
        return self._drawn(fitting, 31)

    def _before(self, called: Line) -> list[Line]:
        """Let the client answer shortly first, where a question was asked and the moment leaves room."""
        plan = self._plan
        if plan.calls not in (Calls.TEST, Calls.RISK) or called.step > 1:
            return []
        return self._short_answer() if plan.asked else self._reaction()

    def _behind(self, called: Line) -> list[Line]:
        """After a correction the question is still answered."""
        asked = self._plan.asked and self._plan.answers_too
        return self._short_answer() if called.part is Part.CORRECTION and asked else []

    def _short_answer(self) -> list[Line]:
        answers = [s for s in self._replies() if s.near >= NEAR_ENOUGH and s.line.layer <= 1]
        short = [s for s in answers if words_in(s.line) <= 22 and "?" not in s.line.text]
        return [max(short, key=_best).line] if short else []

    def _answer(self) -> list[Line]:
        """Answer what was said: a reaction, a content line and a move, where that reads naturally."""
        content = self._content()
        if content is None:
            return []
        echo = self._echo()
        if echo is not None and not self._plan.asked and self._plan.words_wanted <= 2 * words_in(echo):
            return [echo]
        lead = [echo] if echo is not None else self._lead(content)
        lead = [] if _stutters(lead, content) or words_in(content) > LONG else lead
        return [*lead, content, *self._tail(content)]

    def _content(self) -> Line | None:
        """Give the line that answers by meaning, or this person's own way of not answering."""
        plan, replies = self._plan, self._replies()
        if plan.resists and (held := self._resisting(replies)) is not None:
            return held
        best = max(self._to_the_point(replies), key=_best, default=None)
        if best is not None and not (self._is_question() and best.near < NEAR_ENOUGH):
            return best.line
        dodges = self._of(Part.FALLBACK)
        plain = [s for s in dodges if s.line.resists is None and plan.stance in s.line.stances]
        if (dodge := self._drawn(plain or dodges, 11)) is not None:
            return dodge
        rest = [s for s in self._reachable if s.line.part in (Part.REPLY, Part.REACTION, Part.SOFTENED)]
        return max([best] if best else rest, key=_best).line if best or rest else None

    def _resisting(self, replies: list[Scored]) -> Line | None:
        """Give a line that keeps the trainee at a distance, in a form not used lately; one that is near comes first."""
        least = NEAR_ENOUGH + CLOSER if self._is_question() else -1.0
        near = [s for s in replies if s.line.resists and s.near >= least]
        fitting = near or [s for s in self._of(Part.FALLBACK) if s.line.resists]
        used = self._plan.resisted
        return (
            max(fitting, key=lambda s: (s.score - Weights.FORM_USED * used.count(s.line.resists), s.line.id)).line
            if (fitting)
            else None
        )

    def _to_the_point(self, replies: list[Scored]) -> list[Scored]:
        """After a statement, leave out what is bound to a topic that was not touched, where anything is left."""
        if self._is_question():
            return replies
        topics = ("any", self._plan.topic)
        return [s for s in replies if s.near >= TOUCHED or s.line.topic in topics or not s.line.hears] or replies

    def _is_question(self) -> bool:
        plan = self._plan
        return bool(QUESTIONS & set(plan.kinds[:1])) or (plan.asked and not _weighty(plan))

    def _of(self, part: Part) -> list[Scored]:
        """Give the lines of a part that fit the stance, or one next to it."""
        stances = set(NEXT_STANCE[self._plan.stance])
        return [s for s in self._reachable if s.line.part is part and stances & set(s.line.stances)]

    def _replies(self) -> list[Scored]:
        """Give the replies to a turn of this kind; a question that stands alone wants more than a nod."""
        kinds = set(self._plan.kinds)
        if self._plan.asked and not _weighty(self._plan):
            kinds &= QUESTIONS
        told = set(self._plan.told)
        return [s for s in self._of(Part.REPLY) if kinds & set(s.line.answers) and set(s.line.after) <= told]

    def _echo(self) -> Line | None:
        """Take up the trainee's feeling word now and then, when they understood or tried to."""
        plan = self._plan
        offered = plan.picked is not None and bool(ECHOING & set(plan.kinds[:2])) and not plan.resists
        if not offered or not self._falls(self._manner.echo.chance, 53):
            return None
        return self._drawn([s for s in self._of(Part.ECHO) if set(plan.kinds[:2]) & set(s.line.answers)], 59)

    def _lead(self, content: Line) -> list[Line]:
        """Put a few words in front of a short reply now and then."""
        fits = content.part is Part.REPLY and not content.resists
        return self._reaction() if fits and self._falls(self._manner.reaction.chance, 5) else []

    def _reaction(self) -> list[Line]:
        first = set(self._plan.kinds[:1])
        drawn = self._drawn([s for s in self._of(Part.REACTION) if first & set(s.line.answers)], 3)
        return [drawn] if drawn else []

    def _tail(self, content: Line) -> list[Line]:
        """Let more follow: more of what was just told where the turn wants to be long, or a few words."""
        plan, said = self._plan, words_in(content)
        if content.tells and content.depth is not Depth.HINT and plan.words_wanted >= said + LONGER_BY:
            more = [
                s for s in self._of(Part.REPLY) if s.line.tells == content.tells and s.line.depth is Depth.ELABORATE
            ]
            more = [s for s in more if s.line.id != content.id and "?" not in content.text]
            if more:
                return [max(more, key=_best).line]
        short = said <= self._manner.move.most_words and "?" not in content.text and not content.text.endswith("…")
        if not short or plan.words_wanted <= BRIEF or not self._falls(self._manner.move.chance, 61):
            return []
        fitting = [s for s in self._of(Part.MOVE) if not (s.line.answers and not set(s.line.answers) & set(plan.kinds))]
        threads = [s for s in fitting if s.line.after and s.line.topic in ("any", content.topic)]
        drawn = self._drawn(threads or [s for s in fitting if not s.line.after], 67)
        return [drawn] if drawn else []

    def _falls(self, share: float, salt: int) -> bool:
        return draw(self._plan.seed, self._plan.turn, salt) < share

    def _drawn(self, fitting: list[Scored], salt: int) -> Line | None:
        """Draw one line; those of the very stance, not said in an earlier session, come first."""
        exact = [scored for scored in fitting if self._plan.stance in scored.line.stances] or fitting
        fresh = [scored for scored in exact if scored.line.id not in self._plan.said_before] or exact
        if not fresh:
            return None
        in_order = sorted(fresh, key=lambda scored: scored.line.id)
        return in_order[chance(self._plan.seed, self._plan.turn + salt, len(in_order))].line


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
    if plan.calls is Calls.CORRECTION:
        return line.corrects == plan.corrects
    if plan.calls is Calls.MARKER and plan.rupture is not None:
        return plan.rupture.value in {cue.value for cue in line.cues}
    return True
