"""What a client picks out of the trainee's words: a feeling word to take up, and what is taken wrongly for granted."""

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dialogue.content import load_content
from dialogue.record import Record
from dialogue.sentences import split_sentences
from personas.persona import Persona

NOT_THE_CLIENTS = re.compile(
    r"\b(?:not|n't|never|no|i'm|i am|i feel|i felt|i was|makes me|for me|don't)\b[^.,;]{0,18}$"
)
"""Before a feeling word: it is denied, or it is the trainee's own."""


class FeelingWords(Record):
    """The words that a client may take up."""

    id: str
    words: tuple[str, ...]


class Mistake(Record):
    """A fact of the client's life that the trainee has wrong."""

    fact: str
    asserted: bool
    """Said as so; a question asks, and is only answered."""


@lru_cache(maxsize=1)
def _feeling_pattern() -> re.Pattern[str]:
    shipped = load_content(Path(str(files("personas"))) / "feeling_words.yaml", FeelingWords)
    longest_first = sorted(shipped.words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def feeling_word(text: str) -> str | None:
    """Find the last feeling word that the trainee offers the client; None where there is none.

    A word that is denied, quoted, or the trainee's own feeling is not offered.
    """
    found = None
    for sentence in split_sentences(text):
        for match in _feeling_pattern().finditer(sentence.unquoted):
            if not NOT_THE_CLIENTS.search(sentence.unquoted[: match.start()]):
                found = match.group()
    return found


def mistakes_in(text: str, persona: Persona) -> tuple[Mistake, ...]:
    """Find what the trainee has wrong of this client's life, in the order of the client's facts."""
    sentences = split_sentences(text)
    found = []
    for fact in persona.facts:
        holding = [one for one in sentences if any(holds(one.unquoted, phrase) for phrase in fact.mistaken)]
        if holding:
            found.append(Mistake(fact=fact.id, asserted=not all(one.is_question for one in holding)))
    return tuple(found)


def holds(words: str, phrase: str) -> bool:
    """Tell whether plain words (lower case, straight apostrophes) hold a phrase as whole words."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", words) is not None
