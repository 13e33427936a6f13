"""The ledger as it is shown: facts in lists, and one with everywhere it was met and everything that changed it."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, select, true

from pipelines.errors import Refused
from pipelines.ledger.rulings import Ruling, Told
from pipelines.types import ChangeKind, Claim, Fact, Sighting
from storage.codec import claim_from_json, fact_from_json, fact_from_row
from storage.tables import ChangeRow, FactRow, RulingRow, table_of
from storage.views.alerts import AlertShown, alerts_of
from storage.views.asking import PAGE, Asking, narrowed, shown
from storage.views.families import family_of, first_hand, no_fact, roots_of, told_of

_FACTS, _CHANGES, _RULINGS = table_of(FactRow), table_of(ChangeRow), table_of(RulingRow)
_STANDING = _FACTS.c.merged_into.is_(None)
MOST_CHANGES = 1_000
PORTION = 1_000
"""Rows fetched at a time where all are walked."""

_OTHER, _SAID = _FACTS.alias("other"), _CHANGES.alias("said")
_BY_ARTICLES = exists().where(_SAID.c.fact_id == _FACTS.c.id)
_RIVAL = (_OTHER.c.supersedes == _FACTS.c.id) | (_OTHER.c.id == _FACTS.c.supersedes)
STATE = case(
    (~_STANDING, "merged"),
    (_FACTS.c.withdrawn, "withdrawn"),
    (~_FACTS.c.current, "revised"),
    (exists().where(_RIVAL, _OTHER.c.current), "disputed"),
    (_FACTS.c.baseline & ~_BY_ARTICLES, "baseline"),
    (func.jsonb_array_length(_FACTS.c.origins) > 1, "confirmed"),
    else_="new",
)
"""How a fact stands, as `STATES` says."""


STATES = ("new", "confirmed", "revised", "disputed", "withdrawn", "baseline", "merged")
"""How a fact stands: met at one origin, or at several; replaced by a later value; against another that also holds;
no longer said by those who said it; known from the seeds alone; merged into another by an operator."""


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts a list shows; empty fields ask for nothing."""

    subject: str = ""
    """Subject of a figure, actor of a policy move."""
    metric: str = ""
    """Metric of a figure, instrument of a policy move."""
    kind: str = ""
    object: str = ""
    since: datetime | None = None
    """Seen since then, be it again."""
    met_since: datetime | None = None
    """First met since then."""
    met_until: datetime | None = None
    """First met before then."""
    current: bool | None = None
    baseline: bool | None = None
    state: str = ""
    """One of `STATES`."""
    merged: bool | None = None
    """Also those that an operator merged into another (None), only these, or none of them."""


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
class FactListed:
    """One fact and how it stands."""

    fact: Fact
    state: str
    """One of `STATES`."""


@dataclass(frozen=True, slots=True)
class FactWhole:
    """One fact with its history."""

    fact: Fact
    state: str
    told: tuple[Told, ...]
    """Oldest first; also where the facts that were merged into it were met."""
    first_hand: frozenset[str]
    """Addresses among them of sources of the first tier: an official document, a company's own filing."""
    changes: tuple[ChangeShown, ...]
    """Oldest first."""
    alerts: tuple[AlertShown, ...]
    """What it rang, oldest first."""
    rulings: tuple[Ruling, ...]
    """Oldest first, undone ones too."""
    earlier: tuple[Fact, ...]
    """What it superseded, the nearest first."""
    later: tuple[Fact, ...]
    """What superseded it."""

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """Oldest first."""
        return tuple(one.sighting for one in self.told)


