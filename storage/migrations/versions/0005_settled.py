"""Rulings that settle where a control stands."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let rulings say a status and a day."""
    op.add_column("rulings", sa.Column("status", sa.String(), nullable=True))
    op.add_column("rulings", sa.Column("effective", sa.Date(), nullable=True))
    op.drop_constraint("ck_rulings_kind", "rulings", type_="check")
    op.create_check_constraint("ck_rulings_kind", "rulings", "kind IN ('merge', 'split', 'settle')")


def downgrade() -> None:
    """Forget them, with what was settled."""
    op.execute("DELETE FROM rulings WHERE kind = 'settle'")
    op.drop_constraint("ck_rulings_kind", "rulings", type_="check")
    op.create_check_constraint("ck_rulings_kind", "rulings", "kind IN ('merge', 'split')")
    op.drop_column("rulings", "effective")
    op.drop_column("rulings", "status")
