"""Takes the alerts that the demo and the tests send: an HTTP endpoint for Apprise's `json://` posts.

with Receiver() as receiver:
    send_to(receiver.url)
    receiver.received[0].title
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import ClassVar, Self

from demo.loopback import Loopback, QuietHandler


@dataclass(frozen=True)
class Received:
    """One alert that arrived."""

    title: str
    body: str
    type: str
    """Apprise's kind of message: info, success, warning, failure."""
    attachments: int
    at: datetime
    """When it arrived, by the machine's own clock."""


class Receiver:
    """Keeps what arrives, in order; a context manager, safe to read while alerts come in."""

    def __init__(self) -> None:
        self._received: list[Received] = []
        self._refusals = 0
        self._arrival = threading.Condition()
        self._loopback = Loopback(type("Handler", (_Handler,), {"receiver": self}))

    def __enter__(self) -> Self:
        self._loopback.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loopback.stop()

    @property
    def url(self) -> str:
        """The target to subscribe with."""
        return f"json://{self._loopback.address}/alerts"

    @property
    def received(self) -> tuple[Received, ...]:
        """Everything that has arrived so far, in order."""
        with self._arrival:
            return tuple(self._received)

    def wait_for(self, count: int, timeout: float) -> tuple[Received, ...]:
        """What has arrived once there are `count` of them, or after `timeout` seconds."""
        with self._arrival:
            self._arrival.wait_for(lambda: len(self._received) >= count, timeout)
            return tuple(self._received)

    def refuse_next(self, count: int) -> None:
        """Answer the next `count` posts with 503, as a target does that is down for a while."""
        with self._arrival:
            self._refusals = count

    def take(self, received: Received) -> bool:
        """Keep one alert; False where it is one of those to refuse."""
        with self._arrival:
            if self._refusals:
                self._refusals -= 1
                return False
            self._received.append(received)
            self._arrival.notify_all()
            return True


class _Handler(QuietHandler):
    receiver: ClassVar[Receiver]

    def do_POST(self) -> None:  # noqa: N802  # the name that http.server calls
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            status = HTTPStatus.OK if self.receiver.take(_received(body)) else HTTPStatus.SERVICE_UNAVAILABLE
        except (ValueError, AttributeError):
            status = HTTPStatus.BAD_REQUEST
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def _received(body: bytes) -> Received:
    """Raises ValueError or AttributeError where the body is not a JSON object."""
    post = json.loads(body)
    return Received(
        title=str(post.get("title", "")),
        body=str(post.get("message", post.get("body", ""))),
        type=str(post.get("type", "info")),
        attachments=len(post.get("attachments") or ()),
        at=datetime.now(UTC),
    )
