"""What can be written on the site: the kinds of content, their ids, and how large one may be."""

import re
import secrets
from enum import StrEnum

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Without letters that look like figures."""
PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
"""What may stand as an id in a file that comes from elsewhere."""


class ContentKind(StrEnum):
    """Values stand in the records."""

    SCENARIO = "scenario"
    CLIENT = "persona"
    RUBRIC = "rubric"

    @property
    def word(self) -> str:
        """Give the word of the trade."""
        return "client" if self is ContentKind.CLIENT else self.value

    @property
    def most_bytes(self) -> int:
        """Give how large one may be; the largest that ships is 7, 303 and 107 kB. Ours."""
        return {ContentKind.SCENARIO: 64_000, ContentKind.CLIENT: 420_000, ContentKind.RUBRIC: 160_000}[self]


LETTERS = {ContentKind.SCENARIO: "S", ContentKind.CLIENT: "C", ContentKind.RUBRIC: "R"}


def new_id(kind: ContentKind) -> str:
    """Draw an id; the hyphen keeps it apart from everything that ships."""
    return f"{LETTERS[kind]}-" + "".join(secrets.choice(ALPHABET) for _ in range(10))


def is_written_here(content: str) -> bool:
    """Tell by its id whether content was written on a site and does not ship."""
    return re.fullmatch(r"[SCR]-[0-9a-z]{10}", content) is not None


def kind_of_id(content: str) -> ContentKind:
    """Tell what an id of content written here names.

    Raises:
        LookupError: It is none.
    """
    found = next((kind for kind, letter in LETTERS.items() if content.startswith(f"{letter}-")), None)
    if found is None or not is_written_here(content):
        raise LookupError("There is nothing like this among what you may see; go back to the list.")
    return found


def kind_of_body(body: dict[str, object]) -> ContentKind | None:
    """Tell what a document holds by the fields that only one kind has; None where it is none of them."""
    marks = {"prebrief": ContentKind.SCENARIO, "card": ContentKind.CLIENT, "criteria": ContentKind.RUBRIC}
    return next((kind for mark, kind in marks.items() if mark in body), None)
