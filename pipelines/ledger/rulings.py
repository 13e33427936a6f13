"""What an operator rules where the ledger erred, and how that bears on later claims: two facts are one, or one is two.

The facts carry the rulings themselves: `Fact.merged_into` and `Fact.apart`. So whoever has the candidates of a claim
has what was ruled about them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from pipelines.types import Claim, Fact, Figure, Sighting, Status


@dataclass(frozen=True, slots=True)
class Ruling:
    """One word of an operator; an undone one bears on nothing, but stays in the history."""

    id: int
    kind: Literal["merge", "split", "settle"]
    fact_id: str
    """The fact that was merged away, or split, or settled."""
    into_id: str
    """The fact that it went into, or that was split off; what was settled stays itself."""
    urls: tuple[str, ...]
    """Addresses whose claims were split off; empty for the others."""
    why: str
    ruled_by: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None
    status: Status | None = None
    """Settled: where the control stands."""
    effective: date | None = None
    """Settled: since when, where that was said."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sighting of a fact, with what was said there."""

    sighting: Sighting
    claims: tuple[Claim, ...]


# ---------------------------------------------------------------- how rulings bear on a claim
def in_force(facts: Sequence[Fact], ledger: Mapping[str, Fact], sighting: Sighting) -> Sequence[Fact]:
    """Those of these facts that claims of this article may meet.

    A merged fact comes as the one that it went into, in its own words; what the article was split off from is left out.
    """
    if not any(fact.merged_into or fact.apart for fact in facts):
        return facts
    told = ((fact, goes_into(fact, ledger)) for fact in facts)
    return [_in_words_of(fact, into) for fact, into in told if not (_parted(fact, sighting) or _parted(into, sighting))]


def set_right(claim: Claim, facts: Sequence[Fact], ledger: Mapping[str, Fact], sighting: Sighting) -> Sequence[Fact]:
    """Those of these facts that the article was split off from, where it now says something else: a correction may
    well bring it back to them. None where any fact holds this very sentence, as what was split off does.
    """
    closed = [fact for fact in facts if _parted(fact, sighting)]
    if not closed or any(claim.quote == reading.quote for fact in ledger.values() for reading in fact.readings):
        return ()
    return [_in_words_of(fact, goes_into(fact, ledger)) for fact in closed]


def goes_into(fact: Fact, ledger: Mapping[str, Fact]) -> Fact:
    """The fact that stands for this one: itself, unless it was merged."""
    into = ledger.get(fact.merged_into) if fact.merged_into else None
    return fact if into is None else goes_into(into, ledger)


def ruled(id: str, ledger: Mapping[str, Fact]) -> Fact | None:
    """The fact to which a ruling has brought the very claim that would enter the ledger under this id, if one has."""
    split_off = ledger.get(apart_id(id))
    if split_off is not None:
        return goes_into(split_off, ledger)
    merged_away = ledger.get(id)
    return goes_into(merged_away, ledger) if merged_away is not None and merged_away.merged_into else None


def apart_id(id: str) -> str:
    """The id under which a claim is known once it was split off from the fact that bears its own."""
    return f"f_{hashlib.sha256(f'apart from {id}'.encode()).hexdigest()[:12]}"


def _parted(fact: Fact, sighting: Sighting) -> bool:
    return not fact.apart.isdisjoint((sighting.url, sighting.origin))


def _in_words_of(fact: Fact, into: Fact) -> Fact:
    if fact is into:
        return fact
    return replace(into, claim=fact.claim, others=fact.others, baseline=fact.baseline or into.baseline)


# ---------------------------------------------------------------- how a ruling changes the facts
def merged(winner: Fact, loser: Fact, *, succeeded: bool = False) -> tuple[Fact, Fact]:
    """Both facts, once the loser has gone into the winner, whose claim stands.

    `succeeded`: a third fact has replaced one of them, so what they are is no longer current. A value that the ledger
    took for the revision of its own double replaced nothing.
    """
    before = {winner.supersedes, loser.supersedes} - {winner.id, loser.id, None}
    own = winner.supersedes if winner.supersedes in before else None
    joined = replace(
        winner,
        first=min(winner.first, loser.first, key=lambda first: first.seen),
        last_seen=max(winner.last_seen, loser.last_seen),
        origins=winner.origins | loser.origins,
        outlets=winner.outlets | loser.outlets,
        stories=winner.stories | loser.stories,
        apart=winner.apart | loser.apart,
        supersedes=own or next(iter(before), None),
        current=not succeeded and (winner.current or loser.current),
        withdrawn=not succeeded and winner.withdrawn and loser.withdrawn,
    )
    return joined, replace(loser, merged_into=winner.id, current=False)


