"""The memory of a replay keeps the contract that every memory keeps."""

from __future__ import annotations

import pytest

from pipelines.memory import ScratchMemory
from pipelines.ports import Memory
from tests.contracts.memory import MemoryContract, fact, figure


class TestScratchMemory(MemoryContract):
    @pytest.fixture
    def memory(self) -> Memory:
        return ScratchMemory()


def test_a_baseline_is_known_from_the_start() -> None:
    memory = ScratchMemory([fact("f_1", figure())])
    assert [known.id for known in memory.facts([figure()])] == ["f_1"]
