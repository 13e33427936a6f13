"""Decides which addresses may be opened, and opens connections to exactly the address that was checked."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from ssl import SSLContext
from typing import Any

import httpcore

from pipelines.errors import AddressRefused

Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) → IP addresses as text; raises OSError or UnicodeError."""

Gate = Callable[[str], bool]
"""IP address as text → whether it may be opened."""

_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_TUNNELS_AND_SPECIALS_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")  # Teredo, documentation, 6to4
)
_SPECIALS_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3")
)
_deadline: ContextVar[float] = ContextVar("deadline")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a host on the open internet.

    IPv6 is an allow-list: what carries an IPv4 address inside (mapped, 6to4, NAT64, Teredo) could lead anywhere.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        return ip in _PUBLIC_V6 and not any(ip in block for block in _TUNNELS_AND_SPECIALS_V6)
    return ip.is_global and not any(ip in block for block in _SPECIALS_V4)


def anywhere(address: str) -> bool:
    """The open gate: for demos and intranets."""
    return True


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give everything this thread does on gated connections `seconds` in all; then it times out."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left() -> float:
    """What remains of the deadline of `within`. Raises httpcore.ReadTimeout once nothing does."""
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the total deadline has passed")
    return left


class GatedBackend(httpcore.NetworkBackend):
    """Resolves a name once and connects to an address that passed the gate; TLS and Host keep the name."""

    def __init__(self, *, gate: Gate, resolve: Resolve) -> None:
        self._gate = gate
        self._resolve = resolve
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._allowed(host, self._look_up(host, port)):
            try:
                stream = self._inner.connect_tcp(address, port, seconds_left(), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream)
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        raise AddressRefused("unix sockets are not opened")

    def _allowed(self, host: str, addresses: Sequence[str]) -> Sequence[str]:
        allowed = [address for address in addresses if self._gate(address)]
        if addresses and not allowed:
            raise AddressRefused(
                f"{host} lies at {addresses[0]}, which is not on the open internet;"
                " set DELTAWIRE_ALLOW_PRIVATE_ADDRESSES=true if it is meant to be read"
            )
        return allowed

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        """Resolve within the deadline. The system's resolver cannot be interrupted, so it is left behind if late."""
        answer: list[Sequence[str] | Exception] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except Exception as error:  # re-raised below, in the thread that asked
                answer.append(error)

        asking = threading.Thread(target=ask, name="resolve", daemon=True)
        asking.start()
        asking.join(seconds_left())
        if not answer:
            raise httpcore.ConnectTimeout(f"no answer from the name server about {host}")
        if isinstance(answer[0], (UnicodeError, ValueError)):
            raise AddressRefused(f"{host!r} is not a host name") from answer[0]
        if isinstance(answer[0], Exception):
            raise httpcore.ConnectError(f"{host} is not known: {answer[0]}") from answer[0]
        return answer[0]


class _DeadlineStream(httpcore.NetworkStream):
    """A connection whose every wait is cut at the deadline of the exchange that now uses it."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, seconds_left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, seconds_left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, seconds_left()))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
