"""The nouns at the two ends of the way: sources and what they gave, versions that wait, alerts that are sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pipelines.alerts.types import Bundle
from pipelines.filing import Filing
from pipelines.types import Document


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from, with what the poller knows of it."""

    id: int
    name: str
    url: str
    kind: str = "feed"
    """Name of its reader in `pipelines.sources.READERS`."""
    outlet: str = ""
    tier: int = 2
    language: str = ""
    conditional: bool = True
    """Whether to ask with If-None-Match/If-Modified-Since; some servers return stale validators."""
    etag: str | None = None
    last_modified: str | None = None
    interval: int = 600
    """Seconds between two polls, as the last polls have set it."""
    failures: int = 0
    """Failed polls in a row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a feed gave it, in the words every reader translates to."""

    key: str
    """What the source calls it: guid, id, document number, else its address."""
    url: str
    title: str
    published_raw: str = ""
    published: datetime | None = None
    """UTC; None where missing or unreadable. Not yet clamped."""
    html: str = ""
    """The longest content that came along; may be a mere summary."""
    full: bool = False
    """Whether `html` is the whole text, as far as the reader can know; else the page is fetched."""
    author: str = ""
    text_url: str = ""
    """Where the text stands for programs, if not at `url`."""
    filing: Filing | None = None
    """What the source lists beside the text of an official document."""


@dataclass(frozen=True, slots=True)
class Item:
    """One stored entry, leased to be read."""

    id: int
    source: Source
    entry: Entry
    seen: datetime
    looks: int = 0
    """How often its page was read before: pages are looked at twice, since corrections come without a new entry."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article's text, leased to be ingested."""

    id: int
    document: Document
    seen: datetime
    """When this version was first met: the moment its decisions count from."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One bundle on its way to one target, leased to be sent."""

    id: int
    bundle: Bundle
    """Its id is the same on every try: what a repeat is recognised by."""
    address: str = field(repr=False)
    attempts: int = 0
    """Tries begun before this one."""
    repeat: bool = False
    """An earlier try may have arrived: the text says so."""
