"""Where an author begins: a copy of something that ships, or of what a colleague shares."""

from classroom.authoring import Authoring
from classroom.content_check import Content
from classroom.content_kinds import ContentKind
from classroom.contents import Version
from classroom.errors import NOT_THERE
from practice.catalog import Catalog
from practice.errors import RecordNotFound


class Copying:
    """The verbs of copying. Rights are asked by the verbs of authoring that they end in; nothing is kept before."""

    def __init__(self, authoring: Authoring, catalog: Catalog) -> None:
        self._authoring = authoring
        self._catalog = catalog

    def copy_shipped(self, person: str, pack: str, shipped: str) -> Version:
        """Put a copy of something that ships into a pack, as a starting point.

        Raises:
            RecordNotFound: Nothing of this id ships.
        """
        offers, rubric = self._catalog.offers, self._catalog.rubric
        known: dict[str, tuple[ContentKind, Content]] = {
            **{key: (ContentKind.SCENARIO, offer.scenario) for key, offer in offers.items()},
            **{key: (ContentKind.CLIENT, client) for key, client in self._catalog.cast.items()},
            rubric.id: (ContentKind.RUBRIC, rubric),
        }
        if shipped not in known:
            raise RecordNotFound(NOT_THERE)
        kind, original = known[shipped]
        return self._authoring.add_body(person, pack, kind, original.model_dump(mode="json", exclude_unset=True))

    def copy(self, person: str, pack: str, content: str, into: str) -> Version:
        """Put a copy of something in a pack into a pack of one's own.

        Raises:
            ContentError: It is a scenario with a client that is not in the other pack; nothing was kept.
        """
        found = self._authoring.text(person, pack, content)
        return self._authoring.add(person, into, found.version.kind, found.body)

    def shipped(self) -> tuple[tuple[ContentKind, str, str], ...]:
        """Give what ships and can be copied: kind, id and title."""
        offers, rubric = self._catalog.offers.values(), self._catalog.rubric
        scenarios = [(ContentKind.SCENARIO, one.scenario.id, one.scenario.title) for one in offers]
        clients = [(ContentKind.CLIENT, one.id, one.card.name) for one in self._catalog.cast.values()]
        return (*scenarios, *clients, (ContentKind.RUBRIC, rubric.id, rubric.name))
