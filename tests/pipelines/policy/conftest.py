"""The desk's own lexicon and taxonomy, read once: what is tested is what is shipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from config.desk import read_yaml
from config.policy import PolicyLexicon
from config.settings import ROOT
from config.taxonomy import Taxonomy
from pipelines.policy import read_moves
from pipelines.text import read_text
from pipelines.types import PolicyMove

PUBLISHED = date(2026, 1, 15)
Read = Callable[..., tuple[PolicyMove, ...]]


@pytest.fixture(scope="session")
def lexicon() -> PolicyLexicon:
    return read_yaml(ROOT / "config" / "policy.yaml", PolicyLexicon)


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return read_yaml(ROOT / "config" / "desks" / "chips.yaml", Taxonomy)


@pytest.fixture
def read(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> Read:
    """Reads a body's moves as of a mid-January day."""

    def moves(body: str, published: date | None = PUBLISHED) -> tuple[PolicyMove, ...]:
        return read_moves(read_text(body), taxonomy=taxonomy, lexicon=lexicon, published=published)

    return moves
