"""What the storage tests are about: a source, its entries, documents, and the time they are met."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.ports import Polled
from pipelines.types import Document
from pipelines.work import Entry
from storage.sources import NewSource
from storage.unit import Store

NOON = datetime(2025, 4, 16, 12, tzinfo=UTC)
URL = "https://news.example/cranes"


def entry(key: str = "1", *, title: str = "Cranes", url: str = URL) -> Entry:
    return Entry(key=key, url=url, title=title, published=NOON, html="<p>short</p>")


def document(text: str = "Meridian Cranes books a charge of $5.5 billion.", *, url: str = URL) -> Document:
    return Document(url=url, title="Cranes", published=NOON, text=text, outlet="Example News")


def polled(*entries: Entry, **fields: object) -> Polled:
    return Polled(status=200, entries=entries, body=b"<rss/>", **fields)  # type: ignore[arg-type]  # per field


def add_source(store: Store, name: str = "news", **fields: object) -> int:
    with store.unit() as unit:
        return unit.sources.put(
            NewSource(name=name, url=f"https://{name}.example/feed", **fields),  # type: ignore[arg-type]  # per field
            now=NOON,
        )


def add_items(store: Store, *entries: Entry) -> list[int]:
    """Ids of the items that one poll of one source brings."""
    add_source(store)
    with store.unit() as unit:
        (source,) = unit.sources.claim(None, now=NOON)
        return list(unit.sources.polled(source, polled(*entries), now=NOON))
