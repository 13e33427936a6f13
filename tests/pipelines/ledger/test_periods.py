"""When two periods may be one."""

from __future__ import annotations

import pytest

from pipelines.ledger.periods import periods_conflict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, "2025"),
        ("2025", "FY2026"),
        ("2025-Q2", "FY2026-Q1"),
        ("2025-YTD", "2025-YTD"),
    ],
)
def test_periods_of_one_length_that_may_overlap_do_not_conflict(one, other):
    assert not periods_conflict(one, other)
    assert not periods_conflict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2025", "2025-Q2"),
        ("2025-9M", "2025-Q3"),
        ("2025-H1", "2025-Q2"),
        ("2025-H1", "2025-9M"),
        ("2025-Q2", "2025-04"),
        ("FY2026", "FY2026-Q3"),
        ("2025", "FY2026-Q1"),
        ("2025-YTD", "2025"),
    ],
)
def test_a_part_of_a_period_is_not_the_period(one, other):
    assert periods_conflict(one, other)
    assert periods_conflict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2024", "2025"), ("2025-Q1", "2025-Q2"), ("FY2026-Q1", "FY2026-Q2"), ("2025-03", "2025-04"), ("2027", "FY2026")],
)
def test_periods_apart_conflict(one, other):
    assert periods_conflict(one, other)
    assert periods_conflict(other, one)
