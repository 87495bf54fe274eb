"""Importing and exporting packs: one file, looked at before anything of it is kept."""

from collections.abc import Mapping

from classroom.account_store import AccountStore
from classroom.authoring import Authoring
from classroom.content_check import checked
from classroom.content_kinds import ContentKind
from classroom.content_store import ContentStore, digest_of
from classroom.content_text import written
from classroom.contents import Draft, Version
from classroom.pack_file import Arrived, PackFile, pack_file, read_pack_file
from classroom.rights import Action, Pack, Site, check
from classroom.shelved import pack_title, says_of, title_of_content
from dialogue.content import ContentError
from dialogue.record import Record
from personas.persona import Persona
from practice.catalog import Catalog


class Coming(Record):
    """What importing one document would do."""

    kind: ContentKind
    title: str
    says: str
    number: int
    """The number of the version that it becomes; 1 for something new."""
    same: bool = False
    """Whether it is there already, word for word; then nothing is made."""
    body: str
    content: str


class Arrival(Record):
    """What importing a file would do."""

    title: str
    """Of the pack."""
    coming: tuple[Coming, ...]


class Packing:
    """The verbs of import and export. Each takes the person who asks, and asks their rights anew."""

    def __init__(self, accounts: AccountStore, contents: ContentStore, authoring: Authoring, catalog: Catalog) -> None:
        self._accounts = accounts
        self._contents = contents
        self._authoring = authoring
        self._catalog = catalog

    def export(self, person: str, pack: str) -> str:
        """Give the newest version of everything in a pack as one file; clients stand before their scenarios."""
        found = self._authoring.pack(person, pack)
        order = sorted(found.contents, key=lambda one: (list(ContentKind).index(one.version.kind) != 1, one.title))
        return pack_file(found.pack.title, [self._contents.body(one.version.id) for one in order])

    def preview(self, person: str, text: str, into: str | None = None) -> Arrival:
        """Tell what importing a file would do; nothing is kept.

        Args:
            person: Who asks.
            text: The file.
            into: A pack of their own; None for a new one.

        Raises:
            ContentError: Something in it is not fit: a line a fault with document, field and remedy.
        """
        here = self._here(person, into)
        file = read_pack_file(text, frozenset(here))
        clients = self._authoring.shelf.cast(into) if into else dict(self._catalog.cast)
        coming: list[Coming] = []
        faults: list[str] = []
        for one in sorted(file.arrived, key=lambda one: one.kind is not ContentKind.CLIENT):
            try:
                coming.append(self._coming(one, clients, here.get(one.content)))
            except ContentError as error:
                faults += str(error).splitlines()
        if faults:
            raise ContentError("\n".join(faults))
        return Arrival(title=self._title(file, into), coming=tuple(coming))

    def keep(self, person: str, text: str, into: str | None = None) -> str:
        """Import a file: into a pack of one's own, or a new one whose id is given; all of it, or nothing.

        Raises:
            ContentError: Something in it is not fit; nothing was kept.
        """
        arrival = self.preview(person, text, into)
        drafts = [
            Draft(kind=one.kind, content=one.content, body=one.body, after=one.number - 1)
            for one in arrival.coming
            if not one.same
        ]
        if into is None:
            return self._contents.make_pack(arrival.title, person, drafts)
        self._contents.keep(into, drafts, person)
        return into

    def _here(self, person: str, into: str | None) -> Mapping[str, Version]:
        standing = self._accounts.standing(person)
        if into is None:
            check(standing, Action.AUTHOR, Site())
            return {}
        pack = self._contents.pack(into)
        check(standing, Action.CHANGE_PACK, Pack(owner=pack.owner, shared=pack.shared))
        return {one.content: one for one in self._contents.newest(into)}

    def _title(self, file: PackFile, into: str | None) -> str:
        if into is not None:
            return self._contents.pack(into).title
        try:
            return pack_title(file.title or "Imported pack")
        except ValueError as error:
            raise ContentError(f"document 1: field title: {error}") from error

    def _coming(self, one: Arrived, clients: dict[str, Persona], last: Version | None) -> Coming:
        body = written(one.body)
        read = checked(one.kind, one.content, body, clients, self._catalog.rubric, one.name)
        if isinstance(read, Persona):
            clients[read.id] = read
        return Coming(
            kind=one.kind,
            title=title_of_content(read),
            says=says_of(read, clients),
            number=last.number + 1 if last else 1,
            same=last is not None and last.digest == digest_of(body),
            body=body,
            content=one.content,
        )
