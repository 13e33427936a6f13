"""When two periods may be one."""

from __future__ import annotations

import pytest

from pipelines.ledger.periods import periods_conflict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, "2025"),
        ("2025", "2025-Q2"),
        ("2025-Q2", "2025-04"),
        ("2025", "FY2026-Q1"),
        ("2025-H2", "2025-Q4"),
        ("FY2026", "FY2026-Q3"),
        ("2025-07", "FY2026-Q2"),
    ],
)
def test_periods_that_may_overlap_do_not_conflict(one, other):
    assert not periods_conflict(one, other)
    assert not periods_conflict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2024", "2025"), ("2025-Q1", "2025-Q2"), ("FY2026-Q1", "FY2026-Q2"), ("2025-03", "2025-04"), ("2027", "FY2026")],
)
def test_periods_apart_conflict(one, other):
    assert periods_conflict(one, other)
    assert periods_conflict(other, one)
