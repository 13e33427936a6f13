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
from worker.flush import flush
from worker.heartbeat import expect_heartbeats
from worker.queue import backlog, send
from worker.subscribed import subscribed

BACKLOG = 1_000
"""With so many messages waiting, telling the workers again would only make the queue longer."""
TELL_SECONDS = 2.0
"""How often groups of alerts are looked after, and targets that have to be written to slowly."""
TOLD_AT_ONCE = 200
"""Groups that are flushed in one transaction."""
TEND_SECONDS = 3_600
"""How often the partitions are looked after; a week is opened a week ahead."""
_log = structlog.get_logger()


def run(kit: Kit, *, stop: Callable[[], bool]) -> None:
    """Do each chore when its time has come, until `stop()`; one that fails is logged, and tried again in its turn."""
    seconds = kit.settings.sweep_seconds
    every: dict[Callable[[Kit], object], float] = {tell: min(TELL_SECONDS, seconds), sweep: seconds, tend: TEND_SECONDS}
    due = dict.fromkeys(every, -math.inf)
    while not stop():
        for chore, pause in every.items():
            if time.monotonic() >= due[chore]:
                due[chore] = time.monotonic() + pause
                _tried(chore, kit)
        time.sleep(0.1)


def _tried(chore: Callable[[Kit], object], kit: Kit) -> None:
    try:
        chore(kit)
    except Exception as error:
        _log.error("a chore failed", chore=chore.__name__, error=str(error), exc_info=True)


def tell(kit: Kit) -> int:
    """Make messages of what waits and is due, and have those sent that may be; how many deliveries that is.

    Groups are flushed under the ledger's lock, as those are that a decision flushes: deliveries get their numbers in
    the order in which they are committed.
    """
    with kit.store.unit() as unit:
        due = unit.alerts.any_due(now=kit.now())
    while due:
        with kit.store.unit() as unit:
            unit.lock_ledger()
            keys = unit.alerts.due(now=kit.now(), limit=TOLD_AT_ONCE)
            flush(keys, unit, subscribed(unit, kit.store).by_id, now=kit.now())
        due = len(keys) == TOLD_AT_ONCE
    if not 0 <= backlog() < BACKLOG:
        return 0
    with kit.store.unit() as unit:
        deliveries = unit.outbox.left(now=kit.now(), limit=500)
    send("deliver", deliveries)
    return len(deliveries)


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
        unit.upkeep.put_away_alerts(before=now - COPIES_WITHIN)
    if polls:
        _log.info("old polls forgotten", rows=polls)
    if opened or dropped:
        _log.info("weeks of the copies' index", opened=opened, dropped=dropped)


def sweep(kit: Kit) -> int:
    """Tell the workers of everything that is to be polled, read or decided and in nobody's hands; how much that is."""
    waiting = backlog()
    if not 0 <= waiting < BACKLOG:
        return 0
    with kit.store.unit() as unit:
        expect_heartbeats(unit, subscribed(unit, kit.store).by_id, now=kit.now())
        left = unit.left(now=kit.now(), limit=500)
    send("poll", left.source_ids)
    send("read", left.item_ids, batch=1)
    send("ingest", left.version_ids, batch=1)
    return sum(map(len, (left.source_ids, left.item_ids, left.version_ids)))
