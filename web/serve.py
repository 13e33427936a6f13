"""The page as a process: `deltawire web`."""

from __future__ import annotations

import signal
from functools import partial
from types import FrameType

import structlog
import uvicorn

from adapters.kit import open_kit, open_servers
from config.logging import configure_logging
from config.settings import Settings
from storage.migrate import pending
from web.app import create_app

_log = structlog.get_logger()


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. `port` 0 takes a free one; the log says which."""
    configure_logging(settings.log_level)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, _leave)
    with open_servers(settings) as servers, open_kit(settings, servers.database_url) as kit:
        app = create_app(kit, pending=partial(pending, servers.database_url))
        config = uvicorn.Config(
            app, host=host, port=port, log_config=None, log_level="warning", access_log=False, server_header=False
        )
        listening = config.bind_socket()
        listening.listen(config.backlog)  # from now on nobody is turned away, even before the first answer
        shown, taken = listening.getsockname()[:2]
        _log.info("the page is up", address=f"http://{shown}:{taken}/")
        uvicorn.Server(config).run(sockets=[listening])


def _leave(signum: int, frame: FrameType | None) -> None:
    """Unwind in order: uvicorn raises the signal again once it has answered what was asked."""
    raise SystemExit(0)
