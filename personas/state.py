"""What a client carries from turn to turn: trust and its facets, arousal, a rupture, debts, what was told.

Hidden from the trainee during the session. Source: clinical design 4.2.
"""

from enum import StrEnum

from pydantic import Field

from dialogue.record import Record
from personas.ledger import Commitment
from personas.line_kinds import Resistance
from personas.persona import Persona
from personas.trust_profile import Facet


class RuptureKind(StrEnum):
    """Which way the client moves when the relationship is strained."""

    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"


class Rupture(Record):
    """A strain that is open, and how far it is repaired."""

    kind: RuptureKind
    severity: int = Field(ge=1, le=3)
    """1 light, 2 plain, 3 severe (a violation)."""
    stage: int = Field(default=0, ge=0, le=6)
    """R0–R6: the highest stage reached without a gap. Source: clinical design 4.7."""
    done: tuple[int, ...] = ()
    """Every stage that was met so far, in any order; a gap holds back what comes after it."""
    lost: float = Field(ge=0)
    """Points of trust that were lost to it."""
    recovered: float = Field(default=0, ge=0)
    """Points already given back."""
    level: float | None = Field(default=None, ge=0, le=100)
    """Trust when it opened, above which a repair lifts nobody; None where that is not known."""
    moved_at: int = 0
    """The turn in which its repair last went on; 0 before that."""


class Debt(Record):
    """A liability that falls due at the start of a later session."""

    reason: str
    points: float = Field(le=0)


class Promise(Record):
    """Points that are added when the next session starts."""

    reason: str
    points: float


class SessionTally(Record):
    """What this session has gained and lost so far, so that its limits hold."""

    started_at: float = Field(ge=0, le=100)
    gained: float = 0.0
    minor_lost: float = 0.0
    """Zero or less."""
    serious_lost: float = 0.0
    """Zero or less."""
    habit_lost: float = 0.0
    """Zero or less."""


class ClientState(Record):
    """All that moves in a client. Scales run 0–100 unless a line says otherwise."""

    trust: float = Field(ge=0, le=100)
    facets: dict[Facet, float]
    arousal: float = Field(default=0, ge=0, le=100)
    rupture: Rupture | None = None
    guard_turns: int = Field(default=0, ge=0)
    """Turns for which the guard stays up after a rupture closed."""
    mending: Rupture | None = None
    """A rupture that closed, while the rest of what it cost may still come back."""
    stock_turns: int = Field(default=0, ge=0)
    """Turns of this session that could be said to anybody, less the others; never below 0."""
    barrage_turns: int = Field(default=0, ge=0)
    """Turns of this session that only asked, less the others; never below 0."""
    debts: tuple[Debt, ...] = ()
    promises: tuple[Promise, ...] = ()
    layer_open: int = Field(default=0, ge=0, le=4)
    hint_layer: int = Field(default=0, ge=0, le=4)
    session: int = Field(default=1, ge=1)
    turn: int = Field(default=0, ge=0)
    """Trainee turns so far in this session."""
    tally: SessionTally
    good_turns: int = Field(default=0, ge=0)
    """Trainee turns that gained trust, over all sessions."""
    limits_explained: bool = False
    limits_kept: int = Field(default=0, ge=0)
    good_kinds: tuple[str, ...] = ()
    """Kinds of good act already shown; a distrusting client waits for the second of a kind."""
    told: tuple[str, ...] = ()
    """Memories told, oldest first."""
    opened_early: tuple[str, ...] = ()
    """Safety-critical memories that a direct and kind question opened."""
    said: tuple[str, ...] = ()
    """Lines spoken in this session, oldest first."""
    said_before: tuple[str, ...] = ()
    """Lines spoken in earlier sessions; they come again only where nothing else fits."""
    resisted: tuple[Resistance | None, ...] = ()
    """How each of the client's turns of this session resisted, oldest first; None where it did not."""
    corrected: tuple[str, ...] = ()
    """Facts that the client set right, in all sessions."""
    gave_way: int = Field(default=0, ge=0)
    """How often the trainee gave way to a test or promised secrecy, in all sessions."""
    commitments: tuple[Commitment, ...] = ()
    """What the trainee said they would do, in all sessions, oldest first."""
    tests_asked: dict[str, int] = Field(default_factory=dict)
    """Boundary tests asked in this session: the highest step."""
    open_test: str | None = None
    """The test that waits for an answer."""
    risks_shown: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    """Digests of the trainee's turns in this session: the same words twice earn nothing."""
    topic: str = "any"
    """What the client last talked about."""
    softened: bool = False
    """The trainee pressed Soften: no tests and no confrontation for the rest of the session."""
    marked_at: int = -9
    """The turn in which the client last showed a rupture marker."""
    risk_asked_at: int = -9
    """The turn in which the trainee last asked about safety or suicide."""
    soft_words_said: bool = False
    """The gentler way back in was spoken."""
    left: bool = False
    """The client ended the session."""


def first_state(persona: Persona) -> ClientState:
    """Give the state in which a client comes to a first session."""
    profile = persona.trust
    facets = {facet: profile.facets.get(facet, profile.start) for facet in Facet}
    return ClientState(trust=profile.start, facets=facets, tally=SessionTally(started_at=profile.start))


def expressed_warmth(state: ClientState, persona: Persona) -> float:
    """Give the warmth that shows, 0–100: politeness hides distrust. Source: clinical design 4.3."""
    mask = persona.trust.mask
    return (1 - mask) * state.trust + mask * persona.trust.politeness