class FactViews(Asking):
    """Facts and changes."""

    def facts_list(self, wanted: FactFilter = FactFilter(), *, limit: int = PAGE, offset: int = 0) -> Sequence[Fact]:
        """Facts, those seen last first."""
        query = _narrowed(select(FactRow), wanted).order_by(_FACTS.c.last_seen.desc(), _FACTS.c.id)
        return [fact_from_row(row) for row in self._session.scalars(query.limit(limit).offset(offset))]

    def facts_standing(self, wanted: FactFilter = FactFilter(), *, limit: int | None = PAGE) -> Iterator[FactListed]:
        """Facts with how they stand, those first met last first; read in portions while they are walked."""
        query = _narrowed(select(_FACTS, STATE.label("state")), wanted)
        in_order = query.order_by(_FACTS.c.first_seen.desc(), _FACTS.c.id).limit(limit)
        for row in self._session.execute(in_order.execution_options(yield_per=PORTION)):
            yield FactListed(fact_from_row(row), row.state)

    def fact_show(self, id: str) -> FactWhole | None:
        """One fact with everything known of it, or the one that it was merged into; None where there is none."""
        root = roots_of(self._session, [id]).get(id)
        if root is None:
            return None
        family = family_of(self._session, root)
        row = self._session.execute(select(_FACTS, STATE.label("state")).where(_FACTS.c.id == root)).one()
        later = select(_FACTS).where(_FACTS.c.supersedes.in_(family), _FACTS.c.id.not_in(family), _STANDING)
        ruled = select(_RULINGS).where(_RULINGS.c.fact_id.in_(family) | _RULINGS.c.into_id.in_(family))
        changes = self.changes_list(facts=family, limit=MOST_CHANGES)
        told = tuple(told_of(self._session, family))
        return FactWhole(
            fact=fact_from_row(row),
            state=row.state,
            told=told,
            first_hand=first_hand(self._session, [one.sighting.url for one in told]),
            changes=tuple(reversed(changes)),
            alerts=tuple(alerts_of(self._session, [change.id for change in changes])),
            rulings=tuple(shown(Ruling, one) for one in self._session.execute(ruled.order_by(_RULINGS.c.id))),
            earlier=self._earlier(row.supersedes, {root}),
            later=tuple(fact_from_row(one) for one in self._session.execute(later.order_by(_FACTS.c.first_seen))),
        )

    def no_fact(self, id: str) -> Refused:
        """What to tell a person who asks for a fact that there is none of."""
        return no_fact(self._session, id)

    def changes_list(
        self,
        *,
        facts: Collection[str] = (),
        kind: ChangeKind | None = None,
        rings: bool | None = None,
        since: datetime | None = None,
        limit: int = PAGE,
        offset: int = 0,
    ) -> Sequence[ChangeShown]:
        """Changes, newest first."""
        query = narrowed(
            select(_CHANGES).where(_CHANGES.c.fact_id.in_(facts)) if facts else select(_CHANGES),
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
        root = roots_of(self._session, [id]).get(id) if id is not None else None
        if root is None or root in met:
            return ()
        fact = fact_from_row(self._session.execute(select(_FACTS).where(_FACTS.c.id == root)).one())
        return (fact, *self._earlier(fact.supersedes, {*met, root}))


def _narrowed(query: Select[Any], wanted: FactFilter) -> Select[Any]:
    merged = {None: true(), True: ~_STANDING, False: _STANDING}[wanted.merged]
    return narrowed(
        query.where(merged),
        (_FACTS.c.subject, operator.eq, wanted.subject),
        (_FACTS.c.metric, operator.eq, wanted.metric),
        (_FACTS.c.claim["object"].astext, operator.eq, wanted.object),
        (_FACTS.c.kind, operator.eq, wanted.kind),
        (_FACTS.c.last_seen, operator.ge, wanted.since),
        (_FACTS.c.first_seen, operator.ge, wanted.met_since),
        (_FACTS.c.first_seen, operator.lt, wanted.met_until),
        (_FACTS.c.current, operator.eq, wanted.current),
        (_FACTS.c.baseline, operator.eq, wanted.baseline),
        (STATE, operator.eq, wanted.state),
    )
