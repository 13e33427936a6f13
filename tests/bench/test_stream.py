"""What the labelled stream's page says beyond the rows of its scoring."""

from __future__ import annotations

from typing import Any

from bench.stream import direction_row

TEXT = "The US bans pumps. China lifts its curbs."
LABELS: list[dict[str, Any]] = [
    {
        "url": "u",
        "relevant": True,
        "text": TEXT,
        "policy": [
            {"quote": "The US bans pumps", "direction": "tighten"},
            {"quote": "China lifts its curbs", "direction": "ease"},
        ],
    }
]


def claim(direction: str, quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "type": "claim",
        "kind": "policy",
        "url": "u",
        "direction": direction,
        "start": start,
        "end": start + len(quote),
    }


def test_a_claim_that_says_the_opposite_counts_as_wrong() -> None:
    output = [claim("tighten", "The US bans pumps."), claim("tighten", "China lifts its curbs.")]
    row = direction_row(LABELS, output)
    assert row.value == "0.500 (1 of 2)"
    assert row.goal is not None
    assert not row.goal.met


def test_a_claim_on_words_without_a_label_does_not_count() -> None:
    assert direction_row(LABELS, [claim("ease", "lifts its curbs."), claim("ease", ". ")]).value == "1.000 (1 of 1)"
