"""What copies and stories are found by: one row per article read, its bands, its heaviest terms, its story."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, one_of


class StoryRow(SQLModel, table=True):
    """The articles about one event, named after the first of them."""

    __tablename__ = "stories"

    id: str = Field(primary_key=True)
    title: str
    first_seen: datetime = Field(sa_type=Moment)
    last_seen: datetime = Field(sa_type=Moment, index=True)


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
    exact: str = Field(index=True)
    bands: list[int] = Field(sa_type=ARRAY(BigInteger))
    shingles: bytes = Field(sa_type=LargeBinary)
    """The shingles' hashes, four bytes each, ascending."""
    sketch: list[list[object]] = Field(sa_type=JSONB)
    stated: list[str] = Field(sa_type=JSONB)
    """Ids of the facts that this state of the text states, in its order."""


class BandRow(SQLModel, table=True):
    """One MinHash band of one read: whoever shares it may be a copy."""

    __tablename__ = "bands"

    band: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    read_id: int = Field(
        primary_key=True,
        foreign_key="reads.id",
        ondelete="CASCADE",
        index=True,
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )


class TermRow(SQLModel, table=True):
    """One of the heaviest terms of one read: whoever shares it may tell the same story."""

    __tablename__ = "terms"

    term: str = Field(primary_key=True, sa_type=String)
    read_id: int = Field(
        primary_key=True,
        foreign_key="reads.id",
        ondelete="CASCADE",
        index=True,
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )
