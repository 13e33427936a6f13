"""The real service for tests: embedded PostgreSQL and Valkey, supervised processes, a small press, and what kills them.

with running(tmp_path) as service, Press() as press:
    service.watch("daily", press.feed("daily"))
    press.publish("daily", story("charge", "Nvidia will take a charge of $7.7 billion."))
    service.settle()
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import psutil
import redis
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from adapters.apprise_sender import mask
from adapters.embedded import Servers, embedded_servers, forget
from adapters.kit import Kit, lay_baseline, open_kit
from config.settings import load_settings
from storage.engine import open_engine
from storage.migrate import migrate
from storage.sources import NewSource
from storage.subscriptions import NewSubscription, OnAmbiguous
from storage.tables import METADATA
from worker.queue import QUEUES
from worker.supervisor import Supervisor, supervised

WORK = {"poll": "sources", "read": "items", "ingest": "versions", "deliver": "deliveries"}
"""Stage -> the table whose rows are its work."""
HASTE = {
    "DELTAWIRE_ALLOW_PRIVATE_ADDRESSES": "true",
    "DELTAWIRE_RECKON_BY": "publication",
    "DELTAWIRE_SECOND_LOOK_SECONDS": "0",
    "DELTAWIRE_SWEEP_SECONDS": "0.4",
    "DELTAWIRE_LEASE_SECONDS": "6",
    "DELTAWIRE_TASK_SECONDS": "5",
    "DELTAWIRE_WORKERS": "2",
    "DELTAWIRE_LOG_LEVEL": "DEBUG",
    "DELTAWIRE_FETCH_SECONDS": "2",
    "DELTAWIRE_SEND_SECONDS": "2",
}
"""Short leases and sweeps; DEBUG, as whatever is logged must hold no secret."""


@dataclass
class Service:
    """One running service, and what a test may ask of it or do to it."""

    home: Path
    servers: Servers
    kit: Kit
    environment: dict[str, str]
    supervisor: Supervisor
    engine: Engine
    redis: redis.Redis
    log_file: IO[bytes]

    # ------------------------------------------------------------ setting up
    def watch(self, name: str, url: str, *, kind: str = "feed", every: int = 1) -> int:
        """Have a source polled."""
        with self.kit.store.unit() as unit:
            return unit.sources.put(
                NewSource(name, url, kind=kind, min_interval=every, max_interval=every), now=self.kit.now()
            )

    def subscribe(self, *addresses: str, on_ambiguous: OnAmbiguous = "resend") -> None:
        """Have every alert sent to these targets, named by their place: "0", "1"…"""
        with self.kit.store.unit() as unit:
            for place, address in enumerate(addresses):
                unit.targets.put(
                    str(place), address, masked=mask(address), now=self.kit.now(), on_ambiguous=on_ambiguous
                )
            names = tuple(map(str, range(len(addresses))))
            unit.subscriptions.put(NewSubscription("all", names), now=self.kit.now())

    def forget_everything(self) -> None:
        """Empty the database and the queue, and lay the baseline again."""
        self.execute("DELETE FROM subscription_targets; UPDATE sources SET stage = 'off'")
        self.wait(lambda: not any(map(self.leased, WORK)), "all leases to be given back")
        self.wait(self._emptied, "the right to empty the tables")
        lay_baseline(self.kit)

    def _emptied(self) -> bool:
        """Empty the tables, unless a sweep or a late task is in the way just now."""
        tables = ", ".join(table.name for table in METADATA.sorted_tables)
        with suppress(OperationalError):
            self.execute(f"TRUNCATE {tables} CASCADE")
            return True
        return False

    # ------------------------------------------------------------ looking
    def execute(self, statement: str, **values: object) -> None:
        """SQL with an effect."""
        with self.engine.begin() as connection:
            for one in statement.split(";"):
                connection.execute(text(one), values)

    def rows(self, query: str, **values: object) -> list[Any]:
        """What a query finds."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(query), values))

    def one(self, query: str, **values: object) -> Any:
        """The first column of the only row."""
        ((found,),) = self.rows(query, **values)
        return found

    def leased(self, stage: str) -> int:
        """How many rows of that stage are in workers' hands, or were left by dead ones a moment ago."""
        return int(self.one(f"SELECT count(*) FROM {WORK[stage]} WHERE leased_until > now()"))

    def queued(self) -> int:
        """Messages that wait in the broker."""
        return sum(int(self.redis.llen(queue)) for queue in QUEUES)

    def wait(self, done: Callable[[], object], what: str, *, at_most: float = 30.0) -> None:
        """Until it is so, the supervisor tending its processes meanwhile; fails with the log's end."""
        deadline = time.monotonic() + at_most
        while not done():
            if time.monotonic() > deadline:
                raise AssertionError(f"no sign of {what} after {at_most:g} s; the log ends:\n{self._last_words()}")
            self.supervisor.tend()
            self._spare_slow_machines_a_minute()
            time.sleep(0.05)

    def _spare_slow_machines_a_minute(self) -> None:
        """Limits are short here: on a busy machine a task may meet them; its next try need not wait for a minute."""
        late = "last_error LIKE 'took longer than%' AND next_attempt_at > now()"
        self.execute(f"UPDATE versions SET next_attempt_at = now() WHERE {late}")

    def settle(self, *, at_most: float = 30.0) -> None:
        """Until every item, version and delivery is done, set aside, or waits for a later try."""
        self.wait(self.idle, "rest", at_most=at_most)

    def idle(self) -> bool:
        """Whether nothing is due and nothing is in anybody's hands, polls aside."""
        with self.kit.store.unit() as unit:
            due = unit.views.counts(self.kit.now()).oldest_waiting
        return not due and not any(self.leased(stage) for stage in ("read", "ingest", "deliver"))

    def log(self) -> str:
        """What the service's processes have written so far."""
        return (self.home / "service.log").read_text(errors="replace")

    def _last_words(self) -> str:
        """The log's end, without what redis-py says at every connection."""
        return "\n".join([line for line in self.log().splitlines() if "MAINT_NOTIFICATIONS" not in line][-30:])

    # ------------------------------------------------------------ time
    def now_is_later(self, stage: str) -> None:
        """Cut short the wait of rows that are to be tried again: their next attempt is due."""
        self.execute(f"UPDATE {WORK[stage]} SET next_attempt_at = now() WHERE next_attempt_at > now()")
        self.execute("UPDATE targets SET not_before = NULL")

    # ------------------------------------------------------------ killing
    def main(self, name: str = "worker") -> psutil.Process:
        """The supervised process of that name."""
        self.wait(lambda: self._child(name) is not None, f"the {name}'s process")
        return psutil.Process(cast("int", self._child(name)))

    def _child(self, name: str) -> int | None:
        process = next(child.process for child in self.supervisor.children if child.name == name)
        return None if process is None else process.pid

    def pool(self) -> Sequence[psutil.Process]:
        """The worker's task-running children, the parsers below them left out."""
        with suppress(psutil.NoSuchProcess):
            return tuple(self.main().children())
        return ()

    def kill_pool(self) -> None:
        """SIGKILL to every task-running child; Celery's main process lives, and starts others."""
        for child in self.pool():
            with suppress(psutil.NoSuchProcess):
                child.kill()

    def kill_while_leased(self, stage: str) -> int:
        """Kill the workers once they hold rows of the stage; how many rows they leave behind, at least one."""
        for _ in range(20):
            self.wait(lambda: self.leased(stage), f"a lease in {stage}")
            self.kill_pool()
            if left := self.leased(stage):
                return left
        raise AssertionError(f"no worker could be met in {stage}")

    @contextmanager
    def stopped(self, *processes: psutil.Process) -> Iterator[None]:
        """SIGSTOP to them and all that they started, for as long as the block lasts."""
        frozen = [one for process in processes for one in (process, *process.children(recursive=True))]
        for one in frozen:
            one.suspend()
        try:
            yield
        finally:
            for one in frozen:
                with suppress(psutil.NoSuchProcess):
                    one.resume()

    @contextmanager
    def ledger_locked(self) -> Iterator[None]:
        """Hold the ledger's lock, so that a worker that decides has to wait, its rows leased."""
        with self.kit.store.unit() as unit:
            unit.lock_ledger()
            yield


@contextmanager
def running(home: Path, **given: str) -> Iterator[Service]:
    """The service in a home of its own, its worker ready; `given` are settings. Nothing of it is left afterwards."""
    environment = HASTE | {"DELTAWIRE_HOME": str(home)} | {f"DELTAWIRE_{name}": value for name, value in given.items()}
    settings = load_settings(**{name.removeprefix("DELTAWIRE_").lower(): value for name, value in environment.items()})
    with ExitStack() as stack:
        stack.callback(forget, home)
        servers = stack.enter_context(embedded_servers(home, durable=False))
        migrate(servers.database_url)
        kit = stack.enter_context(open_kit(settings, servers.database_url))
        lay_baseline(kit)
        engine = open_engine(servers.database_url)
        stack.callback(engine.dispose)
        client = stack.enter_context(redis.Redis.from_url(servers.redis_url))
        log = stack.enter_context((home / "service.log").open("wb"))
        supervisor = stack.enter_context(supervised([("worker",), ("scheduler",)], environment=environment, log=log))
        service = Service(home, servers, kit, environment, supervisor, engine, client, log)
        service.wait(lambda: len(service.pool()) >= settings.workers, "the workers", at_most=30)
        yield service
