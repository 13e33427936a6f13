"""Gathers what a walk over articles tells of policy: the facts as they stand in the end, and where each was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from config.taxonomy import Taxonomy
from pipelines.controls.heard import Heard, speaks_officially
from pipelines.ledger.rulings import Told
from pipelines.types import Change, ChangeKind, Fact, Ingested, PolicyMove


class Gathering:
    """The policy facts of one walk; only what `heard` needs is kept of each article."""

    def __init__(self, baseline: Iterable[Fact], taxonomy: Taxonomy) -> None:
        """Start with what is known before the first article."""
        self._taxonomy = taxonomy
        self._heard: dict[str, Heard] = {}
        for fact in baseline:
            if isinstance(fact.claim, PolicyMove):
                self._heard[fact.id] = Heard(fact, (Told(fact.first, ()),))

    def listening(self, walked: Iterable[Ingested]) -> Iterator[Ingested]:
        """The same articles, each heard as it passes."""
        for ingested in walked:
            for change in ingested.changes:
                if isinstance(change.claim, PolicyMove):
                    self._hear(change, ingested)
            yield ingested

    def heard(self) -> Sequence[Heard]:
        """What was gathered so far."""
        return list(self._heard.values())

    def _hear(self, change: Change, ingested: Ingested) -> None:
        document, sighting = ingested.document, change.sighting
        known = self._heard.get(change.fact.id, Heard(change.fact, ()))
        if change.kind is ChangeKind.WITHDRAWN:
            self._heard[change.fact.id] = replace(known, fact=change.fact, withdrawn=sighting.seen)
            return
        official = speaks_officially(document.url, document.outlet, document.tier, self._taxonomy)
        self._heard[change.fact.id] = replace(
            known,
            fact=change.fact,
            told=_with(known.told, Told(sighting, (change.claim,))),
            official=known.official | {document.url} if official else known.official,
            withdrawn=None,
        )


def _with(told: tuple[Told, ...], new: Told) -> tuple[Told, ...]:
    """An article that says it in several sentences is one place."""
    if told and told[-1].sighting.url == new.sighting.url:
        return (*told[:-1], replace(told[-1], claims=(*told[-1].claims, *new.claims)))
    return (*told, new)
