"""Articles as read: stories, copies, and what they are found by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "stories",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index("ix_stories_last_seen", "stories", ["last_seen"], unique=False)
    op.create_table(
        "reads",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("topics", postgresql.JSONB(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("copy_kind", sa.String(), nullable=True),
        sa.Column("overlap", sa.Float(), nullable=True),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column("bands", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.Column("sketch", postgresql.JSONB(), nullable=False),
        sa.Column("stated", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("copy_kind IN ('exact', 'near', 'rewrite')", name="ck_reads_copy_kind"),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name="fk_reads_story"),
        sa.PrimaryKeyConstraint("id", name="pk_reads"),
        sa.UniqueConstraint("url", name="uq_reads_url"),
    )
    op.create_index("ix_reads_exact", "reads", ["exact"], unique=False)
    op.create_index("ix_reads_origin", "reads", ["origin"], unique=False)
    op.create_index("ix_reads_seen", "reads", ["seen"], unique=False)
    op.create_index("ix_reads_story", "reads", ["story"], unique=False)
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["read_id"], ["reads.id"], name="fk_bands_read_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("band", "read_id", name="pk_bands"),
    )
    op.create_index("ix_bands_read_id", "bands", ["read_id"], unique=False)
    op.create_table(
        "terms",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("read_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["read_id"], ["reads.id"], name="fk_terms_read_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term", "read_id", name="pk_terms"),
    )
    op.create_index("ix_terms_read_id", "terms", ["read_id"], unique=False)
    op.create_table(
        "margins",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("title", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_margins"),
    )
    op.create_index("ix_margins_site_seen", "margins", ["site", "seen"], unique=False)


def downgrade() -> None:
    """Drop them, with their data."""
    for table in ("margins", "terms", "bands", "reads", "stories"):
        op.drop_table(table)
