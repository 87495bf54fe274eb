"""The tables of authored content: packs, the versions of what is in them, and which version an assignment keeps."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.people import DIGEST, one_of
from records.tables import ULID, Table, UtcTime


class ContentPackRow(Table):
    """Content that was written here and belongs together; its owner may change it."""

    __tablename__ = "content_pack"
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    shared: Mapped[bool] = mapped_column(default=False)
    """Whether other instructors may assign and copy it."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ContentVersionRow(Table):
    """One version of a scenario, client, rubric, drill or arc; never changed, only followed by another."""

    __tablename__ = "content_version"
    __table_args__ = (
        one_of("kind", "persona", "scenario", "rubric", "drill", "arc"),
        CheckConstraint("number >= 1", name="content_counts_from_one"),
        UniqueConstraint("pack_id", "kind", "content_id", "number", name="one_version_a_number"),
        Index("content_by_digest", "kind", "content_id", "digest"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    pack_id: Mapped[str | None] = mapped_column(ForeignKey("content_pack.id", ondelete="CASCADE"))
    """None for shipped content, of which the version that was assigned is kept."""
    kind: Mapped[str] = mapped_column(String(16))
    content_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(DIGEST)
    body: Mapped[str] = mapped_column(Text)
    """The YAML, checked when it was kept."""
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class AssignmentContentRow(Table):
    """A version that an assignment was given with, and keeps."""

    __tablename__ = "assignment_content"
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True)
    content_version_id: Mapped[str] = mapped_column(
        ForeignKey("content_version.id", ondelete="RESTRICT"), primary_key=True
    )
