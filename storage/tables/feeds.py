"""The feeds of subscriptions: each has one secret token."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment


class FeedRow(SQLModel, table=True):
    """The token by which a subscription's feed is read: found by its hash, shown again from what is sealed."""

    __tablename__ = "feeds"

    subscription_id: int = Field(
        primary_key=True,
        foreign_key="subscriptions.id",
        ondelete="CASCADE",
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )
    hashed: bytes = Field(unique=True, sa_type=LargeBinary)
    """SHA-256 of the token."""
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=Moment)
