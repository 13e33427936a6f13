"""Keeps small what would only grow: polls, and what copies are looked for in.

That is parted into weeks, opened ahead and dropped whole.
Rows of a week that nobody opened (a backfill, a clock that stands elsewhere) lie in the default partition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, exists, func, select, text, true, update
from sqlalchemy.orm import Session, aliased

from pipelines.twins import VERSION
from pipelines.types import Document
from storage.articles import document_from_row
from storage.tables import (
    BANDS,
    AlertGroupRow,
    AlertRow,
    ArticleRow,
    FetchRow,
    ReadRow,
    SignatureRow,
    TermRow,
    VersionRow,
    table_of,
)

WEEK = timedelta(days=7)
_SIGNATURES, _TERMS, _READS = table_of(SignatureRow), table_of(TermRow), table_of(ReadRow)
_ARTICLES, _VERSIONS = table_of(ArticleRow), table_of(VersionRow)
_POLLS = table_of(FetchRow)
_ALERTS, _GROUPS = table_of(AlertRow), table_of(AlertGroupRow)
_PARTED = (_SIGNATURES, BANDS)
_KEPT_WHOLE = {"signatures": "WITH (toast_tuple_target = 8160)"}
"""A signature is read whole or not at all: no part of it is worth a table of its own."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A read to be signed again, with the text that it was decided on."""

    read_id: int
    seen: datetime
    document: Document


class Upkeep:
    """Weeks are opened and dropped under `Unit.lock_ledger`: nobody looks for copies meanwhile."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_weeks(self, start: datetime, end: datetime) -> list[str]:
        """Open the partitions from the week of `start` to that of `end`, where rows do not lie elsewhere already."""
        opened = []
        monday = _monday(start)
        while monday <= end:
            for table in _PARTED:
                partition = f"{table.name}_{monday:%Y%m%d}"
                there = self._session.execute(select(text("to_regclass(:name)")).params(name=partition)).scalar_one()
                lying = exists().where(table.c.seen >= monday, table.c.seen < monday + WEEK)
                if there or self._session.execute(select(lying)).scalar_one():
                    continue
                bounds = f"FROM ('{monday.isoformat()}') TO ('{(monday + WEEK).isoformat()}')"
                options = _KEPT_WHOLE.get(table.name, "")
                create = f"CREATE TABLE {partition} PARTITION OF {table.name} FOR VALUES {bounds} {options}"
                self._session.execute(text(create))
                opened.append(partition)
            monday += WEEK
        return opened

    def drop(self, *, copies: datetime, stories: datetime) -> list[str]:
        """Drop the weeks that ended before `copies`, and single rows of before then; terms of before `stories`.

        Names of the partitions that are no more.
        """
        dropped = []
        for table in _PARTED:
            for partition in self._partitions(table.name):
                week = partition.removeprefix(f"{table.name}_")
                if week.isdigit() and _week(week) + WEEK <= copies:
                    self._session.execute(text(f"DROP TABLE {partition}"))
                    dropped.append(partition)
            self._session.execute(delete(table).where(table.c.seen < _monday(copies)))
        self._session.execute(delete(_TERMS).where(_TERMS.c.seen < stories))
        return dropped

    def put_away_alerts(self, *, before: datetime) -> int:
        """Hold alerts that have been unconfirmed since before then, and forget groups silent since; how many."""
        old = _ALERTS.c.stage == "unconfirmed", _ALERTS.c.created_at < before
        never = {"stage": "held", "reason": "too few independent outlets ever said so"}
        held = self._session.execute(update(_ALERTS).where(*old).values(**never).returning(_ALERTS.c.id)).all()
        lately = func.greatest(_GROUPS.c.opened_at, _GROUPS.c.flushed_at)
        silent = delete(_GROUPS).where(_GROUPS.c.due_at.is_(None), lately < before).returning(_GROUPS.c.grp)
        return len(held) + len(self._session.execute(silent).all())

    def forget_polls(self, *, before: datetime) -> int:
        """Drop polls from before then that brought nothing, and the bodies of the others; how many rows that was."""
        old = _POLLS.c.at < before
        gone = self._session.execute(delete(_POLLS).where(old, _POLLS.c.fresh == 0).returning(_POLLS.c.id))
        emptied = update(_POLLS).where(old, _POLLS.c.body.is_not(None)).values(body=None)
        return len(gone.all()) + len(self._session.execute(emptied.returning(_POLLS.c.id)).all())

    def unsigned(self, *, since: datetime, after: int, every: bool, limit: int) -> Sequence[Unsigned]:
        """Reads within the window that have no signature of this version (`every`: all), by id, from `after` on."""
        join = (_SIGNATURES.c.read_id == _READS.c.id) & (_SIGNATURES.c.seen == _READS.c.seen)
        newest = (
            select(VersionRow)
            .where(_VERSIONS.c.article_id == _ARTICLES.c.id, _VERSIONS.c.stage == "done")
            .order_by(_VERSIONS.c.number.desc())
            .limit(1)
            .lateral()
        )
        text_of = aliased(VersionRow, newest)
        query = (
            select(_READS.c.id, _READS.c.seen, _READS.c.url, text_of)
            .join(_ARTICLES, _ARTICLES.c.url == _READS.c.url)
            .join(text_of, true())
            .outerjoin(_SIGNATURES, join)
            .where(_READS.c.seen >= since, _READS.c.id > after)
            .order_by(_READS.c.id)
            .limit(limit)
        )
        if not every:
            query = query.where(_SIGNATURES.c.version.is_distinct_from(VERSION))
        return [
            Unsigned(read_id, seen, document_from_row(version, url))
            for read_id, seen, url, version in self._session.execute(query)
        ]

    def _partitions(self, table: str) -> list[str]:
        children = (
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = CAST(:name AS regclass) ORDER BY 1"
        )
        return list(self._session.execute(text(children), {"name": table}).scalars())


def _monday(moment: datetime) -> datetime:
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _week(digits: str) -> datetime:
    return datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC)
