"""The database of the storage tests."""

from tests.database import database_url, empty_database_url, open_store, servers, store

__all__ = ["database_url", "empty_database_url", "open_store", "servers", "store"]
