"""What becomes of the versions of one message: each read alone, then several settled in one transaction.

The ledger's lock is taken once for all of them, so that its wait, the commit and the disk are shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

import structlog
from billiard.exceptions import SoftTimeLimitExceeded

from pipelines.errors import DeltawireError, Transient
from pipelines.ingest import Analysis, analyse, decide
from pipelines.work import Version
from storage.unit import Unit
from worker.ring import bell_of, ring
from worker.tools import DeskTools

TOGETHER = 10
"""Versions settled in one transaction: others wait for the lock about as long as it takes to analyse as many."""
_log = structlog.get_logger()

Analysed = tuple[Version, Analysis]


def ingest(ids: Sequence[int], tools: DeskTools) -> Iterator[Sequence[int]]:
    """Lease the versions, read and settle them; ids of the deliveries of each batch, once it is committed."""
    with tools.store.unit() as unit:
        versions = sorted(unit.versions.claim(ids, now=tools.now()), key=partial(_in_order, tools.settings.reckon_by))
    for first in range(0, len(versions), TOGETHER):
        batch = versions[first : first + TOGETHER]
        try:
            analysed = list(_analysed(batch, tools))
            yield _settled(analysed, tools)
        except SoftTimeLimitExceeded as error:
            for version in batch:
                _failed(version, error, tools)
            return  # the hard limit is near: the sweep tells of the others, one at a time


def told(error: Exception) -> DeltawireError:
    """What the row will say. An error nobody foresaw is logged whole, and quarantined if it comes three times."""
    if isinstance(error, DeltawireError):
        return error
    if isinstance(error, SoftTimeLimitExceeded):
        return Transient("took longer than DELTAWIRE_TASK_SECONDS")
    _log.error("unforeseen error", exc_info=error)
    return Transient(f"{type(error).__name__}: {error}")


def _analysed(batch: Sequence[Version], tools: DeskTools) -> Iterator[Analysed]:
    """What each version says by itself; before the ledger's lock, so that many workers do it at once."""
    by = tools.settings.reckon_by
    with tools.store.unit() as unit:
        furniture = [unit.memory.furniture(one.document, now=_reckoned(one, by)) for one in batch]
    for version, lines in zip(batch, furniture, strict=True):
        try:
            yield version, analyse(version.document, tools.desk, furniture=lines)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            _failed(version, error, tools)


def _settled(batch: Sequence[Analysed], tools: DeskTools) -> Sequence[int]:
    """All of them in one transaction; where that fails, each in its own, so that only the culprit is put off."""
    try:
        with tools.store.unit() as unit:
            unit.lock_ledger()
            versions = [version for version, _ in batch]
            overtaken = unit.versions.overtaken(*versions)
            deliveries = [
                delivery
                for version, analysis in batch
                if version.id not in overtaken
                for delivery in _decided(version, analysis, unit, tools)
            ]
            unit.versions.ingested(*versions, now=tools.now())
        return deliveries
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        if len(batch) > 1:
            return [delivery for one in batch for delivery in _settled([one], tools)]
        _failed(batch[0][0], error, tools)
        return []


def _decided(version: Version, analysis: Analysis, unit: Unit, tools: DeskTools) -> Sequence[int]:
    """Decisions, alerts and deliveries of one version."""
    ingested = decide(analysis, unit.memory, now=_reckoned(version, tools.settings.reckon_by))
    return ring(ingested, unit, bell_of(unit, tools))


def _failed(version: Version, error: Exception, tools: DeskTools) -> None:
    with tools.store.unit() as unit:
        unit.versions.failed(version, told(error), now=tools.now())


def _in_order(by: str, version: Version) -> tuple[datetime, int, str]:
    """By what makes a text the origin of its copies, so that of those met together the same one always is."""
    return _reckoned(version, by), version.document.tier, version.document.url


def _reckoned(version: Version, by: str) -> datetime:
    """The moment from which the decisions on this version count."""
    published = version.document.published
    return published if by == "publication" and published is not None else version.seen
