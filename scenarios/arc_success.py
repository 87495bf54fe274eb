"""What counts as success over a whole treatment: behaviour, never trust."""

from typing import Annotated, Literal

from pydantic import Field

from dialogue.record import Record
from scenarios.scenario import Condition


class InSessions(Record):
    """A condition of the session vocabulary holds in the sessions named."""

    kind: Literal["sessions"]
    sessions: tuple[int, ...] = ()
    """Numbers from 1; none named means every one."""
    at_least: int | None = Field(default=None, ge=1)
    """In how many of them; None for all of those that gave an occasion."""
    condition: Condition
    says: str


class PromisesKept(Record):
    """Of what the client asked about, this share was kept, or owned at once where it was not."""

    kind: Literal["promises"]
    share: float = Field(default=1, gt=0, le=1)
    owned_counts: bool = False
    says: str


class LayerTold(Record):
    """A memory of a layer was told by a session."""

    kind: Literal["layer"]
    layer: int = Field(ge=1, le=4)
    by_session: int = Field(ge=1)
    says: str


class FollowedThrough(Record):
    """A rupture was repaired in one session, and a promise kept in a later one: the last stage of a repair."""

    kind: Literal["follow_through"]
    says: str


class Completed(Record):
    """So many sessions were held to their end."""

    kind: Literal["completed"]
    at_least: int = Field(ge=1)
    says: str


ArcCondition = Annotated[
    InSessions | PromisesKept | LayerTold | FollowedThrough | Completed, Field(discriminator="kind")
]
