"""Authored answers with a gap for the client's own words, found by the likeness of the moment and filled in safely.

Only what the client said is filled in, and always as a quotation: a feeling word of theirs, or a short sentence.
"""

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import field_validator

from dialogue.content import load_content
from dialogue.cues import Cue
from dialogue.record import Record
from dialogue.turns import ExchangeText
from language_model.encoder import SentenceEncoder
from language_model.passages import Passage, Passages

COLLECTION = "adaptable"
LEAST_SIMILARITY = 0.1
"""Cosine below which the authored moment has nothing to do with this one; low, as the client's words are filled in."""
FEWEST_SAID, MOST_SAID = 4, 11
"""Words of a client's sentence that is short enough to be said back and long enough to mean something; ours."""
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
SENTENCE = re.compile(r"[^.!?…\n]+")
GAPS = ("word", "said", "part")
"""What can be filled in, the most telling first."""
SETTLED = frozenset({Cue.STOP_SIGNAL, Cue.AROUSAL})
"""Where the client shows that it is too much, nothing more is asked about their words."""
FIRST_PERSON = frozenset({"i", "i'm", "i've", "i'd", "i'll", "me", "my", "myself", "mine"})
FRAGMENT = 3
"""Words of an answer that is nothing but the feeling: "Mostly tired."; ours."""
BEFORE = 4
"""Words before a feeling word that can make it the client's own, turn it round or give it to somebody else; ours."""


class AdaptableAnswer(Record):
    """One answer with a gap, and the moment that it belongs to."""

    id: str
    criteria: tuple[str, ...]
    """What it is meant to be good at; our grader has the last word."""
    cues: tuple[Cue, ...] = ()
    """If given, only where the client's turn offers one of these."""
    client: str
    trainee: str


class AdaptableContent(Record):
    """The answers, and what may be filled in."""

    id: str
    feelings: tuple[str, ...]
    own: tuple[str, ...]
    """Words of which one stands shortly before a feeling word that the client says of themself."""
    of_things_too: tuple[str, ...]
    """Feeling words that are as often said of a thing or of what happened."""
    directly_before: tuple[str, ...]
    """Words of which one stands directly before such a word where it is a feeling."""
    not_taken_up: tuple[str, ...]
    """Words that, shortly before a feeling word, deny it or give it to somebody else."""
    weighty: tuple[str, ...]
    """Words of which one, or a feeling word, makes a short sentence worth saying back."""
    left_alone: tuple[str, ...]
    """Words of courtesy and of leave-taking: a sentence with one of them is not asked about."""
    answers: tuple[AdaptableAnswer, ...]

    @field_validator("answers")
    @classmethod
    def have_one_gap(cls, answers: tuple[AdaptableAnswer, ...]) -> tuple[AdaptableAnswer, ...]:
        """An answer without a gap does not adapt; one with another gap could not be filled."""
        for answer in answers:
            gaps = re.findall(r"\{(\w+)\}", answer.trainee)
            if len(gaps) != 1 or gaps[0].lower() not in GAPS:
                raise ValueError(f"{answer.id} needs exactly one gap: {{word}}, {{said}} or {{part}}")
        return answers


class Adapted(Record):
    """An answer with the client's words in it."""

    text: str
    client_quote: str
    """The client's words that it takes up, exactly as they stand."""
    frame: str
    """What of it is the author's, so that the same answer is not shown again with other words in it."""


@lru_cache(maxsize=1)
def shipped_answers() -> AdaptableContent:
    """Load the shipped answers once.

    Raises:
        ContentError: The file is faulty.
    """
    return load_content(Path(str(files("evaluator"))) / "exemplars_adaptable.yaml", AdaptableContent)


