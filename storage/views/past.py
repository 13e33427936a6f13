"""Every change of the past with what a subscription may ask of it, its fact as it was told by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, String, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from pipelines.alerts.past import Past
from pipelines.types import Change, ChangeKind, Document, Fact, Sighting
from storage.codec import claim_from_json, fact_from_json, fact_from_row
from storage.tables import ArticleRow, ChangeRow, FactRow, ReadRow, SightingRow, table_of
from storage.views.asking import Asking, shown

_CHANGES, _FACTS, _SIGHTINGS = table_of(ChangeRow), table_of(FactRow), table_of(SightingRow)
_READS, _ARTICLES = table_of(ReadRow), table_of(ArticleRow)
_READ = (
    _READS.c.outlet,
    _READS.c.tier,
    _READS.c.title,
    _READS.c.language,
    _READS.c.topics,
    _READS.c.story,
    _READS.c.origin,
)


class PastViews(Asking):
    """The past."""

    def past(self, *, since: datetime, until: datetime) -> Sequence[Past]:
        """The changes of that time, oldest first."""
        query = (
            select(_CHANGES, *_READ, _ARTICLES.c.published)
            .join(_READS, _READS.c.url == _CHANGES.c.url)
            .outerjoin(_ARTICLES, _ARTICLES.c.url == _CHANGES.c.url)
            .where(_CHANGES.c.at >= since, _CHANGES.c.at < until)
            .order_by(_CHANGES.c.at, _CHANGES.c.id)
        )
        rows = self._session.execute(query).all()
        ids = {row.fact_id for row in rows}
        facts = {
            row.id: fact_from_row(row) for row in self._session.execute(select(_FACTS).where(_among(_FACTS.c.id, ids)))
        }
        told = self._told(ids)
        return [_past(row, facts[row.fact_id], told[row.fact_id]) for row in rows]

    def _told(self, ids: Collection[str]) -> Mapping[str, Sequence[Sighting]]:
        found: dict[str, list[Sighting]] = defaultdict(list)
        query = select(_SIGHTINGS).where(_among(_SIGHTINGS.c.fact_id, ids)).order_by(_SIGHTINGS.c.seen)
        for row in self._session.execute(query):
            found[row.fact_id].append(shown(Sighting, row))
        return found


def _past(row: Row[Any], fact: Fact, told: Sequence[Sighting]) -> Past:
    sighting = Sighting(row.url, row.outlet, row.origin, row.story, row.at, row.title)
    by_then = [sighting, *(one for one in told if one.seen <= row.at)]
    change = Change(
        id=row.id,
        kind=ChangeKind(row.kind),
        claim=claim_from_json(row.claim),
        fact=replace(
            fact,
            origins=frozenset(one.origin for one in by_then),
            outlets=frozenset(one.outlet for one in by_then if one.outlet),
            last_seen=row.at,
            others=(),
        ),
        sighting=sighting,
        previous=fact_from_json(row.previous) if row.previous else None,
        reasons=tuple(row.reasons),
    )
    document = Document(row.url, row.title, row.published, outlet=row.outlet, tier=row.tier)
    return Past(change, document, tuple(row.topics), row.language, row.rings)


def _among(column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    """One parameter, however many ids."""
    return column == any_(literal(list(ids), ARRAY(String)))
