"""Tasks only wire: claim rows, call the way, store its outcome, and tell the next stage where to look.

A message is a list of ids and nothing more. Whatever becomes of it, the rows know what is left to do, and the
scheduler's sweep finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from billiard.exceptions import SoftTimeLimitExceeded
from celery import shared_task

from config.settings import Settings
from pipelines.poll import needs_page, poll, read
from pipelines.ports import Polled
from pipelines.work import Item
from worker import deliver as outbox
from worker.app import kit
from worker.queue import send
from worker.settle import ingest, told
from worker.slots import sending_slot

AT_ONCE = 100
"""New entries of one poll that workers are told of at once; a flood's others wait for the sweep, which is fair."""
_log = structlog.get_logger()


@shared_task(name="deltawire.poll")
def poll_sources(ids: Sequence[int]) -> None:
    """Fetch the sources that are due and store what is new in them."""
    with kit() as tools:
        with tools.store.unit() as unit:
            sources = unit.sources.claim(ids, now=tools.now())
        for source in sources:
            try:
                polled = poll(source, fetcher=tools.fetcher, parser=tools.parser)
            except Exception as error:  # a reader met what nobody foresaw: the source's health says it
                polled = Polled(status=None, error=told(error))
            with tools.store.unit() as unit:
                items = unit.sources.polled(source, polled, now=tools.now())
            send("read", items[:AT_ONCE])


@shared_task(name="deltawire.read")
def read_items(ids: Sequence[int]) -> None:
    """Find the document behind each entry; store it where its text is new."""
    with kit() as tools:
        with tools.store.unit() as unit:
            items = unit.items.claim(ids, now=tools.now())
        for item in items:
            try:
                document = read(item, fetcher=tools.fetcher)
                with tools.store.unit() as unit:
                    version = unit.items.read(item, document, now=tools.now(), again=_second_look(item, tools.settings))
            except Exception as error:
                with tools.store.unit() as unit:
                    unit.items.failed(item, told(error), now=tools.now())
                if isinstance(error, SoftTimeLimitExceeded):
                    return  # the hard limit is near: the sweep tells of the others, one at a time
            else:
                send("ingest", [version] if version is not None else [])


@shared_task(name="deltawire.ingest")
def ingest_versions(ids: Sequence[int]) -> None:
    """Read each version alone, then settle it against all that is known, one at a time under the ledger's lock."""
    with kit() as tools:
        for deliveries in ingest(ids, tools):
            send("deliver", deliveries)


@shared_task(name="deltawire.deliver")
def deliver(ids: Sequence[int]) -> None:
    """Send what waits in the outbox, and note what became of it; whoever sends already looks for what is due itself."""
    with kit() as tools:
        left: Sequence[int] = []
        with sending_slot(tools.settings) as free:
            if free:
                left = outbox.deliver(ids, tools)
        send("deliver", left)


def _second_look(item: Item, settings: Settings) -> timedelta | None:
    """Feeds that carry whole texts show their corrections themselves."""
    if not settings.second_look_seconds or not needs_page(item.entry):
        return None
    return timedelta(seconds=settings.second_look_seconds)
