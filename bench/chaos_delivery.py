"""Alerts to twenty targets of mixed temper while workers are killed: python -m bench.chaos_delivery [--alerts 10000]

The whole service runs: PostgreSQL, Valkey, a Celery worker with two processes, the scheduler. Articles are put before
it of which a walk on a scratch ledger says that each brings one change that rings; each change is an alert for every
one of twenty subscriptions with a target of its own. Workers are killed at random moments from the first article until
the last message. Afterwards the targets' own lists of what they took are held against the service's word.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import psutil
from rich import box
from rich.console import Console
from rich.live import Live
from rich.table import Table

from bench.stand import Stand, ringing, standing
from bench.tempers import Target, receiving, targets
from pipelines.types import Document

SETTINGS = {"WORKERS": "2", "LEASE_SECONDS": "10", "TASK_SECONDS": "9", "FETCH_SECONDS": "2", "SEND_SECONDS": "1"}
WIDTH = 110
"""Columns that the table needs."""
LONGEST_WAIT = 1.0
"""Seconds to which the wait before another try is cut, from half a minute and up to a day."""
STILL_SECONDS = 60.0
"""After so long without anything coming about, the run is over."""
MAIN_SHARE = 0.08
"""Share of the kills that take the worker's main process with all below it; the others take one process."""
_HONESTY = f"""
Shortened for this run, and nothing else is: leases of {SETTINGS["LEASE_SECONDS"]} s, {SETTINGS["SEND_SECONDS"]} s for
a target's answer, and waits before another try, which this program cuts to {LONGEST_WAIT:g} s each as they come up.
The pause that a target asks for by Retry-After is kept as it is. Work that was set aside since its process was killed
three times over is started anew by this program, as an operator would.
"""
_COLUMNS = {
    "alerts": "alerts",
    "sent": "sent",
    "received": "received",
    "labelled": "labelled\nrepeats",
    "unlabelled": "silent\nrepeats",
    "ambiguous": "unclear\ntries",
    "asks": "for a\nperson",
    "dead": "dead",
    "lost": "lost",
}


@dataclass
class Run:
    """One run, as far as it has come."""

    stand: Stand
    targets: Sequence[Target]
    articles: Sequence[Document]
    kills: Sequence[float]
    """Moments at which a process is to be killed, as shares of the articles' time, each a little above 1 at most."""
    random: Random
    killed: int = 0
    mains: int = 0
    revived: int = 0
    settled: int = 0
    """Versions decided and deliveries sent or dead."""
    settled_at_kill: int = -1
    begun: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What came of one target."""

    target: str
    alerts: int
    sent: int
    received: int
    labelled: int
    unlabelled: int
    ambiguous: int
    """Tries that may have arrived: cut off by a kill, or left without a clear answer."""
    asks: int
    """Messages that wait for a person, as they may have arrived."""
    dead: int
    lost: int
    broken: tuple[str, ...]
    """Promises that were not kept."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and print the table; 1 where a promise was broken."""
    options = _options(arguments)
    console = Console(width=max(WIDTH, Console().width))
    console.print(_HONESTY.strip(), soft_wrap=True)
    with tempfile.TemporaryDirectory() as folder:
        lines, run = disturbed(Path(folder), console, options.alerts, options.kills, options.seed, options.seconds)
    _print(lines, run, console)
    return 1 if any(line.broken for line in lines) else 0


