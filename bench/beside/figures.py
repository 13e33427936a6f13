"""Measures how fast and how well figures are read, beside quantulum3: python -m bench.beside.figures

On the English half of the repository's own sentences that is only reported on. quantulum3 goes without its classifier,
which needs packages that are not kept any more. Below it, how the ledger's cost for one claim grows.
"""

from __future__ import annotations

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
from bench.page import f1
from bench.speed import ledgers
from config.desk import Lexicons
from config.settings import load_settings
from pipelines.desk import extract
from pipelines.figures import find_quantities
from pipelines.text import read_text

REPEATED = 10
"""How often the fast ones read everything, so that there is something to time."""
LEDGERS = (1_000, 10_000, 100_000)

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


def main() -> int:
    """Measure and print the tables."""
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
    curve = Table("what", "claims/s", "beside", title="The ledger")
    for timing in ledgers(LEDGERS, lexicons):
        curve.add_row(timing.name, f"{timing.rate:,.0f}", timing.beside)
    console.print(curve)
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
