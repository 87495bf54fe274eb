"""What lies in a pack, as a page lists it, and what it is called."""

from classroom.accounts import read_name
from classroom.content_check import Content
from classroom.content_text import Body
from classroom.contents import ContentPack, Version
from classroom.harmless import starts_formula
from dialogue.record import Record
from personas.persona import Persona
from scenarios.scenario import Scenario


class Shelved(Record):
    """One thing in a pack."""

    version: Version
    title: str
    says: str
    """One sentence on what it is."""
    faults: str = ""
    """Why it cannot be practised now, where it cannot."""


class Opened(Record):
    """A pack as somebody sees it."""

    pack: ContentPack
    mine: bool
    """Whether they may change it."""
    versions: tuple[Version, ...] = ()
    """The newest of everything in it."""
    contents: tuple[Shelved, ...] = ()
    """The same, read; empty in a list of packs."""


class Text(Record):
    """One version with its words."""

    pack: ContentPack
    mine: bool
    version: Version
    body: str
    title: str


def pack_title(text: str) -> str:
    """Give the title of a pack as it is kept.

    Raises:
        ValueError: It is empty, too long, or a formula or markup.
    """
    title = read_name(text, "title")
    if starts_formula(title) or "<" in title:
        raise ValueError("The title begins like a formula or holds '<'; write it in plain words.")
    return title


def with_id(body: Body, content: str) -> Body:
    """Give a document with another id, in the first place."""
    return {"id": content} | {key: value for key, value in body.items() if key != "id"}


def title_of(read: Content | None, version: Version) -> str:
    """Give what something is called; its id where it cannot be read."""
    return version.content if read is None else title_of_content(read)


def title_of_content(read: Content) -> str:
    """Give what something is called."""
    return read.title if isinstance(read, Scenario) else read.card.name if isinstance(read, Persona) else read.name


def says_of(read: Content, cast: dict[str, Persona]) -> str:
    """Say in one sentence what something is."""
    if isinstance(read, Scenario):
        name = cast[read.persona].card.name if read.persona in cast else read.persona
        return f"With {name}; up to {read.turn_limit} turns, difficulty {read.difficulty} of 5."
    if isinstance(read, Persona):
        return f"{read.card.age}, {read.card.occupation}; {len(read.memories)} memories, {len(read.lines)} lines."
    return f"{len(read.criteria)} criteria, version {read.version} of the instrument."
