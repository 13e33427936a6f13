"""What the ways need from the world; adapters and storage implement these, fakes pass the same contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from pipelines.types import Claim, Fact, Ingested, Read, Signature, Sketch


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

    def facts(self, claims: Iterable[Claim]) -> Sequence[Fact]:
        """Every fact that could be the same as, or the predecessor of, one of these claims."""
        ...

    def stated(self, url: str) -> Sequence[Fact]:
        """Facts that an earlier version of this address stated."""
        ...

    def remember(self, ingested: Ingested, facts: Sequence[Fact], *, now: datetime) -> None:
        """Store what was decided; `facts` are the new and updated ones."""
        ...


# ---------------------------------------------------------------- delivery
Outcome = Literal["sent", "refused", "retry", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one send: `refused` will fail again, `ambiguous` may have arrived."""

    outcome: Outcome
    detail: str = ""
    retry_after: float | None = None


class Sender(Protocol):
    """Takes one message to one target address (a secret: never logged, never in `detail`)."""

    def send(self, address: str, *, title: str, body: str, id: str) -> Sent:
        """Deliver once; never raises for what the other side did."""
        ...
