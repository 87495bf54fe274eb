"""The tables of LTI 1.3: which learning platforms launch here, what they call things, and grades on their way there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.people import one_of
from records.tables import ULID, Table, UtcTime

ADDRESS = String(512)
NAME = String(255)


class LtiPlatformRow(Table):
    """A learning platform that an administrator has registered."""

    __tablename__ = "lti_platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id", name="one_platform_a_client"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(NAME)
    client_id: Mapped[str] = mapped_column(NAME)
    deployments: Mapped[str] = mapped_column(Text, default="[]")
    """JSON of the deployment ids that may launch."""
    authorize_url: Mapped[str] = mapped_column(ADDRESS)
    token_url: Mapped[str] = mapped_column(ADDRESS)
    keys_url: Mapped[str] = mapped_column(ADDRESS)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LtiKeyRow(Table):
    """A key pair with which we sign what we send to platforms; the newest signs."""

    __tablename__ = "lti_key"
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    private_key: Mapped[str] = mapped_column(Text)
    """PEM; never shown, never logged."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LtiContextRow(Table):
    """A platform's course, and the section that it is here."""

    __tablename__ = "lti_context"
    __table_args__ = (UniqueConstraint("platform_id", "context", name="one_section_a_context"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    platform_id: Mapped[str] = mapped_column(ForeignKey("lti_platform.id", ondelete="CASCADE"))
    context: Mapped[str] = mapped_column(NAME)
    section_id: Mapped[str] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"))
    names_url: Mapped[str] = mapped_column(ADDRESS, default="")
    """Of the platform's names and roles; empty where it offers none."""


class LtiLinkRow(Table):
    """A platform's link, the assignment it opens, and where its grades go."""

    __tablename__ = "lti_link"
    __table_args__ = (UniqueConstraint("context_id", "link", name="one_assignment_a_link"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    context_id: Mapped[str] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    link: Mapped[str] = mapped_column(NAME)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    line_item_url: Mapped[str] = mapped_column(ADDRESS, default="")


class LtiNonceRow(Table):
    """A nonce that a platform has used; it may not come again."""

    __tablename__ = "lti_nonce"
    platform_id: Mapped[str] = mapped_column(ForeignKey("lti_platform.id", ondelete="CASCADE"), primary_key=True)
    nonce: Mapped[str] = mapped_column(NAME, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class LtiOutboxRow(Table):
    """A released grade on its way to a platform; sent again until it has arrived."""

    __tablename__ = "lti_outbox"
    __table_args__ = (
        one_of("state", "waiting", "sent", "given_up"),
        CheckConstraint("score >= 0 AND score <= out_of", name="score_in_range"),
        CheckConstraint("out_of > 0", name="out_of_something"),
        UniqueConstraint("link_id", "person_id", "graded_at", name="one_score_a_moment"),
        Index("outbox_waiting", "state", "again_at"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    link_id: Mapped[str] = mapped_column(ForeignKey("lti_link.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    score: Mapped[float]
    out_of: Mapped[float]
    graded_at: Mapped[datetime] = mapped_column(UtcTime)
    """Rises from one score of a person to the next; a platform drops what is older than what it has."""
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    again_at: Mapped[datetime] = mapped_column(UtcTime)
    failure: Mapped[str | None] = mapped_column(String(400))
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
