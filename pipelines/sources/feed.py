"""RSS 0.9x, 1.0 and 2.0, and Atom, through the feed parser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.errors import Unreadable
from pipelines.ports import FeedParser, Fetched
from pipelines.sources.dates import to_utc
from pipelines.work import Entry


def read_feed(fetched: Fetched, parser: FeedParser) -> tuple[Entry, ...]:
    """The entries that have an address, in the feed's order. Raises Unreadable where the body is no feed."""
    parsed = parser.parse(fetched.body, fetched.headers)
    if not parsed["version"] and not parsed["entries"]:
        problem = parsed["bozo_exception"] or "no feed elements in it"
        raise Unreadable(f"{fetched.url}: no RSS or Atom feed ({problem}); check the address with `sources check`")
    return tuple(_entry(entry) for entry in parsed["entries"] if _address(entry))


def _entry(entry: Mapping[str, Any]) -> Entry:
    contents = [part["value"] for part in entry["content"] if part["value"]]
    return Entry(
        key=entry["id"] or _address(entry),
        url=_address(entry),
        title=entry["title"],
        published_raw=entry["published"] or entry["updated"],
        published=to_utc(entry["published_parsed"] or entry["updated_parsed"]),
        html=max([*contents, entry["summary"]], key=len),
        full=bool(contents),
        author=entry["author"],
    )


def _address(entry: Mapping[str, Any]) -> str:
    """The entry's link; where it has none, an id that is an address."""
    link: str = entry["link"]
    identity: str = entry["id"]
    return link or (identity if identity.startswith(("http://", "https://")) else "")
