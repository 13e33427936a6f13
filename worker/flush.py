"""Telling what waits: due groups become bundles, with a delivery row a target, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from pipelines.alerts.alerts import bundle_id
from pipelines.alerts.coverage import coverage_line
from pipelines.alerts.mutes import INHIBITIONS, Standing, facts_of, inhibited, silenced
from pipelines.alerts.timing import DIGEST, HEARTBEAT, next_flush, room_under_cap
from pipelines.alerts.types import Alert, Bundle, Mute, Subscription
from storage.alerts import Group, Key
from storage.bundles import Planned
from storage.unit import Unit
from worker.heartbeat import heartbeat

MOST_TOLD = 100
"""Alerts that a bundle tells one by one; of a storm it says how many more there were."""
REMINDED = 20
"""Alerts that a reminder tells again."""
_INHIBITABLE = frozenset().union(*(rule.target for rule in INHIBITIONS))
_LONGEST = max(rule.within for rule in INHIBITIONS)


@dataclass(slots=True)
class _Outcome:
    """What a flush decides, to be stored at its end."""

    planned: list[Planned] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    moments: dict[Key, datetime | None] = field(default_factory=dict)
    flushed: set[Key] = field(default_factory=set)


def flush(
    keys: Collection[Key], unit: Unit, subscriptions: Mapping[int, Subscription], *, now: datetime
) -> Sequence[int]:
    """Tell those of the groups that are due, and note when the others are; ids of the deliveries.

    `subscriptions`: those that are switched on, by id.
    """
    groups = unit.alerts.groups(keys, now=now)
    if not groups:
        return []
    mutes, outcome = unit.mutes.in_force(now=now), _Outcome()
    for subscriber, its in groupby(sorted(groups, key=_by_subscriber), key=_by_subscriber):
        subscription = subscriptions.get(subscriber)
        if subscription is None:
            _switched_off(list(its), outcome)
        else:
            _flush_for(subscription, list(its), mutes, unit, outcome, now)
    unit.alerts.hold(outcome.held)
    unit.alerts.flushed(outcome.flushed, now=now)
    unit.alerts.schedule(outcome.moments)
    return unit.bundles.put(outcome.planned, now=now)


def _by_subscriber(group: Group) -> int:
    return group.key[0]


def _switched_off(groups: Sequence[Group], outcome: _Outcome) -> None:
    for group in groups:
        outcome.held |= {alert.id: "the subscription is switched off" for alert in group.alerts}
        outcome.moments[group.key] = None


def _flush_for(
    subscription: Subscription,
    groups: Sequence[Group],
    mutes: Sequence[Mute],
    unit: Unit,
    outcome: _Outcome,
    now: datetime,
) -> None:
    """One subscription's groups: those that are due become messages, at most as many as the cap leaves."""
    due = []
    for group in groups:
        if group.key[1] == HEARTBEAT:
            _beat(subscription, group, unit, outcome, now)
            continue
        moment = next_flush(subscription.timing, group.state)
        if moment is not None and moment <= now:
            due.append(group)
        else:
            outcome.moments[group.key] = moment
    room = room_under_cap(subscription.timing, due[0].state.sent_this_hour, now) if due else None
    for together in _messages(due, room):
        told = _told(subscription, together, mutes, unit, outcome, now)
        for group in together:
            after = group.state
            if told or not group.alerts:
                outcome.flushed.add(group.key)
                sent = (*after.sent_this_hour, now) if told else after.sent_this_hour
                after = replace(after, flushed=now, snoozed_until=None, sent_this_hour=sent)
            outcome.moments[group.key] = next_flush(subscription.timing, replace(after, waiting=0))


def _beat(subscription: Subscription, group: Group, unit: Unit, outcome: _Outcome, now: datetime) -> None:
    planned, again = heartbeat(subscription, group, unit, now=now)
    if planned is not None:
        outcome.planned.append(planned)
    if again is not None and group.due is not None and group.due <= now:
        outcome.flushed.add(group.key)
    outcome.moments[group.key] = again


def _messages(due: Sequence[Group], room: int | None) -> Sequence[Sequence[Group]]:
    """A message each; where the cap leaves too little room, the last one tells of all that are left."""
    if room is None or len(due) <= room:
        return [[group] for group in due]
    singles = max(0, room - 1)
    return [*([group] for group in due[:singles]), due[singles:]]


def _told(
    subscription: Subscription,
    groups: Sequence[Group],
    mutes: Sequence[Mute],
    unit: Unit,
    outcome: _Outcome,
    now: datetime,
) -> bool:
    """Plan one message for these groups; False where nothing is left to tell."""
    new = [alert for group in groups for alert in group.alerts]
    again = [alert for group in groups if not group.alerts for alert in unit.alerts.told_in(group.key, limit=REMINDED)]
    reasons = _reasons([*new, *again], subscription, mutes, unit, now)
    outcome.held |= {alert.id: reasons[alert.id] for alert in new if alert.id in reasons}
    kept = [alert for alert in (*new, *again) if alert.id not in reasons]
    if not kept:
        return False
    first = tuple(alert.id for alert in new if alert.id not in reasons)
    beyond = len(kept) - MOST_TOLD
    notes = [f"and {beyond} more: deltawire alerts list --subscription {subscription.name}"] if beyond > 0 else []
    if groups[0].key[1] == DIGEST:
        notes.append(coverage_line(unit.views.coverage(now), subscription.language))
    bundle = Bundle(
        id=bundle_id(subscription.id, [alert.id for alert in kept], again=None if first else now),
        subscription=subscription.name,
        tellings=tuple(alert.telling for alert in kept[:MOST_TOLD]),
        created=now,
        language=subscription.language,
        note="; ".join(notes),
        reminder=not first,
    )
    outcome.planned.append(Planned(bundle, subscription, groups[0].key[1], first))
    return True


def _reasons(
    alerts: Sequence[Alert], subscription: Subscription, mutes: Sequence[Mute], unit: Unit, now: datetime
) -> Mapping[str, str]:
    """Why some of these are not to be told, by id."""
    reasons = {}
    others: list[Standing] = []
    if facts := {fact for alert in alerts if alert.telling.kind in _INHIBITABLE for fact in facts_of(alert)}:
        others = list(unit.alerts.standing(subscription.id, facts, since=now - _LONGEST))
    for alert in alerts:
        if reason := silenced(mutes, alert, now, subscription=subscription.name):
            reasons[alert.id] = reason
    others = [other for other in others if other.id not in reasons]
    for alert in alerts:
        if alert.id not in reasons and (reason := inhibited(alert, others, now)):
            reasons[alert.id] = reason
    return reasons
