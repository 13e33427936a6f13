"""How every piece of work is taken up and given back: a lease on its row, and a next attempt where it failed.

PostgreSQL decides who gets what (`FOR UPDATE SKIP LOCKED`); the queue only says where to look. A worker that dies
leaves a lease behind, which runs out and has counted as an attempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from zlib import crc32

from sqlalchemy import ColumnElement, Select, Table, and_, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pipelines.errors import DeltawireError, Permanent, Transient
from storage.codec import storable
from storage.tables import ItemRow, VersionRow, table_of

ATTEMPTS = 3
"""Tries after which a piece of work is set aside: it takes down whoever touches it, or will never succeed."""
DAY = timedelta(days=1)
_FIRST_RETRY = timedelta(seconds=60)
DIED = f"the worker died or overran its lease {ATTEMPTS} times"

Row = TypeVar("Row", bound=SQLModel)
ReadWork = type[ItemRow] | type[VersionRow]


def claim(session: Session, table: ReadWork, ids: Sequence[int], lease: timedelta, *, now: datetime) -> Sequence[int]:
    """Lease those of `ids` that are due and nobody's; set aside those whose worker died once too often."""
    row = table_of(table)
    session.execute(
        update(row)
        .where(row.c.id.in_(_locked(row, ids, due(row, now), row.c.attempts >= ATTEMPTS)))
        .values(stage="quarantined", leased_until=None, last_error=DIED)
    )
    taken = session.execute(
        update(row)
        .where(row.c.id.in_(_locked(row, ids, due(row, now))))
        .values(leased_until=now + lease, attempts=row.c.attempts + 1)
        .returning(row.c.id)
    )
    return sorted(taken.scalars())


def due(row: Table, now: datetime) -> ColumnElement[bool]:
    """Waiting, its time come, and in nobody's hands."""
    return and_(
        row.c.stage == "pending",
        row.c.next_attempt_at <= now,
        or_(row.c.leased_until.is_(None), row.c.leased_until <= now),
    )


def done(session: Session, table: ReadWork, *ids: int, **values: object) -> None:
    """The work is done: nobody needs to look at the rows again."""
    row = table_of(table)
    session.execute(
        update(row).where(row.c.id.in_(ids)).values(stage="done", leased_until=None, last_error="", **values)
    )


def put_off(session: Session, table: ReadWork, id: int, *, until: datetime, **values: object) -> None:
    """Done for now, and to be looked at once more, with all tries left."""
    row = table_of(table)
    later = {"leased_until": None, "attempts": 0, "next_attempt_at": until, "last_error": ""}
    session.execute(update(row).where(row.c.id == id).values(**later, **values))


def failed(session: Session, table: ReadWork, id: int, error: DeltawireError, *, now: datetime) -> None:
    """Later again where that may help and tries are left; else set aside, with the reason.

    A late word on work that somebody else has finished meanwhile changes nothing.
    """
    row = table_of(table)
    attempts = session.execute(select(row.c.attempts).where(row.c.id == id).with_for_update()).scalar_one()
    over = isinstance(error, Permanent) or attempts >= ATTEMPTS
    wait = backoff(id, attempts, first=_FIRST_RETRY, factor=4, error=error)
    session.execute(
        update(row)
        .where(row.c.id == id, row.c.stage == "pending")
        .values(
            stage="quarantined" if over else "pending",
            leased_until=None,
            next_attempt_at=now + wait,
            last_error=storable(str(error)),
        )
    )


def retry(session: Session, table: ReadWork, ids: Sequence[int], *, now: datetime) -> Sequence[int]:
    """By hand: those of `ids` that were set aside start anew."""
    row = table_of(table)
    again = session.execute(
        update(row)
        .where(row.c.id.in_(ids), row.c.stage == "quarantined")
        .values(stage="pending", attempts=0, next_attempt_at=now, leased_until=None)
        .returning(row.c.id)
    )
    return sorted(again.scalars())


def left(session: Session, table: ReadWork, *, now: datetime, limit: int) -> tuple[int, ...]:
    """Ids that are due and in nobody's hands, those that wait longest first."""
    row = table_of(table)
    found = select(row.c.id).where(due(row, now)).order_by(row.c.next_attempt_at, row.c.id).limit(limit)
    return tuple(session.execute(found).scalars())


def backoff(
    id: int, attempts: int, *, first: timedelta, factor: float = 2.0, error: DeltawireError | None = None
) -> timedelta:
    """The wait after so many tries: growing, spread by row, never below what the other side asked, a day at most."""
    grown = first.total_seconds() * factor ** min(max(attempts - 1, 0), 30)
    asked = (error.retry_after or 0.0) if isinstance(error, Transient) else 0.0
    return timedelta(seconds=min(max(min(grown, 86_400.0) * spread(id, attempts), asked), 86_400.0))


def spread(id: int, attempts: int) -> float:
    """1.0 to 1.1, the same for the same row and try: rows that failed together do not come back together."""
    return 1.0 + crc32(f"{id}:{attempts}".encode()) / 2**32 / 10


def rows(session: Session, table: type[Row], ids: Sequence[int]) -> Sequence[Row]:
    """The rows of these ids, as they stand in the database now, in order of id."""
    row = table_of(table)
    found = select(table).where(row.c.id.in_(ids)).order_by(row.c.id)
    return session.scalars(found, execution_options={"populate_existing": True}).all()


def _locked(row: Table, ids: Sequence[int], *conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(row.c.id).where(row.c.id.in_(ids), *conditions).order_by(row.c.id).with_for_update(skip_locked=True)
