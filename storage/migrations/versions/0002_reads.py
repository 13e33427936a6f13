"""Articles as read: stories and what was ruled on them, copies, and what they are found by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LANES = ("lane_0", "lane_1", "lane_2", "lane_3")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "stories",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["stories.id"], name="fk_stories_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index("ix_stories_last_seen", "stories", ["last_seen"], unique=False)
    op.create_index("ix_stories_merged_into", "stories", ["merged_into"], unique=False)
    op.create_table(
        "story_rulings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("story_id", sa.String(), nullable=False),
        sa.Column("into_id", sa.String(), nullable=False),
        sa.Column("urls", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('merge', 'split')", name="ck_story_rulings_kind"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_story_rulings_story_id"),
        sa.ForeignKeyConstraint(["into_id"], ["stories.id"], name="fk_story_rulings_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_story_rulings"),
    )
    op.create_index("ix_story_rulings_story_id", "story_rulings", ["story_id"], unique=False)
    op.create_index("ix_story_rulings_into_id", "story_rulings", ["into_id"], unique=False)
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
        sa.Column("stated", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("copy_kind IN ('exact', 'near', 'rewrite')", name="ck_reads_copy_kind"),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name="fk_reads_story"),
        sa.PrimaryKeyConstraint("id", name="pk_reads"),
        sa.UniqueConstraint("url", name="uq_reads_url"),
    )
    op.create_index("ix_reads_origin", "reads", ["origin"], unique=False)
    op.create_index("ix_reads_seen", "reads", ["seen"], unique=False)
    op.create_index("ix_reads_story", "reads", ["story"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("read_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("exact", sa.BigInteger(), nullable=False),
        sa.Column("bands", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["read_id"], ["reads.id"], name="fk_signatures_read_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("read_id", "seen", name="pk_signatures"),
        postgresql_partition_by="RANGE (seen)",
    )
    op.create_index("ix_signatures_exact", "signatures", ["exact"], unique=False)
    op.create_table(
        "bands",
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_id", sa.Integer(), nullable=False),
        *(sa.Column(lane, sa.Integer(), nullable=True) for lane in _LANES),
        postgresql_partition_by="RANGE (seen)",
    )
    for lane in _LANES:
        op.create_index(f"ix_bands_{lane}", "bands", [lane], unique=False)
    op.create_table(
        "terms",
        sa.Column("term", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("term", "seen", "read_id", name="pk_terms"),
    )
    op.create_index("ix_terms_seen", "terms", ["seen"], unique=False, postgresql_using="brin")
    for column in ("words", "sketch"):  # hashes do not shrink
        op.execute(f"ALTER TABLE signatures ALTER COLUMN {column} SET STORAGE EXTERNAL")
    op.execute("CREATE TABLE signatures_default PARTITION OF signatures DEFAULT WITH (toast_tuple_target = 8160)")
    op.execute("CREATE TABLE bands_default PARTITION OF bands DEFAULT")
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
    for table in ("margins", "terms", "bands", "signatures", "reads", "story_rulings", "stories"):
        op.drop_table(table)
