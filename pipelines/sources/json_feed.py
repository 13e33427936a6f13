"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from html import escape

from pipelines.errors import Unreadable
from pipelines.ports import FeedParser, Fetched
from pipelines.sources.dates import to_utc
from pipelines.sources.json_body import json_object, objects, words
from pipelines.work import Entry


def read_json_feed(fetched: Fetched, _parser: FeedParser) -> tuple[Entry, ...]:
    """The feed's items, in its order."""
    feed = json_object(fetched, kind="JSON Feed")
    if not words(feed.get("version")).startswith("https://jsonfeed.org/version/"):
        raise Unreadable(f"{fetched.url}: JSON, but no JSON Feed: its version is {words(feed.get('version'))[:80]!r}")
    return tuple(_entry(item) for item in objects(feed.get("items")) if words(item.get("url")))


def _entry(item: dict[str, object]) -> Entry:
    content = words(item.get("content_html")) or _paragraphs(words(item.get("content_text")))
    authors = objects(item.get("authors"))
    return Entry(
        key=words(item.get("id")) or words(item.get("url")),
        url=words(item.get("url")),
        title=words(item.get("title")),
        published_raw=words(item.get("date_published")),
        published=to_utc(item.get("date_published")),
        html=content or _paragraphs(words(item.get("summary"))),
        full=bool(content),
        author=", ".join(words(author.get("name")) for author in authors),
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
