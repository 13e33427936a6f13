"""How much was read, and what came of it: the totals that the status and the demo show."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Table

from storage.tables import ArticleRow, ChangeRow, FactRow, ReadRow, StoryRow, VersionRow, table_of
from storage.views.asking import Asking

_ARTICLES, _VERSIONS, _READS = table_of(ArticleRow), table_of(VersionRow), table_of(ReadRow)
_STORIES, _FACTS, _CHANGES = table_of(StoryRow), table_of(FactRow), table_of(ChangeRow)


@dataclass(frozen=True, slots=True)
class Tallies:
    """Totals since the database was made."""

    articles: int
    versions: int
    relevant: int
    copies: int
    stories: int
    facts: int
    baseline: int
    """Facts that came from the seed corpus."""
    changes: int
    ringing: int


class TallyViews(Asking):
    """Totals."""

    def tallies(self) -> Tallies:
        """All totals, counted now."""
        return Tallies(
            articles=self._count(_ARTICLES),
            versions=self._count(_VERSIONS),
            relevant=self._count(_READS, _READS.c.relevant),
            copies=self._count(_READS, _READS.c.copy_kind.is_not(None)),
            stories=self._count(_STORIES, _STORIES.c.merged_into.is_(None)),
            facts=self._count(_FACTS),
            baseline=self._count(_FACTS, _FACTS.c.baseline),
            changes=self._count(_CHANGES),
            ringing=self._count(_CHANGES, _CHANGES.c.rings),
        )

    def _count(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        return int(self._session.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())
