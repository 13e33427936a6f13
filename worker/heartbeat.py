"""A word that all is well, where nothing was told since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pipelines.alerts.alerts import bundle_id
from pipelines.alerts.coverage import heartbeat_line
from pipelines.alerts.timing import HEARTBEAT, next_tick
from pipelines.alerts.types import Bundle, Subscription
from storage.alerts import Group
from storage.bundles import Planned
from storage.unit import Unit


def expect_heartbeats(unit: Unit, subscriptions: Mapping[int, Subscription], *, now: datetime) -> None:
    """Have the first heartbeat of each subscription that asks for one come at its time."""
    moments = {
        (one.id, HEARTBEAT): tick
        for one in subscriptions.values()
        if one.timing.heartbeat and (tick := next_tick(one.timing.heartbeat, one.timing.zone, now))
    }
    unit.alerts.expect(moments, now=now)


def next_beat(subscription: Subscription, group: Group) -> datetime | None:
    """The first moment for a heartbeat after the last one; None where none is asked for."""
    timing = subscription.timing
    since = group.state.flushed or group.state.opened
    return next_tick(timing.heartbeat, timing.zone, since) if timing.heartbeat else None


def heartbeat(
    subscription: Subscription, group: Group, unit: Unit, *, tick: datetime, now: datetime
) -> tuple[Planned | None, datetime | None]:
    """The heartbeat of a moment that has come, if nothing else was told since the last; when to look again."""
    timing, since = subscription.timing, group.state.flushed or group.state.opened
    again = next_tick(timing.heartbeat, timing.zone, now)
    if unit.alerts.told_since(subscription.id, since):
        return None, again
    bundle = Bundle(
        id=bundle_id(subscription.id, [HEARTBEAT], again=tick),
        subscription=subscription.name,
        tellings=(),
        created=now,
        language=subscription.language,
        note=heartbeat_line(unit.views.coverage(now), subscription.language),
    )
    return Planned(bundle, subscription, HEARTBEAT, ()), again
