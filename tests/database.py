"""PostgreSQL for tests: one embedded server and one migrated database a test process, emptied for each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url, text

from adapters.embedded import Servers, embedded_servers, forget
from storage.engine import open_engine
from storage.migrate import migrate
from storage.tables import METADATA
from storage.unit import Store


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """PostgreSQL and Valkey of this test process: workers that run side by side share nothing."""
    home = tmp_path_factory.mktemp("servers")
    with embedded_servers(home, durable=False) as started:
        yield started
    forget(home)


@pytest.fixture(scope="session")
def database_url(servers: Servers) -> Iterator[str]:
    """A database of this worker's own, with every table."""
    with fresh_database(servers, "tests") as url:
        migrate(url)
        yield url


@pytest.fixture
def empty_database_url(servers: Servers) -> Iterator[str]:
    """A database without any table."""
    with fresh_database(servers, "empty") as url:
        yield url


@pytest.fixture
def open_store(database_url: str) -> Iterator[Callable[[], Store]]:
    """Opens stores on the worker's database, which is empty at first: each stands for one process."""
    opened: list[Store] = []

    def another() -> Store:
        store = Store(open_engine(database_url), seal=sealed, unseal=unsealed)
        opened.append(store)
        return store

    empty(database_url)
    yield another
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    """One store on an empty database."""
    return open_store()


def sealed(address: str) -> bytes:
    """No secret, but no plain text either: enough to tell whether storage seals."""
    return address.encode()[::-1]


def unsealed(kept: bytes) -> str:
    """What `sealed` kept."""
    return kept[::-1].decode()


def empty(url: str) -> None:
    """Remove every row, and start ids from 1."""
    engine = open_engine(url)
    tables = ", ".join(table.name for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    engine.dispose()


@contextmanager
def fresh_database(servers: Servers, name: str) -> Iterator[str]:
    """A new database on the run's server, dropped in the end."""
    url = make_url(servers.database_url)
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    admin = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield url.set(database=name).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
