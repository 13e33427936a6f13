"""Small HTTP servers on loopback for tests: real sockets, answers given as functions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer

from config.settings import Settings


@dataclass
class Seen:
    """One request that reached the server."""

    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass
class Server:
    """A running server: where it is and what reached it."""

    port: int
    seen: list[Seen] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


Answer = Callable[[BaseHTTPRequestHandler, str], None]


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    """Serve every GET and POST with `answer(handler, path)`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the base class calls it so
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            server.seen.append(Seen(self.path, dict(self.headers.items()), body, self.client_address[1]))
            answer(self, self.path)

        do_POST = do_GET  # noqa: N815 - the base class calls it so

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        http.handle_error = lambda request, client_address: None  # type: ignore[method-assign]  # clients hang up here
        server = Server(http.server_port)
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()


@dataclass
class MailServer:
    """A running mail server: where it is, and the mails that it took."""

    port: int
    taken: list[bytes] = field(default_factory=list)


@contextmanager
def taking_mail() -> Iterator[MailServer]:
    """Take every mail, as plain an SMTP server as there can be."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 ready\r\n")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).replace(b"\r\n..", b"\r\n."))
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as tcp:
        tcp.daemon_threads = True
        server = MailServer(tcp.server_address[1])
        threading.Thread(target=tcp.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            tcp.shutdown()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Answer with a status, headers (written with underscores) and a body."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def settings(**given: object) -> Settings:
    """Settings for loopback servers and short waits."""
    return Settings(**{"allow_private_addresses": True, "fetch_seconds": 5.0} | given)  # type: ignore[arg-type]  # pydantic checks them
