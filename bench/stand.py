"""The whole service for a measurement: embedded servers of its own, one worker and one scheduler.

with standing(home, WORKERS="2") as stand:
    stand.publish(articles)
    ...
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Engine, insert, text

from adapters.apprise_sender import mask
from adapters.embedded import embedded_servers, forget
from adapters.kit import Kit, lay_baseline, open_kit
from config.desk import Lexicons
from config.settings import load_settings
from pipelines.desk import Desk
from pipelines.ingest import analyse, decide
from pipelines.memory import ScratchMemory
from pipelines.types import ChangeKind, Document
from storage.engine import open_engine
from storage.migrate import migrate
from storage.subscriptions import NewSubscription, OnAmbiguous
from storage.tables import ArticleRow, VersionRow, table_of
from worker.supervisor import Supervisor, supervised

_SAID = (
    "{company} said on Monday that it will take a charge of ${value} billion on its inventory of {product}.",
    "{company} said on Monday that its revenue in the quarter was ${value} billion, as buyers waited for {product}.",
    "{company} said on Monday that its capital spending this year will be ${value} billion, and spoke of {product}.",
    "{company} said on Monday that its net loss for the quarter was ${value} billion after controls on {product}.",
    "{company} said on Monday that it had orders of ${value} billion for its {product}.",
    "{company} said on Monday that its R&D spending this year will be ${value} billion, most of it on {product}.",
    "{company} said on Monday that its gross margin in the quarter was {value}%, with {product} on the shelves.",
    "{company} said on Monday that its net income for the quarter was ${value} billion, helped by its {product}.",
    "{company} said on Monday that it had an inventory of ${value} billion, much of it {product}.",
)
_HASTE = {
    "DELTAWIRE_ALLOW_PRIVATE_ADDRESSES": "true",
    "DELTAWIRE_RECKON_BY": "publication",
    "DELTAWIRE_SWEEP_SECONDS": "0.5",
    "DELTAWIRE_LOG_LEVEL": "WARNING",
}


@dataclass(frozen=True)
class Stand:
    """The running service."""

    home: Path
    kit: Kit
    engine: Engine
    supervisor: Supervisor

    # ------------------------------------------------------------ before
    def subscribe(self, name: str, address: str, *, on_ambiguous: OnAmbiguous = "resend") -> None:
        """A subscription to everything, with one target, both of that name."""
        with self.kit.store.unit() as unit:
            now = self.kit.now()
            unit.targets.put(name, address, masked=mask(address), now=now, on_ambiguous=on_ambiguous)
            unit.subscriptions.put(NewSubscription(name, (name,)), now=now)

    def publish(self, articles: Sequence[Document]) -> None:
        """Store the articles as read; the scheduler tells the workers of them."""
        now = self.kit.now()
        shown = [{"title": one.title, "outlet": one.outlet, "tier": 2, "published": one.published} for one in articles]
        rows = [
            {**what, "url": one.url, "first_seen": now, "versions": 1}
            for one, what in zip(articles, shown, strict=True)
        ]
        with self.engine.begin() as connection:
            stored = connection.execute(insert(table_of(ArticleRow)).returning(table_of(ArticleRow).c.id), rows)
            ids = sorted(stored.scalars())
            versions = [
                {**what, "article_id": article, "number": 1, "digest": one.url, "text": one.text, "seen": now,
                 "stage": "pending", "next_attempt_at": now}
                for article, one, what in zip(ids, articles, shown, strict=True)
            ]  # fmt: skip
            connection.execute(insert(table_of(VersionRow)), versions)

    # ------------------------------------------------------------ meanwhile
    def execute(self, statement: str, **values: object) -> int:
        """SQL with an effect; on how many rows."""
        with self.engine.begin() as connection:
            return int(connection.execute(text(statement), values).rowcount)

    def rows(self, query: str, **values: object) -> list[Any]:
        """What a query finds."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(query), values))

    def busy(self) -> int:
        """Rows that are still to be read, decided, told or sent; what waits for a person is none of them."""
        sending = "stage IN ('pending', 'sending', 'failed') OR stage = 'ambiguous' AND next_attempt_at IS NOT NULL"
        ((left,),) = self.rows(
            "SELECT (SELECT count(*) FROM items WHERE stage = 'pending')"
            " + (SELECT count(*) FROM versions WHERE stage <> 'done')"
            f" + (SELECT count(*) FROM deliveries WHERE {sending})"
            " + (SELECT count(*) FROM alerts WHERE stage = 'waiting')"
        )
        return int(left)

    def processes(self) -> Sequence[psutil.Process]:
        """The worker's main process, and those below it that run tasks; none while it starts."""
        running = next(child.process for child in self.supervisor.children if child.name == "worker")
        with suppress(psutil.NoSuchProcess):
            if running is not None:
                main = psutil.Process(running.pid)
                return [main, *main.children()]
        return []

    def wait(self, done: Callable[[], object], *, at_most: float) -> bool:
        """Whether it came about, the supervisor tending its processes meanwhile."""
        deadline = time.monotonic() + at_most
        while time.monotonic() < deadline:
            self.supervisor.tend()
            if done():
                return True
            time.sleep(0.05)
        return False


