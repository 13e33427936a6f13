"""Two processes that meet the same claims at the same moment leave a ledger as one process would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

from sqlalchemy import text

from pipelines.ingest import Analysis, decide
from pipelines.stories import sketch
from pipelines.text import read_text
from pipelines.twins import sign
from pipelines.types import Claim, Document, Verdict
from storage.engine import open_engine
from storage.unit import Store
from tests.build import MONDAY, figure, move
from tests.database import sealed, unsealed

ROUNDS, CLAIMS, PROCESSES = 20, 50, 2


def claims_of(round_: int) -> tuple[Claim, ...]:
    """A round's claims, far enough from each other and from every other round's that each is a fact."""
    numbers = range(round_ * CLAIMS, (round_ + 1) * CLAIMS - 1)
    figures = [figure(1.2**number, subject=f"firm {number}", quote=f"Firm {number} named it.") for number in numbers]
    return (
        *figures,
        move(jurisdiction=f"land {round_}", object=f"ware {round_}", quote="ABCDEFGHIJKLMNOPQRST"[round_] * 9),
    )


def article(process: int, round_: int) -> Analysis:
    body = f"Outlet {process} tells of round {round_} in words of its own. " + f"{'abcd'[process] * 5} " * 8
    text_ = read_text(body, "")
    return Analysis(
        document=Document(url=f"https://{process}.example/{round_}", title="", published=MONDAY, text=body),
        text=text_,
        verdict=Verdict(relevant=True, score=1.0, topics=(), reasons=()),
        signature=sign(text_),
        sketch=sketch(text_, ()),
        claims=claims_of(round_),
        passed_over=(),
    )


def take_part(url: str, process: int, start: Barrier) -> None:
    """One process: it decides its own article of every round the moment that the others decide theirs."""
    store = Store(open_engine(url), seal=sealed, unseal=unsealed)
    for round_ in range(ROUNDS):
        analysis = article(process, round_)
        start.wait(30)
        with store.unit() as unit:
            unit.lock_ledger()
            decide(analysis, unit.memory, now=MONDAY + timedelta(days=round_))
    store.close()


def test_the_same_claims_in_two_processes_make_one_fact_and_one_new_change_each(
    database_url: str, open_store: Callable[[], Store]
) -> None:
    context = get_context("fork")
    start = context.Barrier(PROCESSES)
    workers = [context.Process(target=take_part, args=(database_url, place, start)) for place in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    engine = open_engine(database_url)
    with engine.connect() as connection:
        changes = connection.execute(text("SELECT kind, fact_id FROM changes")).all()
        origins = connection.execute(text("SELECT jsonb_array_length(origins) FROM facts")).scalars().all()
    engine.dispose()
    told = ROUNDS * CLAIMS
    assert Counter(change.kind for change in changes) == {"new": told, "confirmed": told}
    assert len({change.fact_id for change in changes}) == told
    assert Counter(origins) == {PROCESSES: told}
