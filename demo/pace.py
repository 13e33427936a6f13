"""When the newswire's clock stops on its way: often enough that every version is met before the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from demo.press import Newswire

STRIDE = timedelta(hours=12)


def stops(newswire: Newswire, *, stride: timedelta = STRIDE) -> Iterator[datetime]:
    """Moments to publish up to, in order; no stretch holds two versions of one article, nor more than `stride`."""
    versions = sorted(newswire.versions(), key=lambda version: version.since)
    begun: datetime | None = None
    last: datetime | None = None
    met: set[str] = set()
    for version in versions:
        if last is not None and begun is not None and (version.article.id in met or version.since - begun > stride):
            yield last
            begun, met = version.since, set()
        begun = begun or version.since
        last = version.since
        met.add(version.article.id)
    if last is not None:
        yield last
