"""Serves the newswire over real HTTP on the loopback, as far as its virtual clock has run.

with NewswireServer(bundled_newswire(desk)) as server:
    server.publish_until(datetime(2026, 3, 4, tzinfo=UTC))
    server.sources()      # what to poll
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import ClassVar, Literal, Self
from urllib.parse import urlsplit

from demo.formats import (
    CONTENT_TYPES,
    feed_address,
    page_address,
    render_feed,
    render_page,
    render_text,
)
from demo.loopback import Loopback, QuietHandler
from demo.press import Format, Newswire, Version, WireSource, version_of

SOURCE_KINDS: Mapping[Format, str] = {
    "rss": "feed",
    "rdf": "feed",
    "atom": "feed",
    "json": "json-feed",
    "register": "federal-register",
}
"""Which of Deltawire's readers takes the format."""

Answered = Literal["feed", "page", "unchanged", "failed", "missing"]


@dataclass(frozen=True)
class Listing:
    """One source, as a monitor would be told to watch it."""

    id: str
    name: str
    url: str
    kind: str
    language: str
    tier: int
    full: bool
    """False: its items carry a summary only."""


@dataclass(frozen=True)
class Reply:
    """What a path answers with right now, before conditions and compression."""

    what: Answered
    source: str = ""
    status: HTTPStatus = HTTPStatus.OK
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    modified: datetime | None = None
    gzip: bool = False
    cut: bool = False
    """The connection breaks after half of the body."""
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.body).hexdigest()[:20]}"')


class NewswireServer:
    """All sources of a newswire on one local port, each below its id; a context manager."""

    def __init__(self, newswire: Newswire) -> None:
        self.newswire = newswire
        self._moment = newswire.start
        self._requests: Counter[tuple[str, Answered]] = Counter()
        self._lock = threading.Lock()
        self._loopback = Loopback(type("Handler", (_Handler,), {"wire": self}))

    def __enter__(self) -> Self:
        self._loopback.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loopback.stop()

    @property
    def base(self) -> str:
        """Address of the server, without a slash at the end."""
        return f"http://{self._loopback.address}"

    @property
    def now(self) -> datetime:
        """The virtual moment up to which everything is published."""
        with self._lock:
            return self._moment

    def publish_until(self, virtual: datetime) -> None:
        """Move the virtual clock on. Raises ValueError where that would be backwards."""
        with self._lock:
            if virtual < self._moment:
                raise ValueError(f"the newswire has already published until {self._moment:%Y-%m-%d %H:%M}")
            self._moment = virtual

    def sources(self) -> tuple[Listing, ...]:
        """What to poll, and with which reader."""
        return tuple(
            Listing(
                id=source.id,
                name=source.name,
                url=feed_address(source, self.base),
                kind=SOURCE_KINDS[source.format],
                language=source.language,
                tier=source.tier,
                full=source.full,
            )
            for source in self.newswire.sources
        )

    def address_of(self, article: str) -> str:
        """Where the article of that id is read, to match alerts with the answer sheet."""
        return page_address(version_of(self.newswire.by_id[article], 0), self.base)

    @property
    def requests(self) -> Mapping[tuple[str, Answered], int]:
        """(source id, how it was answered) -> number of requests so far."""
        with self._lock:
            return dict(self._requests)

    def reply(self, path: str) -> Reply:
        """What the path answers with at the present virtual moment."""
        moment = self.now
        source = next((source for source in self.newswire.sources if path.startswith(f"/{source.id}/")), None)
        if source is None:
            return Reply("missing", status=HTTPStatus.NOT_FOUND, body=b"no such source\n")
        outage = next((outage for outage in source.outages if outage.since <= moment < outage.until), None)
        if outage and outage.how == "error":
            return Reply("failed", source.id, HTTPStatus.INTERNAL_SERVER_ERROR, b"database has gone away\n")
        shown = self.newswire.at(moment)[source.id]
        return self._found(source, shown, f"{self.base}{path}", cut=outage is not None)

    def count(self, source: str, what: Answered) -> None:
        """Note one answered request."""
        with self._lock:
            self._requests[source, what] += 1

    def _found(self, source: WireSource, shown: tuple[Version, ...], address: str, *, cut: bool) -> Reply:
        if address == feed_address(source, self.base):
            return Reply(
                "failed" if cut else "feed",
                source.id,
                body=render_feed(source, shown, self.base),
                content_type=CONTENT_TYPES[source.format].format(encoding=source.encoding),
                modified=max((version.since for version in shown), default=None),
                gzip=source.gzip,
                cut=cut,
            )
        page = next(
            (version for version in shown if page_address(version, self.base) == address.removesuffix(".txt")), None
        )
        if page is None:
            return Reply("missing", source.id, HTTPStatus.NOT_FOUND, b"no such page\n")
        if address.endswith(".txt"):
            return Reply("page", source.id, body=render_text(page), modified=page.since)
        older = tuple(other for other in shown if other.since < page.since)
        return Reply(
            "page",
            source.id,
            body=render_page(source, page, older, self.base),
            content_type=f"text/html; charset={source.encoding}",
            modified=page.since,
        )


class _Handler(QuietHandler):
    wire: ClassVar[NewswireServer]

    def do_GET(self) -> None:  # noqa: N802  # the name that http.server calls
        reply = self.wire.reply(urlsplit(self.path).path)
        if reply.what == "feed" and self._has_current(reply):
            self.wire.count(reply.source, "unchanged")
            self._send_head(reply, HTTPStatus.NOT_MODIFIED)
            return
        self.wire.count(reply.source, reply.what)
        zipped = reply.gzip and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(reply.body, mtime=0) if zipped else reply.body
        self._send_head(reply, reply.status, length=len(body), zipped=zipped)
        self.wfile.write(body[: len(body) // 2] if reply.cut else body)
        self.close_connection = self.close_connection or reply.cut

    def _has_current(self, reply: Reply) -> bool:
        """By its ETag or, where the client sent none, by date (RFC 9110, 13.2.2)."""
        if (known := self.headers.get("If-None-Match")) is not None:
            return reply.etag in known
        with suppress(TypeError, ValueError):
            since = parsedate_to_datetime(self.headers["If-Modified-Since"])
            return reply.modified is not None and reply.modified.replace(microsecond=0) <= since
        return False

    def _send_head(self, reply: Reply, status: HTTPStatus, *, length: int = 0, zipped: bool = False) -> None:
        headers = {"Content-Type": reply.content_type, "Content-Length": str(length)}
        if status == HTTPStatus.NOT_MODIFIED:
            headers = {}
        if zipped:
            headers["Content-Encoding"] = "gzip"
        if reply.modified:
            headers |= {"ETag": reply.etag, "Last-Modified": format_datetime(reply.modified, usegmt=True)}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
