"""Marks in somebody's words the passages that were quoted, each with what it was quoted for."""

import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from dialogue.record import Record
from webui.present import shown

JOINER = "\u200d"
SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
LETTERS_OF_FLAGS = ("\U0001f1e6", "\U0001f1ff")
TAGS = ("\U000e0020", "\U000e007f")


class Quoted(Record):
    """Words that were quoted from a text."""

    words: str
    label: str
    """What for: the name of a criterion, gate or flag."""
    serious: bool = False


class _Span(NamedTuple):
    start: int
    end: int
    labels: tuple[str, ...]
    serious: bool


def marked(text: str, quotes: Iterable[Quoted]) -> str:
    """Give a text as inert markup in which each quote is marked, with its label where it ends.

    Quotes may overlap: every piece between two ends is marked once. Of words that occur twice the first are marked;
    words that are not in the text are left out. Nothing is cut within what is drawn as one sign.
    """
    spans = _spans(text, quotes)
    edges = sorted({0, len(text), *(one.start for one in spans), *(one.end for one in spans)})
    return "".join(_piece(text[start:end], start, end, spans) for start, end in pairwise(edges))


def _spans(text: str, quotes: Iterable[Quoted]) -> list[_Span]:
    """Find the quotes; those of the same words become one."""
    found: dict[tuple[int, int], list[Quoted]] = {}
    for quote in quotes:
        words = quote.words.strip()
        start = text.find(words) if words else -1
        if start >= 0:
            found.setdefault((_back(text, start), _on(text, start + len(words))), []).append(quote)
    return [
        _Span(start, end, tuple(dict.fromkeys(one.label for one in same)), any(one.serious for one in same))
        for (start, end), same in found.items()
    ]


def _piece(words: str, start: int, end: int, spans: Sequence[_Span]) -> str:
    over = [one for one in spans if one.start <= start and end <= one.end]
    if not over:
        return shown(words)
    kinds = [kind for kind, is_so in (("twice", len(over) > 1), ("serious", any(one.serious for one in over))) if is_so]
    names = escape(", ".join(dict.fromkeys(label for one in over for label in one.labels)))
    looks = f' class="{" ".join(kinds)}"' if kinds else ""
    ending = dict.fromkeys(label for one in over if one.end == end for label in one.labels)
    return f'<mark{looks} title="{names}">{shown(words)}</mark>' + _label(list(ending))


def _label(labels: Sequence[str]) -> str:
    if not labels:
        return ""
    names = shown(", ".join(labels))
    said = f'<span class="unseen"> (quoted for </span>{names}<span class="unseen">) </span>'
    return f'<bdi class="for" dir="ltr">{said}</bdi>'


def _back(text: str, place: int) -> int:
    while _within(text, place):
        place -= 1
    return place


def _on(text: str, place: int) -> int:
    while _within(text, place):
        place += 1
    return place


def _within(text: str, place: int) -> bool:
    """Tell whether a place lies inside of what is drawn as one sign: a letter with its accents, an emoji, a flag."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if any(first <= after <= last for first, last in (SKIN_TONES, TAGS)):
        return True
    return _is_flag_letter(before) and _is_flag_letter(after) and _flag_letters_before(text, place) % 2 == 1


def _is_flag_letter(sign: str) -> bool:
    return LETTERS_OF_FLAGS[0] <= sign <= LETTERS_OF_FLAGS[1]


def _flag_letters_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag_letter(text[place - 1 - count]):
        count += 1
    return count
