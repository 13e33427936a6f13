"""The repository's own labelled sentences, the halves that are only reported on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.labelled import ROOT
from bench.page import Row, Section, f1
from config.desk import Lexicons
from pipelines.figures import Quantity, find_quantities
from pipelines.policy import read_moves, worth_noting
from pipelines.text import read_text
from pipelines.types import PolicyMove

CORPUS = ROOT / "tests" / "corpus"
PUBLISHED = date(2026, 1, 15)
"""The day on which the policy sentences count as written."""

INTRO = """
Sentences of our own, written to hold one difficulty each, traps included. The halves shown here are not worked on
sentence by sentence, as the development halves are; but they come from the same pens, and the score of the figures'
half was looked at some twenty times while the reader was worked on. They flatter.
"""

Case = Mapping[str, Any]


def section(lexicons: Lexicons, corpus: Path = CORPUS) -> Section:
    """Read both corpora's report halves."""
    moves = list(_cases(corpus / "policy" / "report.jsonl"))
    later = list(_cases(corpus / "policy" / "later-report.jsonl"))
    acts = list(_cases(corpus / "policy" / "acts-report.jsonl"))
    rows = [
        figures_row(reported(corpus)),
        policy_row(moves, lexicons),
        policy_row(later, lexicons, name="policy, later kinds"),
        policy_row(acts, lexicons, name="policy, acts of all kinds"),
    ]
    return Section("Own corpora, report halves", INTRO, rows)


def reported(corpus: Path = CORPUS) -> list[Case]:
    """The sentences with figures that are only reported on."""
    paths = sorted((corpus / "figures").glob("*.jsonl"))
    return [case for path in paths for case in _cases(path) if case["half"] == "report"]


def figures_row(cases: Sequence[Case]) -> Row:
    """Quantities with value, unit, approximation and trend, each label met by one reading."""
    said = due = hits = 0
    for case in cases:
        found = find_quantities(case["text"])
        said, due, hits = said + len(found), due + len(case["want"]), hits + _met(found, case["want"])
    return _row("figures", f1(hits, said, hits, due), said, due, "value, unit, approximation and trend all right")


def policy_row(cases: Sequence[Case], lexicons: Lexicons, *, name: str = "policy") -> Row:
    """Moves worth a note, in the right direction, on the labelled words."""
    said = due = right = found = 0
    for case in cases:
        moves = list(_moves(case, lexicons))
        said, due = said + len(moves), due + len(case["moves"])
        right += sum(any(_same(move, wanted, case["text"]) for wanted in case["moves"]) for move in moves)
        found += sum(any(_same(move, wanted, case["text"]) for move in moves) for wanted in case["moves"])
    return _row(name, f1(right, said, found, due), said, due, "the right direction, on at least half of the words")


def _cases(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _row(name: str, scores: tuple[float, float, float], said: int, due: int, meaning: str) -> Row:
    precision, recall, both = scores
    return Row(name, f"F1 {both:.3f} (P {precision:.3f}, R {recall:.3f}, {said} said, {due} due)", meaning)


def _met(found: Iterable[Quantity], wanted: Iterable[Case]) -> int:
    left = list(found)
    met = 0
    for want in wanted:
        quantity = next((quantity for quantity in left if _fits(quantity, want)), None)
        if quantity is not None:
            left.remove(quantity)
            met += 1
    return met


def _fits(quantity: Quantity, want: Case) -> bool:
    high = want["value"] if want.get("value_high") is None else want["value_high"]
    return (
        math.isclose(quantity.value, want["value"], rel_tol=1e-4)
        and math.isclose(quantity.value if quantity.value_high is None else quantity.value_high, high, rel_tol=1e-4)
        and (quantity.unit, quantity.approx, quantity.trend)
        == (want["unit"], want.get("approx", "exact"), want.get("trend"))
    )


def _moves(case: Case, lexicons: Lexicons) -> Iterator[PolicyMove]:
    text = read_text(case["text"])
    taxonomy, lexicon = lexicons.taxonomy, lexicons.policy
    for move in read_moves(text, taxonomy=taxonomy, lexicon=lexicon, published=PUBLISHED):
        if worth_noting(move, text, case["topics"], taxonomy, lexicon) is None:
            yield move


def _same(move: PolicyMove, wanted: Case, text: str) -> bool:
    start = text.index(wanted["quote"])
    end = start + len(wanted["quote"])
    shared = min(end, move.end) - max(start, move.start)
    return move.direction == wanted["direction"] and shared * 2 >= min(end - start, move.end - move.start)
