"""Measures how copies are found, beside others who do it: python -m bench.beside.copies

On copies planted among the articles of the demo's newswire, and on answers that people rewrote or wrote themselves.
Thresholds of the others are those that served them best on these very texts.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from adapters.kit import read_desk
from bench.beside.copy_peers import Grouping, shingled, weighted
from bench.copies import copy_stage, ours, recall
from bench.grouping import b_cubed, pairwise
from bench.planted import Planted, answers, from_newswire, made_up
from config.settings import load_settings
from demo.wire import bundled_newswire

MANY, OWN_MATTER = 2_000, (0.35, 0.0)
PEER_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Found:
    """How one method grouped the texts, and in how many seconds of the process's own time."""

    name: str
    groups: Grouping
    seconds: float


def main() -> int:
    """Measure and print the tables."""
    console = Console(width=110)
    planted = from_newswire(bundled_newswire(read_desk(load_settings()).name))
    for title, texts in (
        ("Copies planted in the newswire", planted),
        ("Answers, rewritten and independent", answers()),
    ):
        results = [_timed("deltawire", ours, texts), *_peers(texts)]
        console.print(_scores(f"{title}: {len(texts)} texts", texts, results))
        console.print(_kinds(texts, results))
    for own in OWN_MATTER:
        many = list(made_up(MANY, own=own))
        staged = Found("deltawire, the copies' part", *copy_stage(many))
        title = f"Made up: {MANY} texts of 500 words, {own:.0%} of them of a text's own matter"
        console.print(_scores(title, many, [staged, *_peers(many, (0.3,))]))
    return 0


def _peers(texts: Sequence[Planted], thresholds: Sequence[float] = PEER_THRESHOLDS) -> list[Found]:
    """Each of the others with the threshold that serves it best."""
    methods: dict[str, Callable[[float], Callable[[Sequence[Planted]], Grouping]]] = {
        "datasketch, 2-word shingles": shingled,
        "scikit-learn, TF-IDF": weighted,
    }
    due = {text.id: text.group for text in texts}
    return [
        max(
            (_timed(f"{name} ≥ {threshold}", method(threshold), texts) for threshold in thresholds),
            key=lambda found: pairwise(found.groups, due).f1,
        )
        for name, method in methods.items()
    ]


def _timed(name: str, method: Callable[[Sequence[Planted]], Grouping], texts: Sequence[Planted]) -> Found:
    start = time.process_time()
    groups = method(texts)
    return Found(name, groups, time.process_time() - start)


def _scores(title: str, texts: Sequence[Planted], results: Sequence[Found]) -> Table:
    due = {text.id: text.group for text in texts}
    columns = ("method", "pairs P", "pairs R", "pairs F1", "B³ P", "B³ R", "B³ F1", "texts/s")
    table = Table(*columns, title=title, title_justify="left")
    for found in results:
        scores = (pairwise(found.groups, due), b_cubed(found.groups, due))
        cells = [f"{value:.3f}" for score in scores for value in (score.precision, score.recall, score.f1)]
        table.add_row(found.name, *cells, f"{len(texts) / found.seconds:,.0f}")
    return table


def _kinds(texts: Sequence[Planted], results: Sequence[Found]) -> Table:
    """Of each kind of copy, the share that was put with a text of its own group."""
    table = Table("kind", "texts", *(found.name for found in results), title="Found, by kind", title_justify="left")
    for kind, count in Counter(text.kind for text in texts if text.kind).items():
        table.add_row(kind, str(count), *(f"{recall(texts, found.groups, kind):.3f}" for found in results))
    return table


if __name__ == "__main__":
    sys.exit(main())
