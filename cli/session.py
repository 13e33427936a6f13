"""What a command opens: the settings, read once, and the kit of a running or an embedded service."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy.exc import OperationalError

from adapters.kit import Kit, open_kit, open_servers
from config.logging import configure_logging, redacted
from config.settings import Settings, load_settings
from storage.migrate import migrate


@cache
def settings() -> Settings:
    """The settings of this call. Raises SettingsRefused."""
    read = load_settings()
    configure_logging(read.log_level)
    return read


def use_home(home: Path | None) -> None:
    """Let `--home` decide, for this process and those that it starts."""
    if home is not None:
        os.environ["DELTAWIRE_HOME"] = str(home.expanduser().absolute())


def use_desk(desk: str | None) -> None:
    """Let `--desk` decide, for this process and those that it starts."""
    if desk is not None:
        os.environ["DELTAWIRE_DESK"] = desk


def no_answer(error: OperationalError) -> str:
    """What the database's driver said, in one line without a password, and the cure."""
    said = redacted(str(error.orig).strip().split("\n", 1)[0])
    return f"the database does not answer: {said}; start it, or mend DELTAWIRE_DATABASE_URL"


@contextmanager
def session() -> Iterator[Kit]:
    """The kit, on an up-to-date database."""
    read = settings()
    with open_servers(read) as servers:
        migrate(servers.database_url)
        with open_kit(read, servers.database_url) as kit:
            yield kit
