"""Fixtures that every test may ask for; asking for none of them starts nothing."""

from tests.database import database_url, empty_database_url, open_store, servers, store

__all__ = ["database_url", "empty_database_url", "open_store", "servers", "store"]
