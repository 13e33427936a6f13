"""`deltawire subs`: who is told of what, and where."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from adapters.apprise_sender import mask
from adapters.senders import check_address
from cli.apply import apply
from cli.feeds import feed
from cli.output import SOME_REFUSED, Format, complain, print_record, print_table, refuse, say
from cli.session import session
from config.taxonomy import Taxonomy
from pipelines.alerts.types import Wants
from pipelines.types import ChangeKind
from storage.subscriptions import NewSubscription

app = typer.Typer(no_args_is_help=True, help="Who is told of what, and where.")
app.command()(apply)
app.command()(feed)


@app.command("list")
def list_subscriptions(format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE) -> None:
    """List the subscriptions; addresses of targets are shown without their secrets.

    Example: deltawire subs list
    """
    with session() as kit, kit.store.unit() as unit:
        masked = {target.id: target.masked for target in unit.targets.list()}
        subscriptions = unit.subscriptions.list()
    records = [
        {
            "name": subscription.name,
            "topics": list(subscription.wants.topics),
            "kinds": list(subscription.wants.kinds),
            "entities": list(subscription.wants.entities),
            "changes": [str(kind) for kind in subscription.wants.changes],
            "targets": [masked[target] for target in subscription.targets if target in masked],
        }
        for subscription in subscriptions
    ]
    if format is Format.NDJSON:
        for record in records:
            print_record(record)
        return
    rows = (
        [record["name"], *(", ".join(record[column]) or "any" for column in ("topics", "kinds", "entities", "changes")),
         ", ".join(record["targets"]) or "nowhere"]
        for record in records
    )  # fmt: skip
    columns = ("name", "topics", "kinds", "names", "changes", "targets")
    print_table("Subscriptions", columns, rows, empty="none; add one with `deltawire subs add NAME TARGET`")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="A name for the subscription.")],
    targets: Annotated[
        list[str],
        typer.Argument(help="Apprise addresses, such as mailto://…; - asks for one, or reads them from a pipe."),
    ],
    topic: Annotated[list[str] | None, typer.Option(help="Only these topics.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only `figure` or only `policy`.")] = None,
    about: Annotated[list[str] | None, typer.Option(help="Only these subjects or objects.")] = None,
    change: Annotated[list[ChangeKind] | None, typer.Option(help="Only these kinds of change.")] = None,
) -> None:
    """Subscribe targets to changes. A target that cannot be written to is refused now, not when it should ring.

    Addresses are secrets: give `-`, and they stay out of the shell's history and the list of processes.

    Example: deltawire subs add desk - --topic TOPIC --kind policy < addresses.txt
    """
    if wrong := set(kind or ()) - {"figure", "policy"}:
        refuse(f"--kind {sorted(wrong)[0]!r} is unknown: use `figure` or `policy`")
    addresses = [address for target in targets for address in (_asked() if target == "-" else [target])]
    if not addresses:
        refuse("there was no address on standard input: one Apprise address a line is wanted")
    for address in addresses:
        check_address(address)
    with session() as kit:
        _known(kit.desk.lexicons.taxonomy, topic or [], about or [])
        with kit.store.unit() as unit:
            names = [f"{name}-{number}" for number in range(1, len(addresses) + 1)]
            for target, address in zip(names, addresses, strict=True):
                unit.targets.put(target, address, masked=mask(address), now=kit.now())
            wants = Wants(topics=tuple(topic or ()), kinds=tuple(kind or ()), entities=tuple(about or ()))
            if change:
                wants = replace(wants, changes=tuple(change))
            unit.subscriptions.put(NewSubscription(name, tuple(names), wants), now=kit.now())
            unit.targets.remove_unused(now=kit.now())
    say(f"Added {name}; `deltawire subs test {name}` sends a test message.")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="Name of the subscription.")]) -> None:
    """Drop a subscription, its addresses, and what waits for them. The log of what it was sent stays.

    Example: deltawire subs remove desk
    """
    with session() as kit, kit.store.unit() as unit:
        unit.subscriptions.remove(name)
        unit.targets.remove_unused(now=kit.now())
    say(f"Removed {name}.")


@app.command("test")
def try_out(name: Annotated[str, typer.Argument(help="Name of the subscription.")]) -> None:
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
            sent = kit.sender.send(
                address, title=f"Deltawire test: {name}", body="If you read this, alerts will reach you.", id="test"
            )
            told = f"{mask(address)}: {sent.outcome} {sent.detail}".rstrip()
            if sent.outcome == "sent":
                say(told)
            else:
                failed = True
                complain(told)
    raise typer.Exit(SOME_REFUSED if failed else 0)


def _asked() -> Sequence[str]:
    """Addresses that are not on the command line: typed unseen at a prompt, or one a line from a pipe."""
    if sys.stdin.isatty():
        return [typer.prompt("Apprise address", hide_input=True)]
    return [line.strip() for line in sys.stdin if line.strip()]


def _known(taxonomy: Taxonomy, topics: list[str], entities: list[str]) -> None:
    """Refuse what could never match, naming what could."""
    known = [topic.id for topic in taxonomy.topics]
    for topic in topics:
        if topic not in known:
            refuse(f"--topic {topic!r} would never match: the desk has {', '.join(known)}")
    for entity in entities:
        if taxonomy.entity(entity) is None:
            close = difflib.get_close_matches(entity, [one.id for one in taxonomy.entities], n=3)
            refuse(f"--about {entity!r} would never match: the taxonomy has no such id; close: {', '.join(close)}")
