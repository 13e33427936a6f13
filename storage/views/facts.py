"""The ledger as it is shown: facts in lists, and one with everywhere it was met and everything that changed it."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from pipelines.types import ChangeKind, Claim, Fact, Sighting
from storage.codec import claim_from_json, fact_from_json, fact_from_row
from storage.tables import ChangeRow, FactRow, SightingRow, table_of
from storage.views.asking import PAGE, Asking, narrowed, shown

_FACTS, _SIGHTINGS, _CHANGES = table_of(FactRow), table_of(SightingRow), table_of(ChangeRow)


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts a list shows; empty fields ask for nothing."""

    subject: str = ""
    """Subject of a figure, actor of a policy move."""
    metric: str = ""
    """Metric of a figure, instrument of a policy move."""
    kind: str = ""
    since: datetime | None = None
    """Seen since then."""
    current: bool | None = None
    baseline: bool | None = None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change of the ledger."""

    id: str
    kind: ChangeKind
    fact_id: str
    url: str
    at: datetime
    claim: Claim
    previous: Fact | None
    reasons: tuple[str, ...]
    rings: bool
    held_reason: str
    held_detail: str


@dataclass(frozen=True, slots=True)
class FactWhole:
    """One fact with its history."""

    fact: Fact
    sightings: tuple[Sighting, ...]
    """Oldest first."""
    changes: tuple[ChangeShown, ...]
    """Oldest first."""
    earlier: tuple[Fact, ...]
    """What it superseded, the nearest first."""
    later: tuple[Fact, ...]
    """What superseded it."""


class FactViews(Asking):
    """Facts and changes."""

    def facts_list(self, wanted: FactFilter = FactFilter(), *, limit: int = PAGE, offset: int = 0) -> Sequence[Fact]:
        """Facts, those seen last first."""
        query = narrowed(
            select(FactRow),
            (_FACTS.c.subject, operator.eq, wanted.subject),
            (_FACTS.c.metric, operator.eq, wanted.metric),
            (_FACTS.c.kind, operator.eq, wanted.kind),
            (_FACTS.c.last_seen, operator.ge, wanted.since),
            (_FACTS.c.current, operator.eq, wanted.current),
            (_FACTS.c.baseline, operator.eq, wanted.baseline),
        )
        in_order = query.order_by(_FACTS.c.last_seen.desc(), _FACTS.c.id).limit(limit).offset(offset)
        return [fact_from_row(row) for row in self._session.scalars(in_order)]

    def fact_show(self, id: str) -> FactWhole | None:
        """One fact with its sightings and history; None where there is none of that id."""
        row = self._session.get(FactRow, id, populate_existing=True)
        if row is None:
            return None
        met = select(_SIGHTINGS).where(_SIGHTINGS.c.fact_id == id).order_by(_SIGHTINGS.c.seen, _SIGHTINGS.c.url)
        later = select(FactRow).where(_FACTS.c.supersedes == id).order_by(_FACTS.c.last_seen)
        return FactWhole(
            fact=fact_from_row(row),
            sightings=tuple(shown(Sighting, sighting) for sighting in self._session.execute(met)),
            changes=tuple(reversed(self.changes_list(fact=id, limit=1_000))),
            earlier=self._earlier(row.supersedes, {id}),
            later=tuple(fact_from_row(successor) for successor in self._session.scalars(later)),
        )

    def changes_list(
        self,
        *,
        fact: str = "",
        kind: ChangeKind | None = None,
        rings: bool | None = None,
        since: datetime | None = None,
        limit: int = PAGE,
        offset: int = 0,
    ) -> Sequence[ChangeShown]:
        """Changes, newest first."""
        query = narrowed(
            select(_CHANGES),
            (_CHANGES.c.fact_id, operator.eq, fact),
            (_CHANGES.c.kind, operator.eq, kind),
            (_CHANGES.c.rings, operator.eq, rings),
            (_CHANGES.c.at, operator.ge, since),
        )
        in_order = query.order_by(_CHANGES.c.at.desc(), _CHANGES.c.id).limit(limit).offset(offset)
        return [
            shown(
                ChangeShown,
                row,
                kind=ChangeKind(row.kind),
                claim=claim_from_json(row.claim),
                previous=fact_from_json(row.previous) if row.previous else None,
            )
            for row in self._session.execute(in_order)
        ]

    def _earlier(self, id: str | None, met: set[str]) -> tuple[Fact, ...]:
        """The chain of what came before, however often the ledger went back and forth."""
        row = self._session.get(FactRow, id) if id is not None and id not in met else None
        if row is None:
            return ()
        return (fact_from_row(row), *self._earlier(row.supersedes, {*met, row.id}))
