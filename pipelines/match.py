"""Who hears of it: changes that ring, held against the subscriptions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.types import Change, Ingested
from pipelines.work import Subscription


@dataclass(frozen=True, slots=True)
class Match:
    """What one article brings to one subscription; travels as one message."""

    alert: str
    """Id of the alert: the same for the same changes and subscription, so that it is written once."""
    subscription: Subscription
    changes: tuple[Change, ...]


def match(ingested: Ingested, subscriptions: Iterable[Subscription]) -> Iterator[Match]:
    """One match for each subscription that at least one ringing change meets."""
    for subscription in subscriptions:
        changes = tuple(change for change in ingested.ringing if wants(subscription, change, ingested.verdict.topics))
        if changes:
            yield Match(_alert_id(subscription, changes), subscription, changes)


def wants(subscription: Subscription, change: Change, topics: Sequence[str]) -> bool:
    """Whether the subscription asks for this change in an article on these topics."""
    claim = change.claim
    named = {change.claim.object, getattr(claim, "subject", None), getattr(claim, "target", None)}
    return (
        change.kind in subscription.changes
        and (not subscription.kinds or claim.kind in subscription.kinds)
        and (not subscription.topics or not set(topics).isdisjoint(subscription.topics))
        and (not subscription.entities or not named.isdisjoint(subscription.entities))
    )


def _alert_id(subscription: Subscription, changes: Sequence[Change]) -> str:
    parts = chr(31).join([str(subscription.id), *sorted(change.id for change in changes)])
    return f"a_{hashlib.sha256(parts.encode()).hexdigest()[:16]}"
