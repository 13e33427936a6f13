"""What a subscription would have rung: the past walked once more, with the waits, digests and caps that it asks for.

Nobody acknowledges and nothing is muted here, so reminders are left out, and everything is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from config.desk import Lexicons
from pipelines.alerts.alerts import alert, bundle_id, enough, group_of, takes_back
from pipelines.alerts.past import Past
from pipelines.alerts.timing import HOUR, GroupState, next_flush
from pipelines.alerts.types import Alert, AlertStage, Bundle, Subscription
from pipelines.alerts.wants import meets
from pipelines.render import telling
from pipelines.types import ChangeKind, Sighting

WEEK = timedelta(days=7)
_MET_AGAIN = (ChangeKind.CONFIRMED, ChangeKind.RESTATED)


@dataclass(frozen=True, slots=True)
class Rung:
    """One message."""

    bundle: Bundle
    brought_by: Mapping[str, Sighting]
    """Change -> the article with which so many origins as were asked for had said it, where it had to wait for them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would have come in a span of time."""

    messages: tuple[Rung, ...]
    """In order of time."""
    unconfirmed: int
    """Changes that still wait for more origins."""
    since: datetime
    until: datetime

    @property
    def weeks(self) -> float:
        """How long that was; never less than a day."""
        return max((self.until - self.since) / WEEK, 1 / 7)

    @property
    def a_week(self) -> float:
        """Messages."""
        return len(self.messages) / self.weeks


def preview(
    subscription: Subscription, past: Iterable[Past], lexicons: Lexicons, *, since: datetime, until: datetime
) -> Preview:
    """What it would have rung from `since` on; the past comes in order of time, and may begin earlier."""
    walk = _Walk(subscription, lexicons)
    for one in past:
        walk.flush(before=one.at)
        walk.hear(one)
    walk.flush(before=None)
    messages = tuple(one for one in walk.messages if one.bundle.created >= since)
    return Preview(messages, sum(map(len, walk.unconfirmed.values())), since, until)


@dataclass(slots=True)
class _Walk:
    subscription: Subscription
    lexicons: Lexicons
    messages: list[Rung] = field(default_factory=list)
    unconfirmed: dict[str, list[Alert]] = field(default_factory=dict)
    """Fact -> alerts that wait for more origins."""
    waiting: dict[str, list[Alert]] = field(default_factory=dict)
    """Group -> alerts that wait for its message."""
    opened: dict[str, datetime] = field(default_factory=dict)
    flushed: dict[str, datetime] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """Fact -> the message that told of it."""
    brought: dict[str, Sighting] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Alerts that were made: the same decision is told once."""

    def hear(self, past: Past) -> None:
        """One change."""
        change = past.change
        back = takes_back(change)
        corrects = self.told.get(back) if back else None
        untold = self._drop(back) if back else False
        wanted = past.rings and meets(self.subscription.wants, past.matter)
        pointless = change.kind is ChangeKind.WITHDRAWN and untold and corrects is None
        if corrects or (wanted and not pointless):
            self._ask(past, corrects)
        if change.kind in _MET_AGAIN:
            self._release(past)

    def flush(self, *, before: datetime | None) -> None:
        """Make the messages that are due before a moment (None: all), the earliest first."""
        while due := [(moment, key) for key in self.waiting if (moment := self._moment(key)) is not None]:
            moment, key = min(due)
            if before is not None and moment >= before:
                return
            self._tell(key, moment)

    def _moment(self, key: str) -> datetime | None:
        alerts, opened = self.waiting[key], self.opened[key]
        cap = self.subscription.timing.cap
        sent = [one.bundle.created for one in self.messages[-cap:]] if cap else []
        state = GroupState(
            opened=opened,
            waiting=len(alerts),
            urgent=any(one.urgent for one in alerts),
            flushed=self.flushed.get(key),
            sent_this_hour=tuple(moment for moment in sent if moment > opened - HOUR),
        )
        return next_flush(self.subscription.timing, state)

    def _tell(self, key: str, moment: datetime) -> None:
        alerts = self.waiting.pop(key)
        bundle = Bundle(
            id=bundle_id(self.subscription.id, (one.id for one in alerts)),
            subscription=self.subscription.name,
            tellings=tuple(one.telling for one in alerts),
            created=moment,
            language=self.subscription.language,
        )
        self.flushed[key] = moment
        self.told |= {one.telling.fact: bundle.id for one in alerts}
        brought = {one.telling.change: self.brought[one.id] for one in alerts if one.id in self.brought}
        self.messages.append(Rung(bundle, brought))

    def _ask(self, past: Past, corrects: str | None) -> None:
        change, story = past.change, past.change.sighting.story
        words = telling(
            change,
            past.document,
            story,
            self.lexicons.taxonomy,
            corrects=corrects,
            language=self.subscription.language,
            metrics=self.lexicons.metrics,
        )
        made = alert(self.subscription, change, words, now=past.at)
        if made.id in self.asked:
            return
        self.asked.add(made.id)
        if made.stage is AlertStage.UNCONFIRMED:
            self.unconfirmed.setdefault(change.fact.id, []).append(made)
        else:
            self._wait(made, past.at)

    def _wait(self, made: Alert, now: datetime) -> None:
        self.waiting.setdefault(made.group, []).append(made)
        if len(self.waiting[made.group]) == 1:
            self.opened[made.group] = now

    def _release(self, past: Past) -> None:
        """What waited for as many origins as have said it now."""
        fact = past.change.fact
        ready = [one for one in self.unconfirmed.get(fact.id, ()) if enough(one, fact)]
        for one in ready:
            self.unconfirmed[fact.id].remove(one)
            self.brought[one.id] = past.change.sighting
            first, *_ = one.telling.outlets or ("",)
            outlets = (*filter(None, (first,)), *sorted(fact.outlets - {first, ""}))
            words = replace(one.telling, origins=len(fact.origins), outlets=outlets)
            freed = replace(one, telling=words, stage=AlertStage.WAITING)
            self._wait(replace(freed, group=group_of(self.subscription, freed, past.at)), past.at)

    def _drop(self, fact: str) -> bool:
        """Forget what waits of a fact that is taken back; whether there was any."""
        waited = bool(self.unconfirmed.pop(fact, None))
        for key, alerts in list(self.waiting.items()):
            left: Sequence[Alert] = [one for one in alerts if one.telling.fact != fact]
            waited = waited or len(left) < len(alerts)
            if left:
                self.waiting[key] = list(left)
            else:
                del self.waiting[key]
        return waited
