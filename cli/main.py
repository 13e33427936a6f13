"""`deltawire`: every command of the service, the operator and the analyst."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import articles, database, doctor, facts, seeds, service, sources, status, subscriptions
from cli.extract import extract
from cli.replay import replay
from cli.retry import retry
from cli.session import use_home

app = typer.Typer(
    name="deltawire",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Reads the news about a subject, and rings only when a figure or a policy changed.",
)
app.command()(service.demo)
app.command()(service.up)
app.command()(service.worker)
app.command()(service.scheduler)
app.command()(service.web)
app.add_typer(database.app, name="db")
app.add_typer(sources.app, name="sources")
app.add_typer(articles.app, name="articles")
app.add_typer(facts.app, name="facts")
app.add_typer(subscriptions.app, name="subs")
app.add_typer(seeds.app, name="seeds")
app.command()(replay)
app.command()(extract)
app.command()(status.status)
app.command()(retry)
app.command()(doctor.doctor)


@app.callback()
def _options(
    home: Annotated[Path | None, typer.Option(help="Folder of the data; default .deltawire (DELTAWIRE_HOME).")] = None,
) -> None:
    use_home(home)


def main() -> None:
    """The entry point of the installed program."""
    app()


if __name__ == "__main__":
    main()
