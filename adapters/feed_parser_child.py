"""The child that runs feedparser: reads feeds on standard input, writes plain values on standard output.

Each message is a length in four bytes and that many bytes. A request is JSON (see `_Request`) followed by the body in
a message of its own; an answer is JSON, either the parsed feed or `{"error": …}`.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import struct
import sys
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, Any, TypedDict

import feedparser

from adapters.leash import die_with

_LENGTH = struct.Struct(">I")
_HEADERS = ("content-type", "content-location", "content-language")
_REPLACED = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""NUL and lone surrogates: neither can be stored or sent."""


class _Request(TypedDict):
    headers: dict[str, str]
    cpu_seconds: int
    max_items: int


def write_message(pipe: IO[bytes], message: bytes) -> None:
    """Send one message."""
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def read_message(pipe: IO[bytes], *, cap: int) -> bytes:
    """Receive one message. Raises EOFError if the other side is gone, ValueError if it announces more than `cap`."""
    header = pipe.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise EOFError("the other side closed the pipe")
    (length,) = _LENGTH.unpack(header)
    if length > cap:
        raise ValueError(f"{length} bytes")
    message = pipe.read(length)
    if len(message) < length:
        raise EOFError("the other side closed the pipe")
    return message


def parse(body: bytes, headers: Mapping[str, str], *, max_items: int) -> dict[str, Any]:
    """The feed as plain JSON values; raises whatever feedparser raises. Never given bytes: those could name a file."""
    given = {name: headers[name] for name in _HEADERS if name in headers}
    parsed = feedparser.parse(io.BytesIO(body), response_headers=given)
    entries = parsed.get("entries", [])
    problem = parsed.get("bozo_exception")
    return {
        "feed": _texts(parsed.get("feed", {}), "title", "link", "subtitle", "language", "id", "updated"),
        "entries": [_entry(entry) for entry in entries[:max_items]],
        "truncated": len(entries) > max_items,
        "bozo": bool(parsed.get("bozo")),
        "bozo_exception": None if problem is None else _clean(f"{type(problem).__name__}: {problem}"),
        "version": _clean(parsed.get("version", "")),
    }


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    source = entry.get("source") or {}
    return _texts(entry, "id", "link", "title", "summary", "author", "published", "updated") | {
        "published_parsed": _moment(_own(entry, "published_parsed")),
        "updated_parsed": _moment(_own(entry, "updated_parsed")),
        "content": [_texts(part, "value", "type") for part in entry.get("content", ())],
        "links": [_texts(link, "href", "rel", "type") for link in entry.get("links", ())],
        "source": _clean(source.get("title") or ""),
    }


def _texts(values: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: _clean(_own(values, name) or "") for name in names}


def _own(values: Mapping[str, Any], name: str) -> Any:
    """What the feed itself gave: feedparser's `get` answers with the publication date where `updated` is missing."""
    if name not in values:
        return None
    return values[name]


def _clean(value: object) -> str:
    return str(value).translate(_REPLACED)


def _moment(parsed: object) -> str | None:
    """feedparser's nine numbers as ISO 8601, UTC, as which a missing zone counts; None if they are no date."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()  # type: ignore[arg-type]  # checked by trying
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _requests(pipe: IO[bytes]) -> Iterator[tuple[_Request, bytes]]:
    while True:
        try:
            request: _Request = json.loads(read_message(pipe, cap=1 << 20))
            yield request, read_message(pipe, cap=1 << 31)
        except EOFError:
            return


def _answer(request: _Request, body: bytes) -> dict[str, Any]:
    try:
        return parse(body, request["headers"], max_items=request["max_items"])
    except MemoryError:
        return {"error": "it needs more memory than a feed may"}
    except Exception as error:  # feedparser lets out whatever its parsers raise; all of it means: unreadable
        return {"error": _clean(f"{type(error).__name__}: {error}")[:300]}


def _allow_cpu(seconds: int) -> None:
    """Grant `seconds` more than were used so far; beyond them the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))


def main(owner: int, memory_bytes: int) -> None:
    """Serve until standard input ends or `owner` dies."""
    die_with(owner, signal.SIGKILL)
    if sys.platform == "linux":  # elsewhere the kernel does not keep this limit
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing but answers goes through the pipe
    for request, body in _requests(sys.stdin.buffer):
        _allow_cpu(request["cpu_seconds"])
        write_message(answers, json.dumps(_answer(request, body)).encode("ascii"))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
