"""What the figure measures, and how firmly: metric, modality and whether it is the old value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from config.metrics import Metric
from pipelines.figures.cues import Cues, found, unit_kind
from pipelines.figures.quantity import Quantity
from pipelines.types import Mention, Modality

_BREAK: Final = 14
"""Characters that a comma or a clause's joint counts for."""
_ACROSS: Final = 30
"""Characters that another figure in between counts for."""
_AFTER: Final = 6
_REACH: Final = 140
_BEFORE_PRIOR: Final = 28
_AFTER_PRIOR: Final = 34
_MODAL_REACH: Final = 70


def metric_of(
    quantity: Quantity, hits: Sequence[Mention], cues: Cues, others: Sequence[Quantity], breaks: Sequence[int]
) -> Metric | None:
    """The metric whose word stands nearest to the quantity and is counted in its kind of unit, or None."""
    kind = unit_kind(quantity.unit)
    best: tuple[float, Metric] | None = None
    for hit in hits:
        metric = next((metric for metric in cues.by_word[hit.entity] if kind in metric.units), None)
        if metric is None:
            continue
        gap = _gap(quantity, hit)
        low, high = sorted((hit.start, quantity.start))
        gap += _BREAK * sum(low <= place < high for place in breaks)
        gap += _ACROSS * sum(low < other.start < high for other in others if other is not quantity)
        gap -= 2 * len(hit.entity)
        if gap <= _REACH and (best is None or gap < best[0]):
            best = gap, metric
    return best[1] if best else None


def _gap(quantity: Quantity, hit: Mention) -> float:
    if hit.start >= quantity.end:
        return hit.start - quantity.end + _AFTER
    return max(quantity.start - hit.end, 0)


def modality_of(quantity: Quantity, sentence: str, cues: Cues) -> Modality:
    """How firmly the sentence puts it, by the words shortly before it (and "expected" shortly after)."""
    window = sentence[max(0, quantity.start - _MODAL_REACH) : quantity.end + 12]
    if found(window, cues.conditional):
        return "conditional"
    if found(window, cues.forecast):
        return "forecast"
    return "estimated" if found(window, cues.estimated) else "reported"


def is_prior(quantity: Quantity, sentence: str, cues: Cues) -> bool:
    """Whether the sentence itself calls this the old value."""
    if quantity.base:
        return True
    before = sentence[max(0, quantity.start - _BEFORE_PRIOR) : quantity.start]
    after = sentence[quantity.end : quantity.end + _AFTER_PRIOR]
    return any(mention.end > len(before) - 20 for mention in found(before, cues.prior)) or any(
        mention.start <= 12 for mention in found(after, cues.prior)
    )
