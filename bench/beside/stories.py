"""Measures how stories are told apart, beside others who do it: python -m bench.beside.stories

On the demo's newswire, on invented events and, where it lies beside the checkout, on the labelled stream. Thresholds of
the others are those that served them best on these very texts, and their word weights come from the whole set; ours
were chosen once for all, and decide on arrival.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from adapters.kit import read_desk
from bench.beside.story_peers import Stories, centroids, single_link
from bench.labelled import ROOT, Shared
from bench.stories import Report, from_events, from_newswire, from_stream, ours, scores
from config.settings import load_settings
from config.taxonomy import Taxonomy
from demo.wire import bundled_newswire

PEER_THRESHOLDS = tuple(round(0.06 + 0.03 * step, 2) for step in range(14))


@dataclass(frozen=True, slots=True)
class Found:
    """How one method grouped the texts, and in how many seconds of the process's own time."""

    name: str
    stories: Stories
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables."""
    console = Console(width=110)
    shared = Shared(_options(arguments).shared)
    desk = read_desk(load_settings())
    streamed = from_stream(shared)
    if not streamed:
        console.print(f"{shared.stream} is not there: measured on what the repository holds")
    for title, reports in {**streamed, **from_newswire(bundled_newswire(desk.name)), **from_events()}.items():
        console.print(_table(f"{title}: {len(reports)} texts", reports, desk.lexicons.taxonomy))
    return 0


def _table(title: str, reports: Sequence[Report], taxonomy: Taxonomy) -> Table:
    columns = ("method", "B³ P", "B³ R", "B³ F1", "pairs P", "pairs R", "pairs F1", "texts/s")
    table = Table(*columns, title=title, title_justify="left")
    for found in (_timed("deltawire", partial(ours, taxonomy=taxonomy), reports), *_peers(reports)):
        both = scores(found.stories, reports)
        cells = [f"{value:.3f}" for score in both for value in (score.precision, score.recall, score.f1)]
        table.add_row(found.name, *cells, f"{len(reports) / found.seconds:,.0f}")
    return table


def _peers(reports: Sequence[Report]) -> list[Found]:
    """Each of the others with the threshold that serves it best."""
    methods = {"TF-IDF, online centroid": centroids, "TF-IDF, single link": single_link}
    return [
        max(
            (_timed(f"{name} ≥ {threshold}", method(threshold), reports) for threshold in PEER_THRESHOLDS),
            key=lambda found: scores(found.stories, reports)[0].f1,
        )
        for name, method in methods.items()
    ]


def _timed(name: str, method: Callable[[Sequence[Report]], Stories], reports: Sequence[Report]) -> Found:
    start = time.process_time()
    stories = method(reports)
    return Found(name, stories, time.process_time() - start)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.beside.stories", description="Stories, ours beside others'.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the labelled texts")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
