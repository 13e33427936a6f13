"""The subscriptions that are switched on, compiled once in a process and again when somebody edits one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from pipelines.alerts.index import SubscriptionIndex
from pipelines.alerts.types import Subscription
from storage.unit import Store, Unit


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The subscriptions as they were at one version."""

    version: int
    by_id: Mapping[int, Subscription]
    index: SubscriptionIndex


_KEPT: WeakKeyDictionary[Store, Subscribed] = WeakKeyDictionary()


def subscribed(unit: Unit, store: Store) -> Subscribed:
    """The subscriptions as they stand in this transaction."""
    kept, version = _KEPT.get(store), unit.subscriptions.version()
    if kept is None or kept.version != version:
        found = unit.subscriptions.enabled()
        kept = _KEPT[store] = Subscribed(version, {one.id: one for one in found}, SubscriptionIndex(found))
    return kept
