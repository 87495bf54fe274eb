"""The tables of people: accounts, how they sign in, what they were sent, and who looked at what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.tables import ULID, Table, UtcTime

DIGEST = String(64)
"""SHA-256 in hexadecimal: of a secret that only its holder knows, or of content."""


def one_of(column: str, *values: str) -> CheckConstraint:
    """Let a column hold these values only."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


class AccountRow(Table):
    """Somebody who may sign in; `local`, who practises without accounts, has none."""

    __tablename__ = "account"
    __table_args__ = (
        one_of("role", "administrator", "instructor", "trainee"),
        UniqueConstraint("email", name="one_account_an_address"),
        UniqueConstraint("number", name="one_account_a_number"),
    )
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    """In lower case; what a person signs in with."""
    number: Mapped[str | None] = mapped_column(String(64))
    """The institution's number of the person, where it has one."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str | None] = mapped_column(String(200))
    """Argon2id hash; none until an invitation was accepted, and for those who sign in elsewhere."""
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    """IANA time zone in which this person is shown times."""
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class OutsideIdentityRow(Table):
    """Under which name a person is known to an identity provider or a learning platform."""

    __tablename__ = "outside_identity"
    __table_args__ = (
        one_of("kind", "oidc", "lti"),
        UniqueConstraint("kind", "issuer", "subject", name="one_person_an_outside_identity"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class SignInRow(Table):
    """A browser in which somebody is signed in; gone once it is over."""

    __tablename__ = "sign_in"
    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    """Of the secret in the browser's cookie."""
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    idle_until: Mapped[datetime] = mapped_column(UtcTime)
    """Moves on while the browser is in use."""
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    """Never moves."""


class OneTimeTokenRow(Table):
    """A link that was given to somebody: works once, and until it expires."""

    __tablename__ = "one_time_token"
    __table_args__ = (
        one_of("kind", "setup", "invite", "reset"),
        CheckConstraint("(kind = 'setup') = (person_id IS NULL)", name="a_link_is_for_somebody"),
        UniqueConstraint("digest", name="one_token_a_digest"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST)
    kind: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """Whose password it sets; none for the first administrator, who is nobody yet."""
    made_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SignInAttemptRow(Table):
    """One attempt to sign in; counted to slow down guessing, then thrown away."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("attempt_on_account", "account", "at"),
        Index("attempt_from_address", "address", "at"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    account: Mapped[str] = mapped_column(DIGEST)
    """Of the e-mail address that was typed, whether or not there is such an account."""
    address: Mapped[str] = mapped_column(String(64))
    """The network address it came from."""
    succeeded: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcTime)


class OutsideSignInRow(Table):
    """A sign-in that was sent to an identity provider or came from a learning platform; works once."""

    __tablename__ = "outside_sign_in"
    __table_args__ = (one_of("kind", "oidc", "lti"),)
    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    """Of the state that was sent along."""
    kind: Mapped[str] = mapped_column(String(8))
    issuer: Mapped[str] = mapped_column(String(255))
    nonce: Mapped[str] = mapped_column(String(128))
    verifier: Mapped[str] = mapped_column(String(128), default="")
    """The code verifier of PKCE."""
    target: Mapped[str] = mapped_column(String(512), default="")
    """Where the person wanted to go."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class AccessRow(Table):
    """Who looked at or took away what somebody else wrote, or changed what they may do; only added to."""

    __tablename__ = "access_log"
    __table_args__ = (Index("access_to_person", "subject_id", "at"), Index("access_by_person", "person_id", "at"))
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(32))
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    """Whose words or grades they are; none for a list."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Holds nothing that a person wrote."""
    at: Mapped[datetime] = mapped_column(UtcTime)
