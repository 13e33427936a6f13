"""The memory in PostgreSQL keeps the contract of every memory, and stores decisions whole and once."""

from collections.abc import Iterator

import pytest

from pipelines.ports import Memory
from storage.unit import Store
from tests.contracts.memory import MemoryContract


@pytest.fixture
def memory(store: Store) -> Iterator[Memory]:
    with store.unit() as unit:
        yield unit.memory


class TestStoredMemory(MemoryContract):
    pass
