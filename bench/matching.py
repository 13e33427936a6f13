"""Measures finding the subscriptions of a change, on made-up ones of the desk's names: python -m bench.matching

Three tables are asked about the same changes. The small one holds as many subscriptions as a desk has today. The large
one is a hundred times that, drawn alike, so that about a hundred times as many ask for each change. Between them stands
the small one among so many others of which none asks for any of these changes, though they share their names, metrics
and topics: as many subscriptions match as in the small one, so what is left is what the number of subscriptions costs.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from random import Random
from typing import get_args

from rich import box
from rich.console import Console
from rich.table import Table

from bench.generated import sighting
from config.desk import Lexicons, load_lexicons
from config.settings import ROOT, load_settings
from pipelines.alerts.index import SubscriptionIndex
from pipelines.alerts.types import Matter, Subscription
from pipelines.types import Change, ChangeKind, Claim, Fact, Figure, PolicyMove, Status
from storage.subscription_codec import timing_from_json, wants_from_json

MOST_MILLISECONDS, MOST_MEGABYTES, MOST_TIMES = 1.0, 500, 2.0
"""What is wanted of a change, of a process that holds the large table, and of the table between beside the small."""
OWN_WORDS = 20_000
"""Words that no taxonomy has, of which some subscriptions watch one."""
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Measured:
    """One table of subscriptions, asked about every change."""

    name: str
    subscriptions: int
    compiled: float
    """Seconds."""
    milliseconds: float
    """For a change."""
    slowest: float
    matching: float
    """Subscriptions for a change."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and say whether all is as wanted: 0, else 1."""
    options = _options(arguments)
    few, many = options.few, options.subscriptions
    lexicons = load_lexicons(ROOT / "config", options.desk)
    asked = list(islice(matters(lexicons), options.changes))
    small = list(islice(subscriptions(lexicons, seed="small"), few))
    quiet = _that_ask_for_none(asked, subscriptions(lexicons, seed="others"), many - few)
    rows = [
        measured(f"{few:,}", small, asked),
        measured(f"+ {many - few:,} that match none", [*small, *quiet], asked),
        measured(f"{many:,} like these", list(islice(subscriptions(lexicons, seed="large"), many)), asked),
    ]
    megabytes = _in_a_child(options.desk, many)
    _print(rows, megabytes, len(asked))
    wanted = (
        max(row.milliseconds for row in rows) <= MOST_MILLISECONDS,
        megabytes <= MOST_MEGABYTES,
        rows[1].milliseconds <= MOST_TIMES * rows[0].milliseconds,
    )
    return 0 if all(wanted) else 1


def measured(name: str, table: Sequence[Subscription], asked: Sequence[Matter]) -> Measured:
    """Compile a table, ask it about each change, and time both."""
    start = time.process_time()
    index = SubscriptionIndex(table)
    compiled = time.process_time() - start
    index.matching(asked[0])
    times, found = [], 0
    for matter in asked:
        start = time.process_time()
        matching = index.matching(matter)
        times.append(time.process_time() - start)
        found += len(matching)
    spent = sum(times) / len(asked)
    return Measured(name, len(table), compiled, spent * 1e3, max(times) * 1e3, found / len(asked))


# ---------------------------------------------------------------- made up
def subscriptions(lexicons: Lexicons, *, seed: str) -> Iterator[Subscription]:
    """Subscriptions without end, read as storage reads them; the first names of the desk are the most popular."""
    random = Random(seed)
    for number in count(1):
        wants, timing = (json.loads(json.dumps(one)) for one in (_wants(random, lexicons), {}))
        yield Subscription(number, f"s{number}", (number % 50,), wants_from_json(wants), timing_from_json(timing))


def _wants(random: Random, lexicons: Lexicons) -> dict[str, object]:
    """What somebody may want: figures of a company, controls on goods, a topic's large amounts, a word of their own."""
    entities, metrics = _entities(lexicons), _metrics(lexicons)
    what = random.choices(("figures", "controls", "topic", "word", "name"), (45, 25, 10, 10, 10))[0]
    if what == "figures":
        asked: dict[str, object] = {
            "entities": _popular(random, entities, random.choice((1, 1, 2, 4))),
            "metrics": _popular(random, metrics, random.choice((1, 2, 3))),
        }
        return asked | random.choice(({}, {"unit": "USD", "least_value": 10.0 ** random.randint(6, 10)}))
    if what == "controls":
        asked = {"kinds": ["policy"], "jurisdictions": _popular(random, _powers(lexicons), 1)}
        narrower: list[dict[str, object]] = [
            {"objects": _popular(random, entities, random.choice((1, 3)))},
            {"statuses": random.sample(STATUSES, 2), "entities": _popular(random, entities, 1)},
        ]
        return asked | random.choice(narrower)
    if what == "topic":
        topic = random.choice(lexicons.taxonomy.topics).id
        return {"topics": [topic], "unit": "USD", "least_value": 10.0 ** random.randint(9, 13), "origins": 2}
    if what == "word":
        return {"objects": [f"word {random.randrange(OWN_WORDS)}"]}
    return {"entities": _popular(random, entities, 1), "least_confidence": random.choice((0.5, 0.8))}


