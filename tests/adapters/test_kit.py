"""A running process judges by the seeds as they are now, not as they were when it started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.kit import Kit, open_kit
from config.settings import load_settings


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "old.txt").write_text("An old briefing\n\nThe ministry lifted a ban.", encoding="utf-8")
    return folder


@pytest.fixture
def kit(corpus: Path, tmp_path: Path) -> Iterator[Kit]:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    with open_kit(load_settings(seeds_dir=corpus, home=tmp_path), nowhere) as opened:
        yield opened


def names(kit: Kit) -> list[str]:
    return [seed.name for seed in kit.desk.seeds]


def test_a_seed_that_comes_while_the_process_runs_is_read_once(kit: Kit, corpus: Path) -> None:
    assert names(kit) == ["old.txt"]
    assert not kit.reread()
    (corpus / "new.txt").write_text("A new briefing\n\nThe ministry laid a ban.", encoding="utf-8")
    assert kit.reread()
    assert names(kit) == ["new.txt", "old.txt"]
    assert not kit.reread()


def test_a_seed_that_cannot_be_read_leaves_the_desk_as_it_was(kit: Kit, corpus: Path) -> None:
    before = kit.desk
    (corpus / "new.md").write_text("---\nnever closed", encoding="utf-8")
    assert not kit.reread()
    assert kit.desk is before
    (corpus / "new.md").write_text("---\ntitle: Closed\n---\nThe ministry laid a ban.", encoding="utf-8")
    assert kit.reread()


def test_who_never_asked_for_the_desk_does_not_read_it(kit: Kit, corpus: Path) -> None:
    (corpus / "new.txt").write_text("A new briefing", encoding="utf-8")
    assert not kit.reread()
