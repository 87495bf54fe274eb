"""What was assigned to whom, what is different for one person, and who began it."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from classroom.due import Due
from dialogue.record import Record

LONGEST_INSTRUCTIONS = 4_000


class Kind(StrEnum):
    """What there is to practise."""

    SCENARIO = "scenario"
    DRILL = "drill"
    ARC = "arc"


class AssignedMode(StrEnum):
    """When a trainee sees the grades."""

    COACHING = "coaching"
    """Beside the chat, after each exchange."""
    PRACTICE = "practice"
    """After the session."""
    ASSESSMENT = "assessment"
    """Once an instructor has released them."""


class WhichCounts(StrEnum):
    """Which of several attempts stands in the gradebook."""

    FIRST = "first"
    LAST = "last"
    BEST = "best"


class Terms(Record):
    """What an instructor decides about an assignment."""

    title: str = Field(min_length=1, max_length=200)
    instructions: str = Field(default="", max_length=LONGEST_INSTRUCTIONS)
    kind: Kind
    content: str
    """Id of the scenario, drill or arc."""
    zone: str
    opens: Due | None = None
    due: Due | None = None
    closes: Due | None = None
    attempts: int | None = Field(default=None, ge=1, le=100)
    """None is as many as wanted."""
    which_counts: WhichCounts = WhichCounts.LAST
    mode: AssignedMode = AssignedMode.COACHING
    turn_limit: int | None = Field(default=None, ge=1, le=200)
    """None is the scenario's own."""
    rubric: str | None = Field(default=None, max_length=64)
    """Id of the rubric, written here, that grades; None is the one that ships."""
    criteria: tuple[str, ...] = ()
    """The criteria that trainees are shown; empty is all."""
    contract_card: bool = True
    shared_seed: int | None = Field(default=None, ge=0, lt=2**31)
    """The seed of everybody's session; None is each their own."""
    prediction_required: bool = True
    reflection_required: bool = False
    anonymous: bool = False
    """Whether names are hidden from whoever reviews, until it is released."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        given = [one.at for one in (self.opens, self.due, self.closes) if one is not None]
        if given != sorted(given):
            raise ValueError("The dates are out of order: it opens first, then is due, then closes.")
        return self


class Assignment(Record):
    """Work that was given."""

    id: str
    section: str
    terms: Terms
    content_digest: str
    """The version of the content that it was given with."""
    released_at: datetime | None = None
    withdrawn_at: datetime | None = None
    copied_from: str | None = None
    made_by: str | None = None
    created_at: datetime
    version: int = 1

    @property
    def withholds(self) -> bool:
        """Tell whether trainees see no feedback yet."""
        return self.terms.mode is AssignedMode.ASSESSMENT and self.released_at is None


class AssigneeKind(StrEnum):
    """To whom an assignment is given."""

    SECTION = "section"
    GROUP = "group"
    PERSON = "person"


class Assignee(Record):
    """One to whom an assignment is given; `whom` is a group's or a person's id, and empty for the whole section."""

    kind: AssigneeKind = AssigneeKind.SECTION
    whom: str = ""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.kind is AssigneeKind.SECTION) == bool(self.whom):
            raise ValueError("Name the group or the person; the whole section has no name.")
        return self


class Extension(Record):
    """What is different for one person."""

    assignment: str
    person: str
    due: Due | None = None
    closes: Due | None = None
    more_attempts: int = Field(default=0, ge=0, le=100)
    excused: bool = False
    reason: str = ""
    made_by: str | None = None
    created_at: datetime
    version: int


class Attempt(Record):
    """One person's attempt at an assignment."""

    id: str
    assignment: str
    person: str
    number: int
    work: str | None = None
    """The drill's or the arc's own record; None for a scenario."""
    sessions: tuple[str, ...] = ()
    """Its practice sessions, in order; those of a treatment too."""
    began_at: datetime
    handed_in_at: datetime | None = None
    late: bool = False

    @property
    def begun(self) -> bool:
        """Tell whether it came to something that can be practised; what broke off before that does not count."""
        return bool(self.sessions or self.work)
