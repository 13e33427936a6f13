"""Measures speed on made-up texts, within a minute: python -m bench.speed

Machines differ, so what counts are ratios within one run: the work held against a plain regex scan of the same texts,
and how the cost of one claim grows with the ledger.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rich.console import Console
from rich.table import Table

from adapters.kit import read_desk
from bench.generated import documents, sentences
from bench.ledgers import in_memory
from config.desk import Lexicons
from config.settings import load_settings
from pipelines.desk import Desk
from pipelines.errors import Unreadable
from pipelines.figures import find_quantities
from pipelines.ingest import analyse
from pipelines.replay import replay
from pipelines.types import Document

_NUMBER = re.compile(r"[$€£¥]?\d[\d,.]*\s*(?:%|percent|million|billion|\w+)?")


@dataclass(frozen=True, slots=True)
class Timing:
    """How often something was done in how much of the process's own time, and what that is beside something else."""

    name: str
    done: int
    seconds: float
    unit: str
    beside: str = ""

    @property
    def rate(self) -> float:
        """Units a second."""
        return self.done / max(self.seconds, 1e-9)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    options = _options(arguments)
    desk = read_desk(load_settings())
    table = Table("what", "a second", "unit", "beside", title="Speed, one process")
    for timing in measure(desk, articles=options.articles, sizes=options.facts):
        table.add_row(timing.name, f"{timing.rate:,.0f}", timing.unit, timing.beside)
    Console().print(table)
    return 0


def measure(desk: Desk, *, articles: int, sizes: Sequence[int]) -> Iterator[Timing]:
    """Every row of the table, in its order."""
    lexicons = desk.lexicons
    texts = list(documents(articles, lexicons))
    analyse(texts[0], desk)  # what is compiled once is not timed
    scan = _timed("regex scan", texts, "articles", _scan)
    yield scan
    yield _against(scan, _timed("analyse()", texts, "articles", partial(analyse, desk=desk)))
    yield _against(scan, _walk(texts, desk))
    lines = sentences(articles * 10, lexicons)
    plain = _timed("regex scan", lines, "sentences", _NUMBER.findall)
    yield plain
    yield _against(plain, _timed("figure grammar", lines, "sentences", find_quantities))
    yield from _ledgers(sizes, lexicons)


def _timed(name: str, things: Sequence[object], unit: str, do: Callable[..., object]) -> Timing:
    start = time.process_time()
    for thing in things:
        do(thing)
    return Timing(name, len(things), time.process_time() - start, unit)


def _scan(document: Document) -> object:
    return _NUMBER.findall(document.text or "")


def _walk(texts: Iterable[Document], desk: Desk) -> Timing:
    start = time.process_time()
    walked = sum(1 for _ in replay(texts, desk, on_unreadable=_refused))
    return Timing("the whole walk, on a scratch ledger", walked, time.process_time() - start, "articles")


def _refused(document: Document, error: Unreadable) -> None:
    raise error


def _ledgers(sizes: Sequence[int], lexicons: Lexicons) -> Iterator[Timing]:
    """A claim against ledgers of several sizes, each beside the first."""
    first = None
    for step in in_memory(sizes, lexicons):
        first = first or step
        beside = f"{step.both / first.both:.1f} × the cost at {first.facts:,} facts" if step is not first else ""
        yield Timing(f"find and reconcile, ledger of {step.facts:,} facts", 1, step.both, "claims", beside)


def _against(scan: Timing, timing: Timing) -> Timing:
    return replace(timing, beside=f"{scan.rate / timing.rate:,.0f} × the cost of the scan")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=300, help="how many articles to make up")
    parser.add_argument("--facts", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="sizes of ledgers")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
