"""What a subscription would have rung: the past walked once more, with the waits, digests and caps that it asks for.

Nobody acknowledges and nothing is muted here, so reminders are left out, and everything is told but what another alert
makes superfluous.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from config.desk import Lexicons
from pipelines.alerts.alerts import alert, bundle_id, released, takes_back
from pipelines.alerts.mutes import Standing, facts_of, inhibited
from pipelines.alerts.past import Past
from pipelines.alerts.timing import HOUR, GroupState, by_message, next_flush, room_under_cap
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
    for article in _articles(past):
        walk.catch_up(article[0].at)
        for one in article:
            walk.hear(one)
    walk.flush(before=None)
    messages = tuple(one for one in walk.messages if one.bundle.created >= since)
    return Preview(messages, sum(map(len, walk.unconfirmed.values())), since, until)


def _articles(past: Iterable[Past]) -> Iterator[Sequence[Past]]:
    """The changes of each article; those of one moment may be told mixed."""
    for _, moment in groupby(past, key=lambda one: one.at):
        articles: dict[str, list[Past]] = {}
        for one in moment:
            articles.setdefault(one.change.sighting.url, []).append(one)
        yield from articles.values()


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
    asked: dict[str, datetime] = field(default_factory=dict)
    """Alerts that were made, and when: the same decision is told once."""
    standing: dict[str, list[Standing]] = field(default_factory=dict)
    """Fact -> alerts on it that wait or were told."""
    held: set[str] = field(default_factory=set)
    """Alerts that are not to be told any more."""

    def hear(self, past: Past) -> None:
        """One change."""
        change = past.change
        back = takes_back(change)
        dropped = self._drop(back) if back else ()
        corrects = self.told.get(back) if back else None
        corrects = corrects or next((one.telling.corrects for one in dropped if one.telling.corrects), None)
        owed = corrects is not None or (bool(dropped) and change.kind is ChangeKind.REVISED)
        pointless = change.kind is ChangeKind.WITHDRAWN and bool(dropped) and corrects is None
        wanted = past.rings and meets(self.subscription.wants, past.matter)
        if owed or (wanted and not pointless):
            self._ask(past, corrects)
        if change.kind in _MET_AGAIN:
            self._release(past)

    def catch_up(self, now: datetime) -> None:
        """Before an article is read, tell what is due by then; a digest waits for all that comes at its moment."""
        self.flush(before=now if self.subscription.timing.digest else now + timedelta.resolution)

    def flush(self, *, before: datetime | None) -> None:
        """Make the messages that are due before a moment (None: all), the earliest first."""
        while moments := {key: moment for key in self.waiting if (moment := self._moment(key)) is not None}:
            now = min(moments.values())
            if before is not None and now >= before:
                return
            due = sorted((key for key in moments if moments[key] == now), key=lambda key: (self.opened[key], key))
            room = room_under_cap(self.subscription.timing, self._sent(since=now - HOUR), now)
            for together in by_message(due, room):
                self._tell(together, now)

    def _moment(self, key: str) -> datetime | None:
        alerts, opened = self.waiting[key], self.opened[key]
        state = GroupState(
            opened=opened,
            waiting=len(alerts),
            urgent=any(one.urgent for one in alerts),
            flushed=self.flushed.get(key),
            sent_this_hour=self._sent(since=opened - HOUR),
        )
        return next_flush(self.subscription.timing, state)

    def _sent(self, *, since: datetime) -> tuple[datetime, ...]:
        """When the last messages were made, as many as the cap asks about."""
        cap = self.subscription.timing.cap
        return tuple(made for one in self.messages[-cap:] if (made := one.bundle.created) > since) if cap else ()

    def _tell(self, keys: Sequence[str], moment: datetime) -> None:
        """One message for these groups; none where others make all of it superfluous."""
        new = [one for key in keys for one in self.waiting.pop(key)]
        alerts = [one for one in new if not self._inhibited(one, moment)]
        self.held |= {one.id for one in new} - {one.id for one in alerts}
        if not alerts:
            return
        bundle = Bundle(
            id=bundle_id(self.subscription.id, (one.id for one in alerts)),
            subscription=self.subscription.name,
            tellings=tuple(one.telling for one in alerts),
            created=moment,
            language=self.subscription.language,
        )
        self.flushed |= dict.fromkeys(keys, moment)
        self.told |= {one.telling.fact: bundle.id for one in alerts}
        brought = {one.telling.change: self.brought[one.id] for one in alerts if one.id in self.brought}
        self.messages.append(Rung(bundle, brought))

    def _inhibited(self, alert: Alert, now: datetime) -> bool:
        others = (one for fact in facts_of(alert) for one in self.standing[fact] if one.id not in self.held)
        return inhibited(alert, others, now) is not None

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
        self.asked[made.id] = past.at
        if made.stage is AlertStage.UNCONFIRMED:
            self.unconfirmed.setdefault(change.fact.id, []).append(made)
        else:
            self._wait(made, past.at)

    def _wait(self, made: Alert, now: datetime) -> None:
        self.waiting.setdefault(made.group, []).append(made)
        if len(self.waiting[made.group]) == 1:
            self.opened[made.group] = now
        facts = facts_of(made)
        for fact in facts:
            self.standing.setdefault(fact, []).append(Standing(made.id, made.telling.kind, facts, self.asked[made.id]))

    def _release(self, past: Past) -> None:
        """What waited for as many origins as have said it now."""
        fact = past.change.fact
        for one in tuple(self.unconfirmed.get(fact.id, ())):
            freed = released(one, fact, self.subscription, now=past.at)
            if freed is not None:
                self.unconfirmed[fact.id].remove(one)
                self.brought[one.id] = past.change.sighting
                self._wait(freed, past.at)

    def _drop(self, fact: str) -> Sequence[Alert]:
        """Forget what waits of a fact that is taken back; what that was."""
        dropped = self.unconfirmed.pop(fact, [])
        for key, alerts in list(self.waiting.items()):
            dropped += [one for one in alerts if one.telling.fact == fact]
            self.waiting[key] = [one for one in alerts if one.telling.fact != fact]
            if not self.waiting[key]:
                del self.waiting[key]
        self.held |= {one.id for one in dropped}
        return dropped
