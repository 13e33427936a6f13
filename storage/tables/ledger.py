"""The ledger: facts, where each was met, what every claim changed, what became of the claims, and what was ruled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, one_of

KINDS = ("figure", "policy")
RULINGS = ("merge", "split", "settle")
OF_POLICY = "(claim ->> 'kind') = 'policy'"
FILED = "jsonb_typeof(claim -> 'filing') = 'object'"
"""Of changes: what they tell is policy; an official document tells it."""
CHANGES = ("new", "revised", "confirmed", "restated", "disputed", "withdrawn")


def spelled(field: str) -> str:
    """How a change's object, bill or target is looked up, in SQL."""
    return f"lower(claim ->> '{field}')"


class FactRow(SQLModel, table=True):
    """One claim that stands for all that say the same."""

    __tablename__ = "facts"
    __table_args__ = (
        one_of("kind", KINDS),
        Index("ix_facts_policy", "first_seen", postgresql_where=text("kind = 'policy'")),
    )

    id: str = Field(primary_key=True)
    kind: str
    subject: str | None = Field(default=None, index=True)
    """Subject of a figure, actor of a policy move."""
    metric: str | None = Field(default=None, index=True)
    """Metric of a figure, instrument of a policy move."""
    claim: dict[str, Any] = Field(sa_type=JSONB)
    others: list[dict[str, Any]] = Field(sa_type=JSONB)
    first: dict[str, Any] = Field(sa_type=JSONB)
    first_seen: datetime = Field(sa_type=Moment, index=True)
    last_seen: datetime = Field(sa_type=Moment, index=True)
    origins: list[str] = Field(sa_type=JSONB)
    outlets: list[str] = Field(sa_type=JSONB)
    stories: list[str] = Field(sa_type=JSONB)
    baseline: bool
    supersedes: str | None = Field(default=None, index=True)
    current: bool
    withdrawn: bool = False
    merged_into: str | None = Field(default=None, foreign_key="facts.id", index=True)
    apart: list[str] = Field(default_factory=list, sa_type=JSONB)


class FactKeyRow(SQLModel, table=True):
    """One key by which a claim finds the facts that it could be, or replace."""

    __tablename__ = "fact_keys"

    key: str = Field(primary_key=True)
    last_seen: datetime = Field(primary_key=True, sa_type=Moment)
    """The fact's own, so that the latest of a crowded key are read off the index."""
    fact_id: str = Field(primary_key=True, foreign_key="facts.id", ondelete="CASCADE", index=True)


class SightingRow(SQLModel, table=True):
    """One address at which a fact was met."""

    __tablename__ = "sightings"

    fact_id: str = Field(primary_key=True, foreign_key="facts.id", ondelete="CASCADE")
    url: str = Field(primary_key=True, index=True)
    outlet: str | None = None
    origin: str
    story: str
    seen: datetime = Field(sa_type=Moment)
    title: str


class ChangeRow(SQLModel, table=True):
    """One claim met the ledger, and what that did; kept for good."""

    __tablename__ = "changes"
    __table_args__ = (
        one_of("kind", CHANGES),
        Index("ix_changes_object", text(spelled("object")), "at", postgresql_where=text(OF_POLICY)),
        Index("ix_changes_bill", text(spelled("bill")), "at", postgresql_where=text(OF_POLICY)),
        Index("ix_changes_target", text(spelled("target")), "at", postgresql_where=text(OF_POLICY)),
        Index(
            "ix_changes_filing",
            text("(claim -> 'filing')"),
            postgresql_using="gin",
            postgresql_where=text(FILED),
        ),
    )

    id: str = Field(primary_key=True)
    kind: str
    fact_id: str = Field(foreign_key="facts.id", index=True)
    url: str = Field(index=True)
    claim: dict[str, Any] = Field(sa_type=JSONB)
    previous: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """The fact as it stood before, whole."""
    reasons: list[str] = Field(sa_type=JSONB)
    rings: bool
    held_reason: str = ""
    held_detail: str = ""
    at: datetime = Field(sa_type=Moment, index=True)


class ClaimRow(SQLModel, table=True):
    """What one state of an article said, worth a note or not, and what became of it."""

    __tablename__ = "claims"
    __table_args__ = (UniqueConstraint("read_id", "text_digest", "position"), one_of("kind", KINDS))

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    read_id: int = Field(foreign_key="reads.id", ondelete="CASCADE", sa_type=BigInteger)
    text_digest: str
    position: int
    kind: str
    claim: dict[str, Any] = Field(sa_type=JSONB)
    fact_id: str | None = Field(default=None, foreign_key="facts.id", index=True)
    """Empty where the claim was not worth a note."""
    change_id: str | None = Field(default=None, foreign_key="changes.id", index=True)
    held_reason: str = ""
    held_detail: str = ""


class RulingRow(SQLModel, table=True):
    """One word of an operator where the ledger erred; undone ones stay, as history."""

    __tablename__ = "rulings"
    __table_args__ = (one_of("kind", RULINGS),)

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    kind: str
    fact_id: str = Field(foreign_key="facts.id", index=True)
    """The fact that was merged away, or split, or settled."""
    into_id: str = Field(foreign_key="facts.id", index=True)
    """The fact that it went into, or that was split off; what was settled stays itself."""
    urls: list[str] = Field(sa_type=JSONB)
    """Addresses whose claims were split off; empty for the others."""
    before: dict[str, Any] = Field(sa_type=JSONB)
    """The facts as they stood, by id."""
    why: str
    ruled_by: str
    at: datetime = Field(sa_type=Moment, index=True)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: str | None = None
    status: str | None = None
    """Where an operator settled that the control stands."""
    effective: date | None = None
