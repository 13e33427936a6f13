"""Eight processes take in copies of the same articles at the same moment: python -m bench.race [--runs 10]

Each group is one made-up report that several outlets carry, word for word or with a line of their own at its end.
The copies are handed out at random, in messages as the service sends them. However the processes interleave, each
group must come out as one story with one origin.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text

from adapters.embedded import embedded_servers, forget
from adapters.kit import read_desk
from config.settings import Settings, load_settings
from pipelines.desk import Desk
from pipelines.ingest import analyse
from pipelines.types import Document
from storage.engine import open_engine
from storage.migrate import migrate
from storage.tables import METADATA, ArticleRow, VersionRow, table_of
from storage.unit import Store
from worker.queue import BATCH
from worker.settle import ingest

WORKERS = 8
AT_ONCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENTENCES = 8
_SYLLABLES = """
ba co di fu ga he jo ka lu mi na po ra se ti vo wa zu bri cla dro fle gre kno pla sto tri vren
"""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a process of the race works with; its clock stands still."""

    settings: Settings
    store: Store
    desk: Desk
    now: Callable[[], datetime] = lambda: AT_ONCE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one race came to."""

    stories: int
    split: int
    """Groups of more than one story or origin."""
    left: int
    """Articles that were not settled."""
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the races and print a row for each; 1 where one of them was lost."""
    options = _options(arguments)
    settings = load_settings()
    desk, right = read_desk(settings), True
    table = Table("run", "stories", "groups split", "articles a second", title="Simultaneous copies")
    with raceable() as url:
        for number in range(options.runs):
            outcome = race(url, settings, desk, groups=options.groups, copies=options.copies, seed=number)
            right &= (outcome.stories, outcome.split, outcome.left) == (options.groups, 0, 0)
            rate = options.groups * options.copies / outcome.seconds
            table.add_row(str(number + 1), str(outcome.stories), str(outcome.split), f"{rate:,.0f}")
    Console().print(table)
    return 0 if right else 1


@contextmanager
def raceable() -> Iterator[str]:
    """A migrated database, on a server that loses nothing when it is killed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with embedded_servers(home) as servers:
            migrate(servers.database_url)
            yield servers.database_url
        forget(home)


def race(url: str, settings: Settings, desk: Desk, *, groups: int, copies: int, seed: int) -> Outcome:
    """Empty the database, publish everything at once, and let the processes at it."""
    ids = publish(url, groups, copies)
    Random(seed).shuffle(ids)
    messages = [ids[first : first + BATCH["ingest"]] for first in range(0, len(ids), BATCH["ingest"])]
    analyse(Document(url="", title="", published=None, text=" ".join(_report(Random(0)))), desk)  # compiled once
    context = get_context("fork")
    ready = context.Barrier(WORKERS + 1)
    workers = [
        context.Process(target=_work, args=(url, settings, desk, messages[place::WORKERS], ready))
        for place in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    ready.wait(60)
    start = time.perf_counter()
    for worker in workers:
        worker.join(300)
    return _judged(url, time.perf_counter() - start)


def _work(url: str, settings: Settings, desk: Desk, messages: Sequence[Sequence[int]], ready: Barrier) -> None:
    """One process: what Celery would call for each message, without Celery."""
    store = Store(open_engine(url), seal=str.encode, unseal=bytes.decode)
    with store.unit() as unit:
        unit.versions.claim([], now=AT_ONCE)  # the first connection is made before the start
    gc.freeze()  # as the service's own processes do
    tools = Tools(settings, store, desk)
    ready.wait(60)
    for message in messages:
        for _ in ingest(message, tools):
            pass
    store.close()


def publish(url: str, groups: int, copies: int) -> list[int]:
    """Store every article as read and not yet ingested; their versions' ids."""
    engine = open_engine(url)
    articles, versions = [], []
    for group in range(groups):
        random = Random(f"group {group}")
        lines = _report(random)
        for copy in range(copies):
            number = group * copies + copy + 1
            outlet = f"outlet{random.randrange(400)}-{copy}"
            told = [*lines, f"Copied by {outlet} from the wire."] if copy % 2 else lines
            shown = {"title": lines[0].rstrip("."), "outlet": outlet, "tier": 2, "published": AT_ONCE}
            url_ = f"https://{outlet}.example/{group}"
            articles.append({"id": number, "url": url_, "first_seen": AT_ONCE, "versions": 1, **shown})
            versions.append(
                {
                    "id": number, "article_id": number, "number": 1, "digest": str(number), "text": " ".join(told),
                    "seen": AT_ONCE, "stage": "pending", "attempts": 0, "next_attempt_at": AT_ONCE, "last_error": "",
                    **shown,
                }
            )  # fmt: skip
    tables = ", ".join(table.name for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))
        connection.execute(insert(table_of(ArticleRow)), articles)
        connection.execute(insert(table_of(VersionRow)), versions)
    engine.dispose()
    return list(range(1, groups * copies + 1))


def _report(random: Random) -> list[str]:
    """A short report in made-up words; no two groups tell of the same."""
    vocabulary = ["".join(random.choices(_SYLLABLES.split(), k=random.randrange(2, 5))) for _ in range(90)]
    names = [word.capitalize() for word in vocabulary[:6]]
    return [
        f"{random.choice(names)} {' '.join(random.choices(vocabulary, k=random.randrange(9, 17)))} "
        f"{random.choice(('in', 'of', 'after', 'with'))} {random.choice(names)} {random.choice(vocabulary)}."
        for _ in range(SENTENCES)
    ]


def _judged(url: str, seconds: float) -> Outcome:
    engine = open_engine(url)
    with engine.connect() as connection:
        reads = connection.execute(text("SELECT url, story, origin FROM reads")).all()
        left = connection.execute(text("SELECT count(*) FROM versions WHERE stage <> 'done'")).scalar_one()
    engine.dispose()
    groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for read in reads:
        groups[read.url.rsplit("/", 1)[1]].add((read.story, read.origin))
    return Outcome(
        stories=len({read.story for read in reads}),
        split=sum(len(told) > 1 for told in groups.values()),
        left=left,
        seconds=seconds,
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.race", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3, help="how many races")
    parser.add_argument("--groups", type=int, default=200, help="reports that are copied")
    parser.add_argument("--copies", type=int, default=5, help="copies of each")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
