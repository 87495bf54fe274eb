"""The table of how acts move trust, read from `personas/trust_table.yaml`: every invented number stands there."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from dialogue.acts import Act, Event
from dialogue.content import load_content
from dialogue.record import Record
from personas.persona import Family, Persona
from personas.trust_profile import Facet, Pace, Prior

FAMILIES: tuple[Family | None, ...] = (None, Family.TRAUMA, Family.CULTURE, Family.BROKEN_TRUST)
"""The order of the four numbers in every row."""
Row = tuple[float, float, float, float]


class ActPoints(Record):
    """What one act or event does, by family. Points on 0–100."""

    now: Row
    first: Row = (1, 1, 1, 1)
    """Multiplies the first act of this kind in a treatment."""
    next: Row = (0, 0, 0, 0)
    debt: Row = (0, 0, 0, 0)
    arousal: Row = (0, 0, 0, 0)
    facets: tuple[Facet, ...]
    rupture: int = Field(default=0, ge=0, le=3)


class EmpathyThresholds(Record):
    """From which empathy estimate (0–4) an act of empathy is credited."""

    skilled_from: float
    exemplary_from: float
    adequate_from: float
    too_early_below_trust: float


class TrustLimits(Record):
    """Caps and multipliers of the update rule. Source: clinical design 4.3."""

    pace: dict[Pace, float]
    session_gain: dict[Pace, float]
    serious_times: dict[Prior, float]
    saturation: float
    distrusting_gain: float
    uncorroborated: float
    rupture_gain: float
    aroused_gain: float
    exchange_gain: float
    serious_from: float
    minor_session: float
    serious_session: float
    event_floor: float
    rupture_from: float
    """Points lost in one turn from which a rupture opens whatever the act."""
    sure_from: float = Field(gt=0, le=1)
    """Chance from which an act that a fitted score found counts in full …"""
    doubt_power: float = Field(ge=1)
    """… below, a gain falls with the chance, a cost with this power of it."""
    lighter_below: float
    """Share of the full cost below which the rupture is one degree lighter."""
    named_facet: float
    other_facet: float


class ArousalBands(Record):
    """The window of tolerance on 0–100. Source: clinical design 4.8."""

    decay: float
    outside_from: float
    strained_from: float
    left_at: float


class RepairRule(Record):
    """How much of the lost trust each repair stage gives back. Source: clinical design 4.7."""

    share: dict[str, float]
    skipped_share: float
    severe_share: float
    closes_at: dict[str, int]
    guard_turns: int
    stages_a_turn: int = Field(ge=1)
    """How many stages one turn can complete: a rupture is not mended in one breath."""
    read_from: float = Field(ge=0, le=1)
    """Chance from which an act completes a stage."""
    unhealed: float = Field(ge=0, le=1)
    """Share of what an open rupture still holds back that no other kindness makes good."""
    lately: int = Field(ge=1)
    """Turns after a stage in which a question or a reflection still belongs to the repair."""
    follow_turns: int = Field(ge=1)
    """Turns in which the agreement is kept until all is given back."""

    def share_at(self, stage: int) -> float:
        """Give the cumulative share recovered at stage 0–6."""
        return 0.0 if stage == 0 else self.share[f"r{stage}"]

    def closes(self, severity: int) -> int:
        """Give the stage at which a rupture of severity 1–3 closes."""
        return self.closes_at[("light", "plain", "severe")[severity - 1]]


class Pay(Record):
    """What a habit earns."""

    pays: tuple[float, ...]
    """Share of the gain with 0, 1, … such turns on its count; nothing beyond."""


class HabitRule(Record):
    """What turns earn and cost in which nothing of what was said is taken up."""

    stock: Pay
    """Words that could be said to anybody."""
    barrage: Pay
    """Question upon question."""
    falls: int = Field(ge=1)
    """By how much a turn that takes something up lowers both counts."""
    costs_from: int = Field(ge=1)
    """Such turns on both counts together from which the next one costs."""
    grows: float = Field(ge=0)
    """By how much of the first cost each further one is dearer."""
    most_times: float = Field(ge=1)
    """How many times the first cost one turn has at most."""
    session: float = Field(le=0)
    """Points that both cost in a session at most; negative."""
    sure_from: float = Field(gt=0, le=1)
    """Chance from which another act makes the turn more than a habit."""


class LayerGate(Record):
    """What a disclosure layer asks before it opens. Source: clinical design 4.5."""

    layer: int
    trust: float
    safety: float = 0
    understood: float = 0
    reliability: float = 0
    respect: float = 0
    limits_explained: bool = False
    no_rupture: bool = False
    arousal_below: float = 101
    sessions: int = 1
    good_turns: int = 0
    """Turns that gained trust, over all sessions: no number at the start opens what was not earned here."""


class BetweenSessions(Record):
    """What happens to trust while nobody talks."""

    ended_higher: float
    hope: float
    open_rupture: tuple[float, float, float]
    good_turns: int = Field(ge=0)
    """Turns that gained trust in a session that is not shown."""
    unseen: float
    """Points that each session that is not shown adds after a good one."""
    debt_ruptures: tuple[float, float]
    """Points of debt, falling due at once, from which a rupture of severity 1 or 2 opens; negative."""


class Leaving(Record):
    """When a client ends the session because of harm."""

    below: float
    second_severe: bool


class TrustTable(Record):
    """All numbers by which trust moves."""

    id: str
    version: int
    acts: dict[Act | Event, ActPoints]
    empathy: EmpathyThresholds
    limits: TrustLimits
    arousal: ArousalBands
    repair: RepairRule
    habits: HabitRule
    gates: tuple[LayerGate, ...]
    hint_reach: float
    between: BetweenSessions
    leaving: Leaving

    @model_validator(mode="after")
    def gates_rise(self) -> Self:
        """Layers 1 to 4 stand in order, each asking more trust than the one before."""
        if [gate.layer for gate in self.gates] != [1, 2, 3, 4]:
            raise ValueError("gates must be the layers 1, 2, 3, 4 in order")
        if sorted(gate.trust for gate in self.gates) != [gate.trust for gate in self.gates]:
            raise ValueError("each gate must ask at least as much trust as the one before")
        return self


def of_family(row: Row, persona: Persona) -> float:
    """Pick the number of this client's family."""
    return row[FAMILIES.index(persona.family)]


@lru_cache(maxsize=1)
def shipped_table() -> TrustTable:
    """Load the shipped table once."""
    return load_content(Path(str(files("personas"))) / "trust_table.yaml", TrustTable)
