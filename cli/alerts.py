"""`deltawire alerts`: what was told to whom and what was not, and what people say to it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from cli.deliveries import entry
from cli.mutes import For, Until, moment
from cli.output import Format, counted, print_entries, print_record, refuse, say, utc
from cli.rulings import By, by_whom
from cli.session import session
from pipelines.render import render
from storage.tables.alerts import ALERT_STAGES
from storage.views.alerts import AlertShown

app = typer.Typer(no_args_is_help=True, help="What was told, and to whom.")


@app.command("list")
def list_alerts(
    subscription: Annotated[str, typer.Option(help="Only of this subscription.")] = "",
    stage: Annotated[str, typer.Option(help=f"Only these: {', '.join(ALERT_STAGES)}.")] = "",
    held: Annotated[
        bool, typer.Option("--held", help="Only those kept back: muted, inhibited or taken back, with the reason.")
    ] = False,
    since: Annotated[datetime | None, typer.Option(help="Made since this day.")] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List alerts, newest first: what was told, what waits, and what is kept back, with the reason.

    Example: deltawire alerts list --since 2026-11-01
    """
    if stage and stage not in ALERT_STAGES:
        refuse(f"--stage {stage!r} is unknown: use {', '.join(ALERT_STAGES)}")
    with session() as kit, kit.store.unit() as unit:
        found = unit.views.alerts_list(
            subscription=subscription, stage="held" if held else stage, since=utc(since), limit=limit
        )
    if format is Format.NDJSON:
        for alert in found:
            print_record(asdict(alert))
        return
    entries = ((f"{alert.created_at:%Y-%m-%d %H:%M}  {alert.title}", _standing(alert)) for alert in found)
    print_entries("Alerts", entries, empty="none; `deltawire subs list` shows who is told of what")


@app.command()
def show(id: Annotated[str, typer.Argument(help="Id of an alert or of a message.")]) -> None:
    """Show an alert, or the message that told it as it was sent, and what became of it at each target.

    Example: deltawire alerts show a_0123456789ab
    """
    with session() as kit, kit.store.unit() as unit:
        alerts = unit.views.alerts_list(id=id)
        message = alerts[0].bundle if alerts else id
        bundle = unit.views.bundle(message) if message else None
        on_their_way = unit.views.deliveries_list(bundle=message) if message else []
    if not alerts and bundle is None:
        refuse(f"there is no alert and no message {id!r}: `deltawire alerts list` shows their ids")
    for alert in alerts:
        say(f"{alert.title}\n{_standing(alert)}\n{_keys(alert)}\n")
    if bundle is not None:
        told = render(bundle, "whole", templates=kit.templates, public_url=kit.settings.public_url)
        say(f"{told.title}\n\n{told.body}\n")
        print_entries("Deliveries", map(entry, on_their_way), empty="none: the subscription has no target")


@app.command()
def ack(id: Annotated[str, typer.Argument(help="Id of an alert or of a message.")], by: By = "") -> None:
    """Say that it was read: what was told in its group is not told again. News of the group still rings.

    Example: deltawire alerts ack b_0123456789abcdef
    """
    with session() as kit, kit.store.unit() as unit:
        said = unit.alerts.acknowledge(id, by=by_whom(by), now=kit.now())
    _refuse_unknown(said, id)
    say("Acknowledged: no reminders of it.")


@app.command()
def snooze(
    id: Annotated[str, typer.Argument(help="Id of an alert or of a message.")],
    lasting: For = "",
    until: Until = None,
) -> None:
    """Let its group be silent for a time; then what was told comes again, with whatever came meanwhile.

    Example: deltawire alerts snooze b_0123456789abcdef --for 4h
    """
    with session() as kit, kit.store.unit() as unit:
        end = moment(lasting, until, kit.now())
        said = unit.alerts.snooze(id, until=end)
    _refuse_unknown(said, id)
    say(f"Silent until {end:%Y-%m-%d %H:%M} UTC.")


def _refuse_unknown(found: int, id: str) -> None:
    if not found:
        refuse(f"there is no alert and no message {id!r} that somebody was told: `deltawire alerts list` shows them")


def _standing(alert: AlertShown) -> str:
    """Whose alert it is, and what became of it."""
    outcome = {
        "unconfirmed": f"waits until {alert.wanted_origins} independent outlets say so",
        "waiting": "waits for its group's next message",
        "held": f"held: {alert.reason}",
        "told": f"told in {alert.bundle}, sent to {alert.sent} of {counted(alert.deliveries, 'target')}",
    }
    return f"{alert.id} for {alert.subscription}; {outcome[alert.stage]}"


def _keys(alert: AlertShown) -> str:
    """What `mutes add` takes, a line each."""
    about = [f"object {alert.object}"] if alert.object else []
    return "\n".join([*about, f"story {alert.story}", f"fact {alert.fact}"])
