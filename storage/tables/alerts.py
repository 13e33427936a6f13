"""Who is told: targets, subscriptions, alerts, the bundles they go out in, and the outbox of deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, Work, one_of, work_rules

ON_AMBIGUOUS = ("resend", "hold")
DELIVERY_STAGES = ("pending", "sending", "sent", "ambiguous", "failed", "dead", "suppressed")
ALERT_STAGES = ("unconfirmed", "waiting", "told", "held")
MUTE_KINDS = ("story", "fact", "object", "outlet", "subscription")
WAITING = ("pending", "sending", "ambiguous", "failed")


class TargetRow(SQLModel, table=True):
    """One place that alerts go to. Its address is a secret: sealed here, shown only masked."""

    __tablename__ = "targets"
    __table_args__ = (
        one_of("on_ambiguous", ON_AMBIGUOUS),
        Index("uq_targets_name_in_use", "name", unique=True, postgresql_where=text("removed_at IS NULL")),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    name: str
    sealed: bytes = Field(sa_type=LargeBinary)
    masked: str
    on_ambiguous: str = "resend"
    not_before: datetime | None = Field(default=None, sa_type=Moment)
    """The other side asked for a pause until then."""
    rate: float = 5.0
    """Messages a second, in the long run."""
    burst: int = 20
    """Messages at once, after a while of silence."""
    tokens: float = 20.0
    refilled_at: datetime | None = Field(default=None, sa_type=Moment)
    """When `tokens` was counted; empty: the bucket is full."""
    lane_until: datetime | None = Field(default=None, sa_type=Moment)
    """Until then one worker alone sends to it, so that order is kept."""
    created_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)


class SubscriptionRow(SQLModel, table=True):
    """Who wants which changes."""

    __tablename__ = "subscriptions"

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    name: str = Field(unique=True)
    wants: dict[str, Any] = Field(sa_type=JSONB)
    timing: dict[str, Any] = Field(sa_type=JSONB)
    language: str = "en"
    enabled: bool = True
    declared: bool = False
    """Whether the file of subscriptions has it: what that no longer names is removed."""
    created_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)


class SubscriptionVersionRow(SQLModel, table=True):
    """Which transaction edited a subscription, or where one goes, last; one row, none before the first edit."""

    __tablename__ = "subscription_version"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: int = Field(default=1, primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    number: int = Field(sa_type=BigInteger)


class SubscriptionTargetRow(SQLModel, table=True):
    """Where a subscription's alerts go."""

    __tablename__ = "subscription_targets"

    subscription_id: int = Field(
        primary_key=True,
        foreign_key="subscriptions.id",
        ondelete="CASCADE",
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )
    target_id: int = Field(
        primary_key=True,
        foreign_key="targets.id",
        ondelete="CASCADE",
        index=True,
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )


class BundleRow(SQLModel, table=True):
    """One message to one subscription as it was told: kept for good, so that it can be told again word for word."""

    __tablename__ = "bundles"
    __table_args__ = (Index("ix_bundles_subscription_id", "subscription_id", "created_at"),)

    id: str = Field(primary_key=True)
    subscription_id: int | None = Field(
        default=None, foreign_key="subscriptions.id", ondelete="SET NULL", sa_type=BigInteger
    )
    subscription: str
    """Its name at the time: the log outlives the subscription."""
    grp: str
    title: str
    """For lists; what is sent is rendered from the tellings for each kind of target."""
    tellings: list[dict[str, Any]] = Field(sa_type=JSONB)
    language: str = "en"
    note: str = ""
    reminder: bool = False
    created_at: datetime = Field(sa_type=Moment, index=True)


class AlertRow(SQLModel, table=True):
    """One change that met one subscription, written in the transaction that decided it."""

    __tablename__ = "alerts"
    __table_args__ = (
        one_of("stage", ALERT_STAGES),
        Index("ix_alerts_waiting", "subscription_id", "grp", postgresql_where=text("stage = 'waiting'")),
        Index("ix_alerts_unconfirmed", "fact_id", postgresql_where=text("stage = 'unconfirmed'")),
        Index("ix_alerts_fact_id", "fact_id", "subscription_id"),
        Index("ix_alerts_replaces", "replaces", postgresql_where=text("replaces IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    subscription_id: int | None = Field(
        default=None, foreign_key="subscriptions.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    subscription: str
    change_id: str = Field(foreign_key="changes.id", index=True)
    fact_id: str = Field(foreign_key="facts.id")
    replaces: str | None = None
    """Id of the fact whose value or state the change replaced."""
    story: str
    object: str | None = None
    grp: str
    stage: str
    reason: str = ""
    """Why it is held."""
    urgent: bool = False
    wanted_origins: int = 1
    position: int = 0
    """Its place among those written with it: the order of the text."""
    telling: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = Field(sa_type=Moment, index=True)
    bundle_id: str | None = Field(default=None, foreign_key="bundles.id", ondelete="SET NULL", index=True)
    """The message that told it."""


class AlertGroupRow(SQLModel, table=True):
    """What shares the messages of one subscription, and when the next of them is due."""

    __tablename__ = "alert_groups"
    __table_args__ = (Index("ix_alert_groups_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),)

    subscription_id: int = Field(
        primary_key=True,
        foreign_key="subscriptions.id",
        ondelete="CASCADE",
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )
    grp: str = Field(primary_key=True)
    opened_at: datetime = Field(sa_type=Moment)
    """When the first of the alerts came that wait, or waited last."""
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    """When to look at it again; empty: when something comes."""
    flushed_at: datetime | None = Field(default=None, sa_type=Moment)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Moment)
    acknowledged_by: str = ""
    snoozed_until: datetime | None = Field(default=None, sa_type=Moment)


class MuteRow(SQLModel, table=True):
    """Somebody's word that something is not to ring for a time; kept for good."""

    __tablename__ = "mutes"
    __table_args__ = (one_of("kind", MUTE_KINDS), Index("ix_mutes_until", "until"))

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    kind: str
    key: str
    subscription: str = ""
    until: datetime = Field(sa_type=Moment)
    """Brought forward where somebody ends it."""
    who: str
    why: str
    created_at: datetime = Field(sa_type=Moment)
    ended_by: str = ""


class DeliveryRow(Work, table=True):
    """One bundle on its way to one target."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("bundle_id", "target_id"),
        *work_rules("deliveries", DELIVERY_STAGES, WAITING),
        Index(
            "ix_deliveries_lane",
            "target_id",
            "id",
            postgresql_where=text("stage IN ('pending', 'sending', 'ambiguous', 'failed')"),
        ),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    bundle_id: str = Field(foreign_key="bundles.id", ondelete="CASCADE")
    target_id: int = Field(foreign_key="targets.id", index=True, sa_type=BigInteger)
    uncertain: int = 0
    """Tries that may have arrived: crashed, cut or timed out in mid-send."""
    created_at: datetime = Field(sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
