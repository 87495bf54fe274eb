"""What follows an answer in the same breath: more of the same from those who talk at length, or a few words."""

from personas.line import Line
from personas.line_kinds import Depth, Part
from personas.manner import BRIEF
from personas.sayable import Sayable, best, best_of
from personas.scoring import Scored, words_in

LONGER_BY = 8
"""Words still wanted that let more follow; ours."""
GOES_ON = 0.4
"""Cosine with the trainee's words from which a line on the same topic may follow: it must answer them too. Ours."""
MOST_MORE = 2
"""Lines that may follow an answer at most; ours."""
ANSWERING = frozenset(
    {"yes", "yeah", "yep", "no", "nope", "not", "okay", "ok", "sure", "right", "well", "oh", "all", "maybe", "fine"}
    | {"thank", "thanks", "hello", "good", "that", "it", "so", "and", "but", "or", "if", "then"}
)
"""First words of a line that answers or leans on another, and so cannot follow this answer."""


class Following(Sayable):
    """Chooses what follows the line that answers."""

    def tail(self, content: Line) -> list[Line]:
        """Let more follow: more of the same where the turn wants to be long, or a few words."""
        plan, said = self._plan, words_in(content)
        ends = "?" in content.text or content.text.endswith("…")
        if not ends and content.resists is None and plan.words_wanted >= said + LONGER_BY:
            deeper = self._elaboration(content)
            if more := [deeper] if deeper is not None else self._more(content):
                return more
        if content.part is Part.FALLBACK and content.resists is None:
            return []  # who had no answer has nothing to add to it
        short = said <= self._manner.move.most_words
        if ends or not short or plan.words_wanted <= BRIEF or not self._falls(self._manner.move.chance, 61):
            return []
        fitting = [s for s in self._moves(content) if not s.line.answers or set(s.line.answers) & set(plan.kinds)]
        threads = [s for s in fitting if s.line.after and s.line.topic in ("any", content.topic)]
        drawn = self._drawn(threads or [s for s in fitting if not s.line.after], 67)
        return [drawn] if drawn else []

    def _elaboration(self, content: Line) -> Line | None:
        """Give more of the memory that was just named."""
        if content.tells is None or content.depth is Depth.HINT:
            return None
        more = [s for s in self._of(Part.REPLY) if s.line.tells == content.tells and s.line.depth is Depth.ELABORATE]
        return best_of([s for s in more if s.line.id != content.id])

    def _more(self, content: Line) -> list[Line]:
        """Give up to two other answers to the same, for whoever talks at length; they tell nothing new, ask nothing."""
        found: list[Line] = []
        left = self._plan.words_wanted - words_in(content)
        for scored in sorted((s for s in self._replies() if self._goes_on(s, content)), key=best, reverse=True):
            if len(found) < MOST_MORE and words_in(scored.line) <= left + LONGER_BY and left >= LONGER_BY:
                found.append(scored.line)
                left -= words_in(scored.line)
        return found

    def _goes_on(self, scored: Scored, content: Line) -> bool:
        line = scored.line
        return (
            line.topic == content.topic != "any"
            and scored.near >= GOES_ON
            and line.id != content.id
            and line.resists is None
            and line.tells is None
            and self._plan.stance in line.stances
            and "?" not in line.text
            and line.text.split()[0].strip(".,!").lower() not in ANSWERING
        )

    def _moves(self, content: Line) -> list[Scored]:
        """Give the few words that may follow: distant ones after distant ones, a question only now and then."""
        may_ask = not self._asked_lately and self._falls(self._manner.move.asks, 71)
        moves = [s for s in self._of(Part.MOVE) if (s.line.resists is None) == (content.resists is None)]
        return [s for s in moves if may_ask or "?" not in s.line.text]
