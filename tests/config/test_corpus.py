"""Which folder holds a desk's seeds: its own where the seeds are divided by desk, else the folder itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.corpus import corpus_of


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with the seeds of one desk, in a folder of their own."""
    (tmp_path / "moths").mkdir()
    (tmp_path / "moths" / "hawk.md").write_text("Hawk moths", encoding="utf-8")
    return tmp_path


def test_a_desk_has_a_folder_of_its_own(seeds: Path) -> None:
    assert corpus_of(seeds, "moths") == seeds / "moths"


def test_a_new_desk_begins_in_a_folder_of_its_own_beside_the_others(seeds: Path) -> None:
    assert corpus_of(seeds, "bees") == seeds / "bees"


def test_a_folder_of_documents_is_the_corpus_of_whatever_desk_is_watched(seeds: Path) -> None:
    assert corpus_of(seeds / "moths", "bees") == seeds / "moths"
    (seeds / "moths" / "pictures").mkdir()
    assert corpus_of(seeds / "moths", "bees") == seeds / "moths"


def test_an_empty_folder_and_one_that_is_not_there_are_named_as_they_are(tmp_path: Path) -> None:
    assert corpus_of(tmp_path, "bees") == tmp_path
    assert corpus_of(tmp_path / "none", "bees") == tmp_path / "none"
