"""What one article brings to each subscription that asks for some of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.alerts.index import SubscriptionIndex
from pipelines.alerts.types import Subscription
from pipelines.alerts.wants import matters
from pipelines.types import Change, Ingested


@dataclass(frozen=True, slots=True)
class Match:
    """What one article brings to one subscription; travels as one message."""

    alert: str
    """Id of the alert: the same for the same changes and subscription, so that it is written once."""
    subscription: Subscription
    changes: tuple[Change, ...]


def matches(ingested: Ingested, index: SubscriptionIndex) -> Iterator[Match]:
    """One match for each subscription that at least one ringing change meets."""
    met: dict[int, tuple[Subscription, list[Change]]] = {}
    for matter in matters(ingested):
        for subscription in index.matching(matter):
            met.setdefault(subscription.id, (subscription, []))[1].append(matter.change)
    for subscription, changes in met.values():
        yield Match(_alert_id(subscription, changes), subscription, tuple(changes))


def _alert_id(subscription: Subscription, changes: Sequence[Change]) -> str:
    parts = chr(31).join([str(subscription.id), *sorted(change.id for change in changes)])
    return f"a_{hashlib.sha256(parts.encode()).hexdigest()[:16]}"
