"""Targets, subscriptions, alerts, bundles, mutes and deliveries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("wants", postgresql.JSONB(), nullable=False),
        sa.Column("timing", postgresql.JSONB(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("name", name="uq_subscriptions_name"),
    )
    op.create_table(
        "subscription_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_subscription_version_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_subscription_version"),
    )
    op.create_table(
        "targets",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.String(), nullable=False),
        sa.Column("on_ambiguous", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lane_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("on_ambiguous IN ('resend', 'hold')", name="ck_targets_on_ambiguous"),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
    )
    op.create_index(
        "uq_targets_name_in_use", "targets", ["name"], unique=True, postgresql_where=sa.text("removed_at IS NULL")
    )
    op.create_table(
        "subscription_targets",
        sa.Column("subscription_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name="fk_subscription_targets_subscription_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["targets.id"], name="fk_subscription_targets_target_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subscription_id", "target_id", name="pk_subscription_targets"),
    )
    op.create_index("ix_subscription_targets_target_id", "subscription_targets", ["target_id"], unique=False)
    _create_bundles()
    _create_alerts()
    _create_deliveries()


def _create_bundles() -> None:
    op.create_table(
        "bundles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=True),
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("grp", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("tellings", postgresql.JSONB(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reminder", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name="fk_bundles_subscription_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bundles"),
    )
    op.create_index("ix_bundles_subscription_id", "bundles", ["subscription_id", "created_at"], unique=False)
    op.create_index("ix_bundles_created_at", "bundles", ["created_at"], unique=False)


def _create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=True),
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("change_id", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=True),
        sa.Column("grp", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("wanted_origins", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("telling", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bundle_id", sa.String(), nullable=True),
        sa.CheckConstraint("stage IN ('unconfirmed', 'waiting', 'told', 'held')", name="ck_alerts_stage"),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name="fk_alerts_subscription_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_alerts_change_id"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_alerts_fact_id"),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundles.id"], name="fk_alerts_bundle_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    for name, columns, where in (
        ("ix_alerts_bundle_id", ["bundle_id"], None),
        ("ix_alerts_change_id", ["change_id"], None),
        ("ix_alerts_created_at", ["created_at"], None),
        ("ix_alerts_fact_id", ["fact_id", "subscription_id"], None),
        ("ix_alerts_replaces", ["replaces"], "replaces IS NOT NULL"),
        ("ix_alerts_subscription_id", ["subscription_id"], None),
        ("ix_alerts_unconfirmed", ["fact_id"], "stage = 'unconfirmed'"),
        ("ix_alerts_waiting", ["subscription_id", "grp"], "stage = 'waiting'"),
    ):
        op.create_index(name, "alerts", columns, postgresql_where=sa.text(where) if where else None)
    op.create_table(
        "alert_groups",
        sa.Column("subscription_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("grp", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("flushed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name="fk_alert_groups_subscription_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subscription_id", "grp", name="pk_alert_groups"),
    )
    op.create_index(
        "ix_alert_groups_due_at", "alert_groups", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL")
    )
    op.create_table(
        "mutes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('story', 'fact', 'object', 'outlet', 'subscription')", name="ck_mutes_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_mutes"),
    )
    op.create_index("ix_mutes_until", "mutes", ["until"], unique=False)


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("bundle_id", sa.String(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('pending', 'sending', 'sent', 'ambiguous', 'failed', 'dead', 'suppressed')",
            name="ck_deliveries_stage",
        ),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundles.id"], name="fk_deliveries_bundle_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name="fk_deliveries_target_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("bundle_id", "target_id", name="uq_deliveries_bundle_id_target_id"),
    )
    waiting = sa.text("stage IN ('pending', 'sending', 'ambiguous', 'failed')")
    op.create_index("ix_deliveries_due", "deliveries", ["next_attempt_at"], postgresql_where=waiting)
    op.create_index("ix_deliveries_lane", "deliveries", ["target_id", "id"], postgresql_where=waiting)
    op.create_index("ix_deliveries_target_id", "deliveries", ["target_id"], unique=False)


_TABLES = (
    "deliveries", "mutes", "alert_groups", "alerts", "bundles", "subscription_targets", "targets", "subscriptions",
)  # fmt: skip


def downgrade() -> None:
    """Drop them, with their data."""
    for table in _TABLES:
        op.drop_table(table)
    op.drop_table("subscription_version")
