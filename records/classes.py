"""The tables of a class: sections, who is in them, what was assigned to whom, and who began it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.people import DIGEST, one_of
from records.tables import ULID, Table, UtcTime

WALL = String(16)
"""A local time as it was typed, `2026-11-01T23:59`: what was meant, also across a change of clocks."""


class SectionRow(Table):
    """A class that is taught together."""

    __tablename__ = "section"
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    course: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64))
    """IANA time zone in which its due dates are typed."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(default=1)


class MembershipRow(Table):
    """A person in a section. Who left is kept: their work is not lost."""

    __tablename__ = "membership"
    __table_args__ = (one_of("role", "instructor", "trainee"), Index("membership_of_person", "person_id"))
    section_id: Mapped[str] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    joined_at: Mapped[datetime] = mapped_column(UtcTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime)


class GroupRow(Table):
    """Some trainees of a section who are given work together."""

    __tablename__ = "trainee_group"
    __table_args__ = (UniqueConstraint("section_id", "title", name="one_group_a_title"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    section_id: Mapped[str] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))


class GroupMemberRow(Table):
    """A trainee in a group."""

    __tablename__ = "group_member"
    __table_args__ = (Index("group_of_person", "person_id"),)
    group_id: Mapped[str] = mapped_column(ForeignKey("trainee_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)


class AssignmentRow(Table):
    """Work that is given: what, to be done when and how, and whether its feedback is out."""

    __tablename__ = "assignment"
    __table_args__ = (
        one_of("kind", "scenario", "drill", "arc"),
        one_of("mode", "coaching", "practice", "assessment"),
        one_of("which_counts", "first", "last", "best"),
        CheckConstraint("attempts BETWEEN 1 AND 100", name="attempts_in_range"),
        CheckConstraint("turn_limit BETWEEN 1 AND 200", name="turn_limit_in_range"),
        CheckConstraint("opens_at <= due_at AND opens_at <= closes_at", name="opens_first"),
        CheckConstraint("due_at <= closes_at", name="closes_last"),
        Index("assignment_of_section", "section_id", "created_at"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    section_id: Mapped[str] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    instructions: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(16))
    content_id: Mapped[str] = mapped_column(String(64))
    """Id of the scenario, drill or arc."""
    content_digest: Mapped[str] = mapped_column(DIGEST)
    """Over everything in `assignment_content`: the version it was given with."""
    zone: Mapped[str] = mapped_column(String(64))
    opens_wall: Mapped[str | None] = mapped_column(WALL)
    due_wall: Mapped[str | None] = mapped_column(WALL)
    closes_wall: Mapped[str | None] = mapped_column(WALL)
    opens_at: Mapped[datetime | None] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int | None]
    """None is as many as wanted."""
    which_counts: Mapped[str] = mapped_column(String(8), default="last")
    mode: Mapped[str] = mapped_column(String(16))
    turn_limit: Mapped[int | None]
    """None is the scenario's own."""
    rubric_id: Mapped[str | None] = mapped_column(String(64))
    """Content id of the rubric written here that grades; its version is in `assignment_content`. None: what ships."""
    criteria: Mapped[str] = mapped_column(Text, default="[]")
    """JSON of the criteria that trainees are shown; empty is all."""
    contract_card: Mapped[bool] = mapped_column(default=True)
    shared_seed: Mapped[int | None]
    """The seed of everybody's session; None is each their own."""
    prediction_required: Mapped[bool] = mapped_column(default=True)
    reflection_required: Mapped[bool] = mapped_column(default=False)
    anonymous: Mapped[bool] = mapped_column(default=False)
    """Whether names are hidden from whoever reviews, until it is released."""
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    copied_from: Mapped[str | None] = mapped_column(ForeignKey("assignment.id", ondelete="SET NULL"))
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every change; a change that names an older one is a conflict."""


class AssigneeRow(Table):
    """To whom an assignment is given: the whole section, a group, or one person."""

    __tablename__ = "assignee"
    __table_args__ = (
        one_of("kind", "section", "group", "person"),
        CheckConstraint("(kind = 'group') = (group_id IS NOT NULL)", name="a_group_is_named"),
        CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="a_person_is_named"),
        Index("assignee_of_assignment", "assignment_id"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    group_id: Mapped[str | None] = mapped_column(ForeignKey("trainee_group.id", ondelete="CASCADE"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))


class ExtensionRow(Table):
    """What is different for one person: later dates, more attempts, or excused; the newest version counts."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("more_attempts BETWEEN 0 AND 100", name="more_attempts_in_range"),
        CheckConstraint("due_at <= closes_at", name="extension_closes_last"),
    )
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    due_wall: Mapped[str | None] = mapped_column(WALL)
    closes_wall: Mapped[str | None] = mapped_column(WALL)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    more_attempts: Mapped[int] = mapped_column(default=0)
    excused: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class AttemptRow(Table):
    """One person's attempt at an assignment; an attempt number is taken once."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "person_id", "number", name="one_attempt_a_number"),
        CheckConstraint("number >= 1", name="attempts_count_from_one"),
        Index("attempt_of_person", "person_id"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    number: Mapped[int]
    work_id: Mapped[str | None] = mapped_column(String(64))
    """The drill's or the arc's own record; None for a scenario."""
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcTime)
    late: Mapped[bool] = mapped_column(default=False)


class AttemptSessionRow(Table):
    """A practice session that belongs to an attempt: one for a scenario, several for an arc."""

    __tablename__ = "attempt_session"
    __table_args__ = (UniqueConstraint("attempt_id", "place", name="one_session_a_place"),)
    session_id: Mapped[str] = mapped_column(ForeignKey("practice_session.id", ondelete="CASCADE"), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    place: Mapped[int]
    """Which session of the attempt, 1 is the first."""
