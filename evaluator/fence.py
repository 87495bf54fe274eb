"""How do words that a person wrote reach a model as words, and not as instructions?

They stand as JSON between two lines that carry a random mark. What could close the JSON, the fence or a turn of the
model's own notation is made harmless character by character, so that a quote can be led back to what was typed.
"""

import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping

Mark = Callable[[], str]
"""Gives a random mark that nobody can guess."""

HARMLESS = {
    "<": "‹", ">": "›", "[": "(", "]": ")", "|": "¦", "`": "'",
    "＜": "‹", "＞": "›", "［": "(", "］": ")", "｜": "¦", "▁": "_",
    "〈": "‹", "〉": "›", "﹤": "‹", "﹥": "›",
}  # fmt: skip
"""Characters from which the special tokens of chat models are made, by what stands for them."""
ALIKE = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\n": " ", "\u00a0": " ", "\u202f": " "}
"""What a model writes for what it reads, without meaning to change it."""
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Unicode categories that show nothing: controls, format characters, tags, private use, halves of pairs."""
LINE_ENDS = frozenset({"Zl", "Zp"})
WORD = re.compile(r"\w+")


def new_mark() -> str:
    """Give a random mark of 20 characters."""
    return secrets.token_hex(10)


def fenced(fields: Mapping[str, str], mark: Mark = new_mark) -> str:
    """Write texts as JSON between two lines with a mark that stands nowhere in them."""
    content = json.dumps({name: harmless(text) for name, text in fields.items()}, ensure_ascii=False)
    chosen = mark()
    while chosen in content:
        chosen = mark() + chosen
    return f"BEGIN {chosen}\n{content}\nEND {chosen}"


def harmless(text: str) -> str:
    """Give a text without unseen characters and without what special tokens are made of; else it reads the same."""
    return "".join(kept for kept, _ in _kept(text))


def locate(quote: str, text: str) -> str | None:
    """Find a quote from a fenced text in the text as it was typed.

    Typographic quotation marks, dashes and spaces count as their plain forms; nothing else may differ.

    Returns:
        The exact words of the text, or None where the quote does not stand in it.
    """
    kept = list(_alike(_kept(text)))
    wanted = "".join(char for char, _ in _alike(_kept(quote))).strip(" \"'")
    start = "".join(char for char, _ in kept).find(wanted) if wanted else -1
    if start < 0:
        return None
    return text[kept[start][1] : kept[start + len(wanted) - 1][1] + 1]


def word_count(text: str) -> int:
    """Count the words of a text; in scripts without spaces, each run between marks is one."""
    return len(WORD.findall(text))


def _kept(text: str) -> list[tuple[str, int]]:
    """Give each character that is kept, as it is kept, with its place in the text."""
    return [(char, place) for place, written in enumerate(text) if (char := _made_harmless(written))]


def _made_harmless(char: str) -> str:
    if char in HARMLESS:
        return HARMLESS[char]
    if char in "\n\t":
        return char if char == "\n" else " "
    category = unicodedata.category(char)
    if category in UNSEEN or _is_variation_selector(char):
        return ""
    return " " if category in LINE_ENDS else char


def _is_variation_selector(char: str) -> bool:
    """Tell whether a character only varies the one before it; long runs of them can hide a message."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _alike(kept: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Write what looks alike alike, and a run of spaces as one."""
    found: list[tuple[str, int]] = []
    for char, place in kept:
        plain = ALIKE.get(char, char)
        if plain != " " or not found or found[-1][0] != " ":
            found.append((plain, place))
    return found