def matters(lexicons: Lexicons) -> Iterator[Matter]:
    """Changes without end, two figures for each move of policy."""
    random = Random("changes")
    topics = [topic.id for topic in lexicons.taxonomy.topics]
    for claim in _claims(random, lexicons):
        seen = sighting(random.randrange(1_000))
        fact = Fact("f_1", claim, seen, seen.seen, frozenset({seen.origin}))
        change = Change("c_1", random.choice((ChangeKind.NEW, ChangeKind.REVISED)), claim, fact, seen)
        yield Matter(change, tuple(random.sample(topics, min(2, len(topics)))), random.choice(("en", "zh")), 2)


def _claims(random: Random, lexicons: Lexicons) -> Iterator[Claim]:
    entities, metrics, powers = _entities(lexicons), _metrics(lexicons), _powers(lexicons)
    while True:
        for _ in range(2):
            subject, about = _popular(random, entities, 1)[0], random.choice((None, *_popular(random, entities, 1)))
            yield Figure(
                quote="", start=0, end=0, value=10.0 ** random.uniform(5, 11), unit=random.choice(("USD", "percent")),
                subject=subject, object=about, metric=_popular(random, metrics, 1)[0], confidence=random.random(),
            )  # fmt: skip
        power, *targets = random.sample(powers, 2)
        yield PolicyMove(
            quote="", start=0, end=0, actor=power, jurisdiction=power, instrument="rule", target=targets[0],
            object=random.choice((f"word {random.randrange(OWN_WORDS)}", *_popular(random, entities, 1))),
            direction="tighten", status=random.choice(STATUSES), confidence=random.random(),
        )  # fmt: skip


def _popular(random: Random, words: Sequence[str], some: int) -> list[str]:
    """Some of them, the first ones far more often than the last."""
    return list({words[int(len(words) * random.random() ** 3)] for _ in range(some)})


def _entities(lexicons: Lexicons) -> list[str]:
    return [entity.id for entity in lexicons.taxonomy.entities]


def _metrics(lexicons: Lexicons) -> list[str]:
    return [metric.id for metric in lexicons.metrics.metrics if metric.worth]


def _powers(lexicons: Lexicons) -> list[str]:
    return sorted({entity.jurisdiction for entity in lexicons.taxonomy.entities if entity.jurisdiction})


def _that_ask_for_none(asked: Sequence[Matter], drawn: Iterable[Subscription], wanted: int) -> list[Subscription]:
    """The first of those drawn that ask for none of the changes."""
    kept: list[Subscription] = []
    while len(kept) < wanted:
        batch = list(islice(drawn, wanted))
        index = SubscriptionIndex(batch)
        ask = {subscription.id for matter in asked for subscription in index.matching(matter)}
        kept += (subscription for subscription in batch if subscription.id not in ask)
    return kept[:wanted]


# ---------------------------------------------------------------- memory
def _in_a_child(desk: str, held: int) -> float:
    """Megabytes of a process that reads so many subscriptions and compiles them, at their most."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_megabytes, (desk, held))


def _megabytes(desk: str, held: int) -> float:
    lexicons = load_lexicons(ROOT / "config", desk)
    index = SubscriptionIndex(islice(subscriptions(lexicons, seed="large"), held))
    assert len(index) == held
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


# ---------------------------------------------------------------- shown
def _print(rows: Sequence[Measured], megabytes: float, changes: int) -> None:
    table = Table(
        title=f"Finding the subscriptions of {changes:,} changes, one process",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for column in ("subscriptions", "compiled", "a change", "slowest", "match", "ratio"):
        table.add_column(column, justify="left" if column == "subscriptions" else "right", no_wrap=True)
    for row in rows:
        table.add_row(
            row.name, f"{row.compiled:.1f} s", f"{row.milliseconds:.3f} ms", f"{row.slowest:.2f} ms",
            f"{row.matching:,.1f}", f"{row.milliseconds / rows[0].milliseconds:.1f} ×",
        )  # fmt: skip
    console = Console()
    console.print(table)
    console.print(f"A process that reads and compiles the last: {megabytes:.0f} MB at its most.")
    console.print(
        f"Wanted: ≤ {MOST_MILLISECONDS:g} ms a change, ≤ {MOST_MEGABYTES} MB, and the second ≤ {MOST_TIMES:g} × the "
        "first: as many match there, among a hundred times as many."
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--subscriptions", type=int, default=100_000, help="how many the large table holds")
    parser.add_argument("--few", type=int, default=1_000, help="how many the small one holds")
    parser.add_argument("--changes", type=int, default=1_000, help="how many changes are asked about")
    parser.add_argument("--desk", default=load_settings().desk, help="whose names are used")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
