"""The tables: what is kept of people, sessions and arcs, exchanges, grades, second opinions, drills and reflections."""

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, DateTime, Dialect, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

ULID = String(26)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC, also where the database keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Keep the moment as UTC."""
        return value.astimezone(UTC) if value else None

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Table(DeclarativeBase):
    """The base of all tables; Alembic reads its metadata."""


class PersonRow(Table):
    """Somebody who practises. Without accounts there is one, `local`."""

    __tablename__ = "person"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class SessionRow(Table):
    """One practice session of one trainee with one client."""

    __tablename__ = "practice_session"
    __table_args__ = (
        CheckConstraint("predicted_empathy BETWEEN 0 AND 4", name="predicted_empathy_on_scale"),
        CheckConstraint("predicted_boundary BETWEEN 0 AND 4", name="predicted_boundary_on_scale"),
        Index("session_of_person", "person_id", "started_at"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    scenario_id: Mapped[str] = mapped_column(String(64))
    persona_id: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int]
    status: Mapped[str] = mapped_column(String(24))
    opening: Mapped[str] = mapped_column(Text)
    start_state: Mapped[str] = mapped_column(Text)
    """JSON of the client's state before the first turn."""
    softened_from: Mapped[int | None]
    draft: Mapped[str] = mapped_column(Text, default="")
    draft_number: Mapped[int] = mapped_column(default=0)
    """Rises with every draft, so that an older one that arrives late changes nothing."""
    predicted_empathy: Mapped[float | None]
    predicted_boundary: Mapped[float | None]
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    arc: Mapped["ArcSessionRow | None"] = relationship(viewonly=True, lazy="joined")


class ArcRunRow(Table):
    """One treatment over several sessions that a trainee goes through."""

    __tablename__ = "arc_run"
    __table_args__ = (Index("arc_run_of_person", "person_id", "started_at"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    arc_id: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcTime)


class ArcSessionRow(Table):
    """Which session of which treatment a practice session is."""

    __tablename__ = "arc_session"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_from_one"),
        UniqueConstraint("run_id", "number", name="one_session_a_number"),
    )
    session_id: Mapped[str] = mapped_column(ForeignKey("practice_session.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("arc_run.id", ondelete="CASCADE"))
    arc_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    variant: Mapped[str] = mapped_column(String(40))
    """How the session began."""


class ExchangeRow(Table):
    """One trainee turn and the client's answer; the answer is empty until it was spoken."""

    __tablename__ = "exchange"
    __table_args__ = (
        UniqueConstraint("session_id", "key", name="one_exchange_a_key"),
        UniqueConstraint("session_id", "turn", name="one_exchange_a_turn"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("practice_session.id", ondelete="CASCADE"))
    turn: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    """Chosen by the page for each send: sending twice stores once."""
    client_before: Mapped[str] = mapped_column(Text)
    trainee: Mapped[str] = mapped_column(Text)
    reply: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    """JSON of what the exchange did: reading, moves, plan, words, state after."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class GradeRow(Table):
    """One grading of one exchange; never changed, only followed by another."""

    __tablename__ = "grade"
    __table_args__ = (Index("grade_of_exchange", "exchange_id", "created_at"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    exchange_id: Mapped[str] = mapped_column(ForeignKey("exchange.id", ondelete="CASCADE"))
    grader: Mapped[str] = mapped_column(String(32))
    rubric: Mapped[str] = mapped_column(String(64))
    rubric_version: Mapped[int]
    weights_version: Mapped[str] = mapped_column(String(64))
    grades: Mapped[str] = mapped_column(Text)
    feedback: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class SecondOpinionRow(Table):
    """One step towards a second opinion on one exchange; never changed, only followed by another."""

    __tablename__ = "second_opinion"
    __table_args__ = (
        CheckConstraint("step IN ('asked', 'failed', 'given')", name="step_is_known"),
        Index("second_opinion_of_exchange", "exchange_id", "created_at"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    exchange_id: Mapped[str] = mapped_column(ForeignKey("exchange.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(8))
    """`asked` if a judge was set when the words were sent: only those exchanges are sent to one, and to no other."""
    model: Mapped[str] = mapped_column(String(512), default="")
    """Of `asked`, who the trainee was told would be asked; of the others, the server's name for the model."""
    prompt: Mapped[str] = mapped_column(String(32), default="")
    """Version and digest of the prompt."""
    opinion: Mapped[str | None] = mapped_column(Text)
    """JSON of what was given."""
    failure: Mapped[str | None] = mapped_column(String(400))
    """Why none was given; holds nothing that a person wrote."""
    server_failed: Mapped[bool] = mapped_column(default=False)
    """Whether it failed for the server, not for what was asked; such attempts are not counted against an exchange."""
    calls: Mapped[int] = mapped_column(default=0)
    tokens_in: Mapped[int] = mapped_column(default=0)
    tokens_out: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class DisagreementRow(Table):
    """A trainee's word against one item of feedback."""

    __tablename__ = "disagreement"
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    exchange_id: Mapped[str] = mapped_column(ForeignKey("exchange.id", ondelete="CASCADE"))
    criterion: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16), server_default="grade")
    """Which item: `strength`, `change`, `alternative`, or the `grade` itself."""
    shown: Mapped[str | None] = mapped_column(Text)
    """JSON of the item as it was shown."""
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class ReflectionRow(Table):
    """What a trainee wrote to a reflection prompt; the newest counts."""

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("session_id", "prompt", name="one_reflection_a_prompt"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("practice_session.id", ondelete="CASCADE"))
    prompt: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class DrillRunRow(Table):
    """One sitting of a trainee with one drill."""

    __tablename__ = "drill_run"
    __table_args__ = (Index("drill_run_of_person", "person_id", "started_at"),)
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    drill_id: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DrillItemRow(Table):
    """One stimulus of a sitting, and how hard the trainee found it."""

    __tablename__ = "drill_item"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("rating IN ('too_easy', 'right', 'too_hard')", name="rating_is_known"),
        UniqueConstraint("run_id", "number", name="one_item_a_number"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("drill_run.id", ondelete="CASCADE"))
    number: Mapped[int]
    stimulus: Mapped[str] = mapped_column(String(16))
    difficulty: Mapped[str] = mapped_column(String(16))
    rating: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class DrillTryRow(Table):
    """One try at a stimulus; the grades are empty until it was graded."""

    __tablename__ = "drill_try"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 3", name="three_tries"),
        UniqueConstraint("item_id", "number", name="one_try_a_number"),
        UniqueConstraint("item_id", "key", name="one_try_a_key"),
    )
    id: Mapped[str] = mapped_column(ULID, primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("drill_item.id", ondelete="CASCADE"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    """Chosen by the page for each send: sending twice stores once."""
    client: Mapped[str] = mapped_column(Text)
    """The words that were shown."""
    trainee: Mapped[str] = mapped_column(Text)
    grades: Mapped[str | None] = mapped_column(Text)
    """JSON; of the drill's criterion, with gates and flags."""
    feedback: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
