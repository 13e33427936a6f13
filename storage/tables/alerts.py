"""Who is told: targets, subscriptions, and the outbox of alerts and their deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, Work, one_of, work_rules

ON_AMBIGUOUS = ("resend", "hold")
DELIVERY_STAGES = ("pending", "sending", "sent", "ambiguous", "failed", "dead", "suppressed")
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


class AlertRow(SQLModel, table=True):
    """What one article brings to one subscription, written in the transaction that decided it."""

    __tablename__ = "alerts"

    id: str = Field(primary_key=True)
    subscription_id: int | None = Field(
        default=None, foreign_key="subscriptions.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    subscription: str
    """Its name at the time: the log outlives the subscription."""
    title: str
    plain: str
    created_at: datetime = Field(sa_type=Moment, index=True)


class AlertChangeRow(SQLModel, table=True):
    """Which changes an alert tells of, in order."""

    __tablename__ = "alert_changes"

    alert_id: str = Field(primary_key=True, foreign_key="alerts.id", ondelete="CASCADE")
    change_id: str = Field(primary_key=True, foreign_key="changes.id", index=True)
    position: int


class DeliveryRow(Work, table=True):
    """One alert on its way to one target."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("alert_id", "target_id"),
        *work_rules("deliveries", DELIVERY_STAGES, WAITING),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    alert_id: str = Field(foreign_key="alerts.id", ondelete="CASCADE")
    target_id: int = Field(foreign_key="targets.id", index=True, sa_type=BigInteger)
    uncertain: int = 0
    """Tries that may have arrived: crashed, cut or timed out in mid-send."""
    created_at: datetime = Field(sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
