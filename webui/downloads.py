"""What a file is called when it is taken away: a name in any script that every system can keep."""

import unicodedata
from urllib.parse import quote

from starlette.responses import Response

FORBIDDEN = frozenset('/\\:*?"<>|%')
"""What some system does not take in the name of a file."""
UNSEEN = "CZ"
"""Kinds of characters that cannot be seen, or that turn the direction of a text: each becomes a space."""
LONGEST = 60
"""Characters of a title in the name of a file; ours, 255 bytes are the most that systems take."""


def file_name(what: str, title: str, day: str, ending: str) -> str:
    """Give the name of a file: what it is, of what, when.

    Args:
        what: What it holds, ours.
        title: What somebody called it; in any script.
        day: `2026-11-22`.
        ending: Without a dot.
    """
    return "-".join(one for one in ("attune", what, _fit(title), day) if one) + f".{ending}"


def _fit(title: str) -> str:
    seen = "".join(
        " " if letter in FORBIDDEN or unicodedata.category(letter)[0] in UNSEEN else letter
        for letter in unicodedata.normalize("NFC", title)
    )
    return "-".join(seen.split())[:LONGEST].strip("-.")


def attached(name: str, content: bytes, kind: str) -> Response:
    """Give a file to keep.

    Args:
        name: Of the file, in any script; browsers that read ASCII only get what of it is.
        content: Its bytes.
        kind: Its media type.
    """
    stem, _, ending = name.rpartition(".")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    simple = "-".join("".join(one if one.isalnum() or one in "._" else " " for one in plain).split())
    told = f"attachment; filename=\"{simple}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=kind, headers={"content-disposition": told})
