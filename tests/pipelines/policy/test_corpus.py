"""Measures the reader on its own corpus: one half to work with, one half only to report on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.policy import read_moves, worth_noting
from pipelines.text import read_text
from pipelines.types import PolicyMove
from tests.pipelines.policy.conftest import PUBLISHED

CORPUS = Path(__file__).parents[2] / "corpus" / "policy"
FLOORS = {
    "dev": (0.95, 0.95),
    "report": (0.85, 0.88),
    "later-dev": (0.88, 0.92),
    "later-report": (0.8, 0.8),
    "acts-dev": (0.92, 0.92),
    "acts-report": (0.85, 0.7),
}
"""Half -> precision and recall that it must not fall below."""
MOVERS = 0.95
"""Share of the moves found whose jurisdiction is right, in every half but one."""
FEWEST_MOVERS = {"acts-report": 0.9}
SLOTS = 0.85
"""The same of their other slots, where the label tells them: in the sentences of the kinds that later months bring."""


@dataclass
class Score:
    hits: int = 0
    said: int = 0
    due: int = 0


def cases(half: str) -> list[dict[str, Any]]:
    with (CORPUS / f"{half}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def same(move: PolicyMove, wanted: dict[str, Any], text: str) -> bool:
    """Same direction, and half of the shorter quote shared."""
    start = text.index(wanted["quote"])
    end = start + len(wanted["quote"])
    shared = min(end, move.end) - max(start, move.start)
    return move.direction == wanted["direction"] and shared * 2 >= min(end - start, move.end - move.start)


@pytest.mark.parametrize("half", FLOORS)
def test_the_corpus_is_read_at_least_this_well(half: str, lexicon: PolicyLexicon, taxonomy: Taxonomy) -> None:
    score = Score()
    for case in cases(half):
        text = read_text(case["text"])
        moves = [
            move
            for move in read_moves(text, taxonomy=taxonomy, lexicon=lexicon, published=PUBLISHED)
            if worth_noting(move, text, case["topics"], taxonomy, lexicon) is None
        ]
        score.said += len(moves)
        score.due += len(case["moves"])
        score.hits += sum(any(same(move, wanted, case["text"]) for move in moves) for wanted in case["moves"])
    precision, recall = score.hits / score.said, score.hits / score.due
    assert precision >= FLOORS[half][0], f"precision {precision:.2f}"
    assert recall >= FLOORS[half][1], f"recall {recall:.2f}"


@pytest.mark.parametrize("half", FLOORS)
def test_the_mover_is_told_at_least_this_well(half: str, lexicon: PolicyLexicon, taxonomy: Taxonomy) -> None:
    right = []
    for case in cases(half):
        moves = read_moves(read_text(case["text"]), taxonomy=taxonomy, lexicon=lexicon, published=PUBLISHED)
        for wanted in (wanted for wanted in case["moves"] if "jurisdiction" in wanted):
            found = [move.jurisdiction for move in moves if same(move, wanted, case["text"])]
            right.extend([wanted["jurisdiction"] == found[0]] if found else [])
    assert sum(right) >= FEWEST_MOVERS.get(half, MOVERS) * len(right), f"{sum(right)} of {len(right)}"


@pytest.mark.parametrize("half", FLOORS)
def test_every_case_is_in_order(half: str) -> None:
    for case in cases(half):
        assert {"id", "lang", "text", "moves", "topics"} <= set(case), case["id"]
        assert all(wanted["quote"] in case["text"] for wanted in case["moves"]), case["id"]
        assert bool(case["moves"]) != ("trap" in case), case["id"]


def test_no_sentence_stands_in_both_halves() -> None:
    texts = [case["text"] for half in FLOORS for case in cases(half)]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("half", ["later-dev", "later-report"])
@pytest.mark.parametrize("slot", ["instrument", "object", "target", "background"])
def test_a_slot_is_told_at_least_this_well(half: str, slot: str, lexicon: PolicyLexicon, taxonomy: Taxonomy) -> None:
    right = []
    for case in cases(half):
        moves = read_moves(read_text(case["text"]), taxonomy=taxonomy, lexicon=lexicon, published=PUBLISHED)
        for wanted in (wanted for wanted in case["moves"] if slot in wanted):
            found = [getattr(move, slot) for move in moves if same(move, wanted, case["text"])]
            right.extend([wanted[slot] == found[0]] if found else [])
    assert sum(right) >= SLOTS * len(right), f"{sum(right)} of {len(right)}"
