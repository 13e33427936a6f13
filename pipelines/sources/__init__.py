"""Readers: how the bytes of each kind of source become entries. `READERS` is the table of contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.ports import FeedParser, Fetched
from pipelines.sources.edgar import read_edgar
from pipelines.sources.feed import read_feed
from pipelines.sources.json_feed import read_json_feed
from pipelines.sources.listing import read_listing
from pipelines.sources.register import read_register
from pipelines.work import Entry

Reader = Callable[[Fetched, FeedParser], tuple[Entry, ...]]
"""Raises Unreadable where the body is not of this kind."""

READERS: Mapping[str, Reader] = {
    "feed": read_feed,
    "json-feed": read_json_feed,
    "federal-register": read_register,
    "edgar": read_edgar,
    "listing": read_listing,
}
