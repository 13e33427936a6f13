"""What copies and stories are found by: one row per article read, its signature, bands and heaviest terms, its story.

Signatures and bands lie in one partition a week; they and the terms are kept for a window only (`storage.upkeep`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, one_of

_RANGE = "RANGE (seen)"
_BY_WEEK = {"postgresql_partition_by": _RANGE}
_GIVEN: dict[str, Any] = {"autoincrement": False}


class StoryRow(SQLModel, table=True):
    """The articles about one event, named after the first of them."""

    __tablename__ = "stories"

    id: str = Field(primary_key=True)
    title: str
    first_seen: datetime = Field(sa_type=Moment)
    last_seen: datetime = Field(sa_type=Moment, index=True)
    merged_into: str | None = Field(default=None, foreign_key="stories.id", index=True)
    """The story that stands for this one: what bore its id has moved there."""


class StoryRulingRow(SQLModel, table=True):
    """One word of an operator on where an event begins and ends; undone ones stay, as history."""

    __tablename__ = "story_rulings"
    __table_args__ = (one_of("kind", ("merge", "split")),)

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    kind: str
    story_id: str = Field(foreign_key="stories.id", index=True)
    """The story that was merged away, or split."""
    into_id: str = Field(foreign_key="stories.id", index=True)
    """The story that it went into, or that was split off."""
    urls: list[str] = Field(sa_type=JSONB)
    """Addresses that moved."""
    before: dict[str, Any] = Field(sa_type=JSONB)
    """Title and time of the story that stayed, as they stood."""
    why: str
    ruled_by: str
    at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: str | None = None


class ReadRow(SQLModel, table=True):
    """One article as it was read last, with what was decided about it and why."""

    __tablename__ = "reads"
    __table_args__ = (one_of("copy_kind", ("exact", "near", "rewrite")),)

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    url: str = Field(unique=True)
    outlet: str | None = None
    tier: int
    title: str
    language: str
    seen: datetime = Field(sa_type=Moment, index=True)
    relevant: bool
    score: float
    topics: list[str] = Field(sa_type=JSONB)
    reasons: list[str] = Field(sa_type=JSONB)
    story: str = Field(foreign_key="stories.id", index=True)
    origin: str = Field(index=True)
    copy_kind: str | None = None
    overlap: float | None = None
    exact: str
    """Hash of the normalised text."""
    stated: list[str] = Field(sa_type=JSONB)
    """Ids of the facts that this state of the text states, in its order."""


class SignatureRow(SQLModel, table=True):
    """What one read is compared by."""

    __tablename__ = "signatures"
    __table_args__ = (Index("ix_signatures_exact", "exact"), _BY_WEEK)

    read_id: int = Field(primary_key=True, foreign_key="reads.id", ondelete="CASCADE", sa_column_kwargs=_GIVEN)
    seen: datetime = Field(primary_key=True, sa_type=Moment)
    version: str
    """`pipelines.twins.VERSION` when it was made: what another version signed is compared with nothing."""
    exact: int = Field(sa_type=BigInteger)
    """The first eight bytes of the exact hash."""
    bands: bytes = Field(sa_type=LargeBinary)
    """Eight bytes each."""
    words: bytes = Field(sa_type=LargeBinary)
    """The telling words' hashes, two bytes each."""
    sketch: bytes = Field(sa_type=LargeBinary)


class TermRow(SQLModel, table=True):
    """One of the heaviest terms of one read, as a hash of 32 bits: whoever shares it may tell the same story."""

    __tablename__ = "terms"
    __table_args__ = (Index("ix_terms_seen", "seen", postgresql_using="brin"),)

    term: int = Field(primary_key=True, sa_column_kwargs=_GIVEN)
    seen: datetime = Field(primary_key=True, sa_type=Moment)
    read_id: int = Field(primary_key=True, sa_column_kwargs=_GIVEN)


BANDS = Table(
    "bands",
    SQLModel.metadata,
    Column("seen", Moment, nullable=False),
    Column("read_id", Integer, nullable=False),
    *(Column(lane, Integer, index=True) for lane in ("lane_0", "lane_1", "lane_2", "lane_3")),
    postgresql_partition_by=_RANGE,
)
"""Four MinHash bands of one read, each folded into 32 bits: whoever shares one may be a copy.

A row of PostgreSQL weighs 28 bytes before its first column, hence four to a row, and no key (docs/decisions/010).
"""
LANES = tuple(column for column in BANDS.columns if column.name.startswith("lane_"))
