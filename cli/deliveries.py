"""`deltawire deliveries`: what became of each message on its way to each target, and of those that did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from cli.output import SOME_REFUSED, Format, complain, counted, print_entries, print_record, refuse, say
from cli.session import session
from storage.tables.alerts import DELIVERY_STAGES
from storage.unit import Unit
from storage.views.alerts import DeliveryShown

app = typer.Typer(no_args_is_help=True, help="What became of each message on its way to each target.")
dead = typer.Typer(no_args_is_help=True, help="Messages that did not reach their target, and wait for a person.")
app.add_typer(dead, name="dead")

_Ids = Annotated[list[int] | None, typer.Argument(help="Which deliveries; none: all that are dead or held.")]
_ALL = 100_000
_Target = Annotated[str, typer.Option(help="Only to this target.")]


@app.command("list")
def list_deliveries(
    stage: Annotated[str, typer.Option(help=f"Only these: {', '.join(DELIVERY_STAGES)}.")] = "",
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List deliveries, newest first; addresses of targets are shown without their secrets.

    Example: deltawire deliveries list --stage dead
    """
    if stage and stage not in DELIVERY_STAGES:
        refuse(f"--stage {stage!r} is unknown: use {', '.join(DELIVERY_STAGES)}")
    with session() as kit, kit.store.unit() as unit:
        found = unit.views.deliveries_list(stage=stage, limit=limit)
    print_deliveries(found, format, empty="none; `deltawire alerts list` shows what was told")


@app.command()
def pace(
    target: Annotated[str, typer.Argument(help="Name of the target, as `deliveries list` shows it.")],
    rate: Annotated[float, typer.Option(help="Messages a second, in the long run.", min=0.001)],
    burst: Annotated[int, typer.Option(help="Messages at once, after a while of silence.", min=1)],
) -> None:
    """Write to a target at most so fast; each kind of target has a pace of its own until then.

    Example: deltawire deliveries pace desk-1 --rate 0.5 --burst 5
    """
    with session() as kit, kit.store.unit() as unit:
        unit.targets.pace(target, rate=rate, burst=burst)
    say(f"{target} gets {counted(burst, 'message')} at once at most, and then {rate:g} a second.")


@dead.command("list")
def list_dead(
    target: _Target = "",
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List what did not reach its target and is not sent again by itself: refused, given up, or perhaps arrived.

    Example: deltawire deliveries dead list --target desk-1
    """
    with session() as kit, kit.store.unit() as unit:
        found = unit.views.deliveries_list(aside=True, target=target, limit=limit)
    print_deliveries(found, format, empty="none: every message has arrived, or is on its way")


@dead.command("retry")
def retry_dead(
    ids: _Ids = None,
    target: _Target = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask where some may have arrived.")] = False,
) -> None:
    """Send dead and held deliveries once more. One that may have arrived says that it may be a repeat.

    Where no id is given and some may have arrived, it asks before it sends.

    Example: deltawire deliveries dead retry 17 18
    """
    if not ids and not yes:
        _ask_about_repeats(target)
    _on_dead(ids, target, lambda unit, chosen, now: unit.outbox.retry(chosen, now=now), "sent again as soon as may be")


@dead.command("drop")
def drop_dead(
    ids: _Ids = None,
    target: _Target = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask where no id is given.")] = False,
) -> None:
    """Give dead and held deliveries up for good; they stay in the list, as suppressed.

    Example: deltawire deliveries dead drop 17
    """
    if not ids and not yes:
        _go_on("Drop all of them?")
    _on_dead(ids, target, lambda unit, chosen, now: unit.outbox.drop(chosen, now=now), "given up")


def _ask_about_repeats(target: str) -> None:
    with session() as kit, kit.store.unit() as unit:
        aside = unit.views.deliveries_list(aside=True, target=target, limit=_ALL)
    if perhaps := sum(delivery.uncertain > 0 for delivery in aside):
        _go_on(
            f"{perhaps} of {counted(len(aside), 'delivery', 'deliveries')} may have arrived already. Send all again?"
        )


def _go_on(question: str) -> None:
    """Ends the call unless somebody says yes."""
    if not typer.confirm(question):
        say("Nothing was changed.")
        raise typer.Exit(SOME_REFUSED)


def _on_dead(
    ids: Sequence[int] | None, target: str, act: Callable[[Unit, Sequence[int], datetime], Sequence[int]], done: str
) -> None:
    with session() as kit, kit.store.unit() as unit:
        aside = unit.views.deliveries_list(aside=True, target=target, limit=_ALL)
        known = {delivery.id for delivery in aside}
        changed = act(unit, sorted(known.intersection(ids or known)), kit.now())
    say(f"{counted(len(changed), 'delivery', 'deliveries')} {done}.")
    if missing := sorted(set(ids or ()) - set(changed)):
        complain(f"neither dead nor held: {', '.join(map(str, missing))}; `deltawire deliveries dead list` names them")
        raise typer.Exit(SOME_REFUSED)


def print_deliveries(found: Sequence[DeliveryShown], format: Format, *, empty: str) -> None:
    """Deliveries as entries, or a record each."""
    if format is Format.NDJSON:
        for delivery in found:
            print_record(asdict(delivery))
        return
    print_entries("Deliveries", map(entry, found), empty=empty)


def entry(delivery: DeliveryShown) -> tuple[str, str, str]:
    """Where it stands, which message it is of, and what the target said."""
    told = f"{counted(delivery.attempts, 'attempt')}, {delivery.settled_at or delivery.created_at:%Y-%m-%d %H:%M}"
    target = f"target {delivery.target} ({delivery.masked})"
    return f"{delivery.id}  {delivery.stage}: {target}", f"{delivery.bundle_id}; {told}", delivery.last_error
