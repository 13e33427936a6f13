"""Telling what waits: due groups become bundles, with a delivery row a target, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby

from pipelines.alerts.alerts import bundle_id
from pipelines.alerts.coverage import Coverage, coverage_line
from pipelines.alerts.mutes import INHIBITIONS, Standing, facts_of, inhibited, silenced
from pipelines.alerts.timing import DIGEST, HEARTBEAT, by_message, next_flush, room_under_cap
from pipelines.alerts.types import Alert, Bundle, Mute, Subscription
from storage.alerts import Group, Key
from storage.bundles import Planned
from storage.unit import Unit
from worker.heartbeat import heartbeat, next_beat

MOST_TOLD = 100
"""Alerts that a bundle tells one by one; of a storm it says how many more there were."""
REMINDED = 20
"""Alerts that a reminder tells again."""
_INHIBITABLE = frozenset().union(*(rule.target for rule in INHIBITIONS))
_LONGEST = max(rule.within for rule in INHIBITIONS)


def flush(
    keys: Collection[Key], unit: Unit, subscriptions: Mapping[int, Subscription], *, now: datetime
) -> Sequence[int]:
    """Tell those of the groups that are due, and note when the others are; ids of the deliveries.

    `subscriptions`: those that are switched on, by id.
    """
    groups = sorted(unit.alerts.groups(keys, now=now), key=_by_subscriber)
    if not groups:
        return []
    flushing = _Flush(unit, now, unit.mutes.in_force(now=now), _standing(groups, unit, now))
    for subscriber, its in groupby(groups, key=_by_subscriber):
        subscription = subscriptions.get(subscriber)
        if subscription is None:
            flushing.switched_off(list(its))
        else:
            flushing.tell(subscription, list(its))
    return flushing.stored()


def _by_subscriber(group: Group) -> int:
    return group.key[0]


def _standing(groups: Sequence[Group], unit: Unit, now: datetime) -> Mapping[int, Sequence[Standing]]:
    """For each subscription, its alerts that could make one of those superfluous that wait in these groups."""
    waiting = [alert for group in groups for alert in group.alerts if alert.telling.kind in _INHIBITABLE]
    facts = {fact for alert in waiting for fact in facts_of(alert)}
    return unit.alerts.standing({alert.subscription for alert in waiting}, facts, since=now - _LONGEST)


@dataclass
class _Flush:
    """One flush, with what it has decided so far."""

    unit: Unit
    now: datetime
    mutes: Sequence[Mute]
    standing: Mapping[int, Sequence[Standing]]
    planned: list[Planned] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    moments: dict[Key, datetime | None] = field(default_factory=dict)
    flushed: set[Key] = field(default_factory=set)

    @cached_property
    def coverage(self) -> Coverage:
        """The same for all digests of one flush."""
        return self.unit.views.coverage(self.now)

    def stored(self) -> Sequence[int]:
        """Store all that was decided; ids of the deliveries."""
        self.unit.alerts.hold(self.held)
        self.unit.alerts.flushed(self.flushed, now=self.now)
        self.unit.alerts.schedule(self.moments)
        return self.unit.bundles.put(self.planned, now=self.now)

    def switched_off(self, groups: Sequence[Group]) -> None:
        """Nobody is to be told of what waits in these."""
        for group in groups:
            self.held |= {alert.id: "the subscription is switched off" for alert in group.alerts}
            self.moments[group.key] = None

    def tell(self, subscription: Subscription, groups: Sequence[Group]) -> None:
        """Its groups that are due become messages, at most as many as the cap leaves."""
        due = []
        for group in groups:
            if group.key[1] == HEARTBEAT:
                self._beat(subscription, group)
                continue
            moment = next_flush(subscription.timing, group.state)
            if moment is not None and moment <= self.now:
                due.append(group)
            else:
                self.moments[group.key] = moment
        room = room_under_cap(subscription.timing, due[0].state.sent_this_hour, self.now) if due else None
        for together in by_message(due, room):
            self._flush(subscription, together)

    def _flush(self, subscription: Subscription, groups: Sequence[Group]) -> None:
        told = self._plan(subscription, groups)
        for group in groups:
            after = replace(group.state, waiting=0)
            if told or not group.alerts:
                self.flushed.add(group.key)
                sent = (*after.sent_this_hour, self.now) if told else after.sent_this_hour
                after = replace(after, flushed=self.now, snoozed_until=None, sent_this_hour=sent)
            self.moments[group.key] = next_flush(subscription.timing, after)

    def _beat(self, subscription: Subscription, group: Group) -> None:
        tick = next_beat(subscription, group)
        if tick is None or tick > self.now:  # an edit has it looked at early: the last one stays the last one
            self.moments[group.key] = tick
            return
        planned, self.moments[group.key] = heartbeat(subscription, group, self.unit, tick=tick, now=self.now)
        self.planned += [planned] if planned else []
        self.flushed.add(group.key)

    def _plan(self, subscription: Subscription, groups: Sequence[Group]) -> bool:
        """One message for these groups; False where nothing is left to tell."""
        told = [group.key for group in groups if not group.alerts or self._snooze_is_over(group)]
        again = [alert for key in told for alert in self.unit.alerts.told_in(key, limit=REMINDED)]
        new = [alert for group in groups for alert in group.alerts]
        reasons = self._reasons([*new, *again], subscription)
        self.held |= {alert.id: reasons[alert.id] for alert in new if alert.id in reasons}
        kept = [alert for alert in (*new, *again) if alert.id not in reasons]
        if not kept:
            return False
        first = tuple(alert.id for alert in new if alert.id not in reasons)
        bundle = Bundle(
            id=bundle_id(subscription.id, [alert.id for alert in kept], again=None if first else self.now),
            subscription=subscription.name,
            tellings=tuple(alert.telling for alert in kept[:MOST_TOLD]),
            created=self.now,
            language=subscription.language,
            note="; ".join(self._notes(subscription, groups, len(kept) - MOST_TOLD)),
            reminder=not first,
        )
        self.planned.append(Planned(bundle, subscription, groups[0].key[1], first))
        return True

    def _snooze_is_over(self, group: Group) -> bool:
        """Whether what it told is to come again: the next message ends the snooze for good."""
        until = group.state.snoozed_until
        return until is not None and until <= self.now

    def _notes(self, subscription: Subscription, groups: Sequence[Group], beyond: int) -> Sequence[str]:
        notes = [f"and {beyond} more: deltawire alerts list --subscription {subscription.name}"] if beyond > 0 else []
        if groups[0].key[1] == DIGEST:
            notes.append(coverage_line(self.coverage, subscription.language))
        return notes

    def _reasons(self, alerts: Sequence[Alert], subscription: Subscription) -> Mapping[str, str]:
        """Why some of these are not to be told, by id; what is silenced itself makes nothing superfluous."""
        name = subscription.name
        found = {alert.id: silenced(self.mutes, alert, self.now, subscription=name) for alert in alerts}
        reasons = {id_: reason for id_, reason in found.items() if reason is not None}
        others = [one for one in self.standing.get(subscription.id, ()) if one.id not in reasons]
        for alert in alerts:
            if alert.id not in reasons and (reason := inhibited(alert, others, self.now)):
                reasons[alert.id] = reason
        return reasons
