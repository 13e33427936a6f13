"""Telling somebody of changes, without the article that brought them: alerts, a message, and its deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pipelines.alerts.alerts import alert
from pipelines.alerts.types import Bundle, Subscription, Telling
from pipelines.types import Change
from pipelines.work import Delivery
from storage.bundles import Planned
from storage.unit import Unit
from tests.build import telling
from worker.flush import flush


def tell(
    unit: Unit, subscription: Subscription, changes: Sequence[Change], *, now: datetime, **words: Any
) -> Sequence[int]:
    """What the subscription's timing makes of these changes, which must be remembered; ids of the deliveries."""
    alerts = [alert(subscription, change, words_of(change, **words), now=now) for change in changes]
    keys = unit.alerts.write(alerts, {subscription.id: subscription.name}, now=now)
    return flush(keys, unit, {subscription.id: subscription}, now=now)


def words_of(change: Change, **words: Any) -> Telling:
    """A change in words."""
    seen, claim, fact = change.sighting, change.claim, change.fact
    given = {
        "change": change.id,
        "kind": change.kind,
        "quote": claim.quote,
        "fact": fact.id,
        "origins": len(fact.origins),
    }
    given |= {"url": seen.url, "outlet": seen.outlet}
    given |= {"title": seen.title, "story": seen.story}
    return telling(**{**given, **words})


def send_off(unit: Unit, subscription: Subscription, id: str = "b_1", *, now: datetime) -> list[int]:
    """A message of that id that tells of nothing stored; ids of its deliveries."""
    bundle = Bundle(id=id, subscription=subscription.name, tellings=(telling(),), created=now)
    return list(unit.bundles.put([Planned(bundle, subscription, "all", ())], now=now))


def begin_all(unit: Unit, ids: Sequence[int], *, now: datetime) -> list[Delivery]:
    """Begin all that is due to the targets of these deliveries, and let the lanes go."""
    lanes, begun = unit.outbox.take(ids, now=now), []
    while more := unit.outbox.begin(lanes, now=now):
        lanes = {**lanes, **more.lanes}
        if not more.deliveries and not more.lanes:
            break
        begun += more.deliveries.values()
    unit.outbox.leave(lanes)
    return sorted(begun, key=lambda delivery: delivery.id)
