"""How the service fares: the sources' health, what waits and since when, and the last piece of work finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from pipelines.alerts.coverage import Coverage
from storage.settling import set_aside
from storage.tables import AlertRow, ArticleRow, DeliveryRow, FetchRow, ItemRow, SourceRow, VersionRow, table_of
from storage.tables.alerts import WAITING
from storage.views.asking import Asking, shown

_ALERTS = table_of(AlertRow)
_SOURCES, _FETCHES, _ITEMS = table_of(SourceRow), table_of(FetchRow), table_of(ItemRow)
_VERSIONS, _DELIVERIES, _ARTICLES = table_of(VersionRow), table_of(DeliveryRow), table_of(ArticleRow)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SourceShown:
    """One source and its health."""

    id: int
    name: str
    url: str
    kind: str
    outlet: str
    tier: int
    stage: str
    """"pending": polled; "off": switched off."""
    health: str
    health_note: str
    failures: int
    interval: int
    polled_at: datetime | None
    answered_at: datetime | None
    next_attempt_at: datetime | None
    items: int


@dataclass(frozen=True, slots=True)
class FetchShown:
    """One poll of a source."""

    at: datetime
    status: int | None
    entries: int
    fresh: int
    note: str
    error: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Where all work stands."""

    stages: Mapping[str, Mapping[str, int]]
    """Table ("items", "versions", "deliveries") -> stage -> rows."""
    oldest_waiting: Mapping[str, datetime]
    """Table -> since when its oldest due work waits; tables where nothing does are missing."""
    last_finished: datetime | None
    """When any poll, version or delivery was last finished: the service's pulse."""
    deliveries_aside: int = 0
    """Messages that did not reach their target, and wait for a person."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """One piece of work that needs a person."""

    table: str
    id: int
    stage: str
    attempts: int
    last_error: str


class StatusViews(Asking):
    """Sources and work."""

    def sources_overview(self) -> Sequence[SourceShown]:
        """Every source with its health, by name."""
        items = select(func.count()).where(_ITEMS.c.source_id == _SOURCES.c.id).scalar_subquery().label("items")
        query = select(_SOURCES, items).order_by(_SOURCES.c.name)
        return [shown(SourceShown, row) for row in self._session.execute(query)]

    def fetches(self, source_id: int, *, limit: int = 20) -> Sequence[FetchShown]:
        """The last polls of a source, newest first."""
        query = select(_FETCHES).where(_FETCHES.c.source_id == source_id).order_by(_FETCHES.c.id.desc()).limit(limit)
        return [shown(FetchShown, row) for row in self._session.execute(query)]

    def counts(self, now: datetime) -> Counts:
        """Stages by table, ages of the oldest waiting work, the last finished task."""
        stages: dict[str, dict[str, int]] = {}
        oldest: dict[str, datetime] = {}
        for table, waiting in ((_ITEMS, ("pending",)), (_VERSIONS, ("pending",)), (_DELIVERIES, WAITING)):
            by_stage = select(table.c.stage, func.count()).group_by(table.c.stage)
            stages[table.name] = dict(self._session.execute(by_stage).all())
            due = table.c.stage.in_(waiting) & (table.c.next_attempt_at <= now)
            since = self._session.execute(select(func.min(table.c.next_attempt_at)).where(due)).scalar_one()
            if since is not None:
                oldest[table.name] = since
        finished = [
            self._session.execute(select(func.max(column))).scalar_one()
            for column in (_SOURCES.c.polled_at, _VERSIONS.c.done_at, _DELIVERIES.c.settled_at)
        ]
        aside = self._session.execute(select(func.count()).where(set_aside())).scalar_one()
        return Counts(stages, oldest, max((moment for moment in finished if moment), default=None), aside)

    def alert_stages(self) -> Mapping[str, int]:
        """How many alerts stand where."""
        query = select(_ALERTS.c.stage, func.count()).group_by(_ALERTS.c.stage)
        return dict(self._session.execute(query).all())

    def coverage(self, now: datetime) -> Coverage:
        """How the sources that are switched on fare, and how fast the last day's articles came into sight."""
        used = _SOURCES.c.stage != "off"
        healthy = func.count().filter(used, _SOURCES.c.health == "ok")
        sources = self._session.execute(select(healthy, func.count().filter(used))).one()
        lag = func.percentile_cont(0.5).within_group(_ARTICLES.c.first_seen - _ARTICLES.c.published)
        lately = _ARTICLES.c.first_seen > now - _DAY, _ARTICLES.c.published > now - _DAY
        return Coverage(*sources, self._session.execute(select(lag).where(*lately)).scalar_one())

    def clock(self) -> datetime:
        """The time on the database's own clock."""
        told: datetime = self._session.execute(select(func.clock_timestamp())).scalar_one()
        return told

    def set_aside(self, *, limit: int = 100) -> Sequence[SetAside]:
        """Work that is quarantined, dead or held for a person, newest first within each table."""
        found: list[SetAside] = []
        for table in (_ITEMS, _VERSIONS, _DELIVERIES):
            gone = table.c.stage.in_(("quarantined", "dead"))
            held = (table.c.stage == "ambiguous") & table.c.next_attempt_at.is_(None)
            query = select(table).where(gone | held).order_by(table.c.id.desc()).limit(limit)
            found += [shown(SetAside, row, table=table.name) for row in self._session.execute(query)]
        return found
