"""Dates that belong to something else than the move itself."""

from __future__ import annotations

from time import process_time

import pytest

from tests.pipelines.policy.conftest import Read


@pytest.mark.parametrize(
    ("body", "past"),
    [
        ("The US banned exports of H20 chips to China, in May 2024.", True),
        ("The US banned exports of H20 chips to China, a place it visited in May 2024.", False),
        ("The US banned exports of H20 chips to China (the firm, whose sales, in May 2024, fell, appealed).", False),
    ],
)
def test_a_date_that_words_of_its_own_lead_to_says_nothing_of_the_move(read: Read, body: str, past: bool) -> None:
    [move] = read(body)
    assert move.background is past


def test_endless_words_before_a_date_are_passed_over_at_once(read: Read) -> None:
    body = f"The US bans exports of H20 chips to China, {'a' * 9_000}… {'b' * 9_000}… {'c' * 9_000}…, in May 2024."
    begin = process_time()
    read(body)
    assert process_time() - begin < 1.5
