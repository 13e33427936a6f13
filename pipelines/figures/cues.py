"""Finds the words of `config/metrics.yaml` in a text: each list compiled once, one pass per sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from config.metrics import Metric, Metrics, UnitKind
from pipelines.figures.units import AREAS, MEASURE_NAMES, WEIGHTS, is_money
from pipelines.names import Index, compile_index, mentions
from pipelines.types import Mention

_RATIOS = frozenset({"percent", "percentage points", "basis points"})
_TIMES = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})


@dataclass(frozen=True)
class Cues:
    """The compiled lists of one `Metrics`."""

    metrics: Index
    by_word: dict[str, tuple[Metric, ...]]
    """Every metric that a word may speak of."""
    by_id: dict[str, Metric]
    by_unit: dict[str, Metric]
    """The metric that a unit means by itself."""
    variants: dict[str, tuple[tuple[Metric, Index], ...]]
    """What a metric becomes beside which words."""
    bare_change: Metric | None
    forecast: Index
    estimated: Index
    conditional: Index
    prior: Index
    saying: Index
    pronouns: Index


@lru_cache(maxsize=8)
def cues_of(metrics: Metrics) -> Cues:
    """The cues of `metrics`, compiled once."""
    by_word: dict[str, tuple[Metric, ...]] = {}
    variants: dict[str, tuple[tuple[Metric, Index], ...]] = {}
    for metric in metrics.metrics:
        for word in metric.words:
            by_word[word] = (*by_word.get(word, ()), metric)
        if metric.base:
            variants[metric.base] = (*variants.get(metric.base, ()), (metric, _index(metric.beside)))
    wording = metrics.wording
    return Cues(
        metrics=_index(by_word),
        by_word=by_word,
        by_id={metric.id: metric for metric in metrics.metrics},
        by_unit={unit: metric for metric in metrics.metrics for unit in metric.implied_by},
        variants=variants,
        bare_change=metrics.metric(metrics.bare_change),
        forecast=_index(wording.forecast),
        estimated=_index(wording.estimated),
        conditional=_index(wording.conditional),
        prior=_index(wording.prior),
        saying=_index(wording.saying),
        pronouns=_index(wording.pronouns),
    )


def found(text: str, index: Index) -> tuple[Mention, ...]:
    """The words of `index` in `text`; a mention's `entity` is the word as the list writes it."""
    return tuple(mentions(text, index))


def unit_kind(unit: str) -> UnitKind:
    """The kind of unit that a metric is declared in."""
    if is_money(unit):
        return "money"
    unit = unit.split(" per ")[0]
    if unit in _RATIOS:
        return "ratio"
    if unit == "times":
        return "multiple"
    if unit in _TIMES:
        return "time"
    if unit in WEIGHTS:
        return "weight"
    if unit in AREAS:
        return "area"
    return "measure" if unit in MEASURE_NAMES else "count"


def _index(words: Iterable[str]) -> Index:
    return compile_index((word, word) for word in words)
