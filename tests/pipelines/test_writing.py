"""One lexicon reads both Chinese writings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.terms import terms
from pipelines.text import normalised
from pipelines.writing import folded


def test_folding_changes_signs_and_never_the_length() -> None:
    assert folded("美國商務部放寬出口許可，億元") == "美国商务部放宽出口许可，亿元"
    assert folded("Licences, 许可 und かな") == "Licences, 许可 und かな"


@pytest.mark.parametrize("compared", [normalised, terms])
def test_a_text_in_either_writing_is_compared_as_one(compared: Callable[[str], object]) -> None:
    assert compared("華為營收增長三成，達8600億元") == compared("华为营收增长三成，达8600亿元")
