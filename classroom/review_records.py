"""What an instructor sees of a session and sends back, what a trainee sees of it, and two who disagree at once."""

from collections.abc import Collection

from pydantic import Field

from classroom.errors import ChangedMeanwhile
from classroom.levels import Level, SessionLevels
from classroom.needs import Reason
from classroom.reviews import ReviewMark, TurnComment
from dialogue.record import Record
from practice.report import SessionReport


class ReviewedSession(Record):
    """A session as an instructor reads it."""

    session: str
    section: str
    assignment: str
    title: str
    """Of the assignment."""
    who: str
    """The trainee's name, or what stands for it while names are hidden."""
    nameless: bool
    attempt: int
    late: bool
    released: bool
    report: SessionReport
    """Of the automatic grades; `levels` says which levels count."""
    levels: SessionLevels
    reasons: tuple[Reason, ...]
    """Why a person should look, the most pressing first."""
    comments: tuple[TurnComment, ...]
    mark: ReviewMark
    names: dict[str, str]
    """Of the instructors who spoke, by their id."""

    @property
    def feedback(self) -> "Feedback":
        """What instructors said of it, of every criterion, whether it is released or not."""
        return Feedback.of(self.levels, self.comments, self.names, {one.criterion for one in self.levels.whole})


class SeenLevel(Record):
    """What a form showed of a level when it was opened; it is sent back with the change."""

    version: int = Field(default=0, ge=0)
    """How often an instructor had spoken."""
    grade: str | None = None
    """The automatic grade."""
    automatic: float | None = Field(default=None, ge=0, le=4)
    """The automatic level; of the session as a whole, the mean of its turns."""

    @classmethod
    def of(cls, level: Level) -> "SeenLevel":
        """Give what a form must send back of a level."""
        return cls(version=level.version, grade=level.grade, automatic=level.automatic)


class LevelChangedMeanwhile(ChangedMeanwhile):
    """Another instructor spoke of this level, or it was graded again, since it was shown; nothing was kept."""

    def __init__(self, stands: Level, yours: float | None, reason: str) -> None:
        """Keep both.

        Args:
            stands: The level as it is now, with its history.
            yours: The level that was not kept.
            reason: The reason that was given for it.
        """
        super().__init__(
            f"This level was changed since you opened it: {_said(stands.final)} stands now, you wrote {_said(yours)}. "
            "Nothing was kept; look at both, then decide."
        )
        self.stands = stands
        self.yours = yours
        self.reason = reason


class ChangedLevel(Record):
    """A level that an instructor changed, as the trainee reads it."""

    turn: int
    """1 is the first trainee turn; 0 is the session as a whole."""
    criterion: str
    automatic: float | None
    final: float | None
    reason: str

    @classmethod
    def of(cls, level: Level) -> "ChangedLevel":
        """Give a level whose instructor's word stands."""
        said = level.override.reason if level.override else ""
        return cls(
            turn=level.turn, criterion=level.criterion, automatic=level.automatic, final=level.final, reason=said
        )


class Feedback(Record):
    """What instructors said of a session, as the trainee reads it."""

    comments: tuple[TurnComment, ...] = ()
    changed: tuple[ChangedLevel, ...] = ()
    finals: dict[str, float | None] = Field(default_factory=dict)
    """Of the criteria that an instructor changed anything about: the level of the whole session that counts."""
    names: dict[str, str] = Field(default_factory=dict)
    """Of the instructors who spoke, by their id."""

    @classmethod
    def of(
        cls, levels: SessionLevels, comments: tuple[TurnComment, ...], names: dict[str, str], criteria: Collection[str]
    ) -> "Feedback":
        """Put together what was said.

        Args:
            levels: Of the session.
            comments: On it and its turns.
            names: Of the instructors who spoke, by their id.
            criteria: Of which changes are told.
        """
        changed = [one for one in (*levels.whole, *levels.turns) if one.override and one.criterion in criteria]
        touched = {one.criterion for one in changed}
        return cls(
            comments=comments,
            changed=tuple(map(ChangedLevel.of, changed)),
            finals={one.criterion: one.final for one in levels.whole if one.criterion in touched},
            names=names,
        )


def _said(level: float | None) -> str:
    return "no level" if level is None else f"{level:g}"
