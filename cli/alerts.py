"""`deltawire alerts` and `deltawire deliveries`: what was told to whom, and what became of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from cli.output import Format, counted, print_entries, print_record, refuse, say, utc
from cli.session import session
from pipelines.render import render
from storage.tables.alerts import ALERT_STAGES, DELIVERY_STAGES
from storage.views.alerts import AlertShown, DeliveryShown

app = typer.Typer(no_args_is_help=True, help="What was told, and to whom.")
deliveries = typer.Typer(no_args_is_help=True, help="What became of each alert on its way to each target.")


@app.command("list")
def list_alerts(
    subscription: Annotated[str, typer.Option(help="Only of this subscription.")] = "",
    stage: Annotated[str, typer.Option(help=f"Only these: {', '.join(ALERT_STAGES)}.")] = "",
    held: Annotated[bool, typer.Option("--held", help="Only those that were muted, with the reason.")] = False,
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
        say(f"{alert.title}\n{_standing(alert)}\n")
    if bundle is not None:
        told = render(bundle, "whole", templates=kit.templates, public_url=kit.settings.public_url)
        say(f"{told.title}\n\n{told.body}\n")
        print_entries("Deliveries", map(_entry, on_their_way), empty="none: the subscription has no target")


def _standing(alert: AlertShown) -> str:
    """Whose alert it is, and what became of it."""
    outcome = {
        "unconfirmed": f"waits until {alert.wanted_origins} independent outlets say so",
        "waiting": "waits for its group's next message",
        "held": f"held: {alert.reason}",
        "told": f"told in {alert.bundle}, sent to {alert.sent} of {counted(alert.deliveries, 'target')}",
    }
    return f"{alert.id} for {alert.subscription}; {outcome[alert.stage]}"


@deliveries.command("list")
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
    if format is Format.NDJSON:
        for delivery in found:
            print_record(asdict(delivery))
        return
    print_entries("Deliveries", map(_entry, found), empty="none; `deltawire alerts list` shows what was told")


def _entry(delivery: DeliveryShown) -> tuple[str, str, str]:
    """Where it stands, which message it is of, and what the target said."""
    told = f"{counted(delivery.attempts, 'attempt')}, {delivery.settled_at or delivery.created_at:%Y-%m-%d %H:%M}"
    target = f"target {delivery.target} ({delivery.masked})"
    return f"{delivery.id}  {delivery.stage}: {target}", f"{delivery.bundle_id}; {told}", delivery.last_error
