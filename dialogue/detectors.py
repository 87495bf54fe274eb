"""What the hand-written rules find in a turn, each with the exact words that show it."""

import re
from collections.abc import Iterable

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.features import Seen
from dialogue.flags import Flag
from dialogue.nonsense import is_nonsense
from dialogue.patterns import Pattern, Patterns
from dialogue.sentences import HALF_LETTERS, Sentence
from dialogue.twins import act_of

MOST_OWN = 2
"""Sentences about oneself up to which a disclosure is brief; clinical design 3.5, trap 2."""
NOD = 2
"""Words up to which an invitation ("say more") only follows; ours."""
SHORT_WORDS = 9
"""Words up to which a reply can be short following; ours."""

_OPEN = re.compile(
    r"(?:^|[,;:.-] ?|\b(?:and|but|so|or|then|well|okay|ok|if so|i wonder|tell me) )"
    r"(?:what|how|where|when|who|whose|which|why|in what way)(?:'s|'d|'re|'ve)?\b(?! (?:about we|about i))"
)
_NARROW = re.compile(
    r"\b(?:how (?:old|many|much|long|often|far|tall)|what (?:time|day|date|year|age|is (?:his|her|their|"
    r"your) name)|when (?:was|did|is)|which (?:one|ferry|day|school|hospital)|who (?:was|is) (?:it|he|she|"
    r"that))\b"
)
_INVITES = re.compile(
    r"(?:^|[,;:-] ?|\b(?:so|and|but|well|okay|ok|please|maybe|then) |"
    r"\b(?:can|could|would|will) you (?:please |maybe )?|\bi'd like (?:you )?to (?:hear|know) |\bi'd like you to )"
    r"(?:tell me (?:a (?:bit|little) )?(?:more )?about|tell me more|say (?:a (?:bit|little) )?more|walk me through|"
    r"take me through|describe (?!how much)|talk me through|help me understand)\b"
)
"""An invitation to tell, which is an open question without a question mark."""
_UNMARKED = re.compile(
    r"^\W*(?:so |and |but |well |okay |ok |then )?(?:"
    r"(?:how|where|when|why|who) (?:is|are|was|were|did|do|does|have|has|long|often|many|much|about)\b|"
    r"what (?:is|are|was|were|did|do|does|happened|happens|made|makes|brought|would|about)\b|"
    r"(?:do|did|are|were|have|can|could|would|will) you\b|(?:is|was) (?:it|there|he|she|that)\b|"
    r"(?:does|did) (?:it|he|she|that|anyone|anybody)\b)[^.!]{0,90}$"
)
"""A question typed without its mark."""
_FOLLOWS = re.compile(
    r"^\W*(?:m+h?m+|h+m+|yes|yeah|okay|ok|right|i see|go on|take your time|i'm (?:here|listening|with you|"
    r"quiet|not going)|no (?:rush|hurry|sorry)|"
    r"(?:we've|let's) (?:stop|pause)|of course|tell me|say more|and then|it's okay|that's okay|silence|oh)\b"
)
_SILENCE = re.compile(
    r"^\W*(?:\.{2,}|…|\[?\(?\*?(?:silence|pause|quiet|nods?|nodding|sits? with|waits?|"
    r"stays? quiet)[^.!?]{0,40}\]?\)?\*?)\W*$"
)


class Found:
    """Acts and flags with their quotes; the first words that show one are kept."""

    def __init__(self) -> None:
        self.acts: dict[Act, str] = {}
        self.flags: dict[Flag, str] = {}
        self.sure: set[Act | Flag] = set()
        self.chances: dict[Act | Flag, float] = {}
        """Of what only a fitted score found."""

    def add(self, found: Act | Flag, quote: str, sure: bool = False, chance: float = 1.0) -> None:
        """Add one, unless it is there already or no whole letter stands in its words."""
        quote = whole_letters(quote)
        if not quote:
            return
        if isinstance(found, Act):
            self.acts.setdefault(found, quote)
        else:
            self.flags.setdefault(found, quote)
        if sure:
            self.sure.add(found)
        if chance < 1.0:
            self.chances.setdefault(found, chance)

    def drop(self, *found: Act | Flag) -> None:
        """Take some out, whether they are there or not."""
        for one in found:
            if isinstance(one, Act):
                self.acts.pop(one, None)
            else:
                self.flags.pop(one, None)
            self.sure.discard(one)

    def has(self, *found: Act | Flag) -> bool:
        """Tell whether any of these is there."""
        return any(one in self.acts if isinstance(one, Act) else one in self.flags for one in found)

    def is_sure(self, *found: Act | Flag) -> bool:
        """Tell whether any of these was found by a rule that wins over the fitted score."""
        return not self.sure.isdisjoint(found)


