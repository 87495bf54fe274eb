"""Which line the client speaks: what the moment calls for, or the answer that comes nearest in meaning."""

from collections.abc import Mapping

from personas.calls import Calls
from personas.following import LONGER_BY, Following
from personas.line import Line
from personas.line_kinds import Part, TurnKind
from personas.plan import ReplyPlan
from personas.sayable import NEAR_ENOUGH, TOUCHED, VERY_NEAR, best, best_of
from personas.scoring import SHOWING, Scored, Weights, words_in

LONG = 30
"""Words of a reply that stands without a lead; ours."""
ECHOING = frozenset({TurnKind.EMPATHY, TurnKind.REFLECTION, TurnKind.PLATITUDE})
"""Kinds of turn whose feeling word may be taken up."""
ANY_STANCE = frozenset({Part.CLOSING, Part.LEAVING, Part.SOFTENED, Part.CORRECTION})
"""Parts that are said in whatever stance there is a line for."""
CLOSER = 0.06
"""How much nearer a line that resists must be to a question than one that answers; ours."""
CURT = 12
"""Words of an answer that gives nothing away, at most; ours."""
AS_NEAR = 0.12
"""Cosine within which answers to a question count as equally near, so that length and mood may choose; ours."""
FARTHER = 0.2
"""How much farther from a question than a plain answer a line that resists may be, to be said in its place; ours."""
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


class Choice(Following):
    """Chooses among the lines that may be said in one turn."""

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
        short = [s for s in short if self._plan.resists or s.line.resists is None]
        return [max(short, key=best).line] if short else []

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
        return [*lead, content, *self.tail(content)]

    def _content(self) -> Line | None:
        """Give the line that answers by meaning, or this person's own way of not answering; danger is not dodged."""
        plan, replies = self._plan, self._replies()
        about_danger = TurnKind.RISK_QUESTION in plan.kinds
        if plan.resists and not about_danger and (held := self._resisting(replies)) is not None:
            return held
        fits = max(self._to_the_point(replies), key=best, default=None)
        if fits is not None and not (self._is_question() and fits.near < NEAR_ENOUGH):
            return fits.line
        dodges = self._of(Part.FALLBACK)
        plain = [s for s in dodges if s.line.resists is None]
        if (
            dodge := self._drawn([s for s in plain if plan.stance in s.line.stances] or plain or dodges, 11)
        ) is not None:
            return dodge
        rest = [s for s in self._reachable if s.line.part in (Part.REPLY, Part.REACTION, Part.SOFTENED)]
        return best_of([fits] if fits else rest)

    def _resisting(self, replies: list[Scored]) -> Line | None:
        """Give a line that keeps the trainee at a distance, in a form not used lately; one that is near comes first.

        What costs nothing to say, an age or a street, is said curtly before it is dodged; a plain question that this
        person can answer is declined as that question, or answered.
        """
        asked = NEAR_ENOUGH if self._plan.asked else -1.0
        least = NEAR_ENOUGH + CLOSER if self._is_question() else asked
        near = self._nearest([s for s in replies if s.line.resists and s.near >= least])
        if not near and (curt := [s for s in replies if self._is_question() and _says_little(s)]):
            return max(curt, key=best).line
        if any(s.meant for s in _plain(replies)) and not any(s.meant for s in near):
            return None
        about = _nearness(near) if near else NEAR_ENOUGH
        if self._is_question() and about < _nearness(_plain(replies)) - FARTHER:
            return None
        fitting = near or [s for s in self._of(Part.FALLBACK) if s.line.resists]
        return max(fitting, key=lambda s: (self._as_resistance(s), s.line.id)).line if fitting else None

    def _as_resistance(self, scored: Scored) -> float:
        """Give how well a line fits as resistance: a form used before counts less, one that fits the trust more."""
        form, plan = scored.line.resists, self._plan
        fits = (form in self._manner.resist.blunt) == plan.bluntly
        return scored.score - Weights.FORM_USED * plan.resisted.count(form) + Weights.FORM_FITS * fits

    def _to_the_point(self, replies: list[Scored]) -> list[Scored]:
        """Keep the nearest answers to a question; after a statement, leave out topics that were not touched."""
        if self._is_question():
            return self._nearest(replies)
        topics = ("any", self._plan.topic)
        return [s for s in replies if s.near >= TOUCHED or s.line.topic in topics or not s.line.hears] or replies

    def _nearest(self, replies: list[Scored]) -> list[Scored]:
        """Keep what is about as near to a question as the nearest; what resists weighs less beside plain answers."""
        if not self._is_question():
            return replies
        plain = _plain(replies)
        nearest = max(_nearness(plain), _nearness(replies) - (FARTHER if plain else 0.0))
        near = [s for s in replies if s.near >= nearest - AS_NEAR]
        answering = _nearness([s for s in near if s.meant and (self._plan.resists or s.line.resists is None)])
        return [s for s in near if s.meant or s.near > answering]

    def _echo(self) -> Line | None:
        """Take up the trainee's feeling word now and then, when they understood or tried to."""
        plan = self._plan
        offered = plan.picked is not None and bool(ECHOING & set(plan.kinds[:2])) and not plan.resists
        if not offered or not self._falls(self._manner.echo.chance, 53):
            return None
        echoes = [s for s in self._of(Part.ECHO) if s.line.resists is None]
        return self._drawn([s for s in echoes if set(plan.kinds[:2]) & set(s.line.answers)], 59)

    def _lead(self, content: Line) -> list[Line]:
        """Put a few words in front of a short reply now and then."""
        fits = content.part is Part.REPLY and not content.resists
        short_of = self._plan.words_wanted - words_in(content)
        chance_of = self._manner.reaction.wanting if short_of >= LONGER_BY else self._manner.reaction.chance
        return self._reaction() if fits and self._falls(chance_of, 5) else []

    def _reaction(self) -> list[Line]:
        first = set(self._plan.kinds[:1])
        drawn = self._drawn([s for s in self._of(Part.REACTION) if first & set(s.line.answers)], 3)
        return [drawn] if drawn else []


def _says_little(scored: Scored) -> bool:
    """Tell whether a line answers this very question and gives nothing else away."""
    line = scored.line
    plain = line.layer == 0 and line.tells is None and not SHOWING & set(line.cues)
    return (
        plain and line.resists is None and scored.near >= VERY_NEAR and words_in(line) <= CURT and "?" not in line.text
    )


def _plain(replies: list[Scored]) -> list[Scored]:
    return [scored for scored in replies if scored.line.resists is None]


def _nearness(replies: list[Scored]) -> float:
    """Give how near the nearest is; −1 of none."""
    return max((scored.near for scored in replies), default=-1.0)


def _stutters(reaction: list[Line], reply: Line) -> bool:
    """Tell whether the reply would begin with a word of the reaction before it."""
    first = reply.text.lower().split()[0].strip(".,!?…")
    return any(first in line.text.lower().replace(".", " ").replace(",", " ").split() for line in reaction)


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
