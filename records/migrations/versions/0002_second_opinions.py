"""Second opinions on exchanges."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "second_opinion",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("exchange_id", sa.String(length=26), nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("model", sa.String(length=512), nullable=False),
        sa.Column("prompt", sa.String(length=32), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("failure", sa.String(length=400), nullable=True),
        sa.Column("server_failed", sa.Boolean(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step IN ('asked', 'failed', 'given')", name="step_is_known"),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("second_opinion", schema=None) as batch_op:
        batch_op.create_index("second_opinion_of_exchange", ["exchange_id", "created_at"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("second_opinion", schema=None) as batch_op:
        batch_op.drop_index("second_opinion_of_exchange")

    op.drop_table("second_opinion")
