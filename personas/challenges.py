"""What a client puts a trainee to: alarms that can be touched, tests of a boundary, danger that can surface."""

from typing import Self

from pydantic import Field, model_validator

from dialogue.cues import BOUNDARY_CUES, RISK_CUES, Cue
from dialogue.record import Record


class Trigger(Record):
    """What wakes the old alarm."""

    id: str
    what: str
    phrases: tuple[str, ...] = Field(min_length=1)
    """Lower-case phrases; any one in the trainee's words touches the trigger."""
    arousal: float = Field(ge=5, le=40)
    """Points of arousal: 15 a brush, 40 direct. Source: clinical design 4.8."""
    trust: float = Field(le=0)
    """Points of trust lost, 0 or less."""


class BoundaryTest(Record):
    """One way in which this client tests a boundary, and what they are really asking."""

    id: str
    cue: Cue
    wish: str
    """The wish or fear behind the test."""
    from_turn: int = Field(ge=1)
    """Not before this trainee turn, unless the scenario schedules it."""

    @model_validator(mode="after")
    def the_cue_is_a_boundary(self) -> Self:
        """A test that tests no boundary could never be graded."""
        if self.cue not in BOUNDARY_CUES:
            raise ValueError(f"the cue {self.cue} is no boundary; take one that begins with boundary_")
        return self


class RiskCue(Record):
    """A danger that can surface at any trust, so that the trainee has the chance to ask."""

    id: str
    cue: Cue
    memory: str | None = None
    """The memory that a direct and kind question opens early."""
    from_turn: int = Field(ge=2)

    @model_validator(mode="after")
    def the_cue_is_a_risk(self) -> Self:
        """A risk cue that names no risk would pass the gate unseen."""
        if self.cue not in RISK_CUES:
            raise ValueError(f"the cue {self.cue} is no risk; take one that begins with risk_")
        return self
