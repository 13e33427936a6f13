"""`deltawire subs add`: a subscription by flags, or by a few questions at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.apprise_sender import mask
from adapters.kit import Kit
from adapters.senders import check_address
from cli.often import warn_of_many
from cli.output import refuse, say
from cli.questions import asked_for
from cli.session import session
from cli.wishes import Wish, takes_a_wish
from pipelines.alerts.fields import told_fields
from storage.subscriptions import NewSubscription


@takes_a_wish
def add(
    name: Annotated[str, typer.Argument(help="A name for the subscription.")],
    asked: Wish,
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="Addresses, such as mailto://…; - reads them from a pipe, or asks. None: a few questions."),
    ] = None,
    feed_only: Annotated[bool, typer.Option("--feed-only", help="No target: only its feed has what it rings.")] = False,
) -> None:
    """Subscribe targets to changes. What could never ring, or cannot be written to, is refused now.

    What a subscription of that name wanted, and where it went, is replaced by what is given here.

    Addresses are secrets: give `-`, and they stay out of the shell's history and the list of processes.
    At a terminal without targets, it asks for what is wanted and where to send it. `subs preview` with the same flags
    shows beforehand what would have rung.

    Example: deltawire subs add desk - --about PRODUCT --kind figure --origins 2 < addresses.txt
    """
    if not targets and not feed_only and not sys.stdin.isatty():
        refuse("where to? Give addresses, - to read them from standard input, or --feed-only")
    with session() as kit:
        lexicons = kit.desk.lexicons
        if not targets and not feed_only:
            asked = asked_for(_answered, say, lexicons)
            targets = ["-"]
        wish = asked.checked(lexicons)
        given = NewSubscription(name, (), wish.wants, wish.timing, wish.language)
        done = "Changed" if _put(given, [] if feed_only else _addresses(targets or []), kit) else "Added"
        say(f"{done} {name}: {'; '.join(f'{field} {told}' for field, told in _told(wish).items()) or 'every change'}.")
        say(
            f"`deltawire subs feed {name}` prints the address of its feed."
            if feed_only
            else f"`deltawire subs test {name}` sends a test message."
        )
        warn_of_many([given], kit)


def _answered(question: str, usual: str) -> str:
    return str(typer.prompt(question, default=usual, show_default=bool(usual)))


def _told(wish: Wish) -> dict[str, str]:
    return dict(told_fields(wish.wants, wish.timing))


def _put(given: NewSubscription, addresses: Sequence[str], kit: Kit) -> bool:
    """Whether there was one of that name, whose wishes and addresses these replace."""
    names = [f"{given.name}-{number}" for number in range(1, len(addresses) + 1)]
    with kit.store.unit() as unit:
        changed = unit.subscriptions.named(given.name) is not None
        for target, address in zip(names, addresses, strict=True):
            unit.targets.put(target, address, masked=mask(address), now=kit.now())
        whole = NewSubscription(given.name, tuple(names), given.wants, given.timing, given.language)
        unit.subscriptions.put(whole, now=kit.now())
        unit.targets.remove_unused(now=kit.now())
    return changed


def _addresses(targets: Sequence[str]) -> Sequence[str]:
    """The addresses, each one that can be written to. Refuses one that cannot."""
    addresses = [address for target in targets for address in (_asked() if target == "-" else [target])]
    if not addresses:
        refuse("there was no address on standard input: one address a line is wanted")
    for address in addresses:
        check_address(address)
    return addresses


def _asked() -> Sequence[str]:
    """Addresses that are not on the command line: typed unseen at a prompt, or one a line from a pipe."""
    if sys.stdin.isatty():
        return [typer.prompt("Address to send to, such as mailto://… (not shown)", hide_input=True)]
    return [line.strip() for line in sys.stdin if line.strip()]
