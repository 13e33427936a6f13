"""What a figure takes from the figures before it, where its own sentence leaves it out: metric and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from pipelines.figures.cues import Cues
from pipelines.types import Figure

_NEXT: Final = 2
"""Characters between a sentence and the next one of its paragraph."""


def with_metric_before(figures: Iterable[Figure]) -> Iterator[Figure]:
    """A share that names no metric, right after one that does, is of the same: "A yield of 40%. The goal is 60%"."""
    last: Figure | None = None
    for figure in figures:
        plain = figure.unit == "percent" and figure.measure == "level" and figure.trend is None
        near = last is not None and figure.start - last.end <= _NEXT
        if plain and figure.metric is None and last is not None and near:
            figure = replace(figure, metric=last.metric, reasons=(*figure.reasons, f"metric: {last.metric}, as before"))
        last = figure if plain and figure.metric is not None else None
        yield figure


def with_report_period(figures: Iterable[Figure], cues: Cues) -> Iterator[Figure]:
    """Figures of a report whose own sentence names no period take the one last named for such a figure."""
    period: str | None = None
    for figure in figures:
        metric = cues.by_id.get(figure.metric or "")
        reported = metric is not None and metric.periodic and figure.modality == "reported" and not figure.prior
        if reported and figure.period is None and period is not None:
            yield replace(figure, period=period, reasons=(*figure.reasons, "period: carried over"))
            continue
        if reported and figure.period is not None and "-" in figure.period:
            period = figure.period
        yield figure
