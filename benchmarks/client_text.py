"""What do a client's words show by themselves? Labels of one turn, by wording alone.

The labeller is given text and nothing else: it knows no line, no tag, no state. It is a list of expressions
(`client_words.yaml`) and a few counts, so it misses what is said in other words; `docs/measurements.md` says how well
it agrees with people on a public corpus. It goes by what is known of people's talk in general (clinical design 4.6):

- **Withdrawal**: next to nothing is said, or hardly by an "I" (bare turns that neither feel, move nor ask); it is fine,
  others have it worse; yes to everything; a joke, a story, another topic; not now; no use. **Confrontation**: a
  complaint, a challenge, a question turned round. Long turns need more of it.
- **Movement**: a wish, a plan, something told for the first time, an own feeling; or somebody who opens up: an "I" that
  comes several times, with signs of an inner life.
- **Signs of an inner life**: a feeling named as one's own (disclosing), what something does to one, or a guess about
  oneself (exploring), own doings, habits and reasons (telling).
- **Openness**: low where somebody keeps a distance, says little of themself, speaks more of the other, or says little
  that has such signs; high where much is said with several of them.
"""

import math
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import re2

from dialogue.content import load_content
from dialogue.record import Record
from personas.line_kinds import Resistance

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
SHORT, FEW, BARE, BRIEF, FULL, LOOSE = 3, 8, 10, 16, 24, 14
"""Words up to which a turn is very short, is bare where it says "I" once and where it does not, and shows little unless
it has several signs; words from which it can show much; words on which one more expression of resistance is needed.
All ours."""
SELF = 3
"""First-person words from which a turn is about the person; ours."""
SOME, MUCH = 2, 3
"""Signs of an inner life that make a brief turn one that shows something, and a full one that shows much; ours."""


class Talk(StrEnum):
    """Which way a turn moves; the three classes that session studies code."""

    RESIST = "resist"
    NEUTRAL = "neutral"
    CHANGE = "change"


class Affect(StrEnum):
    """The colour of a turn's feeling words."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Openness(StrEnum):
    """How much of themself a person shows in a turn."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ClientWords(Record):
    """The expressions by which turns are labelled."""

    id: str
    hedge: tuple[str, ...]
    filler: tuple[str, ...]
    first_person: tuple[str, ...]
    second_person: tuple[str, ...]
    dont_know: tuple[str, ...]
    resist: dict[Resistance, tuple[str, ...]]
    change: tuple[str, ...]
    disclosing: tuple[str, ...]
    """An own feeling, or what is told to nobody."""
    telling: tuple[str, ...]
    """Own doings, habits, times and reasons."""
    exploring: tuple[str, ...]
    """What something does to one, and guesses about oneself."""
    negative: tuple[str, ...]
    positive: tuple[str, ...]
    negation: tuple[str, ...]


class Labels(Record):
    """What one client turn shows by wording alone."""

    words: int
    sentences: int
    hedges: int
    fillers: int
    first_person: int
    dont_know: bool
    asks: bool
    talk: Talk
    form: Resistance | None
    """The way of resisting, where the wording gives it."""
    affect: Affect
    openness: Openness


@lru_cache(maxsize=1)
def shipped_words() -> ClientWords:
    """Load the shipped expressions once."""
    return load_content(Path(str(files("benchmarks"))) / "client_words.yaml", ClientWords)


@lru_cache(maxsize=64)
def _compiled(expressions: tuple[str, ...]) -> "re2._Regexp":
    whole = "|".join(f"(?:{each})" for each in expressions)
    return re2.compile(rf"(?:^|[^\w'])(?:{whole})(?:$|[^\w'])")


def _times(expressions: tuple[str, ...], text: str) -> int:
    """Count matches that may share the space between them."""
    found, start = 0, 0
    while (match := _compiled(expressions).search(text, start)) is not None:
        found, start = found + 1, max(match.end() - 1, start + 1)
    return found


def words_of(text: str) -> list[str]:
    """Give the words of a text in lower case."""
    return WORD.findall(plain_text(text))


def plain_text(text: str) -> str:
    """Give a text in lower case with straight apostrophes."""
    return text.lower().replace("’", "'").strip()


