"""Measures sending: deliveries a second from one worker, and publication to delivery: python -m bench.delivery

The receiver answers at once and lies on the same machine, so that what is timed is the service's own part: rendering,
signing, marking each delivery before and after it is sent, on a PostgreSQL that writes to the disk. News are published
at an even pace, each moment of the demo's newswire some seconds after the one before it; every article's first message
is timed from the moment at which its page could be read.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.stand import Stand, standing
from bench.tempers import TAKE, Kind, Target, receiving
from config.settings import load_settings
from demo.pace import stops
from demo.receiver import Receiver
from demo.server import NewswireServer
from demo.wire import bundled_newswire
from pipelines.alerts.types import Bundle, Telling
from pipelines.types import ChangeKind
from storage.bundles import Planned
from storage.sources import NewSource

LEAST_RATE, MEDIAN_SECONDS, P95_SECONDS = 200.0, 5.0, 15.0
"""What is wanted: deliveries a second; seconds from publication to delivery beyond the poll interval."""
POLL_SECONDS = 1
TOLD = "Acme named a charge of $5.5 billion, and said that it could not tell when a licence would be granted."


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round of sending came to."""

    name: str
    deliveries: int
    seconds: float
    cpu: float
    """Milliseconds of processor time that the worker took for one delivery."""
    in_order: bool

    @property
    def rate(self) -> float:
        return self.deliveries / self.seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run both and print them; 1 where less was reached than is wanted."""
    options, console = _options(arguments), Console()
    rounds = [
        throughput("webhook, 10 targets", "webhook", 10, options.deliveries),
        throughput("webhook, 1 target", "webhook", 1, options.deliveries),
        throughput("json://, 10 targets", "json", 10, options.deliveries),
    ]
    table = Table("deliveries from one worker", box=box.SIMPLE)
    for head in ("messages", "a second", "CPU ms each", "in order"):
        table.add_column(head, justify="right")
    for one in rounds:
        order = "yes" if one.in_order else "no"
        table.add_row(one.name, f"{one.deliveries:,}", f"{one.rate:,.0f}", f"{one.cpu:.1f}", order)
    console.print(table)
    waits = latencies(options.pace)
    median, p95 = statistics.median(waits), statistics.quantiles(waits, n=20)[-1]
    console.print(
        f"From publication to delivery, beyond the poll interval of {POLL_SECONDS} s: median {median:.1f} s,"
        f" 95th percentile {p95:.1f} s, longest {max(waits):.1f} s, over {len(waits)} articles.",
        soft_wrap=True,
    )
    for one in rounds:
        if one.rate < LEAST_RATE or not one.in_order:
            console.print(f"goal missed: {one.name}: {one.rate:,.0f} a second in order, {LEAST_RATE:g} wanted")
    kept = all(one.rate >= LEAST_RATE and one.in_order for one in rounds)
    return 0 if kept and median <= MEDIAN_SECONDS and p95 <= P95_SECONDS else 1


# ---------------------------------------------------------------- sending
def throughput(name: str, kind: Kind, lanes: int, deliveries: int) -> Sent:
    """Lay down messages to so many targets, then time how they arrive."""
    receivers = [Target(str(place), kind, lambda number: TAKE) for place in range(lanes)]
    with (
        tempfile.TemporaryDirectory() as folder,
        receiving(receivers) as addresses,
        standing(Path(folder), WORKERS="1") as stand,
    ):
        for target in receivers:
            stand.subscribe(target.name, addresses[target.name])
        stand.execute("UPDATE targets SET rate = 1e6, burst = 1000000, tokens = 1e6")
        ids = _lay_down(stand, deliveries // lanes)
        stand.wait(lambda: _arrived(receivers), at_most=30)  # the scheduler tells of them
        early, before, start = _arrived(receivers), _processor_seconds(stand), time.perf_counter()
        if not stand.wait(lambda: _arrived(receivers) >= len(ids), at_most=120):
            raise TimeoutError(f"only {_arrived(receivers)} of {len(ids)} deliveries arrived")
        seconds, counted = time.perf_counter() - start, len(ids) - early
        cpu = (_processor_seconds(stand) - before) / counted * 1000
        right = all([one.id for one in target.taken] == _wanted(stand, target.name) for target in receivers)
        return Sent(name, counted, seconds, cpu, right)


def _arrived(receivers: Sequence[Target]) -> int:
    return sum(len(target.taken) for target in receivers)


def _lay_down(stand: Stand, each: int) -> Sequence[int]:
    """So many messages for every subscription, stored and not told of; the ids of their deliveries."""
    now = stand.kit.now()
    ids: list[int] = []
    with stand.kit.store.unit() as unit:
        for number in range(each):
            ids += unit.bundles.put(
                [
                    Planned(
                        Bundle(
                            id=f"b_{subscription.id}_{number}",
                            subscription=subscription.name,
                            tellings=(_telling(number),),
                            created=now,
                        ),
                        subscription,
                        "all",
                        (),
                    )
                    for subscription in unit.subscriptions.enabled()
                ],
                now=now,
            )
    return ids


def _telling(number: int) -> Telling:
    return Telling(
        change=f"c_{number}", kind=ChangeKind.NEW, headline=f"Acme charge: ${number} billion, new", quote=TOLD,
        speaker=None, before="", fact=f"f_{number}", origins=1, outlets=("One",),
        why="a figure that no earlier article had", confidence=0.9, url=f"https://one.example/{number}",
        title="Acme names its charge", outlet="One", published=datetime(2026, 3, 2, 9, tzinfo=UTC), story="s_1",
    )  # fmt: skip


def _wanted(stand: Stand, name: str) -> list[str]:
    """Ids of a target's messages in the order in which they were laid down."""
    return [
        row.bundle_id
        for row in stand.rows(
            "SELECT bundle_id FROM deliveries JOIN targets ON targets.id = target_id WHERE name = :name"
            " ORDER BY deliveries.id",
            name=name,
        )
    ]


