"""How a client trusts: where it starts, how fast it moves, what is otherwise for this one.

Source: clinical design 4.
"""

from enum import StrEnum

from pydantic import Field

from dialogue.acts import Act, Event
from dialogue.record import Record


class Pace(StrEnum):
    """How fast trust can grow."""

    SLOW = "slow"
    MEDIUM = "medium"
    FAST = "fast"


class Prior(StrEnum):
    """What the client expects of helpers before this one has done anything."""

    TRUSTING = "trusting"
    MIXED = "mixed"
    DISTRUSTING = "distrusting"


class Facet(StrEnum):
    """The four facets of trust that gate disclosure."""

    SAFETY = "safety"
    UNDERSTOOD = "understood"
    RELIABILITY = "reliability"
    RESPECT = "respect"


class TrustProfile(Record):
    """Where trust starts and how it moves. All numbers are judgement: see the decision on trust numbers."""

    start: float = Field(ge=0, le=100)
    facets: dict[Facet, float] = Field(default_factory=dict)
    """Facets that start elsewhere than `start`."""
    pace: Pace
    mask: float = Field(ge=0, le=1)
    """0 shows what is felt; 1 shows only politeness."""
    politeness: float = Field(ge=0, le=100)
    """Warmth that is shown however little is felt."""
    prior: Prior


class Override(Record):
    """How one act moves this client otherwise than the table says. Points on 0–100."""

    act: Act | Event
    now: float | None = None
    next_session: float | None = None
    debt: float | None = None
    """Points that fall due later; negative."""
    arousal: float | None = None
    times: float | None = None
    """Multiplies the table's points instead of replacing them."""
    why: str


class GateOverride(Record):
    """What else a layer of this client asks before it opens."""

    layer: int = Field(ge=1, le=4)
    limits_kept: int = 0
    """How many boundary tests must have been met at level 3 or more, over all sessions."""
    why: str
