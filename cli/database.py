"""`deltawire db`: the schema of the database, and the end of an embedded one."""

from __future__ import annotations

from typing import Annotated

import typer

from adapters.forget import forget_everything
from adapters.kit import open_servers
from adapters.reindex import reindex as sign_again
from cli.output import counted, say
from cli.session import session, settings
from storage.migrate import downgrade as take_back
from storage.migrate import migrate as bring_up
from storage.migrate import pending

app = typer.Typer(no_args_is_help=True, help="The schema of the database.")

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command()
def migrate() -> None:
    """Bring the database up to this version's schema; safe to run twice, or twice at once.

    Example: deltawire db migrate
    """
    with open_servers(settings()) as servers:
        due = pending(servers.database_url)
        bring_up(servers.database_url)
    say(f"Applied {', '.join(due)}." if due else "Up to date; nothing to apply.")


@app.command()
def current() -> None:
    """Show which migrations are still to be applied.

    Example: deltawire db current
    """
    with open_servers(settings()) as servers:
        due = pending(servers.database_url)
    say(f"To be applied: {', '.join(due)}; run `deltawire db migrate`." if due else "Up to date.")


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="Revision to go back to; `base` removes everything.")],
    yes: Yes = False,
) -> None:
    """Take the schema back to an earlier revision. What only the later one holds is lost.

    Example: deltawire db downgrade 0001
    """
    if not yes:
        typer.confirm(f"Data that only later revisions than {revision} hold will be lost. Go on?", abort=True)
    with open_servers(settings()) as servers:
        take_back(servers.database_url, revision)
    say(f"The schema is at {revision}.")


@app.command()
def reindex(
    every: Annotated[bool, typer.Option("--all", help="Sign every article of the window, not only the stale.")] = False,
) -> None:
    """Sign again what copies are looked for by, from the stored texts: after an upgrade that changed the hashes.

    Until then, texts signed before and after it are not compared. Decisions stay as they are. Safe beside a running
    service, and safe to run twice.

    Example: deltawire db reindex
    """
    with session() as kit:
        signed = sign_again(kit.store, kit.desk, now=kit.now(), every=every)
    say(f"Signed {counted(signed, 'article')} again." if signed else "Every signature is of this version.")


@app.command()
def forget(yes: Yes = False) -> None:
    """Remove the embedded database of this home, and the demo's, for good.

    Example: deltawire db forget --yes
    """
    home = settings().home
    if not yes and home.exists():
        typer.confirm(f"All articles, facts, sources and subscriptions in {home} will be lost. Go on?", abort=True)
    forgotten = forget_everything(home)
    for place in forgotten:
        say(f"Removed the embedded database of {place}.")
    if not forgotten:
        say(f"{home} does not exist: there was nothing to remove.")
    if settings().database_url is not None:
        say("DELTAWIRE_DATABASE_URL is set: that database was left alone.")
