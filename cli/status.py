"""`deltawire status`: how the service fares, at a glance, or as an exit status for a supervisor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated

import typer

from cli.output import SOME_REFUSED, Format, age, complain, print_record, print_table, say
from cli.session import session
from pipelines.alerts.coverage import Coverage, coverage_line
from storage.views.status import Counts, SourceShown

STALE = timedelta(minutes=15)
"""Where work has been due for this long and none was finished, something is broken."""


def status(
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
    check: Annotated[bool, typer.Option("--check", help="Only the exit status: 1 where nothing moves.")] = False,
) -> None:
    """Show what was read, what waits, what needs a person, and when anything last happened.

    Example: deltawire status
    """
    with session() as kit, kit.store.unit() as unit:
        now = kit.now()
        counts, sources = unit.views.counts(now), unit.views.sources_overview()
        if check:
            _exit_by_pulse(counts, sources, now)
        tallies, aside = unit.views.tallies(), unit.views.set_aside()
        coverage = unit.views.coverage(now)
    if format is Format.NDJSON:
        print_record(
            {
                "last_finished": counts.last_finished,
                "stages": counts.stages,
                "oldest_waiting": counts.oldest_waiting,
                "sources": {s.name: "off" if s.stage == "off" else s.health for s in sources},
                "coverage": _coverage(coverage),
                "tallies": asdict(tallies),
                "set_aside": [asdict(work) for work in aside],
            }
        )
        return
    say(f"Last finished piece of work: {age(counts.last_finished, now)}")
    ill = [source.name for source in sources if source.stage != "off" and source.health != "ok"]
    say(f"Coverage: {coverage_line(coverage)}")
    say(f"Sources: {len(sources)}, ailing: {', '.join(ill) or 'none'}")
    say(
        f"Read: {tallies.articles} articles ({tallies.relevant} relevant, {tallies.copies} copies), "
        f"{tallies.stories} stories, {tallies.facts} facts, {tallies.ringing} changes rang"
    )
    rows = (
        (table, ", ".join(f"{stage} {n}" for stage, n in stages.items()), age(counts.oldest_waiting.get(table), now))
        if table in counts.oldest_waiting
        else (table, ", ".join(f"{stage} {n}" for stage, n in stages.items()), "nothing waits")
        for table, stages in counts.stages.items()
    )
    print_table("Work", ("", "stages", "oldest that waits"), rows, empty="none yet")
    if aside:
        told = ((work.table, work.id, work.stage, work.attempts, work.last_error) for work in aside)
        print_table("Needs a person", ("", "id", "stage", "tries", "last error"), told, empty="")
        say("Once the cause is mended, `deltawire retry all` takes it up again.")


def _coverage(coverage: Coverage) -> dict[str, object]:
    lag = coverage.lag.total_seconds() if coverage.lag is not None else None
    return {"healthy": coverage.healthy, "sources": coverage.sources, "median_lag_seconds": lag}


def _exit_by_pulse(counts: Counts, sources: Sequence[SourceShown], now: datetime) -> None:
    if stalled(counts, sources, now):
        complain(f"nothing was finished for {STALE}; last: {age(counts.last_finished, now)}; see `deltawire doctor`")
        raise typer.Exit(SOME_REFUSED)
    raise typer.Exit(0)


def stalled(counts: Counts, sources: Iterable[SourceShown], now: datetime) -> bool:
    """Whether work has been due for long while none was finished; with none due, as between two polls, all is well."""
    polls = [source.next_attempt_at for source in sources if source.stage != "off" and source.next_attempt_at]
    due_since = min([*counts.oldest_waiting.values(), *polls], default=now)
    return now - max(due_since, counts.last_finished or due_since) > STALE
