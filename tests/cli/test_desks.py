"""`--desk` says which subject is watched, and a subject of one's own is made of files alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.settings import ROOT
from tests.cli.conftest import Deltawire

MOTHS = """
topics:
  - {id: moths, title: Moths and what is done for them, terms: {trap ban: 2, moths: 1, lamps: 0.5}}
entities:
  - {id: hawk-moth, kind: product, names: [hawk moth, hawk moths], topics: [moths], weight: 2, watched: true}
  - {id: ruritania, kind: country, names: [Ruritania], jurisdiction: Ruritania}
"""
SEED = "Hawk moths\n\nRuritania counted 41,000 hawk moths last summer, after the lamps along the river were put out."


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """The settings of somebody who has written a desk: its lexicon beside the shared ones, and one seed."""
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "config" / "desks" / "moths.yaml").write_text(MOTHS, encoding="utf-8")
    (tmp_path / "seeds" / "moths").mkdir(parents=True)
    (tmp_path / "seeds" / "moths" / "river.txt").write_text(SEED, encoding="utf-8")
    return {"CONFIG_DIR": str(tmp_path / "config"), "SEEDS_DIR": str(tmp_path / "seeds"), "DESK": "moths"}


def test_the_option_outranks_the_setting(unserved: Deltawire) -> None:
    named = [
        {record["name"] for record in unserved(*words, "seeds", "list", "--format", "ndjson", DESK="chips").records}
        for words in ((), ("--desk", "wheat"))
    ]
    assert all(len(names) >= 4 for names in named)
    assert not named[0] & named[1]


def test_a_third_desk_is_checked_and_reads_its_own_subject(unserved: Deltawire, own: dict[str, str]) -> None:
    checked = unserved("config", "check", **own)
    assert "desk moths with 1 seeds, 0 default sources" in checked.out
    near = unserved("seeds", "test", "Ruritania bans exports of hawk moths.", **own).out
    assert near.startswith("Relevant to moths")
    assert "Ruritania" in near.partition("Claims")[2]
    assert unserved("seeds", "test", "Wheat prices rose in Chicago.", **own).out.startswith("Kept out")


def test_a_template_that_does_not_work_is_found_by_the_check(unserved: Deltawire, own: dict[str, str]) -> None:
    folder = Path(own["CONFIG_DIR"]) / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "slack.j2").write_text("{{ full[0].headline }} {{ no_such_thing }}", encoding="utf-8")
    said = unserved("config", "check", **own)
    assert said.code == 1
    assert "slack" in said.err
    assert "'no_such_thing' is undefined; the bundled template is used instead" in said.err
    (folder / "slack.j2").write_text("{{ title }}", encoding="utf-8")
    assert unserved("config", "check", **own).code == 0


def test_a_desk_that_is_not_there_is_refused_with_the_file_that_is_missing(unserved: Deltawire) -> None:
    said = unserved("--desk", "moths", "config", "check", DESK="chips")
    assert said.code == 2
    assert "desks/moths.yaml does not exist" in said.err


def test_the_demo_of_a_desk_without_a_newswire_is_refused_before_anything_starts(
    unserved: Deltawire, own: dict[str, str]
) -> None:
    said = unserved("demo", **own)
    assert said.code == 2
    assert "desk moths has no newswire to play" in said.err
