"""Days and years named in a statement."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from pipelines.policy.dates import dates_in, day_of, is_past
from tests.work import calls_of

NOW = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("from September 1, 2025", date(2025, 9, 1)),
        ("on 9 April 2025", date(2025, 4, 9)),
        ("effective Sept. 29", date(2025, 9, 29)),
        ("from 23 July", date(2025, 7, 23)),
        ("starts on Feb. 1", date(2026, 2, 1)),
        ("自2025年9月1日起", date(2025, 9, 1)),
        ("10月9日公布", date(2025, 10, 9)),
        ("on 2025-04-09", date(2025, 4, 9)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(text: str, wanted: date) -> None:
    [when] = dates_in(text)
    assert day_of(when, NOW) == wanted


@pytest.mark.parametrize("text", ["in October", "in 2022", "in October 2022"])
def test_without_a_day_there_is_no_day(text: str) -> None:
    [when] = dates_in(text)
    assert day_of(when, NOW) is None


@pytest.mark.parametrize("text", ["it may ban chips", "$2025.50 a unit", "no date", "31 February 2025 is none"])
def test_what_is_no_date_gives_no_day(text: str) -> None:
    assert [day for when in dates_in(text) if (day := day_of(when, NOW))] == []


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("since 2022", True),
        ("in October 2025", True),
        ("in February last year", True),
        ("去年2月", True),
        ("in January 2026", False),
        ("in 2026", False),
        ("on March 3, 2026", False),
    ],
)
def test_what_lies_weeks_back_is_past(text: str, past: bool) -> None:
    [when] = dates_in(text)
    assert is_past(when, NOW) is past


def test_four_times_the_dates_are_four_times_the_work() -> None:
    listed = "on 9 April 2025, in May 2024, in October, "
    once, fourfold = (calls_of(partial(dates_in, listed * times)) for times in (50, 200))
    assert fourfold < 5 * once
