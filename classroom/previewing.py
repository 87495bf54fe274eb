"""A conversation with the client of a version, of which nothing is kept."""

from collections.abc import Sequence

from classroom.authored_shelf import AuthoredShelf
from classroom.authoring import Authoring
from classroom.content_kinds import ContentKind
from classroom.content_store import ContentStore
from dialogue.record import Record
from personas.persona import Persona
from practice.catalog import Offer
from practice.exchange import Company
from practice.message import checked_message
from practice.replay import replay

MOST_LINES = 12
"""Lines of a preview; each takes a moment, and nobody else is answered by that thread. Ours."""
SEED = 1


class Said(Record):
    """One exchange of a preview; the first has the client's opening words alone."""

    turn: int
    trainee: str
    client: str
    trust: float
    """Points, 0–100."""
    layer: int
    """The deepest layer that stands open, 0–4."""
    told: tuple[str, ...]
    """What each memory is about that was told in this turn."""
    acts: tuple[str, ...]
    """What the reader found in the trainee's words."""


class Preview(Record):
    """A conversation that was not kept."""

    client: str
    """Their name."""
    said: tuple[Said, ...]


class Previewing:
    """The verb of previews."""

    def __init__(self, authoring: Authoring, contents: ContentStore, shelf: AuthoredShelf, company: Company) -> None:
        self._authoring = authoring
        self._contents = contents
        self._shelf = shelf
        self._company = company

    def converse(self, person: str, pack: str, content: str, lines: Sequence[str], seed: int = SEED) -> Preview:
        """Let a few trainee lines talk to a client: the one of a scenario, or a client outside of any.

        Raises:
            ContentError: It cannot be practised as it stands.
            ValueError: There are no lines, too many, one is too long, or it is a rubric.
        """
        version = self._authoring.text(person, pack, content).version
        said = [checked_message(line) for line in lines if line.strip()]
        if not said or len(said) > MOST_LINES:
            raise ValueError(f"Write 1 to {MOST_LINES} lines, each as a trainee would say it.")
        offer: Offer | None = None
        if version.kind is ContentKind.SCENARIO:
            offer = self._shelf.offer_of(version).offer
            client = offer.persona
        else:
            read = self._shelf.content(version)
            if not isinstance(read, Persona):
                raise ValueError("Only a scenario or a client that can be read can be talked with.")
            client = read
        topics = {memory.id: memory.topic for memory in client.memories}
        records = replay(client, offer, self._company, seed, said)
        return Preview(client=client.card.name, said=tuple(_said(one, topics) for one in records))


def _said(record: dict[str, object], topics: dict[str, str]) -> Said:
    told = record.pop("told")
    memories = told if isinstance(told, list) else []
    fields = {name: record[name] for name in ("turn", "trainee", "client", "trust", "layer", "acts")}
    return Said.model_validate({**fields, "told": [topics[memory] for memory in memories]})
