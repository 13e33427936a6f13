"""Bring a database to the tables that this code expects, and back; safe when two processes start at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from pipelines.errors import Refused
from storage.engine import psycopg_url

_LOCK = 0x64656C74_6D696772
"""An arbitrary key of our own ("deltmigr") among the server's advisory locks."""


def migrate(url: str) -> None:
    """Upgrade to the newest revision, in one transaction; a second starter waits, then finds nothing to do.

    Raises Refused where a newer version of the program has been at the database.
    """
    with _locked(url) as connection, _revisions_known("upgrade the program, or restore a backup of its own time"):
        command.upgrade(_config(connection), "head")


def downgrade(url: str, revision: str) -> None:
    """Go back to `revision` ("base": drop every table, with its data). Raises Refused where there is none of it."""
    with _locked(url) as connection, _revisions_known(f"give one of {', '.join(_revisions())}, or base"):
        command.downgrade(_config(connection), revision)


def pending(url: str) -> list[str]:
    """Revisions that `migrate` would apply, oldest first, as "0001 what it does"."""
    with _connected(url) as connection:
        scripts = ScriptDirectory.from_config(_config(connection))
        current = MigrationContext.configure(connection).get_current_heads()
        with _revisions_known("the database is newer than this program: upgrade the program"):
            steps = list(scripts.iterate_revisions("heads", current or "base"))
    return [f"{step.revision} {step.doc}" for step in reversed(steps) if step.revision not in current]


def _revisions() -> list[str]:
    """All that this program knows, oldest first."""
    return [step.revision for step in reversed([*ScriptDirectory.from_config(_config()).walk_revisions()])]


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _revisions_known(cure: str) -> Iterator[None]:
    """Alembic's words on a revision that is none, with what to do about it."""
    try:
        yield
    except CommandError as error:
        raise Refused(f"{error}: {cure}") from error


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """One connection without the service's time limits: a migration takes as long as it takes."""
    engine = create_engine(psycopg_url(url), poolclass=NullPool, connect_args={"application_name": "deltawire migrate"})
    with engine.connect() as connection:
        yield connection


@contextmanager
def _locked(url: str) -> Iterator[Connection]:
    with _connected(url) as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection
