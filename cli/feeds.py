"""`deltawire subs feed`: where a subscription can be read as a feed."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.output import say
from cli.session import session


def feed(
    name: Annotated[str, typer.Argument(help="Name of the subscription.")],
    new_token: Annotated[bool, typer.Option("--new-token", help="Make another address; the old one ends.")] = False,
) -> None:
    """Print the addresses of a subscription's feed. They are secrets: whoever has one reads what was told.

    Example: deltawire subs feed desk
    """
    with session() as kit:
        with kit.store.unit() as unit:
            token = unit.feeds.token(name, now=kit.now(), new=new_token)
        base = kit.settings.public_url.rstrip("/")
    for form, called in (("atom", "Atom"), ("json", "JSON Feed")):
        say(f"{called}: {base}/feeds/{token}.{form}")
    if not base:
        say("Put the address of the page before these (`deltawire web` serves it), or set DELTAWIRE_PUBLIC_URL.")
