"""The clock of the service: what is due, and what was left, is told to the workers again and again.

Any number of schedulers may run: a row is claimed once, whoever told of it, and after a pause there is one
catch-up, no burst.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from adapters.kit import Kit
from pipelines.ingest import COPIES_WITHIN, STORIES_WITHIN
from storage.upkeep import WEEK
from worker.queue import backlog, send

BACKLOG = 1_000
"""With so many messages waiting, telling the workers again would only make the queue longer."""
TEND_SECONDS = 3_600
"""How often the partitions are looked after; a week is opened a week ahead."""
_log = structlog.get_logger()


def run(kit: Kit, *, stop: Callable[[], bool]) -> None:
    """Sweep every SWEEP_SECONDS until `stop()`; a failing sweep is logged, and the next one tries again."""
    tended = -math.inf
    while not stop():
        started = time.monotonic()
        try:
            sweep(kit)
            if started - tended >= TEND_SECONDS:
                tend(kit)
                tended = started
        except Exception as error:
            _log.error("sweep failed", error=str(error), exc_info=True)
        while not stop() and time.monotonic() - started < kit.settings.sweep_seconds:
            time.sleep(0.1)


def tend(kit: Kit) -> None:
    """Open what the next days will be listed in, drop what lies beyond the window in which copies are looked for, and
    forget old polls.

    Where decisions are reckoned by publication, nobody can tell from the clock what is still needed.
    """
    now = kit.now()
    with kit.store.unit() as unit:
        unit.lock_ledger()
        opened = unit.upkeep.open_weeks(now, now + WEEK)
        dropped = []
        if kit.settings.reckon_by == "arrival":
            dropped = unit.upkeep.drop(copies=now - COPIES_WITHIN, stories=now - STORIES_WITHIN)
    with kit.store.unit() as unit:
        polls = unit.upkeep.forget_polls(before=now - timedelta(days=kit.settings.keep_polls_days))
    if polls:
        _log.info("old polls forgotten", rows=polls)
    if opened or dropped:
        _log.info("weeks of the copies' index", opened=opened, dropped=dropped)


def sweep(kit: Kit) -> int:
    """Tell the workers of everything that is due and unleased; how many rows that was."""
    waiting = backlog()
    if not 0 <= waiting < BACKLOG:
        return 0
    with kit.store.unit() as unit:
        left = unit.left(now=kit.now(), limit=500)
    send("poll", left.source_ids)
    send("read", left.item_ids, batch=1)
    send("ingest", left.version_ids, batch=1)
    send("deliver", left.delivery_ids, batch=1)
    return sum(map(len, (left.source_ids, left.item_ids, left.version_ids, left.delivery_ids)))
