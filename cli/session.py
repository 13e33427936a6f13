"""What a command opens: the settings, read once, and the kit of a running or an embedded service."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from adapters.kit import Kit, open_kit, open_servers
from cli.output import refuse
from config.logging import configure_logging
from config.settings import Settings, SettingsRefused, load_settings
from pipelines.errors import DeltawireError
from storage.migrate import migrate


@cache
def settings() -> Settings:
    """The settings of this call; a wrong one ends it."""
    try:
        read = load_settings()
    except SettingsRefused as error:
        refuse(str(error))
    configure_logging(read.log_level)
    return read


def use_home(home: Path | None) -> None:
    """Let `--home` decide, for this process and those that it starts."""
    if home is not None:
        os.environ["DELTAWIRE_HOME"] = str(home.expanduser().absolute())


@contextmanager
def session() -> Iterator[Kit]:
    """The kit, on an up-to-date database. What a person can mend is said in one line, without a traceback."""
    read = settings()
    try:
        with open_servers(read) as servers:
            migrate(servers.database_url)
            with open_kit(read, servers.database_url) as kit:
                yield kit
    except (DeltawireError, SettingsRefused) as error:
        refuse(str(error))
