"""Do words seem meant for whoever grades them, and not for the client? Then a person should look; no grade falls."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import re2
from pydantic import field_validator

from dialogue.content import load_content
from dialogue.record import Record
from evaluator.fence import UNSEEN, harmless

LONGEST = 20_000
"""Characters of a turn that are looked at; ours, no grader takes more."""
MANY_UNSEEN = 4
"""Unseen characters after plain letters from which something may be hidden; ours. In an emoji they follow its parts."""
LONG_RUN = 3
"""Unseen characters in a row from which something is hidden; ours. The longest emoji have two."""
TURNS_AROUND = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067")
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
"""The flag of a part of a country, which is written with unseen letters."""
MIXED = re.compile(r"[a-z][а-яα-ω]|[а-яα-ω][a-z]")
"""Letters of two scripts in one word, as no language writes them."""
LOOKALIKES = str.maketrans("аеорсухіјѕԁһοαεικνρτυ", "aeopcyxijsdhoaeiknptu")
"""Letters that look Latin and are not."""

SAYS = {
    "speaks_to_a_grader": "words that seem to speak to a grader",
    "asks_for_a_grade": "words that seem to ask for a grade",
    "imitates_the_form": "words that imitate the form of a grade or of a prompt",
    "is_encoded": "words that seem to be encoded",
    "speaks_to_a_grader_elsewhere": "words that seem to speak to a grader",
}
HIDDEN = "characters that cannot be seen"


class Suspicion(Record):
    """Expressions by what they show."""

    id: str
    speaks_to_a_grader: tuple[str, ...]
    asks_for_a_grade: tuple[str, ...]
    imitates_the_form: tuple[str, ...]
    is_encoded: tuple[str, ...]
    speaks_to_a_grader_elsewhere: tuple[str, ...]

    @field_validator(*SAYS)
    @classmethod
    def compiles(cls, expressions: tuple[str, ...]) -> tuple[str, ...]:
        """An expression that does not compile is a fault of the file, not of the turn."""
        for expression in expressions:
            _compiled(expression)
        return expressions


@lru_cache(maxsize=1)
def shipped_suspicion() -> Suspicion:
    """Load the shipped expressions once.

    Raises:
        ContentError: The file is faulty.
    """
    return load_content(Path(str(files("evaluator"))) / "suspicion.yaml", Suspicion)


def suspicious_signs(text: str) -> tuple[str, ...]:
    """Name what in a trainee's words seems meant for a grader, in plain words; empty where nothing does."""
    shown, plain = text[:LONGEST], _plain(text[:LONGEST])
    expressions = shipped_suspicion()
    views = (plain, plain.translate(LOOKALIKES)) if MIXED.search(plain) else (plain,)
    found = [
        says
        for kind, says in SAYS.items()
        if any(_compiled(expression).search(view) for expression in getattr(expressions, kind) for view in views)
    ]
    if _hides_something(shown):
        found.append(HIDDEN)
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Write a text in compatibility form, lower case, without unseen characters."""
    seen = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in UNSEEN)
    return unicodedata.normalize("NFKC", seen).casefold().replace("’", "'").replace("“", '"').replace("”", '"')


def _hides_something(text: str) -> bool:
    """Tell whether tags, turned-around writing, or many unseen characters stand among plain letters."""
    if any(char in TURNS_AROUND for char in text):
        return True
    read = FLAG.sub("", text)
    kinds = {char for char in set(read) if not harmless(char)}
    if not kinds:
        return False
    unseen = [char in kinds for char in read]
    after_plain = sum(char.isascii() and gone for char, gone in zip(read, unseen[1:], strict=False))
    runs = sum(all(unseen[place : place + LONG_RUN]) for place in range(len(unseen) - LONG_RUN + 1))
    return after_plain >= MANY_UNSEEN or runs > 0


@lru_cache(maxsize=128)
def _compiled(expression: str) -> "re2._Regexp":
    return re2.compile(f"(?s){expression}")
