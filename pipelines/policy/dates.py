"""Reads the days and years that a policy statement names, in English and Chinese."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>20[0-4]\d)"
PATTERNS = (
    re.compile(
        rf"\b{_MONTH}(?:\s+(?P<day>[0-3]?\d)(?!\d))?(?:st|nd|rd|th)?,?\s+(?:of\s+)?(?P<last>last\s+year)\b(?!['’]s)"
    ),
    re.compile(r"(?P<last>去年|上年)\s?(?P<month>1[0-2]|0?[1-9])\s?月(?:(?P<day>[0-3]?\d)\s?[日号])?"),
    re.compile(rf"\b{_MONTH}(?:\s+(?P<day>[0-3]?\d)(?!\d))?(?:st|nd|rd|th)?(?:,?\s+(?:of\s+)?{_YEAR})?\b"),
    re.compile(rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:\s+{_YEAR})?"),
    re.compile(rf"(?:{_YEAR}\s?年)?(?P<month>1[0-2]|0?[1-9])\s?月(?:(?P<day>[0-3]?\d)\s?[日号])?"),
    re.compile(r"\b(?P<year>20[0-4]\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b"),
    re.compile(r"(?<![\d.,$€])(?P<year>20[0-4]\d)(?:\b|(?=\s?年))(?![.,]\d)"),
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as named: with or without a day and a year; `start` is its offset in the text searched."""

    start: int
    year: int | None
    month: int | None
    day: int | None
    last_year: bool = False


def dates_in(text: str) -> tuple[When, ...]:
    """Every date named in `text`, the fullest reading of each, in order."""
    taken: list[tuple[int, int]] = []  # in order, so that only neighbours can overlap
    found: list[When] = []
    for start, end, when in sorted(_all(text), key=lambda item: (item[0] - item[1], item[0])):
        at = bisect(taken, (start, end))
        if (at == 0 or taken[at - 1][1] <= start) and (at == len(taken) or end <= taken[at][0]):
            taken.insert(at, (start, end))
            found.append(when)
    return tuple(sorted(found, key=lambda when: when.start))


def _all(text: str) -> Iterator[tuple[int, int, When]]:
    if not any(character.isdigit() or character.isupper() for character in text):
        return
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            year, month, day = _number(parts.get("year")), _month(parts.get("month")), _number(parts.get("day"))
            when = When(match.start(), year, month, day, last_year=bool(parts.get("last")))
            yield match.start(), match.end(), when


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _month(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else MONTHS.index(word[:3].lower()) + 1


def day_of(when: When, published: date | None) -> date | None:
    """The day meant, where a day and a month are named; without a year, the nearest such day to `published`."""
    if when.month is None or when.day is None:
        return None
    steps = (-1,) if when.last_year else (-1, 0, 1)
    years = [when.year] if when.year else [published.year + step for step in steps] if published else []
    days = [day for year in years if (day := _valid(year, when.month, when.day))]
    if not days:
        return None
    return days[0] if when.year else min(days, key=lambda day: abs((day - published).days) if published else 0)


def is_ahead(when: When, published: date | None, *, months: int) -> bool:
    """Whether a month without a year is one of the `months` that follow `published`."""
    if published is None or when.year is not None or when.month is None or when.last_year:
        return False
    return 0 < (when.month - published.month) % 12 <= months


def is_past(when: When, published: date | None, *, days: int = 10) -> bool:
    """Whether the date named lies further back than `days` before `published`; a month without a year that begins
    within a quarter does not."""
    if when.last_year:
        return True
    if published is None or is_ahead(when, published, months=3):
        return False
    if when.month is None:
        return when.year is not None and when.year < published.year
    year = when.year or (published.year if when.month <= published.month else published.year - 1)
    named = _valid(year, when.month, when.day or 28)
    return (
        named is not None
        and (published - named).days > days
        and (when.year is not None or (published - named).days < 330)
    )


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
