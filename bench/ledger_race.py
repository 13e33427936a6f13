"""Two processes meet the same thousand claims at the same moment, again and again: python -m bench.ledger_race

Each run starts from an empty ledger. Both processes tell of everything, each in articles of its own outlet, and meet
before every article. However they interleave, the ledger must be as if one outlet had come after the other: one fact
for each claim, new once and confirmed once, told by two independent outlets.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

from sqlalchemy import text

from bench.database import database
from pipelines.ingest import Analysis, decide
from pipelines.stories import sketch
from pipelines.text import read_text
from pipelines.twins import sign
from pipelines.types import Claim, Document, Figure, PolicyMove, Verdict
from storage.engine import open_engine
from storage.tables import METADATA
from storage.unit import Store

PROCESSES = 2
PER_ARTICLE = 50
AT_FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
_WORDS = ("basalt", "cedar", "dune", "ember", "fjord", "grove", "harbour", "inlet", "juniper", "kiln")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run left behind."""

    facts: int
    kinds: Counter[str]
    origins: Counter[int]
    """Independent outlets of a fact -> how many facts."""

    def as_if_one(self, claims: int) -> bool:
        """Whether the ledger is as it would be had the processes come one after the other."""
        return (
            self.facts == claims
            and self.kinds == {"new": claims, "confirmed": claims}
            and self.origins == {PROCESSES: claims}
        )


def race(url: str, *, claims: int) -> Outcome:
    """Empty the database, let the processes at so many claims, and count. Raises RuntimeError where one fails."""
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(table.name for table in METADATA.sorted_tables)} CASCADE"))
    context = get_context("fork")
    start = context.Barrier(PROCESSES)
    workers = [context.Process(target=_take_part, args=(url, place, claims, start)) for place in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    if any(worker.exitcode for worker in workers):
        raise RuntimeError(f"a process ended with {[worker.exitcode for worker in workers]}")
    with engine.connect() as connection:
        changes = connection.execute(text("SELECT kind, fact_id FROM changes")).all()
        origins = connection.execute(text("SELECT jsonb_array_length(origins) FROM facts")).scalars().all()
    engine.dispose()
    facts = len({change.fact_id for change in changes})
    return Outcome(facts, Counter(change.kind for change in changes), Counter(origins))


def _take_part(url: str, process: int, claims: int, start: Barrier) -> None:
    """One process: it decides each of its articles the moment that the other decides its own."""
    store = Store(open_engine(url), seal=str.encode, unseal=bytes.decode)
    for number in range(claims // PER_ARTICLE):
        analysis = _article(process, number)
        start.wait(60)
        with store.unit() as unit:
            unit.lock_ledger()
            decide(analysis, unit.memory, now=AT_FIRST + timedelta(days=number))
    store.close()


def _article(process: int, number: int) -> Analysis:
    outlet = f"outlet{process}"
    body = f"{outlet} tells of round {number} in words of its own. " + f"{'abcd'[process] * 5} " * 8
    read = read_text(body)
    return Analysis(
        document=Document(url=f"https://{outlet}.example/{number}", title="", published=AT_FIRST, text=body),
        text=read,
        verdict=Verdict(relevant=True, score=1.0, topics=(), reasons=()),
        signature=sign(read),
        sketch=sketch(read, ()),
        claims=_claims(number),
        passed_over=(),
    )


def _claims(number: int) -> tuple[Claim, ...]:
    """An article's claims, each far enough from every other that it is a fact: figures, and a move at the end."""
    counted = range(number * PER_ARTICLE, (number + 1) * PER_ARTICLE - 1)
    figures = [
        Figure(
            quote=f"Firm {one} named it.", start=0, end=20, value=1.2**one, unit="USD", subject=f"firm {one}",
            metric="charge", confidence=0.9,
        )
        for one in counted
    ]  # fmt: skip
    word = f"{_WORDS[number % 10]}{_WORDS[number // 10]}"
    move = PolicyMove(
        quote=f"{word} " * 4, start=0, end=20, actor=word, jurisdiction=f"land {word}", target=None,
        instrument="licence requirement", object=f"ware {word}", direction="tighten", status="announced",
        confidence=0.9,
    )  # fmt: skip
    return (*figures, move)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the races, a line each; 1 where one of them left another ledger."""
    options = _options(arguments)
    failed = 0
    with database() as url:
        for run in range(1, options.runs + 1):
            outcome = race(url, claims=options.claims)
            well = outcome.as_if_one(options.claims)
            failed += not well
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(outcome.kinds.items()))
            print(f"run {run}: {outcome.facts} facts, {told}: {'as if one had' if well else 'NOT AS IF ONE HAD'}")
    print(f"{options.runs - failed} of {options.runs} runs of {options.claims} claims left the ledger as if one had")
    return 1 if failed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.ledger_race", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=20, help="how many races")
    parser.add_argument("--claims", type=int, default=1_000, help=f"claims of each, in steps of {PER_ARTICLE}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
