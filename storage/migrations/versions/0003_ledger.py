"""The ledger: facts, keys, sightings, changes, claims, rulings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "facts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("metric", sa.String(), nullable=True),
        sa.Column("claim", postgresql.JSONB(), nullable=False),
        sa.Column("others", postgresql.JSONB(), nullable=False),
        sa.Column("first", postgresql.JSONB(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origins", postgresql.JSONB(), nullable=False),
        sa.Column("outlets", postgresql.JSONB(), nullable=False),
        sa.Column("stories", postgresql.JSONB(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.Column("apart", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("kind IN ('figure', 'policy')", name="ck_facts_kind"),
        sa.ForeignKeyConstraint(["merged_into"], ["facts.id"], name="fk_facts_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
    )
    op.create_index("ix_facts_first_seen", "facts", ["first_seen"], unique=False)
    op.create_index("ix_facts_last_seen", "facts", ["last_seen"], unique=False)
    op.create_index("ix_facts_merged_into", "facts", ["merged_into"], unique=False)
    op.create_index("ix_facts_metric", "facts", ["metric"], unique=False)
    op.create_index(
        "ix_facts_policy", "facts", ["first_seen"], unique=False, postgresql_where=sa.text("kind = 'policy'")
    )
    op.create_index("ix_facts_subject", "facts", ["subject"], unique=False)
    op.create_index("ix_facts_supersedes", "facts", ["supersedes"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("claim", postgresql.JSONB(), nullable=False),
        sa.Column("previous", postgresql.JSONB(), nullable=True),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("rings", sa.Boolean(), nullable=False),
        sa.Column("held_reason", sa.String(), nullable=False),
        sa.Column("held_detail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('new', 'revised', 'confirmed', 'restated', 'disputed', 'withdrawn')", name="ck_changes_kind"
        ),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_changes_fact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_at", "changes", ["at"], unique=False)
    op.create_index("ix_changes_fact_id", "changes", ["fact_id"], unique=False)
    op.create_index("ix_changes_url", "changes", ["url"], unique=False)
    for field in ("object", "bill", "target"):
        op.create_index(
            f"ix_changes_{field}",
            "changes",
            [sa.text(f"lower(claim ->> '{field}')"), "at"],
            unique=False,
            postgresql_where=sa.text("(claim ->> 'kind') = 'policy'"),
        )
    op.create_index(
        "ix_changes_filing",
        "changes",
        [sa.text("(claim -> 'filing')")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("jsonb_typeof(claim -> 'filing') = 'object'"),
    )
    op.create_table(
        "fact_keys",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_fact_keys_fact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "last_seen", "fact_id", name="pk_fact_keys"),
    )
    op.create_index("ix_fact_keys_fact_id", "fact_keys", ["fact_id"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_sightings_fact_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fact_id", "url", name="pk_sightings"),
    )
    op.create_index("ix_sightings_url", "sightings", ["url"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("read_id", sa.BigInteger(), nullable=False),
        sa.Column("text_digest", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("claim", postgresql.JSONB(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=True),
        sa.Column("change_id", sa.String(), nullable=True),
        sa.Column("held_reason", sa.String(), nullable=False),
        sa.Column("held_detail", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('figure', 'policy')", name="ck_claims_kind"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_claims_change_id"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_claims_fact_id"),
        sa.ForeignKeyConstraint(["read_id"], ["reads.id"], name="fk_claims_read_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.UniqueConstraint("read_id", "text_digest", "position", name="uq_claims_read_id_text_digest_position"),
    )
    op.create_index("ix_claims_change_id", "claims", ["change_id"], unique=False)
    op.create_index("ix_claims_fact_id", "claims", ["fact_id"], unique=False)
    op.create_table(
        "rulings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("into_id", sa.String(), nullable=False),
        sa.Column("urls", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('merge', 'split')", name="ck_rulings_kind"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_rulings_fact_id"),
        sa.ForeignKeyConstraint(["into_id"], ["facts.id"], name="fk_rulings_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rulings"),
    )
    op.create_index("ix_rulings_at", "rulings", ["at"], unique=False)
    op.create_index("ix_rulings_fact_id", "rulings", ["fact_id"], unique=False)
    op.create_index("ix_rulings_into_id", "rulings", ["into_id"], unique=False)


def downgrade() -> None:
    """Drop them, with their data."""
    for table in ("rulings", "claims", "sightings", "fact_keys", "changes", "facts"):
        op.drop_table(table)
