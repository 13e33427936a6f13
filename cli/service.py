"""The processes of the service: `up` for all of them, `worker`, `scheduler` and `web` for each, and the demo."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from adapters.kit import Kit
from cli import end_on_ctrl_c, unwind_on_ctrl_c
from cli.output import console, refuse
from cli.session import session, settings, use_desk
from cli.sources import add_defaults
from pipelines.errors import DeltawireError


def demo(
    seconds: Annotated[float, typer.Option(help="How long the newswire's weeks may take.", min=10)] = 45.0,
    desk: Annotated[str | None, typer.Option(help="The subject whose newswire is played (DELTAWIRE_DESK).")] = None,
) -> None:
    """Play a desk's bundled newswire of some weeks through the real service, and show every alert.

    Example: deltawire demo
    """
    end_on_ctrl_c()
    use_desk(desk)
    from demo.play import play

    unwind_on_ctrl_c()
    try:
        passed = play(settings(), console, seconds=seconds)
    except DeltawireError as error:
        refuse(str(error))
    raise typer.Exit(0 if passed else 1)


def up(
    workers: Annotated[int | None, typer.Option(help="Worker processes.", min=1)] = None,
    web_port: Annotated[
        int, typer.Option(help="Port of the page on 127.0.0.1; 0 for any that is free.", min=0, max=65_535)
    ] = 0,
) -> None:
    """Start the whole service here: servers (unless the settings name others), worker, scheduler, page.

    Example: deltawire up --web-port 8080
    """
    from worker.supervisor import keep_up, supervised

    stopping = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stopping.set())
    environment = {"DELTAWIRE_HOME": str(settings().home)}
    if workers:
        environment["DELTAWIRE_WORKERS"] = str(workers)
    with session() as kit:
        _watch_defaults_at_first(kit)
        console.print(f"Deltawire is up, data in {settings().home}; Ctrl-C stops it.", markup=False)
        console.print("Next, in another terminal: deltawire status; deltawire subs add --help", markup=False)
        commands = [("worker",), ("scheduler",), ("web", "--port", str(web_port))]
        with supervised(commands, environment=environment) as supervisor:
            keep_up(supervisor, stop=stopping.is_set)


def worker() -> None:
    """Run one Celery worker: polls, reads, decides, delivers.

    Example: DELTAWIRE_WORKERS=4 deltawire worker
    """
    from worker.run import work

    raise typer.Exit(work(settings()))


def scheduler() -> None:
    """Run a scheduler: tells the workers what is due, and what was left. More than one may run.

    Example: deltawire scheduler
    """
    from worker.run import schedule

    raise typer.Exit(schedule(settings()))


def web(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 for any that is free.", min=0, max=65_535)] = 8080,
) -> None:
    """Serve the page of alerts, the health check and the metrics.

    Example: deltawire web --port 8080
    """
    from web.serve import serve

    serve(settings(), host=host, port=port)


def _watch_defaults_at_first(kit: Kit) -> None:
    """On the first start, watch what the desk's list in CONFIG_DIR names; afterwards the list is the operator's."""
    with kit.store.unit() as unit:
        watched = bool(unit.views.sources_overview())
    if not watched:
        add_defaults(kit)
