"""Feeds of subscriptions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give subscriptions feeds."""
    op.create_table(
        "feeds",
        sa.Column("subscription_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name="fk_feeds_subscription_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subscription_id", name="pk_feeds"),
        sa.UniqueConstraint("hashed", name="uq_feeds_hashed"),
    )


def downgrade() -> None:
    """Forget them: their addresses lead nowhere from then on."""
    op.drop_table("feeds")
