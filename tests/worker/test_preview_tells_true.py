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


@pytest.fixture
def service(store: Store) -> Service:
    wire = bundled_newswire("wheat")
    service = Service(store, read_desk(load_settings(desk="wheat")), wire.start)
    with store.unit() as unit:
        for one in SUBSCRIBED:
            unit.subscriptions.put(one, now=wire.start)
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


def _told(bundles: Sequence[BundleShown]) -> list[tuple[str, int]]:
    return [(bundle.id, len(bundle.changes)) for bundle in bundles]
