"""Measures what one claim costs as the ledger grows: finding the facts that it could be, and judging it by them.

In a replay's memory and in PostgreSQL, where the facts are laid down by COPY. Collections of garbage are put off, as a
worker puts them off.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from psycopg.types.json import Jsonb
from sqlalchemy import text

from bench.database import copying, database
from bench.generated import Ledger, sighting
from config.desk import Lexicons
from pipelines.ledger import reconcile
from pipelines.ledger.keys import candidate_keys
from pipelines.memory import ScratchMemory
from pipelines.types import Claim, Fact, Figure
from storage.codec import fact_to_row
from storage.engine import open_engine
from storage.unit import Store

ARTICLES = 200
"""Timed at each size, after half as many that are not."""
PER_ARTICLE = 5

Facts = Callable[[Iterable[Claim]], Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class Step:
    """A ledger of `facts` facts: seconds that finding and judging take for one claim; medians over articles."""

    facts: int
    finding: float
    judging: float
    candidates: float
    """Facts found for one claim."""

    @property
    def both(self) -> float:
        """Seconds for one claim, finding included."""
        return self.finding + self.judging


def in_memory(sizes: Iterable[int], lexicons: Lexicons) -> Iterator[Step]:
    """The same articles' claims against a replay's memory of each size, by the process's own time."""
    for size in sizes:
        made = Ledger(size, lexicons)
        memory = ScratchMemory(made)
        yield _step(made, size, memory.facts, time.process_time)


def in_postgresql(sizes: Iterable[int], lexicons: Lexicons) -> Iterator[Step]:
    """The same against PostgreSQL, the server's work included, each size in a database of its own."""
    for size in sizes:
        with database() as url:
            made = Ledger(size, lexicons)
            _fill(url, made)
            store = Store(open_engine(url), seal=str.encode, unseal=bytes.decode)
            with store.unit() as unit:
                yield _step(made, size, unit.memory.facts, time.perf_counter)
            store.close()


def _step(made: Ledger, size: int, facts: Facts, clock: Callable[[], float]) -> Step:
    finding, judging, found = [], [], 0
    claims = [made.met_next(place) for place in range(PER_ARTICLE * (ARTICLES + ARTICLES // 2))]
    gc.collect()
    gc.freeze()
    for number, article in enumerate(_articles(claims)):
        start = clock()
        candidates = facts(article)
        between = clock()
        reconcile(article, candidates, sighting=sighting(size + number))
        finding.append((between - start) / len(article))
        judging.append((clock() - between) / len(article))
        found += len(candidates)
    gc.unfreeze()
    timed = slice(ARTICLES // 2, None)
    return Step(size, _median(finding[timed]), _median(judging[timed]), found / len(claims))


def _articles(claims: Sequence[Figure]) -> Iterator[Sequence[Figure]]:
    for place in range(0, len(claims), PER_ARTICLE):
        yield claims[place : place + PER_ARTICLE]


def _median(seconds: Iterable[float]) -> float:
    ranked = sorted(seconds)
    return ranked[len(ranked) // 2]


_FACTS = {
    "id": "text", "kind": "text", "subject": "text", "metric": "text", "claim": "jsonb", "others": "jsonb",
    "first": "jsonb", "first_seen": "timestamptz", "last_seen": "timestamptz", "origins": "jsonb", "outlets": "jsonb",
    "stories": "jsonb", "baseline": "bool", "supersedes": "text", "current": "bool", "withdrawn": "bool",
    "merged_into": "text", "apart": "jsonb",
}  # fmt: skip
_KEYS = {"key": "text", "last_seen": "timestamptz", "fact_id": "text"}


def _fill(url: str, made: Iterable[Fact]) -> None:
    with ExitStack() as stack:
        facts = stack.enter_context(copying(url, "facts", _FACTS))
        keys = stack.enter_context(copying(url, "fact_keys", _KEYS))
        for fact in made:
            row = fact_to_row(fact)
            facts([Jsonb(row[name]) if kind == "jsonb" else row[name] for name, kind in _FACTS.items()])
            for key in candidate_keys(fact.claim):
                keys((key, fact.last_seen, fact.id))
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE facts, fact_keys"))
    engine.dispose()
