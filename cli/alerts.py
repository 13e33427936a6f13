"""`deltawire alerts` and `deltawire deliveries`: what was told to whom, and what became of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from cli.output import Format, counted, print_entries, print_record, refuse, say, utc
from cli.session import session
from storage.tables.alerts import DELIVERY_STAGES
from storage.views.alerts import DeliveryShown

app = typer.Typer(no_args_is_help=True, help="What was told, and to whom.")
deliveries = typer.Typer(no_args_is_help=True, help="What became of each alert on its way to each target.")


@app.command("list")
def list_alerts(
    subscription: Annotated[str, typer.Option(help="Only of this subscription.")] = "",
    since: Annotated[datetime | None, typer.Option(help="Made since this day.")] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List alerts, newest first.

    Example: deltawire alerts list --since 2026-11-01
    """
    with session() as kit, kit.store.unit() as unit:
        found = unit.views.alerts_list(subscription=subscription, since=utc(since), limit=limit)
    if format is Format.NDJSON:
        for alert in found:
            print_record(asdict(alert))
        return
    entries = (
        (
            f"{alert.created_at:%Y-%m-%d %H:%M}  {alert.title}",
            f"{alert.id} for {alert.subscription}; sent to {alert.sent} of {counted(alert.deliveries, 'target')}",
        )
        for alert in found
    )
    print_entries("Alerts", entries, empty="none; `deltawire subs list` shows who is told of what")


@app.command()
def show(alert: Annotated[str, typer.Argument(help="Id of the alert.")]) -> None:
    """Show an alert as it was sent, and what became of it at each target.

    Example: deltawire alerts show a_0123456789ab
    """
    with session() as kit, kit.store.unit() as unit:
        found = unit.views.alerts_list(id=alert)
        on_their_way = unit.views.deliveries_list(alert=alert)
    if not found:
        refuse(f"there is no alert {alert!r}; `deltawire alerts list` shows their ids")
    say(found[0].plain + "\n")
    print_entries("Deliveries", map(_entry, on_their_way), empty="none: the subscription has no target")


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
    """Where it stands, which alert it is of, and what the target said."""
    told = f"{counted(delivery.attempts, 'attempt')}, {delivery.settled_at or delivery.created_at:%Y-%m-%d %H:%M}"
    target = f"target {delivery.target} ({delivery.masked})"
    return f"{delivery.id}  {delivery.stage}: {target}", f"{delivery.alert_id}; {told}", delivery.last_error