def whole_letters(quote: str) -> str:
    """Give the longest piece without half letters, which a browser can send and no record can keep."""
    return max(HALF_LETTERS.split(quote), key=len).strip()


class Hits:
    """Which pattern matched which sentence of a turn."""

    def __init__(self, seen: Seen, patterns: Patterns) -> None:
        self._by_pattern: tuple[tuple[Pattern, tuple[Sentence, ...]], ...] = tuple(
            (
                compiled.pattern,
                tuple(sentence for row, sentence in enumerate(seen.all_sentences) if seen.all_hits[row, column]),
            )
            for column, compiled in enumerate(patterns.all)
            if seen.all_hits[:, column].any()
        )
        self.names = frozenset(pattern.name for pattern, _ in self._by_pattern)

    def matched(self) -> Iterable[tuple[Pattern, tuple[Sentence, ...]]]:
        """Give every pattern that matched, with its sentences."""
        return self._by_pattern

    def showing(self, found: Act | Flag) -> tuple[Sentence, ...]:
        """Give the sentences in which a pattern for this act or flag matched, in order."""
        sentences = [
            sentence
            for pattern, matched in self._by_pattern
            for sentence in matched
            if found in (pattern.acts if isinstance(found, Act) else pattern.flags)
        ]
        return tuple(dict.fromkeys(sentences))

    def vetoed(self, found: Act | Flag) -> frozenset[Sentence]:
        """Give the sentences in which no fitted score may find this act, or the flag that says the same."""
        act = act_of(found)
        return frozenset(
            sentence for pattern, matched in self._by_pattern for sentence in matched if act in pattern.vetoes
        )

    def of(self, name: str) -> tuple[Sentence, ...]:
        """Give the sentences in which one pattern matched."""
        return next((sentences for pattern, sentences in self._by_pattern if pattern.name == name), ())


def find_sure(hits: Hits) -> Found:
    """Give what the sure rules find."""
    found = Found()
    for pattern, sentences in hits.matched():
        if pattern.sure:
            for one in pattern.raises():
                found.add(one, sentences[0].text, sure=True)
    return found


def add_form(found: Found, seen: Seen, text: str) -> None:
    """Add what is seen from the form of the turn: questions, short following, and no words at all."""
    if is_nonsense(text):
        if _SILENCE.match(text):
            found.add(Act.SHORT_FOLLOWING, text.strip(), sure=True)
        elif text.strip():
            found.add(Act.NONSENSE, _piece(seen, text), sure=True)
        return
    for sentence in seen.all_sentences:
        if asks(sentence):
            found.add(Act.OPEN_QUESTION if is_open(sentence) else Act.CLOSED_QUESTION, sentence.text, sure=True)
    if _is_short_following(seen, text):
        found.add(Act.SHORT_FOLLOWING, seen.all_sentences[0].text, sure=True)


def add_own_word(found: Found, hits: Hits, cues: tuple[Cue, ...]) -> None:
    """Add a brief word about oneself, where the client asked for one and attention returns to the client."""
    own = hits.of("brief_own_word")
    asked = Cue.BOUNDARY_PERSONAL in cues or Cue.REAL_QUESTION in cues
    if (
        asked
        and own
        and len(own) <= MOST_OWN
        and not found.is_sure(Act.LONG_DISCLOSURE)
        and found.has(Act.OPEN_QUESTION, Act.CLOSED_QUESTION)
    ):
        found.drop(Act.LONG_DISCLOSURE, Flag.OVERSHARING)
        found.add(Act.BRIEF_DISCLOSURE, own[0].text, sure=True)


def is_open(sentence: Sentence) -> bool:
    """Tell whether a question leaves the answer to the client."""
    said = sentence.unquoted
    return invites(sentence) or (bool(_OPEN.search(said)) and not _NARROW.search(said))


def asks(sentence: Sentence) -> bool:
    """Tell whether a sentence asks: by its mark, as an invitation, or as a question typed without its mark."""
    return sentence.is_question or invites(sentence) or bool(_UNMARKED.search(sentence.unquoted))


def invites(sentence: Sentence) -> bool:
    """Tell whether a sentence invites the client to tell, question mark or not."""
    return bool(_INVITES.search(sentence.unquoted))


def _is_short_following(seen: Seen, text: str) -> bool:
    if not seen.all_sentences or len(text.split()) > SHORT_WORDS or _asks(seen):
        return False
    return bool(_FOLLOWS.search(seen.all_sentences[0].plain)) or bool(_SILENCE.match(text))


def _asks(seen: Seen) -> bool:
    """Tell whether any sentence of the turn asks or invites beyond a nod ("say more")."""
    return any(asks(one) and (one.is_question or len(one.text.split()) > NOD) for one in seen.all_sentences)


def _piece(seen: Seen, text: str) -> str:
    return seen.all_sentences[0].text if seen.all_sentences else text.strip()
