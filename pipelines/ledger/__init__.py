"""The ledger's judgement: claims meet what is known, and each is told apart as new, revised, confirmed,
restated, disputed or withdrawn. Pure: the caller brings the candidates and stores the outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipelines.ledger import figures, policy
from pipelines.ledger.figures import at_once, replaces, same_figure
from pipelines.ledger.policy import moves_on, same_move
from pipelines.ledger.rulings import in_force, ruled, set_right
from pipelines.ledger.shelves import Shelves
from pipelines.types import Change, ChangeKind, Claim, Fact, Figure, Sighting

EVER = datetime.min.replace(tzinfo=UTC)
OTHER_WORDINGS = 4
"""How many a fact keeps: enough to know it by, few enough to compare with."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One change for each claim, in order, and the facts that are new or altered."""

    changes: tuple[Change, ...]
    facts: tuple[Fact, ...]


def reconcile(
    claims: Iterable[Claim], candidates: Iterable[Fact], *, sighting: Sighting, stated: Sequence[Fact] = ()
) -> Reconciled:
    """What these claims of one article change in the ledger.

    `candidates` are all facts that could be meant; `stated` those that an earlier version of the same article
    carried: what is no longer said, and by nobody else, is withdrawn.
    """
    ledger, touched = Shelves((*candidates, *stated)), dict[str, None]()
    former = {fact.id for fact in stated}
    claims = list(claims)
    met: dict[int, Change] = {}
    own: set[str] = set()
    """Facts that this article itself has stated so far: two numbers side by side do not replace each other."""
    for at, claim in sorted(enumerate(claims), key=lambda numbered: policy.told_vaguely(numbered[1])):
        change = _meet(claim, ledger, own, former, sighting)
        altered = [change.fact]
        if change.previous is not None and change.kind is ChangeKind.REVISED:
            altered.append(replace(change.previous, current=False))
        for fact in altered:
            ledger.put(fact)
            touched[fact.id] = None
        own.add(change.fact.id)
        met[at] = change
    changes = [met[at] for at in range(len(claims))]
    for fact in stated:
        if fact.id not in own and ledger[fact.id].current and fact.origins <= {sighting.origin} and not fact.baseline:
            gone = replace(ledger[fact.id], current=False, withdrawn=True)
            ledger.put(gone)
            touched[gone.id] = None
            changes.append(_change(ChangeKind.WITHDRAWN, fact.claim, gone, sighting, previous=fact))
    return Reconciled(tuple(changes), tuple(ledger[name] for name in touched))


def _meet(claim: Claim, ledger: Shelves, own: set[str], stated: set[str], sighting: Sighting) -> Change:
    """One claim and the ledger as it stands at this sentence."""
    name = _digest("f", sighting.url, str(claim.start), claim.kind, _told(claim), claim.quote)
    alike = ledger.alike(claim)
    known = (
        _best_match(claim, in_force(alike, ledger, sighting), sighting)
        or ruled(name, ledger)
        or _best_match(claim, set_right(claim, alike, ledger, sighting), sighting)
    )
    if known is not None:
        known = ledger[known.id]
        fact = _seen_again(known, claim, sighting)
        if (news := policy.turned_news(claim, known, sighting)) is not None:
            return _change(ChangeKind.NEW, claim, replace(fact, claim=news), sighting)
        independent = sighting.origin not in known.origins
        return _change(ChangeKind.CONFIRMED if independent else ChangeKind.RESTATED, claim, fact, sighting)
    previous = _predecessor(claim, in_force(ledger.of_line(claim), ledger, sighting), own, sighting)
    previous = ledger[previous.id] if previous else None
    kind = ChangeKind.NEW if previous is None else ChangeKind.REVISED
    if previous is not None and isinstance(claim, Figure) and previous.id not in stated and at_once(previous, sighting):
        kind = ChangeKind.DISPUTED
    fact = Fact(
        id=name,
        claim=claim,
        first=sighting,
        last_seen=sighting.seen,
        origins=frozenset({sighting.origin}),
        outlets=frozenset({sighting.outlet} if sighting.outlet else ()),
        stories=frozenset({sighting.story}),
        supersedes=previous.id if previous else None,
    )
    return _change(kind, claim, fact, sighting, previous=previous)


