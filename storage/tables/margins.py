"""What articles leave behind about their sites: the lines at their heads and feet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment


class MarginRow(SQLModel, table=True):
    """The margins of one address as it was read last; `pipelines.furniture.Margin`."""

    __tablename__ = "margins"
    __table_args__ = (Index("ix_margins_site_seen", "site", "seen"),)

    url: str = Field(primary_key=True)
    site: str
    story: str
    title: int = Field(sa_type=BigInteger)
    seen: datetime = Field(sa_type=Moment)
    lines: list[int] = Field(sa_type=ARRAY(BigInteger))
