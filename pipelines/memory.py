"""What was read and what is known, in dictionaries: the memory of a replay, of the bench and of tests."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from pipelines.furniture import ScratchMargins
from pipelines.ledger.keys import OF_LINE, candidate_keys, line_key, nearest, per_key, tiers
from pipelines.types import ChangeKind, Claim, Document, Fact, Ingested, Read, Signature, Sketch

HEAVIEST = 16
"""Terms of a sketch by which its neighbours are found."""
CROWD = 128
"""Articles given at most for each of these terms: the latest. What everybody writes about tells nothing apart."""
NEIGHBOURS = 80
"""Twins and neighbours given at most: of twins the earliest, of neighbours those with most of these terms in common,
then the latest."""

Key = TypeVar("Key", bound=Hashable)


class ScratchMemory:
    """`pipelines.ports.Memory` without a database: nothing outlives the process, everything is found by key."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        """Start with `facts` known, such as a desk's baseline."""
        self._reads: dict[str, Read] = {}
        self._by_exact: dict[str, set[str]] = defaultdict(set)
        self._by_band: dict[int, set[str]] = defaultdict(set)
        self._by_term: dict[str, list[str]] = defaultdict(list)
        """Addresses in order of `_when`."""
        self._when: dict[str, tuple[datetime, int]] = {}
        """When each was seen, and which of those of that moment came first."""
        self._facts: dict[str, Fact] = {}
        self._by_key: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        """When each fact was last seen, and its id, in this order."""
        self._stated: dict[str, tuple[str, ...]] = {}
        self._margins = ScratchMargins()
        for fact in facts:
            self._keep_fact(fact)

    def twins(self, signature: Signature, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles other than `url` that share the exact hash or a band, oldest first."""
        urls = set(self._by_exact.get(signature.exact, ()))
        urls.update(*(self._by_band.get(band, ()) for band in signature.bands))
        return sorted(self._others(urls, url, since), key=lambda read: (read.seen, read.url))[:NEIGHBOURS]

    def neighbours(self, sketch: Sketch, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles of other addresses that share one of the sketch's heaviest terms, newest first."""
        shared: Counter[str] = Counter()
        for term in heaviest(sketch):
            crowd = self._by_term.get(term, [])[-CROWD:]
            shared.update(crowd[bisect_left(crowd, (since, 0), key=self._when.__getitem__) :])
        shared.pop(url, None)
        return [self._reads[other] for other in sorted(self._nearest(shared), key=self._when.__getitem__, reverse=True)]

    def standing_story(self, assigned: str, *, url: str) -> str:
        """The story itself: nobody merges or splits what no database holds."""
        return assigned

    def facts(self, claims: Iterable[Claim]) -> Sequence[Fact]:
        """The facts most likely to be the same as, or the predecessor of, one of these claims, in order of id."""
        found = {name for claim in claims for _, name in self._candidates(claim)}
        return [self._facts[name] for name in sorted(found)]

    def stated(self, url: str) -> Sequence[Fact]:
        """Facts that the version of this address remembered last has stated."""
        return [self._facts[name] for name in self._stated.get(url, ()) if name in self._facts]

    def furniture(self, document: Document, *, now: datetime) -> frozenset[int]:
        """Hashes of the lines that the document's site puts around its articles, as far as settled before `now`."""
        return self._margins.furniture(document, now=now)

    def remember(self, ingested: Ingested, facts: Sequence[Fact], *, now: datetime) -> None:
        """Store what was decided at `now`; an article replaces what its address had before, a fact its own id."""
        for fact in facts:
            self._keep_fact(fact)
        self._keep_read(_as_read(ingested, seen=now))
        self._stated[ingested.document.url] = stated_facts(ingested)
        self._margins.keep(ingested, now=now)

    def _candidates(self, claim: Claim) -> Iterable[tuple[datetime, str]]:
        """The facts that share most keys of the first tiers with the claim, and the latest of its line."""
        most, each = nearest(claim), per_key(claim)
        found = dict[tuple[datetime, str], None]()
        for tier in tiers(claim):
            shared: Counter[tuple[datetime, str]] = Counter()
            for key in tier:
                shared.update(self._by_key.get(key, [])[-each:])
            ranked = sorted(shared, key=lambda listed: (shared[listed], listed), reverse=True)
            found.update(dict.fromkeys([listed for listed in ranked if listed not in found][: most - len(found)]))
            if len(found) >= most:
                break
        line = line_key(claim)
        return [*found, *self._by_key.get(line, [])[-OF_LINE:]] if line else found

    def _nearest(self, shared: Mapping[str, int]) -> Sequence[str]:
        """Those with most terms in common, then the latest; only where the line falls does the time need a look."""
        if len(shared) <= NEIGHBOURS:
            return list(shared)
        least = sorted(shared.values())[-NEIGHBOURS]
        nearest = [url for url, count in shared.items() if count > least]
        level = (url for url, count in shared.items() if count == least)
        return nearest + heapq.nlargest(NEIGHBOURS - len(nearest), level, key=self._when.__getitem__)

    def _others(self, urls: Iterable[str], url: str, since: datetime) -> Iterable[Read]:
        reads = (self._reads[other] for other in urls if other != url)
        return (read for read in reads if read.seen >= since)

    def _keep_fact(self, fact: Fact) -> None:
        known = self._facts.get(fact.id)
        if known is not None:
            for key in _keys_of(known):
                listed = self._by_key[key]
                del listed[bisect_left(listed, (known.last_seen, known.id))]
        self._facts[fact.id] = fact
        entry = fact.last_seen, fact.id
        for key in _keys_of(fact):
            insort(self._by_key[key], entry)

    def _keep_read(self, read: Read) -> None:
        earlier = self._reads.get(read.url)
        if earlier is not None:
            _unlist(self._by_exact, [earlier.signature.exact], read.url)
            _unlist(self._by_band, earlier.signature.bands, read.url)
            for term in heaviest(earlier.sketch):
                self._by_term[term].remove(read.url)
        self._reads[read.url] = read
        _list(self._by_exact, [read.signature.exact], read.url)
        _list(self._by_band, read.signature.bands, read.url)
        _, place = self._when.get(read.url, (read.seen, len(self._when)))
        self._when[read.url] = read.seen, place
        for term in heaviest(read.sketch):
            insort(self._by_term[term], read.url, key=self._when.__getitem__)


def heaviest(sketch: Sketch) -> tuple[str, ...]:
    """The terms by which an article is listed and looked for among its neighbours."""
    return tuple(term for term, _ in sketch.weights[:HEAVIEST])


def stated_facts(ingested: Ingested) -> tuple[str, ...]:
    """Ids of the facts that an article states: those of its changes, except what it no longer says."""
    stated = (change.fact.id for change in ingested.changes if change.kind is not ChangeKind.WITHDRAWN)
    return tuple(dict.fromkeys(stated))


def _as_read(ingested: Ingested, *, seen: datetime) -> Read:
    document = ingested.document
    return Read(
        url=document.url,
        outlet=document.outlet,
        tier=document.tier,
        seen=seen,
        story=ingested.story,
        origin=ingested.twin.origin if ingested.twin else document.url,
        signature=ingested.signature,
        sketch=ingested.sketch,
    )


def _list(index: dict[Key, set[str]], keys: Iterable[Key], name: str) -> None:
    for key in keys:
        index[key].add(name)


def _unlist(index: dict[Key, set[str]], keys: Iterable[Key], name: str) -> None:
    for key in keys:
        index[key].discard(name)
        if not index[key]:
            del index[key]


def _keys_of(fact: Fact) -> set[str]:
    return {key for claim in fact.readings for key in candidate_keys(claim)}
