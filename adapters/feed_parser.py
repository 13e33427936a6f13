"""feedparser behind a wall: it runs in a child that is killed when a feed costs too much time or memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from adapters.feed_parser_child import read_message, write_message
from pipelines.errors import Unreadable

_ROOT = Path(__file__).resolve().parent.parent
_MAX_ANSWER_BYTES = 256 << 20


class WalledFeedParser:
    """`pipelines.ports.FeedParser`: one child, started at the first feed, replaced when killed or worn out.

    Threads take turns; after a fork each process starts a child of its own.
    """

    def __init__(
        self,
        *,
        seconds: float = 15.0,
        memory_bytes: int = 1 << 30,
        max_items: int = 2_000,
        feeds_per_child: int = 200,
    ) -> None:
        """`seconds` bounds one feed's wall and CPU time; items beyond `max_items` are dropped, and said to be."""
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._max_items = max_items
        self._feeds_per_child = feeds_per_child
        self._turn = threading.Lock()
        self._child: _Child | None = None

    def __enter__(self) -> WalledFeedParser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child; the next `parse` would start another."""
        with self._turn:
            self._drop_child()

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
        """The feed as `pipelines.ports.FeedParser` says, `"truncated": bool` besides.

        An entry has the texts id, link, title, summary, author, published, updated and source (its title), "" where
        missing; published_parsed and updated_parsed as ISO 8601 in UTC or None; content as [{value, type}]; links as
        [{href, rel, type}]. Raises Unreadable.
        """
        request = {
            "headers": {name.lower(): value for name, value in headers.items()},
            "cpu_seconds": max(1, round(self._seconds)),
            "max_items": self._max_items,
        }
        with self._turn:
            answer = self._ask(json.dumps(request).encode(), body)
        if "error" in answer:
            raise Unreadable(f"the feed cannot be parsed: {answer['error']}")
        return answer

    def _ask(self, request: bytes, body: bytes) -> dict[str, Any]:
        child = self._ready_child()
        try:
            answer: dict[str, Any] = json.loads(child.ask(request, body, seconds=self._seconds))
        except (EOFError, OSError, ValueError) as error:
            reason = child.why_ended(error, self._seconds)
            self._drop_child()
            raise Unreadable(f"the feed cannot be parsed: {reason}") from error
        except BaseException:  # interrupted between question and answer: the next answer would be the wrong one
            self._drop_child()
            raise
        return answer

    def _ready_child(self) -> _Child:
        """The living child of this process, else a new one."""
        child = self._child
        if child is not None and child.owner != os.getpid():
            child = None  # our parent's: not ours to end
        elif child is not None and (child.asked >= self._feeds_per_child or not child.running):
            self._drop_child()
            child = None
        if child is None:
            child = self._child = _Child(self._memory_bytes)
        return child

    def _drop_child(self) -> None:
        if self._child is not None and self._child.owner == os.getpid():
            self._child.end()
        self._child = None


class _Child:
    """The running child, and the two pipes to it."""

    def __init__(self, memory_bytes: int) -> None:
        self.owner = os.getpid()
        self.asked = 0
        self._late = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "adapters.feed_parser_child", str(self.owner), str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            start_new_session=True,
        )

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, body: bytes, *, seconds: float) -> bytes:
        """One exchange; the child is killed when it takes longer than `seconds`."""
        to_child, from_child = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        self.asked += 1
        watchdog = threading.Timer(seconds, self._kill_late)
        watchdog.start()
        try:
            write_message(to_child, request)
            write_message(to_child, body)
            return read_message(from_child, cap=_MAX_ANSWER_BYTES)
        finally:
            watchdog.cancel()

    def why_ended(self, error: Exception, seconds: float) -> str:
        """What to say of a child that gave no answer."""
        if self._late:
            return f"it took longer than {seconds:g} s"
        if isinstance(error, ValueError):
            return f"what came out of it is too large ({error})"
        self._process.wait(5)
        if self._process.returncode == -signal.SIGXCPU:
            return f"it took more than {seconds:g} s of CPU"
        return f"the parser crashed ({self._process.returncode})"

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _kill_late(self) -> None:
        self._late = True
        self._process.kill()
