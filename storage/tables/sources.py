"""Where documents come from: sources, what each poll of them brought, and the entries as they were given."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, Work, one_of, work_rules

HEALTH = ("ok", "failing", "quarantined")
READ_STAGES = ("pending", "done", "quarantined")


class SourceRow(Work, table=True):
    """One source; as work it is never done, its next attempt is the next poll."""

    __tablename__ = "sources"
    __table_args__ = (
        one_of("health", HEALTH),
        *work_rules("sources", ("pending", "off"), ("pending",)),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    name: str = Field(unique=True)
    url: str
    kind: str
    outlet: str
    tier: int
    language: str
    conditional: bool
    etag: str | None = None
    last_modified: str | None = None
    min_interval: int
    max_interval: int
    interval: int
    failures: int = 0
    unreadable: int = 0
    """Polls in a row whose answer could not be parsed."""
    health: str = "ok"
    health_note: str = ""
    polled_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)


class FetchRow(SQLModel, table=True):
    """One poll: what came back. The body is kept where it brought something new."""

    __tablename__ = "fetches"

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    source_id: int = Field(foreign_key="sources.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    at: datetime = Field(sa_type=Moment)
    status: int | None = None
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    entries: int = 0
    fresh: int = 0
    note: str = ""
    error: str = ""


class ItemRow(Work, table=True):
    """One entry as a source gave it; the same key with other content is an edit, and another item."""

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("source_id", "digest"),
        *work_rules("items", READ_STAGES, ("pending",)),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    source_id: int = Field(foreign_key="sources.id", ondelete="CASCADE", sa_type=BigInteger)
    fetch_id: int | None = Field(
        default=None, foreign_key="fetches.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    digest: str
    """Hash of key and content: a key can be longer than an index takes."""
    entry: dict[str, Any] = Field(sa_type=JSONB)
    seen: datetime = Field(sa_type=Moment)
    looks: int = 0
    article_id: int | None = Field(
        default=None, foreign_key="articles.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
