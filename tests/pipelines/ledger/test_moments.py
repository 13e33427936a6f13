"""Months and years that sentences name."""

from __future__ import annotations

import pytest

from pipelines.ledger.moments import moments, months_apart
from tests.build import MONDAY


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        ("The rule of October 2022 stands.", {(2022, 10)}),
        ("The rules of 2019 stand.", {(2019, None)}),
        ("The curbs of last October stand.", {(2025, 10), (2026, 10)}),
        ("It starts in February.", {(2026, 2)}),
        ("It fell last year.", {(2025, None)}),
        ("It came last month.", {(2026, 2)}),
        ("It came on Tuesday.", {(2026, 3)}),
        ("\u53bb\u5e74\u5b9e\u65bd\u3002", {(2025, None)}),
        ("It is so.", set()),
    ],
)
def test_a_sentence_s_months_and_years_are_resolved_from_the_day_it_was_read(quote, wanted):
    assert moments(quote, MONDAY) == wanted


@pytest.mark.parametrize(
    ("one", "other", "months"),
    [
        ((2025, 4), (2025, 4), 0),
        ((2025, 4), (2025, None), 0),
        ((2024, 12), (2025, 2), 2),
        ((2022, None), (2025, 4), 30),
    ],
)
def test_how_far_two_times_lie_apart(one, other, months):
    assert months_apart({one}, {other}) == months_apart({other}, {one}) == months


def test_a_time_that_was_not_told_is_near_to_nothing():
    assert months_apart(set(), {(2025, 4)}) is None