def _best_match(claim: Claim, facts: Iterable[Fact], sighting: Sighting) -> Fact | None:
    """The fact that the claim most likely states; of equals one that holds, then the latest."""
    best, rank = None, ((figures.SAME if isinstance(claim, Figure) else policy.enough(claim)), False, EVER)
    for fact in facts:
        for reading in fact.readings:
            likeness = _likeness(claim, reading, fact, sighting, least=rank[0])
            if likeness >= rank[0] and (likeness, fact.current, fact.last_seen) > rank:
                best, rank = fact, (likeness, fact.current, fact.last_seen)
    return best


def _likeness(claim: Claim, reading: Claim, fact: Fact, sighting: Sighting, *, least: float) -> float:
    if isinstance(claim, Figure):
        return same_figure(claim, reading, fact, sighting, least=least)
    return same_move(claim, reading, fact, sighting)


def _predecessor(claim: Claim, facts: Iterable[Fact], own: set[str], sighting: Sighting) -> Fact | None:
    """The fact whose value or state this claim replaces, the latest where there are several."""
    if isinstance(claim, Figure):
        if claim.prior:
            return None
        found = [
            fact
            for fact in facts
            if replaces(claim, fact, sighting)
            and (fact.id not in own or (isinstance(fact.claim, Figure) and _told_as_old(fact)))
        ]
    else:
        found = [] if claim.background else [fact for fact in facts if fact.id not in own and moves_on(claim, fact)]
    return max(found, key=lambda fact: fact.last_seen, default=None)


def _told_as_old(fact: Fact) -> bool:
    """The article itself gave this value as the one that no longer holds."""
    return isinstance(fact.claim, Figure) and fact.claim.prior


def _seen_again(fact: Fact, claim: Claim, sighting: Sighting) -> Fact:
    """What was withdrawn holds again: somebody states it."""
    return replace(
        fact,
        current=fact.current or fact.withdrawn,
        withdrawn=False,
        others=_with_wording(fact, claim),
        last_seen=max(fact.last_seen, sighting.seen),
        origins=fact.origins | {sighting.origin},
        outlets=fact.outlets | ({sighting.outlet} if sighting.outlet else frozenset()),
        stories=fact.stories | {sighting.story},
    )


def _with_wording(fact: Fact, claim: Claim) -> tuple[Claim, ...]:
    """The fact's other wordings, this one among them where it says something of its own, up to a few."""
    if not isinstance(claim, Figure):  # a move's other wordings are so wide that they draw in its neighbours
        return fact.others
    told = [_about(reading) for reading in fact.readings if isinstance(reading, Figure)]
    return fact.others if len(told) > OTHER_WORDINGS or _about(claim) in told else (*fact.others, claim)


def _about(figure: Figure) -> tuple[str | None, ...]:
    return figure.subject, figure.metric, figure.object, figure.period


def _change(kind: ChangeKind, claim: Claim, fact: Fact, sighting: Sighting, *, previous: Fact | None = None) -> Change:
    return Change(
        id=_digest("c", fact.id, sighting.url, str(kind), _told(claim)),
        kind=kind,
        claim=claim,
        fact=fact,
        sighting=sighting,
        previous=previous,
    )


def _told(claim: Claim) -> str:
    """What tells this claim from others of its sentence: two figures in it can have one value."""
    if isinstance(claim, Figure):
        return (
            f"{claim.value}-{claim.value_high}{claim.unit} {claim.trend} {claim.subject} {claim.metric} {claim.object}"
        )
    return f"{claim.status} {claim.direction} {claim.object} {claim.target}"


def _digest(prefix: str, *parts: str) -> str:
    """A short id that is the same wherever and whenever the same decision is taken."""
    return f"{prefix}_{hashlib.sha256(chr(31).join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
