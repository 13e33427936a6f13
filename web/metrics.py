"""The service in numbers, counted in the database when Prometheus asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from storage.unit import Store

WORK = ("items", "versions")
"""Tables of work that workers read; deliveries, the work of telling people, are counted by themselves."""


class StoredState(Collector):
    """Work by stage, the age of what waits longest, sources by health, deliveries by state, the last sign of life."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._now = store, now

    def collect(self) -> Iterable[Metric]:
        """The metrics, as of one moment."""
        with self._store.unit() as unit:
            counts = unit.views.counts(self._now)
            coverage = unit.views.coverage(self._now)
            held = unit.views.alert_stages()
            sources = Counter(
                "off" if source.stage == "off" else source.health for source in unit.views.sources_overview()
            )
        yield _gauge(
            "deltawire_work_rows",
            "Work by table and stage.",
            {(table, stage): count for table in WORK for stage, count in counts.stages[table].items()},
            labels=("table", "stage"),
        )
        yield _gauge(
            "deltawire_oldest_waiting_seconds",
            "How long the oldest due work has been waiting.",
            {(table,): (self._now - since).total_seconds() for table, since in counts.oldest_waiting.items()},
            labels=("table",),
        )
        yield _gauge(
            "deltawire_sources",
            "Sources by health.",
            {(health,): count for health, count in sources.items()},
            labels=("health",),
        )
        yield _gauge(
            "deltawire_deliveries",
            "Alerts on their way to targets, by state.",
            {(state,): count for state, count in counts.stages["deliveries"].items()},
            labels=("state",),
        )
        yield _gauge(
            "deltawire_deliveries_set_aside",
            "Messages that did not reach their target, and wait for a person.",
            {(): float(counts.deliveries_aside)},
        )
        alerts: dict[tuple[str, ...], float] = {(stage,): float(number) for stage, number in held.items()}
        yield _gauge("deltawire_alerts", "Alerts by stage.", alerts, labels=("stage",))
        lag: dict[tuple[str, ...], float] = {(): coverage.lag.total_seconds()} if coverage.lag is not None else {}
        yield _gauge("deltawire_median_lag_seconds", "From publication to first sight, over the last day.", lag)
        finished: dict[tuple[str, ...], float] = {(): counts.last_finished.timestamp()} if counts.last_finished else {}
        yield _gauge("deltawire_last_finished_timestamp_seconds", "When any work was last finished.", finished)


def exposition(store: Store, *, now: datetime) -> tuple[bytes, str]:
    """The metrics as Prometheus reads them, and the media type."""
    registry = CollectorRegistry()
    registry.register(StoredState(store, now))
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _gauge(
    name: str, about: str, values: dict[tuple[str, ...], float], *, labels: tuple[str, ...] = ()
) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, about, labels=labels)
    for label_values, value in sorted(values.items()):
        gauge.add_metric(label_values, value)
    return gauge
