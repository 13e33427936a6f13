"""Unpacks an HTTP body piece by piece, and stops before it grows beyond its cap."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from pipelines.errors import TooLarge, Unreachable, Unreadable

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15
"""zlib's names for the three wrappings: the window bits."""


def read_body(chunks: Iterable[bytes], encoding: str, *, cap: int) -> bytes:
    """The plain body of at most `cap` bytes out of what came over the wire, in one of the encodings we offer.

    Raises TooLarge beyond the cap, Unreadable for a broken or unknown encoding, Unreachable for a cut one.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return _collect(chunks, cap)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable(f"Content-Encoding {encoding!r} was not offered: only one of gzip and deflate is")
    return _Unpacker(_ZLIB if encoding == "deflate" else _GZIP, cap).unpack(chunks)


def _collect(chunks: Iterable[bytes], cap: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > cap:
            raise TooLarge(f"the body exceeds {cap} bytes")
    return bytes(body)


class _Unpacker:
    """gzip (of any number of members) or deflate, never more than `cap` bytes at once in memory."""

    def __init__(self, wrapping: int, cap: int) -> None:
        self._wrapping = wrapping
        self._cap = cap
        self._body = bytearray()
        self._packed = 0
        self._stream = zlib.decompressobj(wrapping)
        self._done = False

    def unpack(self, chunks: Iterable[bytes]) -> bytes:
        for chunk in chunks:
            self._packed += len(chunk)
            if self._packed > self._cap:
                raise TooLarge(f"the packed body exceeds {self._cap} bytes")
            self._take(chunk)
        if self._packed and not self._stream.eof:
            raise Unreachable("the packed body was cut short")
        return bytes(self._body)

    def _take(self, data: bytes) -> None:
        while data and not self._done:
            self._body += self._step(data)
            if len(self._body) > self._cap:
                raise TooLarge(f"the body unpacks to more than {self._cap} bytes")
            data = self._stream.unconsumed_tail
            if self._stream.eof:
                data = self._stream.unused_data
                self._done = bool(data) and not data.startswith(_GZIP_MAGIC)  # padding after the end is ignored
                if data and not self._done:
                    self._stream = zlib.decompressobj(self._wrapping)

    def _step(self, data: bytes) -> bytes:
        room = self._cap + 1 - len(self._body)
        try:
            return self._stream.decompress(data, room)
        except zlib.error as error:
            if self._wrapping != _ZLIB or self._body or self._packed != len(data):
                raise Unreadable(f"the packed body is broken: {error}") from error
        self._stream = zlib.decompressobj(_RAW_DEFLATE)  # some servers call a headerless stream deflate
        try:
            return self._stream.decompress(data, room)
        except zlib.error as error:
            raise Unreadable(f"the packed body is broken: {error}") from error
