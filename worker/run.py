"""The processes of the service, each started by a command: one worker, one scheduler."""

from __future__ import annotations

import signal
import threading
import warnings

from celery.platforms import SecurityWarning

from adapters.apprise_sender import load_kinds
from adapters.kit import lay_baseline, open_kit, open_servers
from config.logging import configure_logging
from config.settings import Settings
from storage.migrate import migrate
from worker.app import current_app
from worker.scheduler import run as run_scheduler


def work(settings: Settings) -> int:
    """Run a Celery worker until it is told to stop; its exit status."""
    configure_logging(settings.log_level)
    app = current_app()
    with open_servers(settings) as servers:
        migrate(servers.database_url)
        with open_kit(settings, servers.database_url) as kit:
            lay_baseline(kit)
    # it warns root of pickled messages; ours are JSON, and in a container root is the usual user
    warnings.simplefilter("ignore", SecurityWarning)
    load_kinds()
    worker = app.Worker(
        concurrency=settings.workers,
        pool="prefork",
        without_gossip=True,
        without_mingle=True,
        loglevel="WARNING",
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def schedule(settings: Settings) -> int:
    """Run a scheduler until SIGTERM or SIGINT."""
    configure_logging(settings.log_level)
    stopping = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stopping.set())
    current_app()
    with open_servers(settings) as servers, open_kit(settings, servers.database_url) as kit:
        run_scheduler(kit, stop=stopping.is_set)
    return 0
