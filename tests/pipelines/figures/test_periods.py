"""Periods made absolute, in calendar years and in fiscal ones."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.figures.periods import find_periods, period_near


def period(sentence: str, published: date | None, year_ends: int | None = None, *, prior: bool = False) -> str | None:
    return period_near(find_periods(sentence), 0, 1, others=(), prior=prior, published=published, year_ends=year_ends)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("7 in the April quarter", "FY2026-Q1"),
        ("8 in the July quarter", "FY2026-Q2"),
        ("8 in the quarter ended January", "FY2025-Q4"),
        ("5 for the first quarter", "FY2026-Q1"),
        ("5 in its fourth fiscal quarter", "FY2025-Q4"),
        ("5 in Q2 FY26", "FY2026-Q2"),
        ("5 in the previous quarter", "FY2026-Q1"),
        ("5 this quarter", "FY2026-Q2"),
        ("5 in fiscal 2024", "FY2024"),
        ("5 last fiscal year", "FY2025"),
        ("5 last year", "2024"),
        ("5 in 2021", "2021"),
        ("5，去年", "2024"),
    ],
)
def test_a_company_with_a_fiscal_year_ending_in_january(sentence: str, wanted: str) -> None:
    assert period(sentence, date(2025, 5, 28), 1) == wanted


def test_quarters_of_a_calendar_year_carry_no_fiscal_mark() -> None:
    assert period("5 in the second quarter", date(2024, 5, 8), 12) == "2024-Q2"


def test_a_relative_period_without_a_date_stays_unknown() -> None:
    assert period("5 last year", None) is None


def test_the_old_value_of_a_comparison_does_not_take_the_new_ones_period() -> None:
    sentence = "5, against a much higher number that it had once hoped to reach at some point in 2024"
    assert period(sentence, date(2025, 1, 1), prior=True) is None


def test_the_first_three_quarters_of_a_year_are_not_its_third() -> None:
    assert period("前三季度营收5", date(2025, 10, 20), 12) == "2025-9M"
    assert period("第三季度营收5", date(2025, 10, 20), 12) == "2025-Q3"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("5 in the first half of 2024", "2024-H1"),
        ("5 in the first half", "2025-H1"),
        ("5 in the second half of last year", "2024-H2"),
        ("5 in H2 2023", "2023-H2"),
        ("5 in 1H24", "2024-H1"),
        ("5 in the first nine months of 2024", "2024-9M"),
        ("5 in the first six months", "2025-H1"),
        ("5 in the first 11 months of 2023", "2023-11M"),
        ("5 in the first three quarters of 2024", "2024-9M"),
        ("5 in the nine months ended September 30, 2024", "2024-9M"),
        ("5 in the six months to June", "2025-H1"),
        ("5 in the six months through December 2024", "2024-H2"),
        ("5 in the three months ended March", "2025-Q1"),
        ("5 in the twelve months to December 2024", "2024"),
        ("5 so far this year", "2025-YTD"),
        ("今年以来 5", "2025-YTD"),
        ("5，2024年上半年", "2024-H1"),
        ("5，去年下半年", "2024-H2"),
        ("5，前三季度", "2025-9M"),
        ("5，2023年前十个月", "2023-10M"),
    ],
)
def test_half_years_and_a_years_first_months(sentence: str, wanted: str) -> None:
    assert period(sentence, date(2025, 8, 20), 12) == wanted


def test_months_that_fill_no_part_of_the_year_are_no_period() -> None:
    assert period("5 in the six months to April", date(2025, 8, 20), 12) is None


def test_the_half_of_a_fiscal_year_carries_its_mark() -> None:
    assert period("5 in the first half", date(2025, 8, 28), 1) == "FY2026-H1"


def test_a_half_year_without_a_date_stays_unknown_unless_its_year_is_named() -> None:
    assert period("5 in the first half", None) is None
    assert period("5 in the first half of 2022", None) == "2022-H1"
