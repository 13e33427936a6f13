"""What the ways need from the world; adapters and storage implement these, fakes pass the same contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from pipelines.errors import DeltawireError
from pipelines.render.types import Form
from pipelines.types import Claim, Document, Fact, Ingested, Read, Signature, Sketch
from pipelines.work import Entry, Item, Source, Version


# ---------------------------------------------------------------- fetching and parsing
@dataclass(frozen=True, slots=True)
class Fetched:
    """One HTTP answer; `body` is decompressed and capped."""

    url: str
    """Where it came from in the end, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Lower-case names."""
    body: bytes

    @property
    def unchanged(self) -> bool:
        """304: what we have is current."""
        return self.status == 304


class Fetcher(Protocol):
    """The only way out. Raises AddressRefused, TooLarge, Unreachable; Permanent for 4xx other than 408/425/429."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """GET `url` within the client's total deadline and caps."""
        ...


class FeedParser(Protocol):
    """feedparser behind a wall: in a process that is killed when it takes too long or too much."""

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
        """{"feed": {...}, "entries": [...], "bozo": bool, "bozo_exception": str|None, "version": str} of plain values.

        Raises Unreadable where it crashes, hangs or exceeds a cap; the message says which.
        """
        ...


# ---------------------------------------------------------------- what has been read before
class Memory(Protocol):
    """What was read and what is known, as far as one document needs it; PostgreSQL, or a dict in a replay."""

    def twins(self, signature: Signature, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles other than `url` that share the exact hash or a band, oldest first."""
        ...

    def neighbours(self, sketch: Sketch, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles of other addresses that share one of the sketch's heaviest terms, newest first."""
        ...

    def standing_story(self, assigned: str, *, url: str) -> str:
        """The story that an article of this address goes into: where an operator ruled otherwise, not `assigned`."""
        ...

    def facts(self, claims: Iterable[Claim]) -> Sequence[Fact]:
        """Every fact that could be the same as, or the predecessor of, one of these claims."""
        ...

    def stated(self, url: str) -> Sequence[Fact]:
        """Facts that an earlier version of this address stated."""
        ...

    def furniture(self, document: Document, *, now: datetime) -> frozenset[int]:
        """Hashes of the lines that the document's site puts around its articles, as far as settled before `now`."""
        ...

    def remember(self, ingested: Ingested, facts: Sequence[Fact], *, now: datetime) -> None:
        """Store what was decided; `facts` are the new and updated ones."""
        ...


# ---------------------------------------------------------------- work: rows with stage, lease, attempts, next attempt
class Sources(Protocol):
    """The sources and their health."""

    def claim(self, ids: Sequence[int] | None, *, now: datetime, limit: int = 20) -> Sequence[Source]:
        """Lease those of `ids` that are due (None: any that are due); one claim per slot, whoever asks."""
        ...

    def polled(self, source: Source, poll: Polled, *, now: datetime) -> Sequence[int]:
        """Record the fetch, store the entries not met before, set health and next poll; ids of new items."""
        ...


class Items(Protocol):
    """Entries as the sources gave them, bytes kept."""

    def claim(self, ids: Sequence[int], *, now: datetime) -> Sequence[Item]:
        """Lease those of `ids` that wait to be read."""
        ...

    def read(self, item: Item, document: Document, *, now: datetime, again: timedelta | None = None) -> int | None:
        """The item has been read: store the article and, where its text is new, a version; its id.

        `again`: when to look a second time; whoever had a second look is done.
        """
        ...

    def failed(self, item: Item, error: DeltawireError, *, now: datetime) -> None:
        """Try again later (Transient), or quarantine (Permanent, or the third attempt)."""
        ...


class Versions(Protocol):
    """Articles' texts."""

    def claim(self, ids: Sequence[int], *, now: datetime) -> Sequence[Version]:
        """Lease those of `ids` that wait to be ingested, in order of first sight."""
        ...

    def ingested(self, version: Version, *, now: datetime) -> None:
        """Done: its decisions stand in the same transaction."""
        ...

    def failed(self, version: Version, error: DeltawireError, *, now: datetime) -> None:
        """As for items."""
        ...


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll of one source brought."""

    status: int | None
    """HTTP status; None where there was no answer."""
    entries: tuple[Entry, ...] = ()
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    error: DeltawireError | None = None
    note: str = ""
    """What health should say although it worked, such as "100000 items, 2000 read"."""


# ---------------------------------------------------------------- delivery
Outcome = Literal["sent", "refused", "retry", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one send: `refused` will fail again, `ambiguous` may have arrived."""

    outcome: Outcome
    detail: str = ""
    retry_after: float | None = None
    garbled: bool = False
    """The target could not read the message: as plain text it may do."""
    trouble: str = ""
    """What the operator should mend although the message went out, such as a template that does not work."""


class Sender(Protocol):
    """Takes one message to one target address (a secret: never logged, never in `detail`)."""

    def room(self, address: str) -> int | None:
        """Characters that this target takes; None where it is not known."""
        ...

    def send(self, address: str, *, title: str, body: str, id: str, form: Form = "text") -> Sent:
        """Deliver once; never raises for what the other side did."""
        ...
