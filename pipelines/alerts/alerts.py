"""From changes to alerts: who gets one, which wait for more origins, what was told and is taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from pipelines.alerts.timing import group_key
from pipelines.alerts.types import Alert, AlertStage, Bundle, Subscription, Telling
from pipelines.types import Change, ChangeKind, Claim, Fact, Figure


def alert(subscription: Subscription, change: Change, telling: Telling, *, now: datetime) -> Alert:
    """The alert that a change is to a subscription: it waits, for its group's message or first for more origins."""
    settled = change.kind is ChangeKind.WITHDRAWN or telling.corrects is not None
    few = not settled and len(change.fact.origins) < subscription.wants.origins
    previous = change.previous if change.previous is not None and change.previous.id != change.fact.id else None
    made = Alert(
        id=alert_id(subscription.id, change.id),
        subscription=subscription.id,
        group="",
        stage=AlertStage.UNCONFIRMED if few else AlertStage.WAITING,
        telling=telling,
        urgent=is_urgent(subscription, change.kind),
        wanted_origins=subscription.wants.origins,
        object=about(change.claim),
        replaces=previous.id if previous else None,
    )
    return replace(made, group=group_of(subscription, made, now))


def group_of(subscription: Subscription, alert: Alert, now: datetime) -> str:
    """The group that the alert joins now."""
    timing, telling = subscription.timing, alert.telling
    return group_key(timing, url=telling.url, story=telling.story, about=alert.object, urgent=alert.urgent, now=now)


def is_urgent(subscription: Subscription, kind: ChangeKind) -> bool:
    """Whether a change of this kind passes the subscription's quiet hours and digests."""
    quiet = subscription.timing.quiet
    return quiet is not None and kind in quiet.urgent


def about(claim: Claim) -> str | None:
    """The object that a claim is on, else its subject or target."""
    return claim.object or (claim.subject if isinstance(claim, Figure) else claim.target)


def enough(alert: Alert, fact: Fact) -> bool:
    """Whether as many independent outlets say so by now as the subscription wants."""
    return len(fact.origins) >= alert.wanted_origins


def released(waiting: Alert, fact: Fact, subscription: Subscription, *, now: datetime) -> Alert | None:
    """The alert with the outlets of this moment, in the group that it joins now; None where too few say so still."""
    if not enough(waiting, fact):
        return None
    first, *_ = waiting.telling.outlets or ("",)
    outlets = (*filter(None, (first,)), *sorted(fact.outlets - {first, ""}))
    words = replace(waiting.telling, origins=len(fact.origins), outlets=outlets)
    freed = replace(waiting, stage=AlertStage.WAITING, telling=words)
    return replace(freed, group=group_of(subscription, freed, now))


def takes_back(change: Change) -> str | None:
    """The fact that a change takes back from whoever was told of it; None: it takes back none.

    A figure that its own article revises was wrong before; one that others revise was right in its time.
    """
    if change.kind is ChangeKind.WITHDRAWN:
        return change.fact.id
    before = change.previous
    own = before is not None and change.sighting.url == before.first.url
    return before.id if before is not None and own and change.kind is ChangeKind.REVISED else None


def alert_id(subscription: int, change: str) -> str:
    """Made of subscription and change, so that one decision is written once."""
    return f"a_{_digest(str(subscription), change)}"


def ruled_id(subscription: int, ruling: int, change: str) -> str:
    """The same where an operator's ruling takes back what was told of a change."""
    return f"a_{_digest(str(subscription), change, f'ruling {ruling}')}"


def bundle_id(subscription: int, alerts: Iterable[str], *, again: datetime | None = None) -> str:
    """Made of subscription and alerts, so that they are told once; a reminder (`again`) has a name of its own."""
    moment = [again.isoformat()] if again else []
    return f"b_{_digest(str(subscription), *sorted(alerts), *moment)}"


def title_of(bundle: Bundle) -> str:
    """One line for lists; what is sent has a title of its own for each kind of target."""
    if not bundle.tellings:
        return bundle.note
    more = f" (+{len(bundle.tellings) - 1})" if len(bundle.tellings) > 1 else ""
    return bundle.tellings[0].headline + more


def _digest(*parts: str) -> str:
    return hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:16]
