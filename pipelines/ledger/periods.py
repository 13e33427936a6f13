"""When two periods may be one: equally long, and at one time; a fiscal year overlaps the calendar's.

A year's total is no quarter's, though the quarter lies in the year: "2025", "2025-9M" and "2025-Q2" are three things.
"""

from __future__ import annotations

import re

_PERIOD = re.compile(r"(?:FY)?(?P<year>\d{4})(?:-(?P<part>Q[1-4]|H[12]|\d{1,2}M|\d{2}))?")
_PARTS = {"Q1": (0, 3), "Q2": (3, 6), "Q3": (6, 9), "Q4": (9, 12), "H1": (0, 6), "H2": (6, 12)}
_FISCAL_LEAD = 11
"""Months by which a fiscal year may begin before the calendar year that it is named for."""


def periods_conflict(one: str | None, other: str | None) -> bool:
    """Whether two periods cannot be the same stretch of time; what is not known conflicts with nothing."""
    if one is None or other is None or one == other:
        return False
    calendars = {period.startswith("FY") for period in (one, other)}
    ours, theirs = (_months(period) for period in (one, other))
    if ours is None or theirs is None or ours[1] - ours[0] != theirs[1] - theirs[0]:
        return True
    lead = _FISCAL_LEAD if len(calendars) > 1 else 0
    starts = [months[0] - (lead if period.startswith("FY") else 0) for months, period in ((ours, one), (theirs, other))]
    return ours[1] <= starts[1] or theirs[1] <= starts[0]


def _months(period: str) -> tuple[int, int] | None:
    """First month and the one after the last, counted from year 0."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    year, part = int(found["year"]) * 12, found["part"]
    if part is None:
        first, end = 0, 12
    elif part.endswith("M"):
        first, end = 0, int(part[:-1])
    else:
        first, end = _PARTS.get(part) or (int(part) - 1, int(part))
    return year + first, year + end
