"""Migrations go up, down and up again, and end where the tables' classes say."""

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from storage.migrate import downgrade, migrate, pending
from storage.tables import METADATA


def _no_partition(name: str | None, kind: str, parents: object) -> bool:
    """Partitions have no classes: they are as their parents are."""
    return kind != "table" or not str(name).endswith("_default")


def test_the_migrations_end_where_the_tables_say(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"include_name": _no_partition}), METADATA)
            == []
        )
    engine.dispose()


def test_two_starters_at_once_migrate_once(empty_database_url: str) -> None:
    assert [step.split()[0] for step in pending(empty_database_url)] == ["0001", "0002", "0003", "0004", "0005", "0006"]
    with ThreadPoolExecutor(2) as starters:
        list(starters.map(migrate, [empty_database_url, empty_database_url]))
    assert pending(empty_database_url) == []
    downgrade(empty_database_url, "0002")
    assert [step.split()[0] for step in pending(empty_database_url)] == ["0003", "0004", "0005", "0006"]
    downgrade(empty_database_url, "base")
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
