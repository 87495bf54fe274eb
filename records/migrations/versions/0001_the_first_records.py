"""The first records."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "practice_session",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("scenario_id", sa.String(length=64), nullable=False),
        sa.Column("persona_id", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("start_state", sa.Text(), nullable=False),
        sa.Column("softened_from", sa.Integer(), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("predicted_empathy", sa.Double(), nullable=True),
        sa.Column("predicted_boundary", sa.Double(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("predicted_boundary BETWEEN 0 AND 4", name="predicted_boundary_on_scale"),
        sa.CheckConstraint("predicted_empathy BETWEEN 0 AND 4", name="predicted_empathy_on_scale"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("practice_session", schema=None) as batch_op:
        batch_op.create_index("session_of_person", ["person_id", "started_at"], unique=False)

    op.create_table(
        "exchange",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("client_before", sa.Text(), nullable=False),
        sa.Column("trainee", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("session_id", "key", name="one_exchange_a_key"),
        sa.UniqueConstraint("session_id", "turn", name="one_exchange_a_turn"),
    )
    op.create_table(
        "reflection",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("prompt", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("session_id", "prompt", name="one_reflection_a_prompt"),
    )
    op.create_table(
        "disagreement",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("exchange_id", sa.String(length=26), nullable=False),
        sa.Column("criterion", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "grade",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("exchange_id", sa.String(length=26), nullable=False),
        sa.Column("grader", sa.String(length=32), nullable=False),
        sa.Column("rubric", sa.String(length=64), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=False),
        sa.Column("weights_version", sa.String(length=64), nullable=False),
        sa.Column("grades", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("grade", schema=None) as batch_op:
        batch_op.create_index("grade_of_exchange", ["exchange_id", "created_at"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("grade", schema=None) as batch_op:
        batch_op.drop_index("grade_of_exchange")

    op.drop_table("grade")
    op.drop_table("disagreement")
    op.drop_table("reflection")
    op.drop_table("exchange")
    with op.batch_alter_table("practice_session", schema=None) as batch_op:
        batch_op.drop_index("session_of_person")

    op.drop_table("practice_session")
    op.drop_table("person")
