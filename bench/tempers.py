"""Receivers of mixed temper on loopback: they take, dawdle, refuse, hang up and fall silent, and keep what they took.

Each target is a path of one HTTP server. A temper decides what becomes of one request; it is asked with the number of
the request at its target, so that a run is the same on every machine as far as the sender is.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Literal

from adapters.apprise_sender import ID_HEADER
from adapters.webhook import SIGNATURE_HEADER, TIMESTAMP_HEADER
from storage.subscriptions import OnAmbiguous

Kind = Literal["json", "webhook"]
SECRET = "of-the-chaos-runs-own-making"
SILENT_SECONDS = 1.5
"""How long a request is left without an answer; senders give up before."""
PAUSE_SECONDS = 1
"""What a target asks for that answers 429."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done with one request."""

    takes: bool = True
    """Whether the message counts as received."""
    status: int = 200
    answers: bool = True
    """False: nothing is said."""
    resets: bool = False
    """The connection is torn down instead of an answer."""
    drips: bool = False
    """The answer's body comes a byte at a time."""

    @property
    def unclear(self) -> bool:
        """Whether the sender cannot know what became of it."""
        return self.resets or not self.answers


Temper = Callable[[int], Deed]
TAKE, DRIP = Deed(), Deed(drips=True)
SILENT = Deed(answers=False)
RESET_BEFORE, RESET_AFTER = Deed(takes=False, resets=True), Deed(resets=True)
LATER, BROKEN, GONE = Deed(False, 429), Deed(False, 500), Deed(False, 410)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message that a target took."""

    id: str
    labelled: bool
    """It says that it may be a repeat."""


@dataclass
class Target:
    """One receiver, and what it has met."""

    name: str
    kind: Kind
    temper: Temper
    on_ambiguous: OnAmbiguous = "resend"
    taken: list[Arrival] = field(default_factory=list)
    requests: int = 0
    unclear: int = 0
    """Requests whose sender cannot know what became of them."""
    refused: int = 0
    too_early: int = 0
    """Requests within the pause that was asked for."""
    unsigned: int = 0
    """Requests whose signature does not fit."""
    pause_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def meet(self, headers: Message, body: bytes) -> Deed:
        """Note one request and decide on it."""
        said = json.loads(body)
        signed = self.kind == "json" or _signed(headers, body)
        with self.lock:
            deed = self.temper(self.requests)
            self.requests += 1
            self.unsigned += not signed
            self.too_early += time.monotonic() < self.pause_until
            if deed.status == 429:
                self.pause_until = time.monotonic() + PAUSE_SECONDS * 0.95
            self.unclear += deed.unclear
            self.refused += not deed.takes and not deed.unclear
            if deed.takes:
                self.taken.append(Arrival(headers[ID_HEADER], _labelled(self.kind, said)))
        return deed


def targets(seed: int, scale: int) -> list[Target]:
    """Twenty of mixed temper; `scale`: messages that each will get, from which follows how often they misbehave."""
    now_and_then, awhile = max(8, scale // 20), range(scale // 10, scale // 10 + max(2, scale // 8))
    broken, moody = _during(awhile, BROKEN), _moody(Random(seed))
    return [
        Target("at once 1", "json", _always(TAKE)),
        Target("at once 2", "webhook", _always(TAKE)),
        Target("at once 3", "json", _always(TAKE)),
        Target("at once, hold", "webhook", _always(TAKE), "hold"),
        Target("slow body 1", "json", _every(now_and_then, DRIP)),
        Target("slow body 2", "webhook", _every(now_and_then, DRIP)),
        Target("silent after taking 1", "json", _every(now_and_then, SILENT)),
        Target("silent after taking 2", "webhook", _every(now_and_then, SILENT)),
        Target("silent, hold 1", "json", _every(now_and_then, SILENT), "hold"),
        Target("silent, hold 2", "webhook", _every(now_and_then, SILENT), "hold"),
        Target("429, wait in its body", "json", _every(now_and_then, LATER)),
        Target("429, Retry-After", "webhook", _every(now_and_then, LATER)),
        Target("500 for a while 1", "json", broken),
        Target("500 for a while 2", "webhook", broken),
        Target("reset before taking 1", "json", _every(now_and_then, RESET_BEFORE)),
        Target("reset before taking 2", "webhook", _every(now_and_then, RESET_BEFORE)),
        Target("reset after taking", "json", _every(now_and_then, RESET_AFTER)),
        Target("reset after, hold", "webhook", _every(now_and_then, RESET_AFTER), "hold"),
        Target("gone for good", "json", _always(GONE)),
        Target("all of it by turns", "webhook", moody),
    ]


def _always(deed: Deed) -> Temper:
    return lambda number: deed


def _every(nth: int, deed: Deed) -> Temper:
    return lambda number: deed if number % nth == nth - 1 else TAKE


def _during(awhile: range, deed: Deed) -> Temper:
    return lambda number: deed if number in awhile else TAKE


def _moody(random: Random) -> Temper:
    deeds = (DRIP, SILENT, RESET_BEFORE, RESET_AFTER, LATER, BROKEN)
    return lambda number: random.choice(deeds) if random.random() < 0.06 else TAKE


# ---------------------------------------------------------------- on the wire
@contextmanager
def receiving(targets: Sequence[Target]) -> Iterator[Mapping[str, str]]:
    """They listen; the address of each, by name."""
    paths = {f"/{place}": target for place, target in enumerate(targets)}
    handler = type("Handler", (_Handler,), {"paths": paths})
    with _Server(("127.0.0.1", 0), handler) as server:
        host = f"127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield {target.name: _address(target.kind, host, path) for path, target in paths.items()}
        finally:
            server.shutdown()


def _address(kind: Kind, host: str, path: str) -> str:
    return f"json://{host}{path}?rto=0.8" if kind == "json" else f"webhook+http://{SECRET}@{host}{path}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients are killed here: their broken connections are nobody's news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    paths: Mapping[str, Target]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if len(body) < int(self.headers.get("Content-Length", 0)):
            self.close_connection = True  # its sender was killed in the middle of it: nothing was received
            return
        deed = self.paths[self.path.partition("?")[0]].meet(self.headers, body)
        if deed.resets:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.rfile.close()
            self.connection.close()
        elif not deed.answers:
            time.sleep(SILENT_SECONDS)
            self.close_connection = True
        else:
            self._answer(deed)

    def _answer(self, deed: Deed) -> None:
        asked = {"retry_after": PAUSE_SECONDS} if deed.status == 429 else {}
        body = json.dumps(asked).encode() if asked or deed.drips else b""
        body = body.ljust(20) if deed.drips else body
        self.send_response(deed.status)
        self.send_header("Content-Length", str(len(body)))
        if asked:
            self.send_header("Retry-After", str(PAUSE_SECONDS))
        self.end_headers()
        if not deed.drips:
            self.wfile.write(body)
            return
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            self.wfile.flush()
            time.sleep(0.02)

    def log_message(self, format: str, *args: object) -> None:
        """The terminal belongs to the table."""


def _labelled(kind: Kind, said: Mapping[str, object]) -> bool:
    if kind == "webhook":
        return bool(said["possible_repeat"])
    return str(said["title"]).startswith("[possible repeat] ")


def _signed(headers: Message, body: bytes) -> bool:
    stamp = headers[TIMESTAMP_HEADER].encode()
    right = hmac.new(SECRET.encode(), stamp + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers[SIGNATURE_HEADER], f"sha256={right}")
