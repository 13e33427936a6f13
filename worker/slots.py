"""At most half of a machine's workers send at the same time: what a slow target holds up is never the news."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from config.settings import Settings


@contextmanager
def sending_slot(settings: Settings) -> Iterator[bool]:
    """Whether this process may send for as long as the block lasts; the kernel frees the slot of one that is killed."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        for slot in range(max(1, settings.workers // 2)):
            lock = stack.enter_context((settings.home / f"sending.{slot}.lock").open("wb"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
        yield False
