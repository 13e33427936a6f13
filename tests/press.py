"""What stands around the service in tests: a press with feeds and pages, and a mailbox for alerts; both can be held.

with Press() as press, Mailbox() as mailbox:
    press.publish("daily", story(7.7))
    with press.held("/7-7"):          # whoever asks for that page waits for the answer
        ...
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from adapters.apprise_sender import ID_HEADER
from tests.adapters.servers import Seen, Server, reply, serving

HOLD_SECONDS = 60.0


@dataclass(frozen=True)
class Story:
    """One article: its page is at `/<slug>`, its feeds list it by title only."""

    slug: str
    title: str
    text: str
    published: datetime

    def entry(self, base: str) -> str:
        """As an RSS item."""
        date = format_datetime(self.published, usegmt=True)
        return (
            f"<item><title>{escape(self.title)}</title><link>{base}/{self.slug}</link>"
            f"<guid>{self.slug}</guid><pubDate>{date}</pubDate><description>{escape(self.title)}</description></item>"
        )

    def page(self) -> str:
        """As a web page."""
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in self.text.split("\n\n"))
        return f"<html><head><title>{self.title}</title></head><body><article>{paragraphs}</article></body></html>"


def story(billions: float, slug: str = "") -> Story:
    """A report that rings: an inventory charge of that many billion dollars."""
    text = (
        f"Nvidia said on Monday that it will take a charge of ${billions:g} billion on its inventory of H20 chips.\n\n"
        "The chipmaker told investors that the United States now requires a licence to export the accelerator to "
        "China, and that it does not know when one would be granted.\n\n"
        f"Analysts had asked for weeks what the export controls would cost. Item {billions:g} of our series."
    )
    return Story(
        slug or f"charge-{billions:g}".replace(".", "-"),
        f"Nvidia to take a charge of ${billions:g} billion on H20 chips",
        text,
        datetime.now(UTC).replace(microsecond=0),
    )


class _Standing:
    """A server that answers by path, and can let a path wait."""

    def __init__(self) -> None:
        self._holds: dict[str, threading.Event] = {}
        self._opened = serving(self._wait_and_answer)
        self._server: Server | None = None

    def __enter__(self) -> Self:
        self._server = self._opened.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hold in self._holds.values():
            hold.set()
        self._opened.__exit__(kind, error, trace)

    @property
    def server(self) -> Server:
        """What it runs on, and what reached it."""
        assert self._server is not None
        return self._server

    def asked(self, path: str) -> int:
        """How many requests for the path have come."""
        return sum(seen.path == path for seen in self.server.seen)

    @contextmanager
    def held(self, path: str) -> Iterator[None]:
        """Whoever asks for the path in this block waits until its end, or longer than any client does."""
        released = self._holds[path] = threading.Event()
        try:
            yield
        finally:
            released.set()
            self._holds.pop(path, None)

    def _wait_and_answer(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        hold = self._holds.get(path)
        if hold is not None:
            hold.wait(HOLD_SECONDS)
        self.answer(handler, path)

    def answer(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        """What the path says now."""
        raise NotImplementedError


class Press(_Standing):
    """Feeds at `/feed/<name>`, pages at `/<slug>`."""

    def __init__(self) -> None:
        super().__init__()
        self._stories: dict[str, list[Story]] = {}

    def feed(self, name: str) -> str:
        """The address of a feed, which is empty until something is published in it."""
        self._stories.setdefault(name, [])
        return f"{self.server.url}/feed/{name}"

    def publish(self, name: str, *stories: Story) -> None:
        """Put stories into a feed, in one go."""
        self._stories[name] = [*self._stories.get(name, ()), *stories]

    def answer(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        name = path.removeprefix("/feed/")
        if name in self._stories:
            entries = "".join(story.entry(self.server.url) for story in self._stories[name])
            feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{entries}</channel></rss>'
            reply(handler, 200, feed.encode(), Content_Type="application/rss+xml; charset=utf-8")
            return
        for story in (story for stories in self._stories.values() for story in stories):
            if path == f"/{story.slug}":
                reply(handler, 200, story.page().encode(), Content_Type="text/html; charset=utf-8")
                return
        reply(handler, 404)


@dataclass(frozen=True)
class Letter:
    """One message as it arrived."""

    path: str
    id: str
    title: str
    body: str


@dataclass
class Mailbox(_Standing):
    """A target of alerts at any path; `status` says what a path answers, 200 where it says nothing."""

    status: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def address(self, path: str = "/alerts", *, login: str = "", query: str = "") -> str:
        """The target to subscribe with."""
        host = self.server.url.removeprefix("http://")
        return f"json://{login}{host}{path}{query}"

    def letters(self, path: str = "/alerts") -> tuple[Letter, ...]:
        """What has arrived at a path, in order, whether it was answered or not."""
        return tuple(_letter(seen) for seen in tuple(self.server.seen) if seen.path.partition("?")[0] == path)

    def answer(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        reply(handler, self.status.get(path.partition("?")[0], 200))


def _letter(seen: Seen) -> Letter:
    said = json.loads(seen.body)
    headers = {name.lower(): value for name, value in seen.headers.items()}
    return Letter(seen.path.partition("?")[0], headers.get(ID_HEADER.lower(), ""), said["title"], said["message"])
