"""Measures how looking for copies and stories grows with what was read, in PostgreSQL and in a replay's memory.

python -m bench.growth [--reads 1000 10000 100000 1000000]

Reads are made up: random hashes for bands and shingles, terms of Zipf's distribution, spread over the window of 30
days. What is looked for is new in one half of the cases, and a copy of something stored in the other.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate
from random import Random

from psycopg.types.json import Jsonb
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.database import copying, database
from pipelines.ingest import COPIES_WITHIN, STORIES_WITHIN
from pipelines.memory import ScratchMemory, heaviest
from pipelines.ports import Memory
from pipelines.stories import TERMS
from pipelines.twins import BANDS as PER_READ
from pipelines.types import Document, Ingested, Read, Signature, Sketch, Text, Verdict
from storage.codec import signature_to_row, term_key
from storage.engine import open_engine
from storage.listings import lanes
from storage.tables import LANES, METADATA
from storage.unit import Store
from storage.upkeep import Upkeep

END = datetime(2026, 3, 31, tzinfo=UTC)
VOCABULARY = 30_000
WORDS = 300
"""Telling words of one read: those of an article of 500 to 600 words."""
LOOKUPS = 400
"""Timed at each size, after as many that are not."""
REMEMBERED = 200
IN_MEMORY = 100_000
"""Reads beyond which a replay's memory is not measured: it takes some 40 kB for each."""
BUILT_LATER = ("signatures", "bands")
LISTED = ("signatures", "bands", "terms")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of each of several calls."""

    seconds: Sequence[float]

    def __str__(self) -> str:
        ranked = sorted(self.seconds)
        return f"{ranked[len(ranked) // 2] * 1e3:.2f} / {ranked[int(len(ranked) * 0.99)] * 1e3:.2f}"


class Reads:
    """Made-up reads by their number, the same ones on every run."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._words = [f"{chr(97 + number % 26)}word{number}" for number in range(VOCABULARY)]
        self._shares = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
        self._weights = [1 / (place + 2) for place in range(TERMS)]

    def __getitem__(self, number: int) -> Read:
        """The read of that number; those from `count` on were never stored."""
        random = Random(number)
        terms = dict.fromkeys(random.choices(self._words, cum_weights=self._shares, k=TERMS))
        url = f"https://outlet{number % 400}.example/{number}"
        hashes = (random.getrandbits(64) - 2**63 for _ in range(PER_READ))
        return Read(
            url=url,
            outlet=f"Outlet {number % 400}",
            tier=2,
            seen=END - COPIES_WITHIN * (1 - min(1.0, number / self.count)),
            story=f"s_{number}",
            origin=url,
            signature=Signature(
                exact=random.randbytes(32).hex(),
                bands=tuple(hashes),
                words=random.randbytes(2 * WORDS),
            ),
            sketch=Sketch(tuple(zip(terms, self._weights, strict=False))),
        )

    def wanted(self, place: int) -> Read:
        """What is looked for: by turns something new, and a copy with a fifth of its original's bands."""
        read = self[self.count + place]
        if place % 2:
            origin = self[Random(place).randrange(self.count)]
            kept = PER_READ // 5
            bands = (*origin.signature.bands[:kept], *read.signature.bands[kept:])
            read = replace(read, signature=replace(read.signature, bands=bands))
        return read


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the growth."""
    options = _options(arguments)
    console = Console()
    stored = Table("reads", "fill, s", "twins, ms", "neighbours, ms", "remember, ms", "copies, MB", "stories, MB")
    stored.title = "In PostgreSQL; p50 / p99 of each call, size per 100,000 reads"
    for count in options.reads:
        with database() as url:
            stored.add_row(f"{count:,}", *in_postgresql(url, Reads(count)))
    console.print(stored)
    kept = Table("reads", "twins, ms", "neighbours, ms", "remember, ms", title="In a replay's memory; p50 / p99")
    for count in options.reads:
        if count <= IN_MEMORY:
            kept.add_row(f"{count:,}", *in_memory(Reads(count)))
    console.print(kept)
    return 0


def in_postgresql(url: str, reads: Reads) -> Iterator[str]:
    """The cells of one row."""
    start = time.perf_counter()
    fill(url, reads)
    yield f"{time.perf_counter() - start:.0f}"
    store = Store(open_engine(url), seal=str.encode, unseal=bytes.decode)
    with store.unit() as unit:
        yield from map(str, _lookups(unit.memory, reads))
    yield str(Cost([_timed(partial(_remember_stored, store, reads.wanted(n))) for n in range(REMEMBERED)]))
    store.close()
    sizes = _sizes(url)
    per = 100_000 / reads.count / 1e6
    copies = sizes["bands"] + sizes["signatures"] - sizes["sketches"]
    yield f"{copies * per:.0f}"
    yield f"{(sizes['terms'] + sizes['sketches']) * per:.0f}"


def in_memory(reads: Reads) -> Iterator[str]:
    """The cells of one row."""
    memory = ScratchMemory()
    for number in range(reads.count):
        _remember(memory, reads[number])
    yield from map(str, _lookups(memory, reads))
    yield str(Cost([_timed(partial(_remember, memory, reads.wanted(number))) for number in range(REMEMBERED)]))


def fill(url: str, reads: Reads) -> None:
    """Every read in its week; indexes are built when the rows are there."""
    engine = open_engine(url)
    with engine.begin() as connection:
        Upkeep(Session(connection)).open_weeks(END - COPIES_WITHIN, END)
        indexes = [index for name in BUILT_LATER for index in METADATA.tables[name].indexes]
        for index in indexes:
            index.drop(connection)
    with ExitStack() as stack:
        rows = {name: stack.enter_context(copying(url, name, columns)) for name, columns in COLUMNS.items()}
        for number in range(reads.count):
            _copy(number + 1, reads[number], rows)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0; SET maintenance_work_mem = '256MB'"))
        for index in indexes:
            index.create(connection)
        connection.execute(text("SELECT setval(pg_get_serial_sequence('reads', 'id'), :last)"), {"last": reads.count})
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


COLUMNS = {
    "stories": {"id": "text", "title": "text", "first_seen": "timestamptz", "last_seen": "timestamptz"},
    "reads": {
        "id": "int8", "url": "text", "outlet": "text", "tier": "int4", "title": "text", "language": "text",
        "seen": "timestamptz", "relevant": "bool", "score": "float8", "topics": "jsonb", "reasons": "jsonb",
        "story": "text", "origin": "text", "exact": "text", "stated": "jsonb",
    },
    "signatures": {
        "read_id": "int4", "seen": "timestamptz", "version": "text", "exact": "int8", "bands": "bytea",
        "words": "bytea", "sketch": "bytea",
    },
    "bands": {"read_id": "int4", "seen": "timestamptz", **dict.fromkeys((lane.name for lane in LANES), "int4")},
    "terms": {"read_id": "int4", "seen": "timestamptz", "term": "int4"},
}  # fmt: skip


def _copy(number: int, read: Read, rows: Mapping[str, Callable[[Sequence[object]], None]]) -> None:
    nothing = Jsonb([])
    rows["stories"]((read.story, "A title", read.seen, read.seen))
    rows["reads"](
        (number, read.url, read.outlet, read.tier, "A title", "en", read.seen, True, 0.5, nothing, nothing, read.story,
         read.origin, read.signature.exact, nothing)
    )  # fmt: skip
    rows["signatures"]((number, read.seen, *signature_to_row(read.signature, read.sketch).values()))
    for four in zip(*lanes(read.signature.bands), strict=True):
        rows["bands"]((number, read.seen, *four))
    for term in {*map(term_key, heaviest(read.sketch))}:
        rows["terms"]((number, read.seen, term))


def _lookups(memory: Memory, reads: Reads) -> tuple[Cost, Cost]:
    """Looking for copies and for neighbours, once what is needed often is at hand."""
    wanted = [reads.wanted(place) for place in range(2 * LOOKUPS)]

    def twins(read: Read) -> object:
        return memory.twins(read.signature, url=read.url, since=END - COPIES_WITHIN)

    def neighbours(read: Read) -> object:
        return memory.neighbours(read.sketch, url=read.url, since=END - STORIES_WITHIN)

    gc.collect()
    gc.freeze()  # as a worker does
    copies, near = ([_timed(partial(look, read)) for read in wanted] for look in (twins, neighbours))
    return Cost(copies[LOOKUPS:]), Cost(near[LOOKUPS:])


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _remember_stored(store: Store, read: Read) -> None:
    with store.unit() as unit:
        unit.lock_ledger()
        _remember(unit.memory, read)


def _remember(memory: Memory, read: Read) -> None:
    document = Document(url=read.url, title="A title", published=read.seen, text="", outlet=read.outlet)
    ingested = Ingested(
        document=document,
        text=Text(title="A title", body="", language="en", sentences=()),
        verdict=Verdict(relevant=True, score=0.5, topics=(), reasons=()),
        signature=read.signature,
        sketch=read.sketch,
        story=read.story,
        twin=None,
        changes=(),
        ringing=(),
    )
    memory.remember(ingested, (), now=read.seen)


def _sizes(url: str) -> dict[str, int]:
    """Bytes of each table with its indexes and partitions, and of the sketches among the signatures."""
    tree = "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree(CAST(:name AS regclass))"
    whole = f"SELECT coalesce(({tree}), pg_total_relation_size(CAST(:name AS regclass)))"
    engine = open_engine(url)
    with engine.connect() as connection:
        sizes = {name: int(connection.execute(text(whole), {"name": name}).scalar_one()) for name in LISTED}
        sketches = "SELECT avg(octet_length(sketch)) * (SELECT count(*) FROM signatures) FROM signatures LIMIT 1000"
        sizes["sketches"] = int(connection.execute(text(sketches)).scalar_one())
    engine.dispose()
    return sizes


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.growth", description=__doc__.splitlines()[0] if __doc__ else None)
    sizes = [1_000, 10_000, 100_000]
    parser.add_argument("--reads", type=int, nargs="+", default=sizes, help="how many reads there are")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