def _processor_seconds(stand: Stand) -> float:
    """Of the worker, all its processes together."""
    return sum(sum(process.cpu_times()[:2]) for process in stand.processes())


# ---------------------------------------------------------------- from publication on
def latencies(pace: float) -> list[float]:
    """Seconds from an article's publication to its first message, less the poll interval, one moment each `pace`."""
    with (
        tempfile.TemporaryDirectory() as folder,
        NewswireServer(bundled_newswire(load_settings().desk)) as server,
        Receiver() as receiver,
        standing(Path(folder), WORKERS="2", SECOND_LOOK_SECONDS="0") as stand,
    ):
        stand.subscribe("all", receiver.url)
        _watch(stand, server)
        stand.wait(lambda: not stand.rows("SELECT 1 FROM sources WHERE polled_at IS NULL"), at_most=15)
        published: dict[str, datetime] = {}
        for moment in stops(server.newswire):
            before = server.now
            server.publish_until(moment)
            now = stand.kit.now()
            published |= {
                server.address_of(one.article.id): now
                for one in server.newswire.versions()
                if before < one.since <= moment and server.address_of(one.article.id) not in published
            }
            stand.wait(lambda: False, at_most=pace)
        stand.wait(lambda: not stand.busy(), at_most=30)
        return list(_waited(published, receiver))


def _watch(stand: Stand, server: NewswireServer) -> None:
    with stand.kit.store.unit() as unit:
        for source in server.sources():
            unit.sources.put(
                NewSource(
                    source.name, source.url, kind=source.kind, tier=source.tier, language=source.language,
                    min_interval=POLL_SECONDS, max_interval=POLL_SECONDS,
                ),
                now=stand.kit.now(),
            )  # fmt: skip


def _waited(published: dict[str, datetime], receiver: Receiver) -> Iterator[float]:
    """The first message of each article, by the address that it gives."""
    met = set[str]()
    for message in receiver.received:
        url = next((url for url in map(str.strip, message.body.splitlines()) if url in published), None)
        if url is not None and url not in met:
            met.add(url)
            yield max(0.0, (message.at - published[url]).total_seconds() - POLL_SECONDS)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.delivery", description="Deliveries a second, and how soon they come.")
    parser.add_argument("--deliveries", type=int, default=3_000, help="messages that are sent in each round")
    parser.add_argument("--pace", type=float, default=2.0, help="seconds between two moments of the newswire")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
