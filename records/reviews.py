"""The tables of review: levels that an instructor changed, comments, and what was looked through."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.people import one_of
from records.tables import ULID, Table, UtcTime


class GradeEventRow(Table):
    """An instructor's word on one criterion of one turn or session; never changed, only followed by another."""

    __tablename__ = "grade_event"
    __table_args__ = (
        one_of("kind", "set", "withdrawn"),
        CheckConstraint("kind = 'set' OR level IS NULL", name="what_is_withdrawn_has_no_level"),
        CheckConstraint("level BETWEEN 0 AND 4", name="level_on_scale"),
        CheckConstraint("automatic_level BETWEEN 0 AND 4", name="automatic_level_on_scale"),
        CheckConstraint("turn >= 0", name="turn_in_range"),
        CheckConstraint("version >= 1", name="versions_count_from_one"),
        CheckConstraint("length(reason) > 0", name="a_reason_is_given"),
        UniqueConstraint("session_id", "turn", "criterion", "version", name="one_grade_event_a_version"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("practice_session.id", ondelete="CASCADE"))
    turn: Mapped[int]
    """A trainee turn, 1 is the first; 0 is the session as a whole."""
    criterion: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16), default="set")
    """`withdrawn`: the automatic level counts again."""
    level: Mapped[float | None]
    """None is no level: not to be judged here."""
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    based_on: Mapped[str | None] = mapped_column(ForeignKey("grade.id", ondelete="SET NULL"))
    """The automatic grade that the instructor saw; None for a whole session."""
    automatic_level: Mapped[float | None]
    """The automatic level that the instructor saw; if it is another now, that is a conflict to be shown."""
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class ReviewMarkRow(Table):
    """That an instructor has looked a session through, or taken that back; the newest version counts."""

    __tablename__ = "review_mark"
    __table_args__ = (one_of("state", "open", "done"),)
    session_id: Mapped[str] = mapped_column(ForeignKey("practice_session.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class TurnCommentRow(Table):
    """An instructor's comment on a turn or a session; seen by the trainee once feedback is released."""

    __tablename__ = "turn_comment"
    __table_args__ = (CheckConstraint("turn >= 0", name="comment_turn_in_range"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("practice_session.id", ondelete="CASCADE"), index=True)
    turn: Mapped[int]
    """A trainee turn, 1 is the first; 0 is the session as a whole."""
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
