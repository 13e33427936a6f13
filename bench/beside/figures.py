"""Measures how fast and how well figures are read, beside quantulum3: python -m bench.beside.figures [--facts N …]

On the English half of the repository's own sentences that is only reported on. quantulum3 goes without its classifier,
which needs packages that are not kept any more. Below it, how the ledger's cost for one claim grows:
finding the known facts that it could be, and judging it by them.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from quantulum3 import classifier, parser
from rich.console import Console
from rich.table import Table

from adapters.kit import read_desk
from bench.corpora import Case, reported
from bench.ledgers import PER_ARTICLE, Step, in_memory, in_postgresql
from bench.page import f1
from config.desk import Lexicons
from config.settings import load_settings
from pipelines.desk import extract
from pipelines.figures import find_quantities
from pipelines.text import read_text

REPEATED = 10
"""How often the fast ones read everything, so that there is something to time."""
LEDGERS = (1_000, 10_000, 100_000, 1_000_000)
STORED = 100_000
"""Facts beyond which PostgreSQL is only measured when asked for: it takes two minutes to lay down ten times as many."""

Values = Callable[[str], Iterable[float]]
"""A sentence -> the values in it; of a range, its lower end."""


@dataclass(frozen=True, slots=True)
class Read:
    """How one method read the sentences."""

    name: str
    precision: float
    recall: float
    both: float
    rate: float
    """Sentences a second of the process's own time."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables."""
    options = _options(arguments)
    classifier.USE_CLF = False
    lexicons = read_desk(load_settings()).lexicons
    cases = [case for case in reported() if case["text"].isascii() or " " in case["text"]]
    table = Table("method", "P", "R", "F1", "sentences/s", title=f"Values in {len(cases)} English sentences")
    for read in (
        _read("quantulum3", cases, lambda text: (found.value for found in parser.parse(text)), times=1),
        _read("deltawire, figures alone", cases, _quantities, times=REPEATED),
        _read("deltawire, whose and of what, moves too", cases, partial(_claims, lexicons), times=REPEATED),
    ):
        scores = (f"{value:.3f}" for value in (read.precision, read.recall, read.both))
        table.add_row(read.name, *scores, f"{read.rate:,.0f}")
    console = Console(width=110)
    console.print(table)
    console.print(_curve("The ledger in a replay's memory", in_memory(options.facts, lexicons)))
    stored = options.stored or [size for size in options.facts if size <= STORED]
    console.print(_curve("The ledger in PostgreSQL", in_postgresql(stored, lexicons)))
    return 0


def _curve(title: str, steps: Iterable[Step]) -> Table:
    """A row for each size, and how many times the cost of the first it is."""
    table = Table("facts known", "facts met by a claim", "find them", "judge by them", "both", title=title)
    first = None
    for step in steps:
        first = first or step
        parts = ((one * 1e6, one / other) for one, other in zip(_parts(step), _parts(first), strict=True))
        cells = (f"{microseconds:,.0f} µs ({times:.1f} ×)" for microseconds, times in parts)
        table.add_row(f"{step.facts:,}", f"{step.candidates:.0f}", *cells)
    table.caption = f"for one claim of an article of {PER_ARTICLE}; in brackets, beside the smallest ledger"
    return table


def _parts(step: Step) -> tuple[float, float, float]:
    return step.finding, step.judging, step.both


def _read(name: str, cases: Sequence[Case], values: Values, *, times: int) -> Read:
    said = due = hits = 0
    list(values(cases[0]["text"]))  # what is loaded once is not timed
    start = time.process_time()
    for _ in range(times):
        found = [list(values(case["text"])) for case in cases]
    seconds = time.process_time() - start
    for case, given in zip(cases, found, strict=True):
        said, due = said + len(given), due + len(case["want"])
        hits += _met(given, [want["value"] for want in case["want"]])
    return Read(name, *f1(hits, said, hits, due), rate=times * len(cases) / seconds)


def _quantities(text: str) -> Iterable[float]:
    return (quantity.value for quantity in find_quantities(text))


def _claims(lexicons: Lexicons, text: str) -> Iterable[float]:
    return (claim.value for claim in extract(read_text(text), lexicons, published=None) if claim.kind == "figure")


def _met(given: Iterable[float], wanted: Iterable[float]) -> int:
    left = list(given)
    met = 0
    for value in wanted:
        hit = next((one for one in left if math.isclose(abs(one), abs(value), rel_tol=1e-4)), None)
        if hit is not None:
            left.remove(hit)
            met += 1
    return met


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.beside.figures", description="Figures and the ledger, timed.")
    parser.add_argument("--facts", type=int, nargs="+", default=LEDGERS, help="sizes of ledgers")
    parser.add_argument("--stored", type=int, nargs="+", help="sizes in PostgreSQL, where they are to be others")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
