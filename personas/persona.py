"""Who a simulated client is, whole: the card, how they trust, what they remember and what they say.

A client is a YAML file in `personas/library/`; `docs/authoring-clients.md` says how to write one.
Source: clinical design 4 and 5.
"""

from enum import StrEnum

from pydantic import Field

from dialogue.record import Record
from personas.challenges import BoundaryTest, RiskCue, Trigger
from personas.line import Line
from personas.memory import Fact, Memory
from personas.trust_profile import GateOverride, Override, TrustProfile


class Family(StrEnum):
    """The three families of clients."""

    TRAUMA = "trauma"
    CULTURE = "culture"
    BROKEN_TRUST = "broken_trust"


class Card(Record):
    """What a supervisor would know of the client, and the trainee may read the first lines of."""

    name: str
    age: int = Field(ge=18, le=100)
    pronouns: str
    occupation: str
    place: str
    summary: str = Field(max_length=220)
    """One or two sentences for the trainee, with nothing the client has not said."""
    presenting: str = Field(max_length=220)
    """The presenting concern in the client's words."""
    culture: str
    humble_question: str
    """A question that would open the cultural context with humility."""
    speech: str
    prior_helpers: str
    good_looks_like: str
    expects_of_therapist: str
    kept_going_by: str
    """What maintains the trouble."""
    humour: str
    strengths: tuple[str, ...] = Field(min_length=2)
    relationships: tuple[str, ...] = Field(min_length=2)
    """At least one of them good."""
    content_note: str
    review: str
    """Who reviewed the card and when, or that review by people with lived experience is still owed."""


class Talk(Record):
    """How much this person says. Shares are of turns, 0–1. Source: fidelity table, rows 1 to 12."""

    words: float = Field(ge=8, le=35)
    """Mean words a turn."""
    short: float = Field(ge=0.03, le=0.35)
    """Share of turns of at most three words."""
    dont_know: float = Field(default=0.04, ge=0, le=0.1)
    """Share of turns in which they say that they do not know."""


class Persona(Record):
    """A simulated client, whole."""

    id: str = Field(pattern=r"^([A-Z][0-9]{1,2}|C-[0-9a-z]{10})$")
    """`T1` and so on ship; a client written on the site is given an id with a hyphen."""
    family: Family
    difficulty: int = Field(ge=1, le=5)
    card: Card
    trust: TrustProfile
    talk: Talk = Talk(words=17, short=0.1)
    overrides: tuple[Override, ...] = ()
    gates: tuple[GateOverride, ...] = ()
    triggers: tuple[Trigger, ...] = Field(min_length=1)
    tests: tuple[BoundaryTest, ...] = Field(min_length=1)
    risks: tuple[RiskCue, ...] = ()
    memories: tuple[Memory, ...] = Field(min_length=20, max_length=30)
    facts: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] = Field(min_length=150)

    def memory(self, memory_id: str) -> Memory:
        """Find a memory by its id."""
        return next(memory for memory in self.memories if memory.id == memory_id)