@lru_cache(maxsize=100_000)
def label_turn(text: str) -> Labels:
    """Label one client turn; any text can be labelled."""
    said, known = plain_text(text), shipped_words()
    words = WORD.findall(said)
    sentences = [one for one in SENTENCE.findall(said) if WORD.search(one)]
    form = next((form for form, expressions in known.resist.items() if _times(expressions, said)), None)
    affect, first = _affect(sentences, known), _times(known.first_person, said)
    shows = _times(known.disclosing, said) + _times(known.exploring, said)
    tells = _times(known.telling, said)
    talk = _talk(said, len(words), shows, first >= SELF and shows + tells >= SOME)
    if _bare(len(words), first, tells) and talk is Talk.NEUTRAL and affect is Affect.NEUTRAL and "?" not in text:
        talk, form = Talk.RESIST, form or Resistance.MINIMAL
    return Labels(
        words=len(words),
        sentences=len(sentences),
        hedges=_times(known.hedge, said),
        fillers=_times(known.filler, said),
        first_person=first,
        dont_know=_times(known.dont_know, said) > 0,
        asks="?" in text,
        talk=talk,
        form=form if talk is Talk.RESIST else None,
        affect=affect,
        openness=_openness(len(words), first, _times(known.second_person, said), shows + tells, talk),
    )


def _bare(words: int, first: int, tells: int) -> bool:
    """Tell whether next to nothing was said: a few words, or some more in which the person hardly comes up."""
    return words <= SHORT or (words <= BARE and not first) or (words <= FEW and first == 1 and not tells)


def _talk(said: str, words: int, shows: int, opens: bool) -> Talk:
    """Weigh expressions against the length: one phrase in a long turn that tells something keeps nobody away."""
    known = shipped_words()
    moves = _times(known.change, said) + shows + opens
    resists = sum(_times(expressions, said) for expressions in known.resist.values())
    if resists > moves and resists >= 1 + words // LOOSE:
        return Talk.RESIST
    return Talk.CHANGE if moves and moves >= resists else Talk.NEUTRAL


def _affect(sentences: Sequence[str], known: ClientWords) -> Affect:
    balance = 0
    for sentence in sentences:
        good, bad = _times(known.positive, sentence), _times(known.negative, sentence)
        if good and _times(known.negation, sentence):
            good, bad = 0, bad + 1
        balance += good - bad
    return Affect.POSITIVE if balance > 0 else Affect.NEGATIVE if balance < 0 else Affect.NEUTRAL


def _openness(words: int, first: int, second: int, signs: int, talk: Talk) -> Openness:
    """Who speaks of the other at least as much as of themself shows little of themself."""
    if talk is Talk.RESIST or first < SELF or second >= first or (words <= BRIEF and signs < SOME):
        return Openness.LOW
    return Openness.HIGH if signs >= MUCH and words >= FULL else Openness.MEDIUM


def mtld(words: Sequence[str], threshold: float = 0.72) -> float:
    """Give the measure of textual lexical diversity: mean words until the type-token ratio falls to the threshold.

    NaN for fewer than 10 words. Source: McCarthy and Jarvis 2010 (Behavior Research Methods 42, 381).
    """
    if len(words) < 10:
        return math.nan
    return (_factors(words, threshold) + _factors(words[::-1], threshold)) / 2


def _factors(words: Sequence[str], threshold: float) -> float:
    factors, seen, counted = 0.0, set[str](), 0
    for word in words:
        counted += 1
        seen.add(word)
        if len(seen) / counted <= threshold:
            factors, seen, counted = factors + 1.0, set(), 0
    if counted:
        factors += (1 - len(seen) / counted) / (1 - threshold)
    return len(words) / factors if factors else float(len(words))


def mattr(words: Sequence[str], window: int = 50) -> float:
    """Give the moving-average type-token ratio; NaN for fewer words than the window.

    Source: Covington and McFall 2010 (Journal of Quantitative Linguistics 17, 94).
    """
    if len(words) < window:
        return math.nan
    ratios = [len(set(words[start : start + window])) / window for start in range(len(words) - window + 1)]
    return sum(ratios) / len(ratios)
