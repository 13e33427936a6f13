"""`deltawire subs`: who is told of what, when, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from adapters.apprise_sender import mask
from cli.apply import apply
from cli.feeds import feed
from cli.output import SOME_REFUSED, Format, complain, print_entries, print_record, print_table, refuse, say
from cli.preview import show_preview
from cli.session import session
from cli.subscribe import add
from pipelines import announce as announcing
from pipelines.alerts.fields import told_fields
from storage.subscription_codec import timing_to_json, wants_to_json
from storage.subscriptions import NewSubscription

app = typer.Typer(no_args_is_help=True, help="Who is told of what, when, and where.")
app.command("add")(add)
app.command("apply")(apply)
app.command("preview")(show_preview)
app.command("feed")(feed)

Name = Annotated[str, typer.Argument(help="Name of the subscription.")]
OutputFormat = Annotated[Format, typer.Option(help="Table or NDJSON.")]


@app.command("list")
def list_subscriptions(format: OutputFormat = Format.TABLE) -> None:
    """List the subscriptions; addresses of targets are shown without their secrets.

    Example: deltawire subs list
    """
    with session() as kit, kit.store.unit() as unit:
        masked = {target.name: target.masked for target in unit.targets.list()}
        given = unit.subscriptions.given()
    if format is Format.NDJSON:
        for one in given:
            print_record(_record(one, masked))
        return
    rows = (
        [one.name, _told(one) or "every change", ", ".join(_places(one, masked)) or "its feed", _state(one)]
        for one in given
    )
    empty = "none; add one with `deltawire subs add NAME`, or write config/subscriptions.yaml"
    print_table("Subscriptions", ("name", "wants", "targets", ""), rows, empty=empty, whole=("name",))


@app.command()
def show(name: Name, format: OutputFormat = Format.TABLE) -> None:
    """Show all that a subscription says: what it wants, when, where it goes.

    Example: deltawire subs show desk
    """
    with session() as kit, kit.store.unit() as unit:
        masked = {target.name: target.masked for target in unit.targets.list()}
        one = next((found for found in unit.subscriptions.given() if found.name == name), None)
    if one is None:
        refuse(f"there is no subscription {name!r}: `deltawire subs list` names them")
    if format is Format.NDJSON:
        print_record(_record(one, masked))
        return
    fields = {"wants": "every change"} if one.wants == type(one.wants)() else {}
    fields |= told_fields(one.wants, one.timing)
    fields |= {"language": one.language, "targets": ", ".join(_places(one, masked)) or "none: only its feed"}
    fields |= {"kept in": "the file (`subs apply`)" if one.declared else "here, by hand", "rings": _rings(one)}
    width = max(map(len, fields))
    print_entries("Subscription", [(name, *(f"{field:{width}}  {told}" for field, told in fields.items()))], empty="")
    say(f"`deltawire subs preview {name}` shows what it would have rung.")


@app.command()
def enable(name: Name) -> None:
    """Let a subscription ring again.

    Example: deltawire subs enable desk
    """
    _switch(name, True)
    say(f"{name} rings.")


@app.command()
def disable(name: Name) -> None:
    """Switch a subscription off without forgetting it. What comes meanwhile is not told later.

    Example: deltawire subs disable desk
    """
    _switch(name, False)
    say(f"{name} is off; `deltawire subs enable {name}` lets it ring again.")


@app.command()
def remove(name: Name) -> None:
    """Drop a subscription, its addresses, and what waits for them. The log of what it was sent stays.

    Example: deltawire subs remove desk
    """
    with session() as kit, kit.store.unit() as unit:
        unit.subscriptions.remove(name)
        unit.targets.remove_unused(now=kit.now())
    say(f"Removed {name}.")


@app.command("test")
def try_out(name: Name) -> None:
    """Send a test message to each target of a subscription, and say what became of it.

    Example: deltawire subs test desk
    """
    failed = False
    with session() as kit:
        with kit.store.unit() as unit:
            subscription = unit.subscriptions.named(name)
            if subscription is None:
                refuse(f"there is no subscription {name!r}: `deltawire subs list` names them")
            addresses = unit.targets.addresses(subscription.targets)
        for address in addresses:
            sent = announcing.try_out(subscription, address, kit.sender, templates=kit.templates, now=kit.now())
            told = f"{mask(address)}: {sent.outcome} {sent.detail}".rstrip()
            if sent.trouble:
                complain(f"{sent.trouble}; the bundled template was used instead")
            if sent.outcome == "sent":
                say(told)
            else:
                failed = True
                complain(told)
    raise typer.Exit(SOME_REFUSED if failed else 0)


def _switch(name: str, on: bool) -> None:
    with session() as kit, kit.store.unit() as unit:
        unit.subscriptions.switch(name, on, now=kit.now())


def _record(one: NewSubscription, masked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": one.name,
        **wants_to_json(one.wants),
        "timing": timing_to_json(one.timing),
        "language": one.language,
        "enabled": one.enabled,
        "declared": one.declared,
        "targets": list(_places(one, masked)),
    }


def _told(one: NewSubscription) -> str:
    return "; ".join(f"{field.replace('_', ' ')} {told}" for field, told in told_fields(one.wants, one.timing).items())


def _places(one: NewSubscription, masked: Mapping[str, str]) -> list[str]:
    return [masked[target] for target in one.targets if target in masked]


def _state(one: NewSubscription) -> str:
    return "" if one.enabled else "off"


def _rings(one: NewSubscription) -> str:
    return "yes" if one.enabled else "no, it is switched off"
