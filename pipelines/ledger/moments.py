"""Which months and years a sentence names, so that two moves of different times are not taken for one."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from pipelines.policy.dates import dates_in

Moment: TypeAlias = tuple[int, int | None]
"""A year and its month, or the whole year."""
_LAST_YEAR = re.compile(r"\blast year\b|去年", re.IGNORECASE)
_LAST_MONTH = re.compile(r"\blast month\b|上个?月", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:this month|(?:last|this) week|today|yesterday|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|本月|本周|上周",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def moments(quote: str, seen: datetime) -> frozenset[Moment]:
    """The months and years named in a sentence that was read at `seen`.

    A month without a year is this year's; one still to come may be the last one, too.
    """
    found: set[Moment] = set()
    for when in dates_in(quote):
        if when.month is None and when.year is not None:
            found.add((when.year, None))
        elif when.month is not None:
            found.add((when.year or seen.year - when.last_year, when.month))
            if when.year is None and not when.last_year and when.month > seen.month:
                found.add((seen.year - 1, when.month))
    if _LAST_YEAR.search(quote):
        found.add((seen.year - 1, None))
    if _LAST_MONTH.search(quote):
        found.add((seen.year, seen.month - 1) if seen.month > 1 else (seen.year - 1, 12))
    if _NOW.search(quote):
        found.add((seen.year, seen.month))
    return frozenset(found)


def months_apart(some: Set[Moment], others: Set[Moment]) -> int | None:
    """Months between the nearest two of them, 0 where one lies in the other; None where either is empty."""
    return min((_apart(one, other) for one in some for other in others), default=None)


def _apart(one: Moment, other: Moment) -> int:
    (year, month), (other_year, other_month) = one, other
    if month is None or other_month is None:
        return max(0, 12 * abs(year - other_year) - 6)
    return abs(12 * (year - other_year) + month - other_month)
