"""`deltawire retry`: work that was set aside is taken up again."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.output import SOME_REFUSED, complain, refuse, say
from cli.session import session

TABLES = ("items", "versions", "deliveries")


def retry(
    table: Annotated[str, typer.Argument(help="`items`, `versions` or `deliveries`; or `all`.")],
    ids: Annotated[list[int] | None, typer.Argument(help="Which rows; none: all that were set aside.")] = None,
) -> None:
    """Take up work again that was quarantined, is dead, or waits for a person; `deltawire status` lists it.

    Example: deltawire retry versions 17 18
    """
    if table not in (*TABLES, "all"):
        refuse(f"{table!r} is unknown: use {', '.join(TABLES)} or all")
    if table == "all" and ids:
        refuse("ids belong to one table: name it instead of `all`")
    taken: list[int] = []
    with session() as kit, kit.store.unit() as unit:
        aside = unit.views.set_aside(limit=10_000)
        retriers = {"items": unit.items.retry, "versions": unit.versions.retry, "deliveries": unit.outbox.retry}
        for name, again in retriers.items():
            if table in (name, "all"):
                chosen = ids or [work.id for work in aside if work.table == name]
                taken += again(chosen, now=kit.now())
    say(f"{len(taken)} taken up again; a running service does them next.")
    if missing := sorted(set(ids or ()) - set(taken)):
        complain(f"not set aside among {table}: {', '.join(map(str, missing))}; `deltawire status` lists what is")
        raise typer.Exit(SOME_REFUSED)
