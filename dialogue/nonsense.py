"""Can these words be understood at all? Symbols, emoji and keyboard noise cannot; a dialect or another script can."""

import re

from dialogue.sentences import plain_words

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"^[a-z]+$")
_ODD = re.compile(
    r"(.)\1{3,}|[bcdfghjklmnpqrstvwxz]{6,}|(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|rtyu|tyui|uiop|"
    r"zxcv|xcvb|cvbn|vbnm|lkjh|jhgf|fdsa|poiu|ytre|rewq|mnbv|vcxz)"
)
_VOWEL = re.compile(r"[aeiouy]")
_FOLLOWING = frozenset(
    {
        "mm",
        "mmm",
        "mhm",
        "hm",
        "hmm",
        "shh",
        "ok",
        "k",
        "pls",
        "thx",
        "mr",
        "mrs",
        "dr",
        "ms",
        "tv",
        "gp",
        "nhs",
        "ptsd",
        "nvm",
        "wtf",
    }
)
ODD_SHARE = 0.5
"""Share of words from which a text is noise; ours."""
MOST_WORDS = 400
"""Words that are looked at; ours."""


def is_nonsense(text: str) -> bool:
    """Tell whether a text holds no words that can be understood."""
    words = _WORD.findall(plain_words(text)[:4000])[:MOST_WORDS]
    if not words:
        return True
    if sum(len(word) for word in words) < 2 and words[0] not in {"i", "k", "y", "n"}:
        return True
    return sum(_is_odd(word) for word in words) / len(words) >= ODD_SHARE


def _is_odd(word: str) -> bool:
    if not _LATIN.match(word) or word in _FOLLOWING:
        return False
    if len(word) == 1:
        return word not in {"i", "a", "o", "u", "r", "y", "n", "k", "s", "t", "d", "m"}
    return bool(_ODD.search(word)) or (len(word) > 2 and not _VOWEL.search(word)) or len(word) > 30
