"""The documents behind canonical addresses, and every state their texts were met in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, Work, work_rules
from storage.tables.sources import READ_STAGES


class ArticleRow(SQLModel, table=True):
    """One canonical address, whoever links to it."""

    __tablename__ = "articles"

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    url: str = Field(unique=True)
    title: str
    outlet: str | None = None
    tier: int
    published: datetime | None = Field(default=None, sa_type=Moment)
    first_seen: datetime = Field(sa_type=Moment, index=True)
    versions: int = 0


class VersionRow(Work, table=True):
    """One state of an article's text; an edit is a new row, never an overwrite."""

    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("article_id", "digest"),
        *work_rules("versions", READ_STAGES, ("pending",)),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    article_id: int = Field(foreign_key="articles.id", ondelete="CASCADE", sa_type=BigInteger)
    number: int
    digest: str
    title: str
    text: str | None = None
    html: str | None = None
    outlet: str | None = None
    tier: int
    published: datetime | None = Field(default=None, sa_type=Moment)
    filing: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """What its source listed beside the text of an official document."""
    seen: datetime = Field(sa_type=Moment, index=True)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