@contextmanager
def standing(home: Path, **given: str) -> Iterator[Stand]:
    """The service in a home of its own, its workers ready; `given` are settings. Nothing of it is left afterwards."""
    environment = _HASTE | {"DELTAWIRE_HOME": str(home)} | {f"DELTAWIRE_{name}": value for name, value in given.items()}
    settings = load_settings(**{name.removeprefix("DELTAWIRE_").lower(): value for name, value in environment.items()})
    with ExitStack() as stack:
        stack.callback(forget, home)
        servers = stack.enter_context(embedded_servers(home))
        migrate(servers.database_url)
        kit = stack.enter_context(open_kit(settings, servers.database_url))
        lay_baseline(kit)
        engine = open_engine(servers.database_url)
        stack.callback(engine.dispose)
        log = stack.enter_context((home / "service.log").open("wb"))
        commands = [("worker",), ("scheduler",)]
        supervisor = stack.enter_context(supervised(commands, environment=environment, log=log))
        stand = Stand(home, kit, engine, supervisor)
        if not stand.wait(lambda: len(stand.processes()) > settings.workers, at_most=60):
            raise TimeoutError(f"the worker did not start: see {home}/service.log")
        yield stand


def ringing(count: int, desk: Desk) -> list[Document]:
    """Articles on the desk's companies, each of which brings one change that rings, whatever their order.

    Taken are those of which a walk on a scratch ledger says so; fewer than `count` where the desk has too few names.
    """
    memory, chosen = ScratchMemory(desk.baseline), list[Document]()
    for article in _articles(desk.lexicons):
        if len(chosen) == count:
            break
        assert article.published is not None
        rung = decide(analyse(article, desk, furniture=frozenset()), memory, now=article.published)
        if [change.kind for change in rung.ringing] == [ChangeKind.NEW] and len(rung.changes) == 1:
            chosen.append(article)
    return chosen


def _articles(lexicons: Lexicons) -> Iterator[Document]:
    """One a company and metric, with a value of its own."""
    entities = lexicons.taxonomy.entities
    companies = [one.names[0] for one in entities if one.kind == "company"]
    products = [one.names[0] for one in entities if one.kind == "product"]
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    for number in range(len(companies) * len(_SAID)):
        turn, place = divmod(number, len(companies))
        said = _SAID[turn].format(
            company=companies[place], product=products[number * 7 % len(products)], value=f"{1.1 + number * 0.11:.2f}"
        )
        yield Document(
            url=f"https://outlet{number % 40}.example/{number}",
            title=said.rstrip("."),
            published=now + timedelta(seconds=number),
            text=f"{said}\n\nItem {number} of our series.",
            outlet=f"Outlet {number % 40}",
        )
