"""What a preview shows of the stored past is what the service had sent: the demo's newswire, read as it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from adapters.kit import read_desk
from config.settings import load_settings
from demo.wire import bundled_newswire
from pipelines.alerts.preview import preview
from pipelines.alerts.types import Timing, Wants
from pipelines.desk import Desk
from pipelines.errors import Unreadable
from pipelines.ingest import analyse, decide
from pipelines.types import Document
from storage.subscriptions import NewSubscription
from storage.unit import Store
from storage.views.alerts import BundleShown
from worker.flush import flush
from worker.ring import Bell, ring
from worker.subscribed import subscribed

HOUR = timedelta(hours=1)
SUBSCRIBED = (
    NewSubscription("all", ()),
    NewSubscription("figures twice told", (), Wants(kinds=("figure",), origins=2)),
    NewSubscription("policy by story", (), Wants(kinds=("policy",)), Timing(group_by="story", group_wait=3 * HOUR)),
    NewSubscription("digest", (), Wants(origins=2), Timing(digest="0 7 * * *", zone="Europe/Berlin")),
)


@dataclass
class Service:
    """The service's part from an article to its messages, on a clock of its own."""

    store: Store
    desk: Desk
    now: datetime

    def read(self, document: Document) -> None:
        assert document.published is not None
        self.sweep_until(document.published)
        with self.store.unit() as unit:
            decided = decide(analyse(document, self.desk), unit.memory, now=self.now)
            ring(decided, unit, Bell(subscribed(unit, self.store), self.desk, self.now))

    def sweep_until(self, moment: datetime) -> None:
        """Look every hour at what is due, and before each article, as the scheduler does more often."""
        while self.now < moment:
            self.now = min(self.now + HOUR, moment)
            with self.store.unit() as unit:
                keys = unit.alerts.due(now=self.now, limit=100)
                flush(keys, unit, subscribed(unit, self.store).by_id, now=self.now)


def opened(store: Store, *subscribed: NewSubscription) -> Service:
    """A service with these subscriptions that has read nothing yet."""
    service = Service(store, read_desk(load_settings(desk="wheat")), bundled_newswire("wheat").start)
    with store.unit() as unit:
        for one in subscribed:
            unit.subscriptions.put(one, now=service.now)
    return service


@pytest.fixture
def service(store: Store) -> Service:
    wire, service = bundled_newswire("wheat"), opened(store, *SUBSCRIBED)
    outlets = {source.id: source for source in wire.sources}
    for version in sorted(wire.versions(), key=lambda one: one.since):
        outlet = outlets[version.article.source]
        url = f"https://{outlet.id}.example/{version.article.path}"
        text = "\n\n".join(version.paragraphs)
        document = Document(url, version.title, version.since, text=text, outlet=outlet.name, tier=outlet.tier)
        try:
            service.read(document)
        except Unreadable:
            continue
    service.sweep_until(wire.end + 48 * HOUR)
    return service


def test_what_a_preview_shows_is_what_was_told_message_by_message(service: Service) -> None:
    start = bundled_newswire("wheat").start
    with service.store.unit() as unit:
        past = unit.views.past(since=start, until=service.now)
        subscriptions = unit.subscriptions.enabled()
        sent = {one.name: _told(unit.views.bundles_list(subscription=one.name, limit=1_000)) for one in subscriptions}
    assert min(map(len, sent.values())) > 3
    for one in subscriptions:
        seen = preview(one, past, service.desk.lexicons, since=start, until=service.now)
        shown = [(message.bundle.id, len(message.bundle.tellings)) for message in seen.messages]
        assert sorted(shown) == sorted(sent[one.name]), one.name


HARVESTS = (
    "Kazakhstan expects to harvest 14 million tonnes of wheat this year, the food ministry said.",
    "India expects to harvest 116 million tonnes of wheat this year, the food ministry said.",
    "Russia expects to harvest 83 million tonnes of wheat this year, the agriculture ministry said.",
    "Egypt expects to harvest 9 million tonnes of wheat this year, the supply ministry said.",
    "Ukraine expects to harvest 22 million tonnes of wheat this year, the farm ministry said.",
)
BANNED = "Kazakhstan banned exports of wheat on Monday, the agriculture ministry said."
LIFTED = "Kazakhstan lifted its ban on wheat exports on Monday, the agriculture ministry said."


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        pytest.param(HARVESTS, [1, 4], id="the last message that a cap allows tells of all that wait"),
        pytest.param((*HARVESTS, BANNED, LIFTED), [1, 5], id="what is revised before it was told is told as revised"),
    ],
)
def test_a_capped_subscription_is_previewed_as_it_was_told(
    store: Store, texts: Sequence[str], told: Sequence[int]
) -> None:
    service = opened(store, NewSubscription("capped", (), timing=Timing(cap=1)))
    start = service.now
    for minute, text in enumerate(texts):
        came, outlet = start + minute * timedelta(minutes=1), f"Outlet {minute}"
        service.read(Document(f"https://outlet-{minute}.example/x", text, came, text=text, outlet=outlet))
    service.sweep_until(start + HOUR)
    service.sweep_until(start + 6 * HOUR)
    with store.unit() as unit:
        past = unit.views.past(since=start, until=service.now)
        (subscription,) = unit.subscriptions.enabled()
        sent = unit.views.bundles_list(subscription="capped", limit=1_000)[::-1]
    seen = preview(subscription, past, service.desk.lexicons, since=start, until=service.now)
    assert [len(bundle.changes) for bundle in sent] == told
    shown = [(message.bundle.id, message.bundle.created) for message in seen.messages]
    assert shown == [(bundle.id, bundle.created_at) for bundle in sent]


def _told(bundles: Sequence[BundleShown]) -> list[tuple[str, int]]:
    return [(bundle.id, len(bundle.changes)) for bundle in bundles]
