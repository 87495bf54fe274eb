"""Writing content without code: packs, and versions that are checked before they are kept, shared and compared."""

from difflib import unified_diff

from classroom.account_store import AccountStore
from classroom.authored_shelf import AuthoredShelf
from classroom.content_check import checked, plain_id, read_strangers
from classroom.content_kinds import ContentKind, kind_of_id, new_id
from classroom.content_store import ContentStore
from classroom.content_text import Body, written
from classroom.contents import ContentPack, Draft, Version
from classroom.errors import NOT_THERE
from classroom.rights import Action, Pack, Site, check, may
from classroom.shelved import Opened, Shelved, Text, pack_title, says_of, title_of, with_id
from dialogue.content import ContentError
from personas.persona import Persona
from practice.catalog import Catalog
from practice.errors import RecordNotFound
from scenarios.scenario import Scenario


class Authoring:
    """The verbs of those who write content. Each takes the person who asks, and asks their rights anew.

    Every verb about a pack raises `RecordNotFound` for whoever may not use it, and `PermissionError` for whoever may
    use it and not change it; nothing was changed then.
    """

    def __init__(self, accounts: AccountStore, contents: ContentStore, shelf: AuthoredShelf, catalog: Catalog) -> None:
        self._accounts = accounts
        self._contents = contents
        self.shelf = shelf
        self._catalog = catalog

    def packs(self, person: str) -> tuple[Opened, ...]:
        """Give one's own packs, then those that others share."""
        check(self._accounts.standing(person), Action.AUTHOR, Site())
        shared = [one for one in self._contents.shared_packs() if one.owner != person]
        found = [*self._contents.packs_of(person), *shared]
        return tuple(
            Opened(pack=one, mine=one.owner == person, versions=self._contents.newest(one.id)) for one in found
        )

    def pack(self, person: str, pack: str) -> Opened:
        """Give a pack with what is in it."""
        found = self._usable(person, pack)
        versions = self._contents.newest(pack)
        contents = sorted((self._one(version) for version in versions), key=_place)
        return Opened(pack=found, mine=self._may_change(person, found), versions=versions, contents=tuple(contents))

    def make_pack(self, person: str, title: str) -> str:
        """Make a pack of one's own; gives its id.

        Raises:
            ValueError: The title cannot be used; nothing was made.
        """
        check(self._accounts.standing(person), Action.AUTHOR, Site())
        return self._contents.make_pack(pack_title(title), person)

    def change_pack(self, person: str, pack: str, title: str, *, shared: bool) -> None:
        """Give a pack another title, and share it with other instructors or not.

        Raises:
            ValueError: The title cannot be used; nothing was changed.
        """
        kept = self._own(person, pack)
        self._contents.change_pack(pack, title=pack_title(title), shared=shared, retired=kept.retired_at is not None)
        if shared != kept.shared:
            self._accounts.note_access(person, "shared" if shared else "stopped sharing", "pack", pack)

    def retire(self, person: str, pack: str, *, retired: bool) -> None:
        """Let nothing of a pack be given any more, or let it again; what was given keeps its version."""
        kept = self._own(person, pack)
        self._contents.change_pack(pack, title=kept.title, shared=kept.shared, retired=retired)

    def text(self, person: str, pack: str, content: str, number: int | None = None) -> Text:
        """Give one version as its YAML, the newest if no number is given."""
        found = self._usable(person, pack)
        version = self._contents.version(pack, content, number)
        title = title_of(self.shelf.content(version), version)
        body = self._contents.body(version.id)
        return Text(pack=found, mine=self._may_change(person, found), version=version, body=body, title=title)

    def history(self, person: str, pack: str, content: str) -> tuple[Version, ...]:
        """Give all versions of one thing, newest first."""
        self._usable(person, pack)
        found = self._contents.versions(pack, content)
        if not found:
            raise RecordNotFound(NOT_THERE)
        return found

    def compare(self, person: str, pack: str, content: str, old: int, new: int) -> tuple[str, ...]:
        """Give what changed from one version to another, as the lines of a unified diff; none where nothing did."""
        first, second = (self.text(person, pack, content, number) for number in (old, new))
        lines = unified_diff(
            first.body.splitlines(),
            second.body.splitlines(),
            f"version {old}",
            f"version {new}",
            n=1,
            lineterm="",
        )
        return tuple(lines)

    def keep(self, person: str, pack: str, content: str, text: str, after: int) -> Version:
        """Keep the next version of something, or its first, if it is as fit as what ships.

        Args:
            person: Who wrote it.
            pack: Where it is.
            content: Its id.
            text: The YAML.
            after: The number of the version that its author saw; 0 for something new.

        Raises:
            ContentError: It is not fit: a line a fault; nothing was kept.
            ChangedMeanwhile: A newer version stands; nothing was kept.
            ValueError: Nothing in it is new; nothing was kept.
        """
        self._own(person, pack)
        kind = kind_of_id(content)
        if after:
            self._contents.version(pack, content)
        elif self._contents.pack_of(content) is not None:
            raise RecordNotFound(NOT_THERE)
        read = checked(kind, content, text, self.shelf.cast(pack), self._catalog.rubric)
        draft = Draft(kind=kind, content=content, body=text, after=after)
        kept = self._contents.keep(pack, [draft], person)[0]
        self.shelf.remember(kept, read)
        return kept

    def faults(self, person: str, pack: str, kind: ContentKind, body: Body) -> str:
        """Name what is not fit in a document, a line a fault; empty where all is. Nothing is kept."""
        self._own(person, pack)
        content = str(body.get("id") or new_id(kind))
        try:
            checked(kind, content, written(with_id(body, content)), self.shelf.cast(pack), self._catalog.rubric)
        except ContentError as error:
            return str(error)
        return ""

    def add(self, person: str, pack: str, kind: ContentKind, text: str) -> Version:
        """Keep something new under an id that is drawn for it, whatever id its text has.

        Raises:
            ContentError: It is not fit; nothing was kept.
        """
        self._own(person, pack)
        body = read_strangers(kind, text, kind.word)
        if "id" in body:
            plain_id(body["id"], kind.word)
        return self.add_body(person, pack, kind, body)

    def add_body(self, person: str, pack: str, kind: ContentKind, body: Body) -> Version:
        """Keep something new, as `add` does, from a document that was read already."""
        content = new_id(kind)
        return self.keep(person, pack, content, written(with_id(body, content)), 0)

    def cast(self, person: str, pack: str) -> dict[str, Persona]:
        """Give the clients that a scenario of a pack may be with."""
        self._usable(person, pack)
        return self.shelf.cast(pack)

    def _one(self, version: Version) -> Shelved:
        read = self.shelf.content(version)
        faults = "" if read else "cannot be read by this version of Attune; open it as YAML and mend it"
        if isinstance(read, Scenario):
            try:
                self.shelf.offer_of(version)
            except ContentError as error:
                faults = str(error)
        says = says_of(read, self.shelf.cast(version.pack)) if read else ""
        return Shelved(version=version, title=title_of(read, version), says=says, faults=faults)

    def _usable(self, person: str, pack: str) -> ContentPack:
        found = self._contents.pack(pack)
        check(self._accounts.standing(person), Action.USE_PACK, Pack(owner=found.owner, shared=found.shared))
        return found

    def _own(self, person: str, pack: str) -> ContentPack:
        found = self._contents.pack(pack)
        check(self._accounts.standing(person), Action.CHANGE_PACK, Pack(owner=found.owner, shared=found.shared))
        return found

    def _may_change(self, person: str, pack: ContentPack) -> bool:
        on = Pack(owner=pack.owner, shared=pack.shared)
        return may(self._accounts.standing(person), Action.CHANGE_PACK, on)


def _place(one: Shelved) -> tuple[int, str]:
    """Order scenarios before clients and clients before rubrics, then by title."""
    return list(ContentKind).index(one.version.kind), one.title.casefold()