class AdaptableAnswers:
    """Finds the answers whose moment is nearest and fills in the client's words. For several threads at once."""

    def __init__(self, content: AdaptableContent, passages: Passages, encoder: SentenceEncoder) -> None:
        """Keep the answers; they are put among the passages at the first search."""
        self._content = content
        self._by_id = {answer.id: answer for answer in content.answers}
        self._passages = passages
        self._encoder = encoder
        self._lock = threading.Lock()
        self._is_put = False

    def nearest(self, exchange: ExchangeText, criterion: str, cues: Sequence[Cue], most: int) -> tuple[Adapted, ...]:
        """Give the nearest answers for a criterion with this client's words in them; none if nothing can be taken up.

        Args:
            exchange: Whose client is answered.
            criterion: What the answer is meant to be good at.
            cues: What the client's turn offers.
            most: How many at most.
        """
        gaps = self._gaps(exchange.client, cues)
        if not any(gaps.values()):
            return ()
        self._put()
        vector = self._encoder.encode([exchange.client])[0]
        found = self._passages.nearest(COLLECTION, vector, {"criterion": criterion}, len(self._by_id))
        near = [self._by_id[one.id.partition(".")[0]] for one in found if one.similarity >= LEAST_SIMILARITY]
        fitting = [answer for answer in near if not answer.cues or set(answer.cues) & set(cues)]
        telling = sorted(fitting, key=lambda answer: GAPS.index(_gap(answer).lower()))
        filled = [_filled(answer, gaps) for answer in telling]
        return tuple(adapted for adapted in filled if adapted)[:most]

    def _gaps(self, client: str, cues: Sequence[Cue]) -> dict[str, str | None]:
        content = self._content
        word, said = feeling_word(client, content), short_sentence(client, content, content.weighty + content.feelings)
        part = short_sentence(client, content, ()) if cues and not SETTLED & set(cues) else None
        return {"word": word, "said": said, "part": part}

    def _put(self) -> None:
        with self._lock:
            if not self._is_put:
                self._passages.put(
                    COLLECTION,
                    [
                        Passage(id=f"{answer.id}.{criterion}", text=answer.client, metadata={"criterion": criterion})
                        for answer in self._content.answers
                        for criterion in answer.criteria
                    ],
                )
                self._is_put = True


def load_adaptable(passages: Passages, encoder: SentenceEncoder) -> AdaptableAnswers:
    """Load the shipped answers; nothing is encoded before the first search."""
    return AdaptableAnswers(shipped_answers(), passages, encoder)


def feeling_word(client: str, content: AdaptableContent) -> str | None:
    """Give the last feeling word that the client says of themself, as typed; None where it is denied or another's."""
    feelings, own, others = set(content.feelings), _bare(content.own), _bare(content.not_taken_up)
    of_things, directly = set(content.of_things_too), _bare(content.directly_before)
    found = None
    for sentence in SENTENCE.findall(client):
        words = WORD.findall(sentence)
        plain = [word.lower().replace("’", "'") for word in words]
        for place, word in enumerate(plain):
            before = _bare(plain[max(0, place - BEFORE) : place])
            is_own = bool(own & before) or len(plain) <= FRAGMENT
            if word in of_things and not directly & _bare(plain[max(0, place - 1) : place]):
                continue
            if word in feelings and is_own and not others & before:
                found = words[place]
    return found


def _bare(words: Sequence[str]) -> set[str]:
    """Take words without their apostrophes, which many people do not type."""
    return {word.replace("'", "") for word in words}


def short_sentence(client: str, content: AdaptableContent, weighty: Sequence[str]) -> str | None:
    """Give the longest sentence in the first person that is short enough to be said back, without its full stop.

    Args:
        client: The client's words.
        content: What is left alone.
        weighty: Words of which the sentence must hold one; empty: any sentence that begins with the client themself.
    """
    fitting = []
    for found in re.finditer(r"[^.!?…\n]+[.!?…]*", client):
        sentence = found.group(0).strip()
        words = [word.lower().replace("’", "'") for word in WORD.findall(sentence)]
        is_told = (
            not sentence.endswith("?")
            and not set(sentence) & set('"“”—()')
            and not set(words) & set(content.left_alone)
        )
        if is_told and FEWEST_SAID <= len(words) <= MOST_SAID and _weighs(words, weighty):
            fitting.append(sentence.rstrip(".!… "))
    return max(fitting, key=len, default=None)


def _weighs(words: list[str], weighty: Sequence[str]) -> bool:
    return bool(FIRST_PERSON & set(words) and set(weighty) & set(words)) if weighty else words[0] in FIRST_PERSON


def _gap(answer: AdaptableAnswer) -> str:
    return answer.trainee.partition("{")[2].partition("}")[0]


def _filled(answer: AdaptableAnswer, gaps: dict[str, str | None]) -> Adapted | None:
    """Fill the gap; where it begins a sentence the client's words begin with a capital."""
    gap = _gap(answer)
    words = gaps[gap.lower()]
    if words is None:
        return None
    begun = words.lower() if gap == "word" else words
    begun = begun[0].upper() + begun[1:] if gap[0].isupper() else begun
    before, after = answer.trainee.split("{" + gap + "}")
    return Adapted(text=before + begun + after, client_quote=words, frame=max(before, after, key=len))
