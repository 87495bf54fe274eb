"""What was written here and can be practised: read once, held against the clients beside it, offered to be assigned."""

from collections.abc import Mapping
from contextlib import suppress

from classroom.account_store import AccountStore
from classroom.content_check import SHAPES, Content
from classroom.content_kinds import ContentKind, is_written_here
from classroom.content_store import ContentStore
from classroom.contents import ContentPack, Version
from classroom.errors import NOT_THERE
from classroom.rights import Action, Pack, check, may
from classroom.rubric_fit import rubric_faults
from classroom.rubric_store import WrittenRubric, numbered
from dialogue.content import ContentError, read_content
from dialogue.record import Record
from evaluator.rubric import Rubric
from personas.persona import Persona
from practice.catalog import Catalog, Offer, scenario_faults
from practice.errors import RecordNotFound
from scenarios.scenario import Scenario

MOST_READ = 80
"""Versions that are held read at most; a client takes a third of a second to read and two megabytes to hold. Ours."""


class AuthoredOffer(Record):
    """A scenario with its client, and which of the two were written here."""

    offer: Offer
    versions: Mapping[str, str] = {}
    """By kind, the id of the version of what was written here; what ships is not named."""


class Assignable(Record):
    """A scenario that was written here, for a list to choose from."""

    offer: Offer
    pack: ContentPack


class GradingRubric(Record):
    """A rubric that was written here, for a list to choose from."""

    content: str
    number: int
    """Of its newest version."""
    name: str
    pack: ContentPack


class AuthoredShelf:
    """Reads authored content beside what ships."""

    def __init__(self, accounts: AccountStore, contents: ContentStore, catalog: Catalog) -> None:
        self._accounts = accounts
        self._contents = contents
        self._catalog = catalog
        self._read: dict[str, Content | None] = {}

    @property
    def rubric(self) -> Rubric:
        """The rubric that grades here; a scenario may name its criteria."""
        return self._catalog.rubric

    def content(self, version: Version) -> Content | None:
        """Read a version; None where this version of the program cannot."""
        if version.id not in self._read:
            read: Content | None = None
            with suppress(ContentError):
                read = read_content(self._contents.body(version.id), version.kind.word, SHAPES[version.kind])
            self.remember(version, read)
            return read
        return self._read[version.id]

    def remember(self, version: Version, read: Content | None) -> None:
        """Hold a version as it was read, so that it need not be read again."""
        if len(self._read) >= MOST_READ:
            self._read = {}
        self._read[version.id] = read

    def clients(self, pack: str) -> dict[str, Version]:
        """Give the clients that were written in a pack, by id."""
        return {one.content: one for one in self._contents.newest(pack) if one.kind is ContentKind.CLIENT}

    def cast(self, pack: str) -> dict[str, Persona]:
        """Give the clients that a scenario of a pack may be with: what ships, and those in the pack."""
        own = {key: self.content(version) for key, version in self.clients(pack).items()}
        return self._catalog.cast | {key: one for key, one in own.items() if isinstance(one, Persona)}

    def offer_of(self, version: Version) -> AuthoredOffer:
        """Give a scenario with its client as both stand now.

        Raises:
            ContentError: It cannot be read any more, or names what is no longer with its client.
        """
        scenario = self.content(version)
        if not isinstance(scenario, Scenario):
            raise ContentError("scenario: cannot be read by this version of Attune; open it, mend it and keep it again")
        clients, cast = self.clients(version.pack), self.cast(version.pack)
        if faults := scenario_faults(scenario, cast, self._catalog.rubric):
            raise ContentError("\n".join(f"scenario{one.removeprefix(scenario.id + '.yaml')}" for one in faults))
        versions = {ContentKind.SCENARIO.value: version.id}
        if scenario.persona in clients:
            versions[ContentKind.CLIENT.value] = clients[scenario.persona].id
        return AuthoredOffer(offer=Offer(scenario=scenario, persona=cast[scenario.persona]), versions=versions)

    def offer(self, person: str, content: str) -> AuthoredOffer | None:
        """Give a scenario that this person may assign; None where the id is of what ships.

        Raises:
            ValueError: It is retired, or cannot be practised now.
            RecordNotFound: There is none that they may see.
        """
        if not is_written_here(content):
            return None
        return self.offer_of(self._newest(person, content, ContentKind.SCENARIO))

    def rubric_to_give(self, person: str, content: str) -> WrittenRubric:
        """Give the newest version of a rubric that this person may grade by.

        Raises:
            ContentError: It cannot be read any more, or lacks what a rubric here must have: a line a fault.
            ValueError: It is retired.
            RecordNotFound: There is none that they may see.
        """
        if not is_written_here(content):
            raise RecordNotFound(NOT_THERE)
        version = self._newest(person, content, ContentKind.RUBRIC)
        read = self.content(version)
        if not isinstance(read, Rubric):
            raise ContentError("rubric: cannot be read by this version of Attune; open it, mend it and keep it again")
        if faults := rubric_faults(read, self._catalog.rubric, f"rubric {read.name!r}"):
            raise ContentError("\n".join(faults))
        return WrittenRubric(version=version.id, rubric=numbered(read, version.number))

    def rubrics(self, person: str) -> tuple[GradingRubric, ...]:
        """Give the rubrics written here that a person may choose to grade by, by pack; those that can be read."""
        found = []
        for pack in self._usable(person):
            for version in self._contents.newest(pack.id):
                read = self.content(version) if version.kind is ContentKind.RUBRIC else None
                if isinstance(read, Rubric):
                    one = GradingRubric(content=version.content, number=version.number, name=read.name, pack=pack)
                    found.append(one)
        return tuple(found)

    def assignable(self, person: str) -> tuple[Assignable, ...]:
        """Give the scenarios written here that a person may assign, by pack; none that cannot be practised."""
        return tuple(Assignable(offer=one, pack=pack) for pack in self._usable(person) for one in self._offers(pack.id))

    def _usable(self, person: str) -> list[ContentPack]:
        """Give the packs of which a person may assign something: their own, then those that others share."""
        standing = self._accounts.standing(person)
        packs = [one for one in self._contents.packs_of(person) if one.retired_at is None]
        packs += [one for one in self._contents.shared_packs() if one.owner != person]
        return [one for one in packs if may(standing, Action.USE_PACK, Pack(owner=one.owner, shared=one.shared))]

    def _newest(self, person: str, content: str, kind: ContentKind) -> Version:
        """Find the newest version of something that a person may give."""
        pack = self._contents.pack(self._contents.pack_of(content) or "")
        check(self._accounts.standing(person), Action.USE_PACK, Pack(owner=pack.owner, shared=pack.shared))
        if pack.retired_at is not None:
            raise ValueError(f"The pack {pack.title!r} is retired, so nothing of it is given any more.")
        version = self._contents.version(pack.id, content)
        if version.kind is not kind:
            raise RecordNotFound(NOT_THERE)
        return version

    def _offers(self, pack: str) -> list[Offer]:
        offers = []
        for version in self._contents.newest(pack):
            if version.kind is ContentKind.SCENARIO:
                try:
                    offers.append(self.offer_of(version).offer)
                except ContentError:
                    continue
        return offers
