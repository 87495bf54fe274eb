"""The rubric that was written here and grades what is done for an assignment."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("assignment", sa.Column("rubric_id", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_column("rubric_id")
