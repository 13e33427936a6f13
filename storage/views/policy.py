"""The policy facts of the ledger with everything that is known of each: what the lines of controls are drawn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from config.taxonomy import Taxonomy
from pipelines.controls import Heard, speaks_officially
from pipelines.controls.asked import EVERYTHING, Asked
from pipelines.ledger.rulings import Ruling, Told
from pipelines.types import Claim, Sighting
from storage.codec import claim_from_json, fact_from_row
from storage.tables import (
    AlertRow,
    ChangeRow,
    FactRow,
    ReadRow,
    RulingRow,
    SightingRow,
    table_of,
)
from storage.views.asking import Asking, shown
from storage.views.bearing import among, asked_facts, of_their_lines, with_their_kin

_FACTS, _SIGHTINGS, _CHANGES = table_of(FactRow), table_of(SightingRow), table_of(ChangeRow)
_RULINGS, _READS = table_of(RulingRow), table_of(ReadRow)
_ALERTS = table_of(AlertRow)
_PRESS = 2
"""Tier of a place that no article was read from."""


@dataclass(frozen=True, slots=True)
class _Changes:
    """What articles did to a fact."""

    claims: Mapping[str, tuple[Claim, ...]]
    """Address -> what was said there."""
    withdrawn: datetime | None


class PolicyViews(Asking):
    """Policy facts."""

    def policy_heard(self, taxonomy: Taxonomy, asked: Asked = EVERYTHING) -> Sequence[Heard]:
        """Those that bear on what is asked, with all that stands on their lines; those first met first.

        What was merged counts for the fact that it went into. However large the ledger, a few thousand facts are read
        at most (`storage.views.bearing`), unless the whole of it is asked for.
        """
        first = with_their_kin(self._session, asked_facts(self._session, asked))
        heard = self._heard(first, taxonomy)
        if not (asked.whole and asked.everything):
            more = of_their_lines(self._session, heard, asked) - first
            heard += self._heard(with_their_kin(self._session, more) - first, taxonomy)
        return sorted(heard, key=lambda one: (one.fact.first.seen, one.fact.id))

    def _heard(self, ids: Collection[str], taxonomy: Taxonomy) -> list[Heard]:
        """Facts with everything known of each; what was merged is among `ids`, and so is what it went into."""
        of_policy = select(_FACTS).where(among(_FACTS.c.id, ids), _FACTS.c.kind == "policy")
        facts = [fact_from_row(row) for row in self._session.execute(of_policy)]
        into = {fact.id: fact.merged_into for fact in facts}
        root = {name: _root(name, into) for name in into}
        told, official = self._sightings(root, taxonomy)
        changes, alerts, rulings = self._changes(root), self._alerts(root), self._rulings(root)
        merged: dict[str, list[str]] = defaultdict(list)
        for name, stands in root.items():
            if name != stands:
                merged[stands].append(name)
        return [
            Heard(
                fact=fact,
                told=tuple(Told(one, changes[fact.id].claims.get(one.url, ())) for one in told[fact.id].values()),
                official=frozenset(official[fact.id]),
                alerts=tuple(alerts[fact.id]),
                rulings=tuple(rulings[fact.id]),
                merged=tuple(merged[fact.id]),
                withdrawn=changes[fact.id].withdrawn if fact.withdrawn else None,
            )
            for fact in facts
            if fact.merged_into is None
        ]

    def _sightings(
        self, root: Mapping[str, str], taxonomy: Taxonomy
    ) -> tuple[Mapping[str, dict[str, Sighting]], Mapping[str, set[str]]]:
        """Each fact's places by address, oldest first, and those of them where a government speaks itself."""
        told: dict[str, dict[str, Sighting]] = defaultdict(dict)
        official: dict[str, set[str]] = defaultdict(set)
        query = select(_SIGHTINGS, _READS.c.tier).outerjoin(_READS, _READS.c.url == _SIGHTINGS.c.url)
        in_order = query.where(among(_SIGHTINGS.c.fact_id, root)).order_by(_SIGHTINGS.c.seen, _SIGHTINGS.c.url)
        for row in self._session.execute(in_order):
            told[root[row.fact_id]].setdefault(row.url, shown(Sighting, row))
            if speaks_officially(row.url, row.outlet, row.tier or _PRESS, taxonomy):
                official[root[row.fact_id]].add(row.url)
        return told, official

    def _changes(self, root: Mapping[str, str]) -> Mapping[str, _Changes]:
        said: dict[str, dict[str, dict[Claim, None]]] = defaultdict(lambda: defaultdict(dict))
        withdrawn: dict[str, datetime] = {}
        columns = (_CHANGES.c.fact_id, _CHANGES.c.kind, _CHANGES.c.url, _CHANGES.c.claim, _CHANGES.c.at)
        in_order = select(*columns).where(among(_CHANGES.c.fact_id, root)).order_by(_CHANGES.c.at, _CHANGES.c.id)
        for row in self._session.execute(in_order):
            if row.kind == "withdrawn":
                withdrawn[root[row.fact_id]] = row.at
            else:
                said[root[row.fact_id]][row.url][claim_from_json(row.claim)] = None
        return {
            name: _Changes({url: tuple(claims) for url, claims in said[name].items()}, withdrawn.get(name))
            for name in set(root.values())
        }

    def _alerts(self, root: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        headline = _ALERTS.c.telling["headline"].astext.label("title")
        query = select(_ALERTS.c.fact_id, _ALERTS.c.id, headline).where(_ALERTS.c.stage == "told")
        for row in self._session.execute(query.where(among(_ALERTS.c.fact_id, root)).order_by(_ALERTS.c.created_at)):
            told = f"{row.id}  {row.title}"
            if told not in found[root[row.fact_id]]:
                found[root[row.fact_id]].append(told)
        return found

    def _rulings(self, root: Mapping[str, str]) -> Mapping[str, Sequence[Ruling]]:
        found: dict[str, list[Ruling]] = defaultdict(list)
        settled = select(_RULINGS).where(_RULINGS.c.kind == "settle", among(_RULINGS.c.fact_id, root))
        for row in self._session.execute(settled.order_by(_RULINGS.c.id)):
            found[root[row.fact_id]].append(shown(Ruling, row))
        return found


def _root(id: str, into: Mapping[str, str | None]) -> str:
    later = into[id]
    return id if later is None else _root(later, into)
