"""When two figures are one fact, and when one replaces the other."""

from __future__ import annotations

import math
import re
from datetime import timedelta

from pipelines.terms import FUNCTION_WORDS
from pipelines.types import Fact, Figure, Sighting

AT_ONCE = timedelta(hours=36)
"""Two outlets that differ within this time dispute each other; later, the second revises the first."""
HALF_A_YEAR = timedelta(days=183)
"""Without a period on either side, an older value of the same metric is another quarter's, not a predecessor."""
_RATIOS = {"percent", "percentage points", "basis points"}
_APPROXIMATE = {"about": 0.03, "over": 0.04, "under": 0.04, "up-to": 0.03, "range": 0.0, "exact": 0.0}
_WORD = re.compile(r"[^\W\d_]{4,}|[\u4e00-\u9fff]{2}")


def unit_class(unit: str) -> str:
    """What may be compared with what: one class per currency, one for ratios, one for all that is counted."""
    if len(unit) == 3 and unit.isascii() and unit.isupper():
        return unit
    return "ratio" if unit in _RATIOS else "times" if unit == "times" else "count"


def values_agree(one: Figure, other: Figure) -> bool:
    """Whether two values are equal within what the wording's precision allows."""
    low, high = _span(one)
    other_low, other_high = _span(other)
    slack = max(_slack(one), _slack(other))
    return low - slack <= other_high and other_low - slack <= high


def same_figure(claim: Figure, fact: Fact, sighting: Sighting) -> float:
    """How surely this claim says what the fact says, 0..1; 0 where anything contradicts."""
    known = fact.claim
    if not isinstance(known, Figure) or unit_class(claim.unit) != unit_class(known.unit):
        return 0.0
    if not values_agree(claim, known) or {claim.trend, known.trend} == {"up", "down"}:
        return 0.0
    if _conflict(claim.subject, known.subject) or _conflict(claim.period, known.period):
        return 0.0
    likeness = 0.3 + 0.3 * (claim.subject is not None and claim.subject == known.subject)
    likeness += 0.3 * (claim.metric is not None and claim.metric == known.metric)
    likeness += 0.3 * (sighting.story in fact.stories)
    likeness += 0.1 * (claim.period is not None and claim.period == known.period)
    likeness += 0.1 * (claim.object is not None and claim.object == known.object)
    likeness += 0.2 * _shared_words(claim.quote, known.quote)
    if claim.metric != known.metric and None not in (claim.metric, known.metric):
        likeness -= 0.15
    if _conflict(claim.object, known.object):
        likeness -= 0.15
    return min(likeness, 1.0) if likeness >= 0.6 else 0.0


def replaces(claim: Figure, fact: Fact, sighting: Sighting) -> bool:
    """Whether the claim gives a new value for the very thing the fact is about."""
    known = fact.claim
    return (
        isinstance(known, Figure)
        and fact.current
        and None not in (claim.subject, claim.metric)
        and (claim.subject, claim.metric, claim.measure) == (known.subject, known.metric, known.measure)
        and unit_class(claim.unit) == unit_class(known.unit)
        and not _conflict(claim.object, known.object)
        and not _conflict(claim.period, known.period)
        and {claim.trend, known.trend} != {"up", "down"}
        and (claim.period is not None or sighting.seen - fact.last_seen <= HALF_A_YEAR)
        and _same_size(claim, known)
    )


def at_once(fact: Fact, sighting: Sighting) -> bool:
    """Whether another origin stated the fact so shortly before that neither can be called the later word."""
    return (
        not fact.baseline
        and sighting.origin not in fact.origins
        and sighting.seen - fact.first.seen <= AT_ONCE
        and sighting.url != fact.first.url
    )


def _span(figure: Figure) -> tuple[float, float]:
    high = figure.value if figure.value_high is None else figure.value_high
    return min(figure.value, high), max(figure.value, high)


def _slack(figure: Figure) -> float:
    """Half a unit in the last digit that the writer gave, at most 2.5 %, widened for "about" and its kin."""
    value = max(abs(figure.value), abs(figure.value_high or 0.0))
    if value == 0 or not math.isfinite(value):
        return 0.0
    digits = f"{value:.6g}".replace(".", "").split("e")[0].strip("0").lstrip("-")
    exponent = math.floor(math.log10(value))
    half_digit = 0.5 * 10.0 ** (exponent - len(digits) + 1)
    return max(min(half_digit, 0.025 * value), 0.001 * value, _APPROXIMATE[figure.approx] * value)


def _conflict(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _same_size(one: Figure, other: Figure) -> bool:
    """Within a factor of five: beyond that it is another thing, not another value."""
    low, high = sorted((abs(one.value), abs(other.value)))
    return low > 0 and high / low <= 5


def _shared_words(one: str, other: str) -> float:
    """Share of the shorter sentence's telling words that the other has too."""
    words = [set(_WORD.findall(quote.lower())) - FUNCTION_WORDS for quote in (one, other)]
    return len(words[0] & words[1]) / max(1, min(map(len, words)))