def unmerged(now: Fact, then: Fact, before: tuple[Fact, Fact], met: Sequence[Sighting]) -> tuple[Fact, Fact]:
    """Winner and loser, once a merge is undone. `now`: the winner as it stands; `then`: as the merge left it;
    `before`: both as they had stood. What the winner has met since (`met`: all its own sightings) stays with it.
    """
    winner, loser = before
    restored = replace(
        now,
        first=winner.first,
        last_seen=max([winner.last_seen, *(sighting.seen for sighting in met)]),
        origins=winner.origins | {sighting.origin for sighting in met},
        outlets=winner.outlets | _outlets(met),
        stories=winner.stories | {sighting.story for sighting in met},
        apart=winner.apart,
        supersedes=winner.supersedes,
        current=winner.current if now.current == then.current else now.current,
        withdrawn=winner.withdrawn if now.current == then.current else now.withdrawn,
    )
    return restored, loser


def split(fact: Fact, told: Sequence[Told], urls: Collection[str], *, id: str) -> tuple[Fact, Fact]:
    """What stays of a fact, and what was split off under `id`, each as its own sightings tell it.

    `told`: every sighting, oldest first, with its claims; `urls` are some of them, not all.
    """
    going = [one for one in told if one.sighting.url in urls]
    staying = [one for one in told if one.sighting.url not in urls]
    gone = {claim for one in going for claim in one.claims} - {claim for one in staying for claim in one.claims}
    readings = [claim for claim in fact.readings if claim not in gone]
    readings += [claim for one in staying for claim in one.claims if claim not in readings][: not readings]
    lost = {one.sighting.origin for one in going} - {one.sighting.origin for one in staying}
    moved = [one.sighting for one in going]
    kept = [one.sighting for one in staying]
    rest = replace(
        fact,
        claim=readings[0] if readings else fact.claim,
        others=tuple(readings[1:]),
        first=fact.first if fact.first.url not in urls else kept[0],
        last_seen=max(sighting.seen for sighting in kept),
        origins=fact.origins - lost,
        outlets=fact.outlets - (_outlets(moved) - _outlets(kept)),
        stories=fact.stories - ({one.story for one in moved} - {one.story for one in kept}),
        apart=fact.apart | set(urls),
    )
    return rest, _fact_of(going, id, fallback=fact.claim)


def unsplit(now: Fact, before: Fact, split_off: Fact, urls: Collection[str]) -> tuple[Fact, Fact]:
    """The fact made whole again, and what had been split off, which keeps its id and goes where it came from."""
    whole, away = merged(now, split_off, succeeded=not (now.current or now.withdrawn))
    whole = replace(whole, apart=whole.apart - set(urls), supersedes=now.supersedes)
    if before.first.url in urls:
        whole = replace(whole, claim=before.claim, others=before.others, first=before.first)
    return whole, away


def same_kind(one: Claim, other: Claim) -> bool:
    """Whether both are figures, or both policy moves."""
    return isinstance(one, Figure) == isinstance(other, Figure)


def _fact_of(told: Sequence[Told], id: str, *, fallback: Claim) -> Fact:
    claims = tuple(dict.fromkeys(claim for one in told for claim in one.claims)) or (fallback,)
    sightings = [one.sighting for one in told]
    return Fact(
        id=id,
        claim=claims[0],
        others=claims[1:],
        first=sightings[0],
        last_seen=max(sighting.seen for sighting in sightings),
        origins=frozenset(sighting.origin for sighting in sightings),
        outlets=_outlets(sightings),
        stories=frozenset(sighting.story for sighting in sightings),
    )


def _outlets(sightings: Sequence[Sighting]) -> frozenset[str]:
    return frozenset(sighting.outlet for sighting in sightings if sighting.outlet)
