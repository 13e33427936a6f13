"""The sources: who is polled when, what each poll brought, and how a source fares."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.errors import Refused, TooLarge, Unreadable
from pipelines.ports import Polled
from pipelines.work import Entry, Source
from storage.codec import canonical_json, entry_to_json, storable
from storage.tables import FetchRow, ItemRow, SourceRow, table_of
from storage.work import ATTEMPTS, DAY, DIED, backoff, due, rows, spread

MOSTLY_KNOWN, MOSTLY_NEW = 2 / 3, 1 / 3
SLOWER, FASTER = 1.5, 0.5
"""Duplicates set the interval: polls that bring little news come less often, those that bring much more often."""

_SOURCES, _ITEMS = table_of(SourceRow), table_of(ItemRow)


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source as the configuration gives it; what the poller learns about it is kept beside."""

    name: str
    url: str
    kind: str = "feed"
    outlet: str = ""
    tier: int = 2
    language: str = ""
    conditional: bool = True
    min_interval: int = 600
    max_interval: int = 86_400
    """Seconds; the interval moves between the two."""


class Sources:
    """`pipelines.ports.Sources` on PostgreSQL, and the sources' upkeep."""

    def __init__(self, session: Session, *, lease: timedelta) -> None:
        self._session, self._lease = session, lease

    def put(self, source: NewSource, *, now: datetime) -> int:
        """Add a source, or give the one of that name these settings; its id. A new one is due at once.

        One that has moved is asked for everything: what its old address said of being unchanged is void.
        """
        given: dict[str, Any] = {name: getattr(source, name) for name in NewSource.__slots__}
        new = upsert(_SOURCES).values(**given, interval=source.min_interval, next_attempt_at=now, created_at=now)
        kept = func.least(func.greatest(_SOURCES.c.interval, source.min_interval), source.max_interval)
        same = _SOURCES.c.url == source.url
        validators = {name: case((same, _SOURCES.c[name]), else_=None) for name in ("etag", "last_modified")}
        stored = new.on_conflict_do_update(index_elements=["name"], set_={**given, **validators, "interval": kept})
        return int(self._session.execute(stored.returning(_SOURCES.c.id)).scalar_one())

    def switch(self, name: str, *, on: bool, now: datetime) -> None:
        """Poll a source, at once, or no longer; what it brought stays. Refused where there is none of that name."""
        values: dict[str, Any] = {"stage": "pending", "next_attempt_at": now} if on else {"stage": "off"}
        changed = self._session.execute(
            update(_SOURCES).where(_SOURCES.c.name == name).values(**values, attempts=0).returning(_SOURCES.c.id)
        )
        if changed.scalar_one_or_none() is None:
            raise Refused(f"there is no source {name!r}: `deltawire sources list` names them")

    def named(self, name: str) -> Source | None:
        """The source of that name."""
        found = self._session.scalars(select(SourceRow).where(_SOURCES.c.name == name)).one_or_none()
        return source_from_row(found) if found else None

    def claim(self, ids: Sequence[int] | None, *, now: datetime, limit: int = 20) -> Sequence[Source]:
        """Lease those of `ids` that are due (None: any that are due); one claim per slot, whoever asks."""
        wanted = due(_SOURCES, now) if ids is None else due(_SOURCES, now) & _SOURCES.c.id.in_(ids)
        self._set_deadly_aside(now)
        locked = select(_SOURCES.c.id).where(wanted).order_by(_SOURCES.c.next_attempt_at).limit(limit)
        taken = self._session.execute(
            update(_SOURCES)
            .where(_SOURCES.c.id.in_(locked.with_for_update(skip_locked=True)))
            .values(leased_until=now + self._lease, attempts=_SOURCES.c.attempts + 1)
            .returning(_SOURCES.c.id)
        )
        return [source_from_row(row) for row in rows(self._session, SourceRow, taken.scalars().all())]

    def polled(self, source: Source, poll: Polled, *, now: datetime) -> Sequence[int]:
        """Record the fetch, store the entries not met before, set health and next poll; ids of new items."""
        row = self._session.scalars(
            select(SourceRow).where(_SOURCES.c.id == source.id).with_for_update(),
            execution_options={"populate_existing": True},
        ).one()
        fetch = self._session.execute(
            insert(table_of(FetchRow))
            .values(source_id=row.id, at=now, status=poll.status, note=storable(poll.note), error=_words(poll))
            .returning(table_of(FetchRow).c.id)
        ).scalar_one()
        fresh = self._store(row.id, fetch, poll.entries, now)
        self._session.execute(
            update(table_of(FetchRow))
            .where(table_of(FetchRow).c.id == fetch)
            .values(entries=len(poll.entries), fresh=len(fresh), body=poll.body if fresh else None)
        )
        learnt = _failed(row, poll, now) if poll.error else _answered(row, poll, len(fresh), now)
        self._session.execute(
            update(_SOURCES)
            .where(_SOURCES.c.id == row.id)
            .values(**learnt, polled_at=now, leased_until=None, attempts=0, last_error=_words(poll))
        )
        return fresh

    def left(self, *, now: datetime, limit: int) -> tuple[int, ...]:
        """Ids of the sources that are due, those that wait longest first."""
        found = select(_SOURCES.c.id).where(due(_SOURCES, now)).order_by(_SOURCES.c.next_attempt_at).limit(limit)
        return tuple(self._session.execute(found).scalars())

    def _store(self, source_id: int, fetch_id: int, entries: Sequence[Entry], now: datetime) -> Sequence[int]:
        """Ids of the entries not met before, in the order given; an entry that changed is not met before."""
        given = {digest: stored for stored in map(entry_to_json, entries) for digest in (_digest(stored),)}
        if not given:
            return []
        values = [
            {
                "source_id": source_id,
                "fetch_id": fetch_id,
                "digest": digest,
                "entry": entry,
                "seen": now,
                "next_attempt_at": now,
            }
            for digest, entry in given.items()
        ]
        new = upsert(_ITEMS).on_conflict_do_nothing(index_elements=["source_id", "digest"]).returning(_ITEMS.c.id)
        return sorted(self._session.execute(new, values).scalars())

    def _set_deadly_aside(self, now: datetime) -> None:
        """A source over which workers died is tried once a day, and says so."""
        deadly = select(_SOURCES.c.id).where(due(_SOURCES, now), _SOURCES.c.attempts >= ATTEMPTS)
        self._session.execute(
            update(_SOURCES)
            .where(_SOURCES.c.id.in_(deadly.with_for_update(skip_locked=True)))
            .values(
                attempts=0,
                leased_until=None,
                next_attempt_at=now + DAY,
                last_error=DIED,
                health="quarantined",
                health_note=f"{DIED}; tried once a day",
            )
        )


