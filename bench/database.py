"""An empty PostgreSQL of its own for a measurement, and rows laid down in it fast."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from adapters.embedded import embedded_servers, forget
from storage.engine import psycopg_url
from storage.migrate import migrate


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database with all tables, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with embedded_servers(home, durable=False) as servers:
            migrate(servers.database_url)
            yield servers.database_url
        forget(home)


@contextmanager
def copying(url: str, table: str, columns: Mapping[str, str]) -> Iterator[Callable[[Sequence[object]], None]]:
    """Takes rows of the table, whose `columns` have these types; keys to other tables are not checked."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    copy_in = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table), names)
    plain = psycopg_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        with connection.cursor().copy(copy_in) as copy:
            copy.set_types(list(columns.values()))
            yield copy.write_row
