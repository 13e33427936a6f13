"""What keeps an alert from being told: silences that somebody set, and alerts that make others superfluous.

A muted alert is kept, with the reason. Both are asked when its group is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.alerts.types import Alert, Mute
from pipelines.types import ChangeKind


@dataclass(frozen=True, slots=True)
class Inhibition:
    """While an alert of a kind in `source` stands, alerts of a kind in `target` on the same fact need not be told."""

    source: frozenset[ChangeKind]
    target: frozenset[ChangeKind]
    within: timedelta
    """How long the source stands."""


INHIBITIONS = (
    Inhibition(frozenset({ChangeKind.REVISED}), frozenset({ChangeKind.NEW}), timedelta(days=7)),
    Inhibition(
        frozenset({ChangeKind.REVISED, ChangeKind.WITHDRAWN}),
        frozenset({ChangeKind.CONFIRMED, ChangeKind.RESTATED}),
        timedelta(days=7),
    ),
    Inhibition(
        frozenset({ChangeKind.NEW, ChangeKind.DISPUTED}),
        frozenset({ChangeKind.RESTATED}),
        timedelta(days=1),
    ),
)
"""What was revised before it was told is told once, as revised; a value that was revised or taken back is not confirmed
to whoever knows that; what is fresh is not restated."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert of the same subscription that waits or was told, as far as it may inhibit another."""

    id: str
    kind: ChangeKind
    facts: frozenset[str]
    """The fact, and the one that it replaced."""
    at: datetime


def silenced(mutes: Iterable[Mute], alert: Alert, now: datetime, *, subscription: str) -> str | None:
    """The first mute in force that names the alert's story, fact, object, outlet or subscription, in words."""
    telling = alert.telling
    keys = {
        "story": (telling.story,),
        "fact": (telling.fact, *((alert.replaces,) if alert.replaces else ())),
        "object": (alert.object,),
        "outlet": (telling.outlet.casefold(),) if telling.outlet else (),
        "subscription": (subscription,),
    }
    for mute in mutes:
        concerns = mute.subscription in ("", subscription)
        key = mute.key.casefold() if mute.kind == "outlet" else mute.key
        if now < mute.until and concerns and key in keys[mute.kind]:
            return f"muted until {mute.until:%Y-%m-%d %H:%M} UTC by {mute.who}: {mute.why}"
    return None


def inhibited(
    alert: Alert, others: Iterable[Standing], now: datetime, *, rules: Collection[Inhibition] = INHIBITIONS
) -> str | None:
    """The first alert of the same subscription that makes this one superfluous, in words; no correction is."""
    kind, facts = alert.telling.kind, facts_of(alert)
    if alert.telling.corrects is not None:
        return None
    for other in others:
        for rule in rules:
            applies = kind in rule.target and other.kind in rule.source and not facts.isdisjoint(other.facts)
            if applies and other.id != alert.id and now - other.at <= rule.within:
                return f"inhibited by {other.id}: the fact was {other.kind}"
    return None


def facts_of(alert: Alert) -> frozenset[str]:
    """The fact that the alert tells of, and the one that it replaced."""
    return frozenset(filter(None, (alert.telling.fact, alert.replaces)))
