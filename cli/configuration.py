"""`deltawire config`: the settings as they are read, and whether all that they point to can be used."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import SecretStr

from adapters.kit import read_desk
from cli.apply import subscriptions_of
from cli.output import DONE, SOME_REFUSED, Format, complain, counted, print_record, print_table, say
from cli.session import settings
from config.settings import Settings
from config.sources import load_sources
from config.subscriptions import read_subscriptions
from config.templates import load_templates
from pipelines.render import Templates
from pipelines.render.check import template_troubles

app = typer.Typer(no_args_is_help=True, help="The settings as they are read.")


@app.command()
def show(format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE) -> None:
    """Show every setting with its value; values of secrets are masked.

    Example: deltawire config show
    """
    read = settings()
    shown = [(f"DELTAWIRE_{name.upper()}", _value(read, name), _origin(read, name)) for name in Settings.model_fields]
    if format is Format.NDJSON:
        for name, value, origin in shown:
            print_record({"name": name, "value": value, "from": origin})
        return
    print_table("Settings", ("name", "value", ""), shown, empty="")


@app.command()
def check() -> None:
    """Read the settings, the desk, seed corpus, default sources, subscriptions and templates; starts nothing.

    Example: deltawire config check
    """
    read = settings()
    desk = read_desk(read)
    sources = load_sources(read.config_dir, read.desk)
    file = read.config_dir / "subscriptions.yaml"
    subscriptions = subscriptions_of(read_subscriptions(file), desk.lexicons) if file.exists() else ()
    say(
        f"Settings read; desk {desk.name} with {len(desk.seeds)} seeds, {len(sources)} default sources; "
        f"{counted(len(subscriptions), 'subscription')} in the file."
    )
    troubles = template_troubles(Templates(load_templates(read.config_dir)))
    for trouble in troubles:
        complain(f"{trouble}; the bundled template is used instead")
    say("`deltawire doctor` looks at the servers, sources and targets as well.")
    raise typer.Exit(SOME_REFUSED if troubles else DONE)


def _value(read: Settings, name: str) -> str:
    value = getattr(read, name)
    return "********" if isinstance(value, SecretStr) else "" if value is None else str(value)


def _origin(read: Settings, name: str) -> str:
    return "set" if name in read.model_fields_set else "default"
