"""How a turn falls into sentences, each an exact piece of the text, and which of its words are quoted from another."""

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST_SENTENCE = 400
"""Characters after which a text without full stops is cut at a space; ours."""
LONGEST_QUOTATION = 240
"""Characters that one pair of quotation marks may hold; a longer one is a stray mark; ours."""
MASK = "_"
"""Stands for each letter of quoted words, so that patterns pass them over and places stay the same."""

_END = re.compile(r"[.!?…]+([\"”'’)\]]*)(?=\s|$)|\n+")
_SHORTENED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|prof|rev|vs|etc|no|approx|e\.g|i\.e|a\.m|p\.m)|\b[a-z])\.$", re.IGNORECASE
)
_DOUBLE_QUOTED = re.compile(rf"[\"“”«]([^\"“”«»]{{1,{LONGEST_QUOTATION}}})[\"“”»]")
_SINGLE_QUOTED = re.compile(
    r"(?<![\w'])'(?!(?:em|til|till|cause|cos|bout|tis|twas|n|round)\b)"
    rf"(\w[^'\n]{{0,{LONGEST_QUOTATION}}}(?:'\w[^'\n]{{0,60}}){{0,4}}?[\w.,!?…]|\w)'(?![\w'])"
)
HALF_LETTERS = re.compile("[\ud800-\udfff]")
"""Halves of a letter outside the basic plane, which are no text."""
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'", "–": "-", "—": "-", "\u00a0": " ", "\t": " "}
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a turn."""

    start: int
    """Place of its first character in the text."""
    text: str
    """Exact substring of the text, without space at its ends."""
    plain: str
    """Lower case, straight apostrophes; same length as `text`."""
    unquoted: str
    """As `plain`, with the letters of quoted words masked; same length as `text`."""

    @property
    def is_question(self) -> bool:
        """Tell whether it ends as a question, outside quoted words."""
        return self.unquoted.rstrip("\"”’') ").endswith("?")


@lru_cache(maxsize=512)
def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into its sentences, in order; a text of spaces alone has none."""
    plain = plain_words(text)
    unquoted = mask_quoted(plain)
    return tuple(
        Sentence(start=start, text=text[start:end], plain=plain[start:end], unquoted=unquoted[start:end])
        for start, end in _pieces(text, unquoted)
    )


def plain_words(text: str) -> str:
    """Give the text in lower case with straight apostrophes; the same length, so that places stay the same."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return HALF_LETTERS.sub("\ufffd", lower.translate(_PLAIN))


def mask_quoted(plain: str) -> str:
    """Mask the letters of words in quotation marks; the same length."""
    return _SINGLE_QUOTED.sub(_masked, _DOUBLE_QUOTED.sub(_masked, plain))


def _masked(found: re.Match[str]) -> str:
    whole = found.group(0)
    inside, last = whole[1:-2], whole[-2]
    return whole[0] + re.sub(r"[\w?!.…]", MASK, inside) + (MASK if last.isalnum() else last) + whole[-1]


def _pieces(text: str, unquoted: str) -> list[tuple[int, int]]:
    pieces, start = [], 0
    for end in _END.finditer(unquoted):
        if _SHORTENED.search(unquoted, max(start, end.start() - 8), end.start() + 1):
            continue
        if end.group(1) and text[end.end() : end.end() + 2].lstrip()[:1].islower():
            continue  # a quotation in the middle of a sentence
        pieces += _cut(unquoted, start, end.end())
        start = end.end()
    return pieces + _cut(unquoted, start, len(unquoted))


def _cut(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Trim one piece and cut it where it is too long; nothing is left of spaces alone."""
    pieces: list[tuple[int, int]] = []
    while True:
        while start < end and plain[start].isspace():
            start += 1
        while end > start and plain[end - 1].isspace():
            end -= 1
        if start >= end:
            return pieces
        if end - start <= LONGEST_SENTENCE:
            return [*pieces, (start, end)]
        space = plain.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        stop = space if space > start else start + LONGEST_SENTENCE
        pieces.append((start, stop))
        start = stop
