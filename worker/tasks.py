"""Tasks only wire: claim rows, call the way, store its outcome, and tell the next stage where to look.

A message is a list of ids and nothing more. Whatever becomes of it, the rows know what is left to do, and the
scheduler's sweep finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from billiard.exceptions import SoftTimeLimitExceeded
from celery import shared_task

from adapters.kit import Kit
from config.settings import Settings
from pipelines import match as matching
from pipelines.announce import announce
from pipelines.errors import DeltawireError, Transient
from pipelines.ingest import Analysis, analyse, decide
from pipelines.poll import needs_page, poll, read
from pipelines.ports import Polled
from pipelines.render import message
from pipelines.work import Item, Version
from worker.app import kit
from worker.queue import send

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
                polled = Polled(status=None, error=_told(error))
            with tools.store.unit() as unit:
                items = unit.sources.polled(source, polled, now=tools.now())
            send("read", items)


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
                    unit.items.failed(item, _told(error), now=tools.now())
                if isinstance(error, SoftTimeLimitExceeded):
                    return  # the hard limit is near: the sweep tells of the others, one at a time
            else:
                send("ingest", [version] if version is not None else [])


@shared_task(name="deltawire.ingest")
def ingest_versions(ids: Sequence[int]) -> None:
    """Read each version alone, then settle it against all that is known, one at a time under the ledger's lock."""
    with kit() as tools:
        with tools.store.unit() as unit:
            versions = unit.versions.claim(ids, now=tools.now())
        for version in versions:
            try:
                analysis = _analysed(version, tools)
                deliveries = _settle(version, analysis, tools)
            except Exception as error:
                with tools.store.unit() as unit:
                    unit.versions.failed(version, _told(error), now=tools.now())
                if isinstance(error, SoftTimeLimitExceeded):
                    return  # as above
            else:
                send("deliver", deliveries)


@shared_task(name="deltawire.deliver")
def deliver(ids: Sequence[int]) -> None:
    """Send what waits in the outbox, and note what became of it."""
    with kit() as tools:
        for one in ids:
            with tools.store.unit() as unit:
                claimed = unit.outbox.claim([one], now=tools.now())
            for delivery in claimed:
                sent = announce(delivery, tools.sender)
                with tools.store.unit() as unit:
                    unit.outbox.settled(delivery, sent, now=tools.now())


def _second_look(item: Item, settings: Settings) -> timedelta | None:
    """Feeds that carry whole texts show their corrections themselves."""
    if not settings.second_look_seconds or not needs_page(item.entry):
        return None
    return timedelta(seconds=settings.second_look_seconds)


def _analysed(version: Version, tools: Kit) -> Analysis:
    """What the version says by itself; before the ledger's lock, so that many workers do it at once."""
    now = _reckoned(version, tools.settings.reckon_by)
    with tools.store.unit() as unit:
        furniture = unit.memory.furniture(version.document, now=now)
    return analyse(version.document, tools.desk, furniture=furniture)


def _settle(version: Version, analysis: Analysis, tools: Kit) -> list[int]:
    """Decisions, alerts and deliveries of one version, in one transaction."""
    deliveries: list[int] = []
    settings, taxonomy = tools.settings, tools.desk.lexicons.taxonomy
    with tools.store.unit() as unit:
        unit.lock_ledger()
        if unit.versions.overtaken(version):
            unit.versions.ingested(version, now=tools.now())
            return []
        ingested = decide(analysis, unit.memory, now=_reckoned(version, settings.reckon_by))
        for found in matching.match(ingested, unit.outbox.subscriptions()):
            text = message(version.document, found.changes, taxonomy=taxonomy, public_url=settings.public_url)
            deliveries += unit.outbox.put(found.alert, found.subscription, text, found.changes, now=tools.now())
        unit.versions.ingested(version, now=tools.now())
    return deliveries


def _reckoned(version: Version, by: str) -> datetime:
    """The moment from which the decisions on this version count."""
    published = version.document.published
    return published if by == "publication" and published is not None else version.seen


def _told(error: Exception) -> DeltawireError:
    """What the row will say. An error nobody foresaw is logged whole, and quarantined if it comes three times."""
    if isinstance(error, DeltawireError):
        return error
    if isinstance(error, SoftTimeLimitExceeded):
        return Transient("took longer than DELTAWIRE_TASK_SECONDS")
    _log.error("unforeseen error", exc_info=error)
    return Transient(f"{type(error).__name__}: {error}")
