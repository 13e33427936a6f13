"""The beginning of the way: from a source to its entries, and from an entry to the document behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urldefrag, urljoin, urlsplit

from courlan import clean_url

from pipelines.errors import DeltawireError, Permanent, Unreadable
from pipelines.ports import FeedParser, Fetched, Fetcher, Polled
from pipelines.sources import READERS
from pipelines.sources.edgar import read_submission
from pipelines.sources.page import set_in_paragraphs, web_page
from pipelines.types import Document
from pipelines.work import Entry, Item, Source

_WHOLE_TEXT = 600
"""Characters of HTML from which an entry is taken at its word that it carries the whole text."""
MOST_ENTRIES = 2_000
"""Entries read of one answer: a source that lists more would keep every worker busy for hours."""


def poll(source: Source, *, fetcher: Fetcher, parser: FeedParser) -> Polled:
    """One conditional GET of a source, read into entries. What went wrong is part of the answer, never raised."""
    try:
        fetched = fetcher.get(source.url, headers=_conditions(source))
        if fetched.unchanged:
            return Polled(status=304, etag=source.etag, last_modified=source.last_modified)
        entries = READERS[source.kind](fetched, parser)
        return Polled(
            status=fetched.status,
            entries=tuple(_with_absolute_url(entry, fetched) for entry in entries[:MOST_ENTRIES]),
            body=fetched.body,
            etag=fetched.headers.get("etag"),
            last_modified=fetched.headers.get("last-modified"),
            note=_note(entries),
        )
    except DeltawireError as error:
        return Polled(status=None, error=error)


def read(item: Item, *, fetcher: Fetcher) -> Document:
    """The document behind one entry: the entry's own text where it is whole, else the page it links to."""
    entry, source = item.entry, item.source
    html, url = entry.html, entry.url
    if not _on_the_web(url):
        raise Unreadable(f"{source.name}: the entry {entry.title[:80]!r} links to {url[:80]!r}, which is no web page")
    if needs_page(entry):
        html = _page_or_summary(entry, fetcher)
    published = min(entry.published, item.seen) if entry.published else None
    return Document(
        url=canonical(url),
        title=entry.title,
        published=published,
        html=html,
        outlet=source.outlet or source.name,
        tier=source.tier,
        filing=entry.filing,
    )


def _page_or_summary(entry: Entry, fetcher: Fetcher) -> str:
    """The text kept for programs, else the page; the summary where both are refused for good, and there is one."""
    refused: Permanent | None = None
    for address in filter(None, (entry.text_url, entry.url)):
        try:
            page = web_page(fetcher.get(address))
            if address == entry.text_url:
                page = read_submission(page) or set_in_paragraphs(page)
            return page or entry.html
        except Permanent as error:
            refused = error
    if refused is not None and not entry.html.strip():
        raise refused
    return entry.html


def needs_page(entry: Entry) -> bool:
    """Whether the entry is a mere summary, and the text stands on the page that it links to."""
    return not (entry.full and len(entry.html) >= _WHOLE_TEXT)


def canonical(url: str) -> str:
    """The address an article is known by: without fragments and tracking parameters."""
    return clean_url(urldefrag(url).url) or url


def _conditions(source: Source) -> dict[str, str]:
    headers = {
        "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/json, */*;q=0.5"
    }
    if source.conditional and source.etag:
        headers["If-None-Match"] = source.etag
    if source.conditional and source.last_modified:
        headers["If-Modified-Since"] = source.last_modified
    return headers


def _note(entries: Sequence[Entry]) -> str:
    """What is odd about an answer that could be read."""
    if len(entries) > MOST_ENTRIES:
        return f"more than {MOST_ENTRIES} entries; the first {MOST_ENTRIES} are read"
    return "" if entries else "the feed has no entries"


def _with_absolute_url(entry: Entry, fetched: Fetched) -> Entry:
    try:
        text_url = urljoin(fetched.url, entry.text_url) if entry.text_url else ""
        return replace(entry, url=urljoin(fetched.url, entry.url), text_url=text_url)
    except ValueError:  # such as half an IPv6 address: that entry will be refused by itself, not its source
        return entry


def _on_the_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
