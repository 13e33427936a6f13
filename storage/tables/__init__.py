"""Every table, in one place, so that migrations and tests see the same metadata."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from storage.tables.alerts import (
    AlertGroupRow,
    AlertRow,
    BundleRow,
    DeliveryRow,
    MuteRow,
    SubscriptionRow,
    SubscriptionTargetRow,
    SubscriptionVersionRow,
    TargetRow,
)
from storage.tables.articles import ArticleRow, VersionRow
from storage.tables.feeds import FeedRow
from storage.tables.ledger import ChangeRow, ClaimRow, FactKeyRow, FactRow, RulingRow, SightingRow
from storage.tables.margins import MarginRow
from storage.tables.reads import BANDS, LANES, ReadRow, SignatureRow, StoryRow, StoryRulingRow, TermRow
from storage.tables.sources import FetchRow, ItemRow, SourceRow

METADATA = SQLModel.metadata


def table_of(row: type[SQLModel]) -> Table:
    """The Core table behind a row class: what set-wise statements are written against."""
    return METADATA.tables[str(row.__tablename__)]


__all__ = [
    "BANDS",
    "LANES",
    "METADATA",
    "AlertGroupRow",
    "AlertRow",
    "ArticleRow",
    "BundleRow",
    "ChangeRow",
    "ClaimRow",
    "DeliveryRow",
    "FactKeyRow",
    "FactRow",
    "FeedRow",
    "FetchRow",
    "ItemRow",
    "MarginRow",
    "MuteRow",
    "ReadRow",
    "RulingRow",
    "SightingRow",
    "SignatureRow",
    "SourceRow",
    "StoryRow",
    "StoryRulingRow",
    "SubscriptionRow",
    "SubscriptionTargetRow",
    "SubscriptionVersionRow",
    "TargetRow",
    "TermRow",
    "VersionRow",
    "table_of",
]
