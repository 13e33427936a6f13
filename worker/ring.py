"""From decisions to alerts, in the transaction that decides: who gets one, what was waited for, what is taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.alerts.alerts import alert, released, takes_back
from pipelines.alerts.types import Subscription, Telling
from pipelines.alerts.wants import matters
from pipelines.desk import Desk
from pipelines.render import telling
from pipelines.types import Change, ChangeKind, Fact, Ingested
from storage.alerts import Key
from storage.unit import Unit
from worker.flush import flush
from worker.subscribed import Subscribed, subscribed
from worker.tools import DeskTools

_Messages = Mapping[tuple[int, str], str]
"""Subscription and fact -> the message that told of it."""
_MET_AGAIN = (ChangeKind.CONFIRMED, ChangeKind.RESTATED)


@dataclass(frozen=True, slots=True)
class Bell:
    """What ringing needs besides the transaction."""

    subscribed: Subscribed
    desk: Desk
    now: datetime

    @property
    def subscriptions(self) -> Mapping[int, Subscription]:
        """Those that are switched on, by id."""
        return self.subscribed.by_id


def bell_of(unit: Unit, tools: DeskTools) -> Bell:
    """The bell as the subscriptions stand in this transaction."""
    return Bell(subscribed(unit, tools.store), tools.desk, tools.now())


def ring(ingested: Ingested, unit: Unit, bell: Bell) -> Sequence[int]:
    """Write the alerts of one article and tell what is due at once; ids of the deliveries."""
    taken_back = {fact: change for change in ingested.changes if (fact := takes_back(change))}
    told, untold = _heard(taken_back, unit)
    asked = [
        (matter.change, one)
        for matter in matters(ingested)
        for one in bell.subscribed.index.matching(matter)
        if not _pointless(matter.change, one, told, untold)
    ]
    owed = [
        (taken_back[fact], bell.subscriptions[subscriber])
        for subscriber, fact in sorted({*told, *untold})
        if subscriber in bell.subscriptions
        and ((subscriber, fact) in told or taken_back[fact].kind is ChangeKind.REVISED)
    ]
    words = _Words(ingested, bell.desk)
    made = [alert(one, change, words.of(change, one, told), now=bell.now) for change, one in (*asked, *owed)]
    alerts = {one.id: one for one in made}
    names = {one.id: one.name for one in bell.subscriptions.values()}
    keys = set(unit.alerts.write(list(alerts.values()), names, now=bell.now))
    met_again = {change.fact.id: change.fact for change in ingested.changes if change.kind in _MET_AGAIN}
    keys.update(release(met_again, unit, bell))
    return flush(sorted(keys), unit, bell.subscriptions, now=bell.now)


def release(facts: Mapping[str, Fact], unit: Unit, bell: Bell) -> Sequence[Key]:
    """Let alerts wait for their groups that waited for so many outlets as say so now; those groups."""
    ready = [
        freed
        for waiting in unit.alerts.unconfirmed(facts)
        if (subscription := bell.subscriptions.get(waiting.subscription)) is not None
        and (freed := released(waiting, facts[waiting.telling.fact], subscription, now=bell.now)) is not None
    ]
    return unit.alerts.release(ready, now=bell.now) if ready else []


def _heard(taken_back: Mapping[str, Change], unit: Unit) -> tuple[_Messages, Collection[tuple[int, str]]]:
    """Of facts that are taken back: the messages to correct, and for whom an alert still waited, which is held now.

    A correction that waited never came: the message that it was to correct is still to be corrected.
    """
    told = {one.key: one.bundle for one in unit.alerts.told_of(taken_back)}
    waited = unit.alerts.untold(taken_back)
    for one in waited:
        if one.telling.corrects:
            told.setdefault((one.subscription, one.telling.fact), one.telling.corrects)
    unit.alerts.hold({one.id: f"taken back before it was told: {taken_back[one.telling.fact].kind}" for one in waited})
    return told, {(one.subscription, one.telling.fact) for one in waited}


def _pointless(change: Change, one: Subscription, told: _Messages, untold: Collection[tuple[int, str]]) -> bool:
    """What nobody was told of need not be taken back."""
    key = one.id, change.fact.id
    return change.kind is ChangeKind.WITHDRAWN and key in untold and key not in told


class _Words:
    """The changes of one article in words, each put once a language."""

    def __init__(self, ingested: Ingested, desk: Desk) -> None:
        self._ingested, self._lexicons = ingested, desk.lexicons
        self._put: dict[tuple[str, str], Telling] = {}

    def of(self, change: Change, one: Subscription, told: _Messages) -> Telling:
        """As it will be told to this subscription."""
        key = change.id, one.language
        if key not in self._put:
            self._put[key] = telling(
                change,
                self._ingested.document,
                self._ingested.story,
                self._lexicons.taxonomy,
                language=one.language,
                metrics=self._lexicons.metrics,
            )
        corrects = told.get((one.id, takes_back(change) or ""))
        return replace(self._put[key], corrects=corrects) if corrects else self._put[key]
