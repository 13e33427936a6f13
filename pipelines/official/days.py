"""The days that an official document names: the one from which it applies, and the last one for comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipelines.policy.dates import dates_in, day_of

_CUE = re.compile(
    r"(?P<effective>\b(?:effective|takes? effect|applicable|in force|on or after)\b)"
    r"|(?P<comments>\bcomments?\b)"
    r"|(?P<other>\b(?:compl(?:y|iance)|delay|published|publication|dated|issued|expires?)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Days:
    """What a passage on dates says."""

    effective: date | None = None
    comments_close: date | None = None


def days_in(passage: str, published: date | None) -> Days:
    """Each day goes to the word before it that tells what happens then: takes effect, comments close, something else.

    Of several days of effect the first named counts, of several deadlines the last.
    """
    cues = [(found.start(), found.lastgroup) for found in _CUE.finditer(passage)]
    found: dict[str | None, list[date]] = {"effective": [], "comments": [], "other": []}
    for when in dates_in(passage):
        day = day_of(when, published)
        before = [kind for at, kind in cues if at < when.start]
        if day and before:
            found[before[-1]].append(day)
    return Days(next(iter(found["effective"]), None), max(found["comments"], default=None))
