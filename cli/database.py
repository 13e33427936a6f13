"""`deltawire db`: the schema of the database."""

from __future__ import annotations

from typing import Annotated

import typer

from adapters.kit import open_servers
from cli.output import console, refuse
from cli.session import settings
from pipelines.errors import DeltawireError
from storage.migrate import downgrade as take_back
from storage.migrate import migrate as bring_up
from storage.migrate import pending

app = typer.Typer(no_args_is_help=True, help="The schema of the database.")


@app.command()
def migrate() -> None:
    """Bring the database up to this version's schema; safe to run twice, or twice at once.

    Example: deltawire db migrate
    """
    try:
        with open_servers(settings()) as servers:
            due = pending(servers.database_url)
            bring_up(servers.database_url)
    except DeltawireError as error:
        refuse(str(error))
    console.print(f"Applied {', '.join(due)}." if due else "Up to date; nothing to apply.", markup=False)


@app.command()
def current() -> None:
    """Show which migrations are still to be applied.

    Example: deltawire db current
    """
    with open_servers(settings()) as servers:
        due = pending(servers.database_url)
    console.print(f"To be applied: {', '.join(due)}; run `deltawire db migrate`." if due else "Up to date.")


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="Revision to go back to; `base` removes everything.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the schema back to an earlier revision. What only the later one holds is lost.

    Example: deltawire db downgrade 0001
    """
    if not yes and not typer.confirm(f"Data that only later revisions than {revision} hold will be lost. Go on?"):
        raise typer.Exit(1)
    with open_servers(settings()) as servers:
        take_back(servers.database_url, revision)
    console.print(f"The schema is at {revision}.", markup=False)
