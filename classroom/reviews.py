"""What an instructor says of a session: a level with a reason, a comment, that it was looked through."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from dialogue.record import Record

WHOLE_SESSION = 0
"""The turn of what is about the session as a whole; 1 is the first trainee turn."""
LONGEST_COMMENT = 4_000


class EventKind(StrEnum):
    """What an instructor does with a level."""

    SET = "set"
    WITHDRAWN = "withdrawn"
    """The automatic level counts again."""


class GradeEvent(Record):
    """An instructor's word on one criterion of a turn or a session; only ever followed by another."""

    id: str
    session: str
    turn: int = Field(ge=0)
    criterion: str
    kind: EventKind = EventKind.SET
    level: float | None = Field(default=None, ge=0, le=4)
    """None is no level: not to be judged here."""
    reason: str = Field(min_length=1, max_length=LONGEST_COMMENT)
    made_by: str | None
    based_on: str | None = None
    """The automatic grade that the instructor saw."""
    automatic_level: float | None = Field(default=None, ge=0, le=4)
    """The automatic level that the instructor saw."""
    version: int = Field(ge=1)
    created_at: datetime


class ReviewMark(Record):
    """Whether a session was looked through; version 0 is that nobody has said so yet."""

    session: str
    done: bool = False
    made_by: str | None = None
    created_at: datetime | None = None
    version: int = 0


class TurnComment(Record):
    """A comment on a turn or a session."""

    id: str
    session: str
    turn: int = Field(ge=0)
    text: str = Field(min_length=1, max_length=LONGEST_COMMENT)
    made_by: str | None
    created_at: datetime
    withdrawn_at: datetime | None = None
