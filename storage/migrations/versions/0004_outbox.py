"""Targets, subscriptions, alerts and deliveries."""

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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("on_ambiguous IN ('resend', 'hold')", name="ck_targets_on_ambiguous"),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
    )
    op.create_index(
        "uq_targets_name_in_use", "targets", ["name"], unique=True, postgresql_where=sa.text("removed_at IS NULL")
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=True),
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("plain", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name="fk_alerts_subscription_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_created_at", "alerts", ["created_at"], unique=False)
    op.create_index("ix_alerts_subscription_id", "alerts", ["subscription_id"], unique=False)
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
    op.create_table(
        "alert_changes",
        sa.Column("alert_id", sa.String(), nullable=False),
        sa.Column("change_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_alert_changes_alert_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_alert_changes_change_id"),
        sa.PrimaryKeyConstraint("alert_id", "change_id", name="pk_alert_changes"),
    )
    op.create_index("ix_alert_changes_change_id", "alert_changes", ["change_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("alert_id", sa.String(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('pending', 'sending', 'sent', 'ambiguous', 'failed', 'dead', 'suppressed')",
            name="ck_deliveries_stage",
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_deliveries_alert_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name="fk_deliveries_target_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("alert_id", "target_id", name="uq_deliveries_alert_id_target_id"),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("stage IN ('pending', 'sending', 'ambiguous', 'failed')"),
    )
    op.create_index("ix_deliveries_target_id", "deliveries", ["target_id"], unique=False)


def downgrade() -> None:
    """Drop them, with their data."""
    for table in ("deliveries", "alert_changes", "subscription_targets", "alerts", "targets", "subscriptions"):
        op.drop_table(table)
    op.drop_table("subscription_version")
