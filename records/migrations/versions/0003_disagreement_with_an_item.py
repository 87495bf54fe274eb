"""Which item of feedback a disagreement is about, and what was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; what was kept before is about a grade, of which no copy was kept."""
    with op.batch_alter_table("disagreement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), nullable=False, server_default="grade"))
        batch_op.add_column(sa.Column("shown", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("disagreement", schema=None) as batch_op:
        batch_op.drop_column("shown")
        batch_op.drop_column("kind")