def source_from_row(row: SourceRow) -> Source:
    """The source, as the poller knows it."""
    return Source(**{name: getattr(row, name) for name in Source.__slots__})


def _answered(row: SourceRow, poll: Polled, fresh: int, now: datetime) -> dict[str, object]:
    """A poll that worked: its validators, a clean record, and the interval its news asks for."""
    known = 1.0 if not poll.entries else 1 - fresh / len(poll.entries)
    pace = SLOWER if known > MOSTLY_KNOWN else FASTER if known < MOSTLY_NEW else 1.0
    interval = int(min(max(row.interval * pace, row.min_interval), row.max_interval))
    return {
        "etag": storable(poll.etag),
        "last_modified": storable(poll.last_modified),
        "interval": interval,
        "next_attempt_at": now + timedelta(seconds=interval * spread(row.id, int(now.timestamp()))),
        "failures": 0,
        "unreadable": 0,
        "health": "ok",
        "health_note": storable(poll.note),
        "answered_at": now,
    }


def _failed(row: SourceRow, poll: Polled, now: datetime) -> dict[str, object]:
    """A poll that did not: later and later, but never given up; unreadable three times in a row, once a day."""
    failures = row.failures + 1
    unreadable = row.unreadable + 1 if isinstance(poll.error, Unreadable | TooLarge) else 0
    aside = unreadable >= ATTEMPTS
    wait = DAY if aside else backoff(row.id, failures, first=timedelta(seconds=row.interval), error=poll.error)
    times = "the last poll failed" if failures == 1 else f"the last {failures} polls failed"
    return {
        "failures": failures,
        "unreadable": unreadable,
        "next_attempt_at": now + wait,
        "health": "quarantined" if aside else "failing",
        "health_note": f"{times}: {_words(poll)}{'; tried once a day' if aside else ''}",
    }


def _words(poll: Polled) -> str:
    return storable(str(poll.error)) if poll.error else ""


def _digest(entry: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(entry)).hexdigest()
