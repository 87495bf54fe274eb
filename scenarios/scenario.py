"""What can be practised with a client: the moment, the agency's rules, the goal, and what counts as success.

A scenario is a YAML file in `scenarios/library/`. Source: clinical design 6.2.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag, Gate
from dialogue.record import Record


class Setting(StrEnum):
    """Where the two meet."""

    OFFICE = "office"
    MESSAGES = "messages"
    """A message thread: the client writes outside the hour."""


class ContractCard(Record):
    """The agency's policy: the grade goes by this card, never by a general idea of the law. All of it is invented."""

    agency: str
    role: str
    """What the trainee is here, and who supervises."""
    session_length: str
    contact: str
    """How clients reach the agency and the trainee between sessions."""
    after_hours: str
    gifts_and_meetings: str
    records: str
    """What is written down, who reads it."""
    confidentiality_limits: tuple[str, ...] = Field(min_length=2)
    """When something must leave the room."""
    emergencies: str


class RuptureAtStart(Record):
    """A strain that is already there when the session begins."""

    kind: Literal["withdrawal", "confrontation"]
    severity: int = Field(ge=1, le=3)
    lost: float = Field(ge=0, le=60)
    """Points of trust that it cost."""


class Start(Record):
    """How the client comes into this session; what is not given is the client's own start. Points on 0–100."""

    session: int = Field(default=1, ge=1)
    trust: float | None = Field(default=None, ge=0, le=100)
    facets: dict[Literal["safety", "understood", "reliability", "respect"], float] = Field(default_factory=dict)
    arousal: float = Field(default=0, ge=0, le=100)
    told: tuple[str, ...] = ()
    """Memories that were told in sessions not shown."""
    limits_explained: bool = False
    limits_kept: int = 0
    rupture: RuptureAtStart | None = None


class PlannedTest(Record):
    """A boundary test of this client and the trainee turn after which it comes."""

    test: str
    turn: int = Field(ge=1)


class LevelReached(Record):
    """A criterion reaches a level."""

    kind: Literal["level"]
    criterion: str
    statistic: Literal["mean", "best", "worst", "last"]
    at_least: float = Field(ge=0, le=4)
    says: str
    """The condition in plain words, for the prebrief and the report."""


class GatesPassed(Record):
    """Every gate cue was met at level 2 or more, and none of the named gates was raised."""

    kind: Literal["gates"]
    none_of: tuple[Gate, ...] = tuple(Gate)
    says: str


class ActsShown(Record):
    """The trainee did something a number of times, or did not do it before a turn."""

    kind: Literal["acts"]
    any_of: tuple[Act, ...] = Field(min_length=1)
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    until_turn: int | None = Field(default=None, ge=1)
    """Only turns up to this one count."""
    says: str


class FlagsAbsent(Record):
    """None of these flags was raised."""

    kind: Literal["no_flags"]
    none_of: tuple[Flag, ...] = Field(min_length=1)
    says: str


class RepairReached(Record):
    """The open rupture was repaired at least to this stage, R1–R6."""

    kind: Literal["repair"]
    at_least: int = Field(ge=1, le=6)
    says: str


class TestsMet(Record):
    """Each boundary test that came was met at a level, and on average at another; none rigidly, if that is asked."""

    kind: Literal["tests"]
    cues: tuple[Cue, ...] = ()
    """Which tests count; none named means all."""
    each_at_least: float = Field(ge=0, le=4)
    mean_at_least: float = Field(ge=0, le=4)
    no_rigid: bool = False
    says: str


Condition = Annotated[
    LevelReached | GatesPassed | ActsShown | FlagsAbsent | RepairReached | TestsMet, Field(discriminator="kind")
]


class Prebrief(Record):
    """What the trainee reads before the session."""

    situation: str
    """Who comes, why, what happened before: three to six sentences."""
    learning_goal: str
    try_this: tuple[str, ...] = Field(min_length=1, max_length=4)
    """Concrete things to try."""
    content_note: str
    """Kinds of hard content that may come up."""


class Scenario(Record):
    """One assignable session with one client."""

    id: str = Field(pattern=r"^S([0-9]{2}|-[0-9a-z]{10})$")
    """`S01` and so on ship; what is written on the site is given an id with a hyphen."""
    title: str
    persona: str
    difficulty: int = Field(ge=1, le=5)
    skills: tuple[str, ...] = Field(min_length=1)
    """Criteria of the rubric that this practises most."""
    setting: Setting = Setting.OFFICE
    objective: str
    challenge: str
    prebrief: Prebrief
    contract: ContractCard
    start: Start = Start()
    opening: str
    """The client's first words in this session."""
    opening_cues: tuple[Cue, ...] = ()
    tests: tuple[PlannedTest, ...] = ()
    free_tests: bool = False
    """Whether the client may bring tests of their own beside the planned ones."""
    turn_limit: int = Field(ge=6, le=20)
    minutes: int = Field(ge=5, le=60)
    success: tuple[Condition, ...] = Field(min_length=2)
    competencies: tuple[str, ...]
    reflection: tuple[str, ...] = Field(min_length=2, max_length=4)
    """Questions to think about after the session."""