def disturbed(
    home: Path, console: Console, alerts: int, kills: int, seed: int, seconds: float
) -> tuple[Sequence[Line], Run]:
    """One run: articles and kills spread over `seconds`, then until all is settled; a line for each target."""
    random = Random(seed)
    receivers = targets(seed, alerts // 20)
    moments = sorted(random.random() for _ in range(kills))
    with receiving(receivers) as addresses, standing(home, **SETTINGS) as stand:
        for target in receivers:
            stand.subscribe(target.name, addresses[target.name], on_ambiguous=target.on_ambiguous)
        articles = ringing(max(1, alerts // len(receivers)), stand.kit.desk)
        run = Run(stand, receivers, articles, moments, random)
        with Live(console=console, refresh_per_second=2, transient=True) as live:
            _disturb(run, seconds, live)
            _settle(run, live)
        return [_line(target, run) for target in receivers], run


# ---------------------------------------------------------------- meanwhile
def _disturb(run: Run, seconds: float, live: Live) -> None:
    """Publish the articles and kill, each at its moment."""
    start, published = time.monotonic(), 0
    while published < len(run.articles) or run.killed < len(run.kills):
        share = (time.monotonic() - start) / seconds
        due = min(len(run.articles), int(share * len(run.articles)) + 1)
        if due > published:
            run.stand.publish(run.articles[published:due])
            published = due
        if run.killed < len(run.kills) and share >= run.kills[run.killed]:
            _kill(run)
        _tend(run, live)


def _settle(run: Run, live: Live) -> None:
    """Until nothing is left to do but what waits for a person, or nothing comes about any more."""
    last, moved = -1, time.monotonic()
    while run.stand.busy() and time.monotonic() - moved < STILL_SECONDS:
        _tend(run, live)
        if run.settled != last:
            last, moved = run.settled, time.monotonic()


def _sending(stand: Stand) -> bool:
    return bool(stand.rows("SELECT 1 FROM deliveries WHERE stage = 'sending' AND leased_until > now() LIMIT 1"))


def _kill(run: Run) -> None:
    """SIGKILL to a process of the worker picked at random, once something was done since the last one.

    Every other kill waits until something is being sent. For a moment after its main process was killed nobody is
    there.
    """
    processes = run.stand.processes()
    if len(processes) < 2 or run.settled == run.settled_at_kill or (run.killed % 2 and not _sending(run.stand)):
        return
    run.settled_at_kill = run.settled
    if run.random.random() < MAIN_SHARE:
        victims = processes
        run.mains += 1
    else:
        victims = [run.random.choice(processes[1:])]
    for victim in victims:
        with suppress(psutil.NoSuchProcess):
            victim.send_signal(signal.SIGKILL)
    run.killed += 1


def _tend(run: Run, live: Live) -> None:
    """Keep the supervisor going, cut waits short, and show how far it is."""
    stand = run.stand
    stand.supervisor.tend()
    stand.execute(
        "UPDATE deliveries SET next_attempt_at = now() + make_interval(secs => :most)"
        " WHERE stage IN ('failed', 'ambiguous') AND next_attempt_at > now() + make_interval(secs => :most)",
        most=LONGEST_WAIT,
    )
    run.revived += stand.execute(
        "UPDATE versions SET stage = 'pending', attempts = 0, next_attempt_at = now(), leased_until = NULL"
        " WHERE stage = 'quarantined' AND last_error LIKE 'the worker died%'"
    )
    stand.execute("UPDATE versions SET next_attempt_at = now() WHERE stage = 'pending' AND next_attempt_at > now()")
    stages: Mapping[str, int] = dict(map(tuple, stand.rows("SELECT stage, count(*) FROM deliveries GROUP BY stage")))
    ((decided,),) = stand.rows("SELECT count(*) FROM versions WHERE stage = 'done'")
    run.settled = decided + stages.get("sent", 0) + stages.get("dead", 0)
    shown = ", ".join(f"{stages[stage]} {stage}" for stage in sorted(stages))
    live.update(
        f"{time.monotonic() - run.begun:4.0f} s  {run.killed} of {len(run.kills)} kills,"
        f" {decided} of {len(run.articles)} articles decided; deliveries: {shown or 'none yet'}"
    )
    time.sleep(0.1)


# ---------------------------------------------------------------- afterwards
def _line(target: Target, run: Run) -> Line:
    """The target's own list of what it took against the service's word."""
    rows = run.stand.rows(
        "SELECT bundle_id, deliveries.stage, uncertain, next_attempt_at FROM deliveries"
        " JOIN targets ON targets.id = target_id WHERE targets.name = :name",
        name=target.name,
    )
    stages = {row.bundle_id: row.stage for row in rows}
    times = Counter(arrival.id for arrival in target.taken)
    stored = Counter(stages.values())
    visible = {one for one, stage in stages.items() if stage in ("dead", "ambiguous")}
    met, unlabelled = set[str](), 0
    for arrival in target.taken:
        unlabelled += arrival.id in met and not arrival.labelled
        met.add(arrival.id)
    missing = stages.keys() - times.keys() - visible
    repeated = sum(times.values()) - len(times)
    expected = len(run.articles)
    line = Line(
        target=target.name,
        alerts=expected,
        sent=stored["sent"],
        received=len(times),
        labelled=repeated - unlabelled,
        unlabelled=unlabelled,
        ambiguous=sum(row.uncertain for row in rows),
        asks=sum(row.stage == "ambiguous" and row.next_attempt_at is None for row in rows),
        dead=stored["dead"],
        lost=len(missing) + expected - len(rows),
        broken=(),
    )
    return _judged(line, target, stages, times, run)


def _judged(line: Line, target: Target, stages: Mapping[str, str], times: Counter[str], run: Run) -> Line:
    """The same with the promises that were not kept."""
    repeated = line.labelled + line.unlabelled
    most = 0 if target.on_ambiguous == "hold" else run.killed + target.unclear
    kept = {
        "an alert was lost": line.lost == 0,
        "something came that nobody stored": times.keys() <= stages.keys(),
        "a repeat did not say so": line.unlabelled == 0,
        f"{repeated} repeats, where {most} can be explained": repeated <= most,
        "marked as sent without having arrived": all(times[one] for one in stages if stages[one] == "sent"),
        "not settled in time": set(stages.values()) <= {"sent", "dead", "ambiguous"},
        "given up though the target was not": line.dead == 0 or target.name == "gone for good",
        "asked within the pause that was wanted": target.too_early == 0,
        "a signature did not fit": target.unsigned == 0,
    }
    return replace(line, broken=tuple(promise for promise, was_kept in kept.items() if not was_kept))


def _print(lines: Sequence[Line], run: Run, console: Console) -> None:
    table = Table("target", title=f"{len(run.articles) * len(lines):,} alerts to {len(lines)} targets", box=box.SIMPLE)
    for head in _COLUMNS.values():
        table.add_column(head, justify="right")
    for line in lines:
        table.add_row(line.target, *(f"{getattr(line, column):,}" for column in _COLUMNS))
    table.add_section()
    table.add_row("all", *(f"{sum(getattr(line, column) for line in lines):,}" for column in _COLUMNS))
    console.print(table)
    unclear = sum(target.unclear for target in run.targets)
    cut = max(0, sum(line.ambiguous for line in lines) - unclear)
    console.print(
        f"{run.killed} kills ({run.mains} of them of the whole worker) cut off about {cut} sends; {unclear} answers"
        f" were unclear; {run.revived} versions were started anew; {time.monotonic() - run.begun:.0f} s in all.",
        soft_wrap=True,
    )
    for target, promise in _broken(lines):
        console.print(f"[bold]broken[/bold] at {target!r}: {promise}", soft_wrap=True)
    if not any(line.broken for line in lines):
        console.print("Kept: nothing lost, no silent repeat, no more repeats than kills and unclear answers explain.")


def _broken(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    return ((line.target, promise) for line in lines for promise in line.broken)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos_delivery", description="Alerts while workers are killed.")
    parser.add_argument("--alerts", type=int, default=10_000, help="alerts, to twenty targets in all")
    parser.add_argument("--kills", type=int, default=50, help="processes that are killed")
    parser.add_argument("--seed", type=int, default=1, help="of the kills and of the moodiest target")
    parser.add_argument("--seconds", type=float, default=100.0, help="over which articles and kills are spread")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
