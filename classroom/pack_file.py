"""A pack as one file: a first document with its title, then one document for each thing in it."""

from classroom.content_check import plain_id
from classroom.content_kinds import ContentKind, is_written_here, kind_of_body, new_id
from classroom.content_text import Body, documents, read_mapping, written
from classroom.shelved import with_id
from dialogue.content import ContentError
from dialogue.record import Record

HEAD = "attune_pack"
"""The field by which the first document is known; its value is the version of this format."""
FORMAT = 1
MOST_BYTES = 900_000
"""Of a whole file; what a form may send is a little more."""
MOST_DOCUMENTS = 60


class Arrived(Record):
    """One document of a file, before it is checked."""

    name: str
    """What faults call it."""
    kind: ContentKind
    content: str
    """The id that it takes here."""
    body: Body


class PackFile(Record):
    """A file that was read."""

    title: str
    arrived: tuple[Arrived, ...]


def pack_file(title: str, bodies: list[str]) -> str:
    """Write a pack as one file."""
    head = written({HEAD: FORMAT, "title": title})
    return "---\n".join([head, *(body.rstrip("\n") + "\n" for body in bodies)])


def read_pack_file(text: str, here: frozenset[str] = frozenset()) -> PackFile:
    """Read a file, and give each document the id that it takes here.

    Args:
        text: The file.
        here: Ids of what is in the pack that it goes into: those stay, so that a next version is made.

    Raises:
        ContentError: The file as a whole cannot be used, or a document of it is none of ours.
    """
    size = len(text.encode(errors="replace"))
    if size > MOST_BYTES:
        raise ContentError(f"file: has {size} bytes; {MOST_BYTES} are the most: put its documents into several files")
    parts = documents(text)
    if len(parts) > MOST_DOCUMENTS:
        raise ContentError(f"file: has {len(parts)} documents; {MOST_DOCUMENTS} are the most: send several files")
    bodies = [read_mapping(part, f"document {number}") for number, part in enumerate(parts, start=1)]
    title, first = _title(bodies), 1 + bool(bodies and HEAD in bodies[0])
    if len(bodies) < first:
        raise ContentError("file: holds no scenario, client or rubric; put at least one document into it")
    return PackFile(title=title, arrived=_renamed(bodies[first - 1 :], first, here))


def _title(bodies: list[Body]) -> str:
    if not bodies or HEAD not in bodies[0]:
        return ""
    head = bodies[0]
    if head[HEAD] != FORMAT or set(head) - {HEAD, "title"}:
        raise ContentError(
            f"document 1: field {HEAD}: is no pack of format {FORMAT}; export it again, or mend its head"
        )
    title = head.get("title", "")
    return title if isinstance(title, str) else ""


def _renamed(bodies: list[Body], first: int, here: frozenset[str]) -> tuple[Arrived, ...]:
    names: dict[str, str] = {}
    kinds: list[ContentKind] = []
    for number, body in enumerate(bodies, start=first):
        kind, old = _kind(body, number), plain_id(body.get("id"), f"document {number}")
        if old in names:
            raise ContentError(f"document {number}: field id: {old!r} stands twice in this file; give one another id")
        names[old] = old if old in here and is_written_here(old) else new_id(kind)
        kinds.append(kind)
    clients = {old: new for (old, new), kind in zip(names.items(), kinds, strict=True) if kind is ContentKind.CLIENT}
    return tuple(
        Arrived(
            name=f"document {number} ({old})", kind=kind, content=new, body=_with_client(with_id(body, new), clients)
        )
        for (number, body), kind, (old, new) in zip(enumerate(bodies, start=first), kinds, names.items(), strict=True)
    )


def _kind(body: Body, number: int) -> ContentKind:
    kind = kind_of_body(body)
    if kind is None:
        raise ContentError(f"document {number}: is no scenario, client or rubric; begin with an exported pack")
    return kind


def _with_client(body: Body, clients: dict[str, str]) -> Body:
    client = body.get("persona")
    return body | {"persona": clients[client]} if isinstance(client, str) and client in clients else body
