"""`deltawire mutes`: what is not to ring for a time, who wants that, and why."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, get_args

import typer

from cli.output import Format, complain, print_entries, print_record, refuse, say, utc
from cli.rulings import By, Why, by_whom, said_why
from cli.session import session
from config.desk import Lexicons
from config.subscriptions import span
from pipelines.alerts.naming import known_names
from pipelines.alerts.types import Mute, MuteKind, Wants
from storage.unit import Unit

app = typer.Typer(no_args_is_help=True, help="What is not to ring for a time.")
KINDS: tuple[MuteKind, ...] = get_args(MuteKind)
For = Annotated[str, typer.Option("--for", help="For how long: 90m, 4h, 2d.")]
Until = Annotated[datetime | None, typer.Option(help="Until when, in UTC.")]


@app.command()
def add(
    kind: Annotated[str, typer.Argument(help=f"What is muted: {', '.join(KINDS)}.")],
    key: Annotated[str, typer.Argument(help="Id of the story or fact; name of the object, outlet or subscription.")],
    why: Why,
    lasting: For = "",
    until: Until = None,
    subscription: Annotated[str, typer.Option(help="Only for this subscription; none: for all.")] = "",
    by: By = "",
) -> None:
    """Mute a story, fact, object, outlet or subscription for a time. What would have rung is kept, with the reason.

    Example: deltawire mutes add story s_0123456789ab --for 2d --why "we know, and wait for the ruling"
    """
    chosen = next((known for known in KINDS if known == kind), None)
    if chosen is None:
        refuse(f"{kind!r} cannot be muted: use {', '.join(KINDS)}")
    with session() as kit, kit.store.unit() as unit:
        end = moment(lasting, until, kit.now())
        key = _called(chosen, key.strip(), unit, kit.desk.lexicons)
        _refuse_unknown(unit, key if chosen == "subscription" else "", subscription)
        made = unit.mutes.add(
            chosen, key, until=end, who=by_whom(by), why=said_why(why), now=kit.now(), subscription=subscription
        )
        met = unit.mutes.has_alerts(chosen, key)
    say(f"Muted, as {made.id}: {_named(made)}, until {made.until:%Y-%m-%d %H:%M} UTC.")
    if not met and chosen != "subscription":
        complain(f"no alert so far is of {chosen} {key!r}: `deltawire alerts show ID` prints the keys of an alert")


@app.command("list")
def list_mutes(
    ended: Annotated[bool, typer.Option("--ended", help="Those that are over, too.")] = False,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List what is muted, by whom and why; `deltawire alerts list --held` shows what was kept back.

    Example: deltawire mutes list
    """
    with session() as kit, kit.store.unit() as unit:
        found = unit.mutes.list() if ended else unit.mutes.in_force(now=kit.now())
    if format is Format.NDJSON:
        for mute in found:
            print_record(asdict(mute))
        return
    entries = (
        (f"{mute.id}  {_named(mute)}", f"until {mute.until:%Y-%m-%d %H:%M} UTC, by {mute.who}: {mute.why}")
        for mute in found
    )
    print_entries("Mutes", entries, empty="none; `deltawire mutes add` makes one")


@app.command()
def end(id: Annotated[int, typer.Argument(help="Number of the mute.")], by: By = "") -> None:
    """Let it ring again from now on. What was held meanwhile stays held.

    Example: deltawire mutes end 3
    """
    with session() as kit, kit.store.unit() as unit:
        ended = unit.mutes.end(id, by=by_whom(by), now=kit.now())
    say(f"Rings again: {_named(ended)}.")


def moment(lasting: str, until: datetime | None, now: datetime) -> datetime:
    """The end of a time that is given by its length or by its end."""
    if bool(lasting) == (until is not None):
        refuse("give either --for, such as 4h or 2d, or --until")
    try:
        length = span(lasting) if lasting else timedelta(0)
    except ValueError as error:
        refuse(f"--for: {error}")
    return utc(until) or now + length


def _called(kind: MuteKind, key: str, unit: Unit, lexicons: Lexicons) -> str:
    """The key in the words of alerts: an object by any name of the desk's, as alerts have it where some do."""
    if not key:
        refuse(f"which {kind}? `deltawire alerts show ID` prints the keys of an alert")
    if kind != "object":
        return key
    named = known_names(lexicons).named(Wants(objects=(key,), entities=(key,)))
    called = (key, *named.objects, *named.entities)  # moves call a country by another word than figures do
    return next((name for name in called if unit.mutes.has_alerts(kind, name)), named.objects[0])


def _refuse_unknown(unit: Unit, *names: str) -> None:
    known = {one.name for one in unit.subscriptions.list()}
    for name in names:
        if name and name not in known:
            refuse(f"there is no subscription {name!r}: `deltawire subs list` names them")


def _named(mute: Mute) -> str:
    return f"{mute.kind} {mute.key}{f' for {mute.subscription}' if mute.subscription else ''}"
