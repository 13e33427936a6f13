"""What the figure measures, and how firmly: metric, modality, and whether it is the old value."""

from __future__ import annotations

import re
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
_BESIDE: Final = 45
_BEFORE_PRIOR: Final = 28
_AFTER_PRIOR: Final = 34
_MODAL_REACH: Final = 70
_TICKER: Final = re.compile(r":\s?[A-Z]{1,5}\b")
"""Behind the exchange in "(NASDAQ:ACME)"."""
_HALVES: Final = re.compile(r"[;；]")
_LINK_BEFORE: Final = re.compile(r"\b(?:than|from|on|over|versus|against|with|to)\s+$")
_LINK_AT_END: Final = re.compile(r"\s(?:from|with|to)$")
_NEGATED: Final = re.compile(
    r"(?:\bnot(?:\sthe)?|\brather\sthan(?:\sthe)?|\binstead\sof(?:\sthe)?)\s$|(?:而非|而不是|并非|並非|不是)(?:此前的|先前的)?\s?$"
)
"""Right before a value that does not hold: "$50 million, not $50 billion"."""
_TOLD_THEN: Final = re.compile(r"\s?(?:[\u4e00-\u9fff]{2,4}[，：,:]|\w+\sthat\b)")
"""Behind "earlier" or 此前: the value was told then, and still holds ("earlier reported that", 此前报道，)."""
_CLAUSE_END: Final = re.compile(r"[，,;；。]")


def metric_of(
    quantity: Quantity,
    sentence: str,
    hits: Sequence[Mention],
    cues: Cues,
    *,
    others: Sequence[int],
    breaks: Sequence[int],
    own: bool = False,
) -> Metric | None:
    """The metric whose word stands nearest to the quantity and is counted in its kind of unit, or None.

    `others` and `breaks` are the places of other figures and of clause joints, which count as distance. `own`: what the
    quantity belongs to is clear without a metric, so that words behind the clause are none of it.
    """
    kind = unit_kind(quantity.unit)
    best: tuple[float, Metric] | None = None
    for hit in hits:
        if (own or best is not None) and _elsewhere(quantity, hit, breaks):
            break
        if _TICKER.match(sentence, hit.end):
            continue
        metric = next((metric for metric in cues.by_word[hit.entity] if kind in metric.units), None)
        if metric is None:
            continue
        gap = _gap(quantity, hit) - 2 * len(hit.entity)
        low, high = sorted((hit.start, quantity.start))
        gap += _BREAK * sum(low <= place < high for place in breaks)
        gap += _ACROSS * sum(low < place < high for place in others)
        if gap <= _REACH and (best is None or gap < best[0]):
            best = gap, metric
    if best is None:
        unit, _, per = quantity.unit.partition(" per ")
        return cues.by_unit.get(unit) or cues.by_unit.get(f"per {per}")
    return _variant(best[1], quantity, sentence, cues)


def _elsewhere(quantity: Quantity, hit: Mention, breaks: Sequence[int]) -> bool:
    """Behind the quantity and a clause joint: it speaks of what comes next."""
    return hit.start >= quantity.end and any(quantity.end <= place < hit.start for place in breaks)


def _gap(quantity: Quantity, hit: Mention) -> float:
    if hit.start >= quantity.end:
        return hit.start - quantity.end + _AFTER
    return max(quantity.start - hit.end, 0)


def _variant(metric: Metric, quantity: Quantity, sentence: str, cues: Cues) -> Metric:
    """A share of revenue, lost revenue, expected revenue: the metric that `metric` is here."""
    if quantity.measure == "share" and metric.as_share:
        return cues.by_id.get(metric.as_share, metric)
    low = max(0, quantity.start - _BESIDE)
    around = sentence[low : quantity.end + _BESIDE // 2]
    near = [
        (abs(mention.start + low - quantity.start), place)
        for place, (variant, beside) in enumerate(cues.variants.get(metric.id, ()))
        if unit_kind(quantity.unit) in variant.units and quantity.trend is None
        for mention in found(around, beside)
    ]
    return cues.variants[metric.id][min(near)[1]][0] if near else metric


def modality_of(quantity: Quantity, sentence: str, cues: Cues) -> Modality:
    """How firmly the sentence puts it, by the words shortly before it (and "expected" shortly after).

    A semicolon ends what is said before it ("earned $5bn; it expects $6bn"), a comma what is said of it afterwards.
    """
    before = _HALVES.split(sentence[max(0, quantity.start - _MODAL_REACH) : quantity.start])[-1]
    after = _CLAUSE_END.split(sentence[quantity.end : quantity.end + 12])[0]
    window = before + sentence[quantity.start : quantity.end] + after
    if found(window, cues.conditional):
        return "conditional"
    if found(window, cues.forecast):
        return "forecast"
    return "estimated" if found(window, cues.estimated) else "reported"


def is_prior(quantity: Quantity, sentence: str, cues: Cues) -> bool:
    """Whether the sentence itself calls this the old value, or the wrong one."""
    if quantity.base:
        return True
    before = sentence[max(0, quantity.start - _BEFORE_PRIOR) : quantity.start]
    if _NEGATED.search(before):
        return True
    after = _CLAUSE_END.split(sentence[quantity.end : quantity.end + _AFTER_PRIOR])[0]
    return any(
        mention.end > len(before) - 20 and not _TOLD_THEN.match(before, mention.end)
        for mention in found(before, cues.prior)
    ) or any(mention.start <= 12 and not _compares(after, mention) for mention in found(after, cues.prior))


def _compares(after: str, mention: Mention) -> bool:
    """The words name what the quantity is held against: "206% more than a year ago", "$44bn compared with"."""
    return _LINK_BEFORE.search(after, 0, mention.start) is not None or _LINK_AT_END.search(mention.entity) is not None
