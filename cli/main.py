"""`deltawire`: every command of the service, the operator and the analyst."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import ArgumentError, OperationalError
from typer.core import TyperGroup

from cli import (
    alerts,
    articles,
    configuration,
    database,
    deliveries,
    doctor,
    facts,
    mutes,
    policy,
    seeds,
    service,
    sources,
    status,
    stories,
    subscriptions,
    unwind_on_ctrl_c,
)
from cli.extract import extract
from cli.output import refuse
from cli.replay import replay
from cli.retry import retry
from cli.session import no_answer, use_desk, use_home
from config.settings import SettingsRefused
from pipelines.errors import DeltawireError


class _Plain(TyperGroup):
    """Says in one line, with exit code 2, what a person can mend; what is left as a traceback is a bug of ours."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (DeltawireError, SettingsRefused) as error:
            refuse(str(error))
        except OperationalError as error:
            refuse(no_answer(error))
        except ArgumentError:
            refuse("DELTAWIRE_DATABASE_URL is no address: write postgresql://user:password@host:5432/database")


app = typer.Typer(
    name="deltawire",
    cls=_Plain,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Reads the news about a subject, and rings only when a figure or a policy changed.",
    epilog="Start with `deltawire demo`. Every command has an example: `deltawire facts list --help`.",
)
_SEE, _RUN, _SET, _TRY = "See what came of it", "Run the service", "Set up and look after it", "Try texts"
app.command(rich_help_panel=_RUN)(service.demo)
app.command(rich_help_panel=_RUN)(service.up)
app.command(rich_help_panel=_RUN)(service.worker)
app.command(rich_help_panel=_RUN)(service.scheduler)
app.command(rich_help_panel=_RUN)(service.web)
app.add_typer(alerts.app, name="alerts", rich_help_panel=_SEE)
app.add_typer(deliveries.app, name="deliveries", rich_help_panel=_SEE)
app.add_typer(mutes.app, name="mutes", rich_help_panel=_SEE)
app.add_typer(facts.app, name="facts", rich_help_panel=_SEE)
app.add_typer(policy.app, name="policy", rich_help_panel=_SEE)
app.add_typer(stories.app, name="stories", rich_help_panel=_SEE)
app.add_typer(articles.app, name="articles", rich_help_panel=_SEE)
app.add_typer(subscriptions.app, name="subs", rich_help_panel=_SET)
app.add_typer(sources.app, name="sources", rich_help_panel=_SET)
app.add_typer(seeds.app, name="seeds", rich_help_panel=_SET)
app.command(rich_help_panel=_SET)(status.status)
app.command(rich_help_panel=_SET)(doctor.doctor)
app.command(rich_help_panel=_SET)(retry)
app.add_typer(configuration.app, name="config", rich_help_panel=_SET)
app.add_typer(database.app, name="db", rich_help_panel=_SET)
app.command(rich_help_panel=_TRY)(replay)
app.command(rich_help_panel=_TRY)(extract)


@app.callback(no_args_is_help=True)
def _options(
    home: Annotated[Path | None, typer.Option(help="Folder of the data; default .deltawire (DELTAWIRE_HOME).")] = None,
    desk: Annotated[str | None, typer.Option(help="The subject that is watched (DELTAWIRE_DESK).")] = None,
) -> None:
    use_home(home)
    use_desk(desk)


def main() -> None:
    """The entry point of the installed program."""
    unwind_on_ctrl_c()
    app()


if __name__ == "__main__":
    main()
