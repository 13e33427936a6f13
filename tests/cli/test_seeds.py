"""`deltawire seeds` and `deltawire config`: what is read before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Deltawire

BRIEFING = (
    "Export desk briefing\n\nThe US Commerce Department put a licence requirement on the Nvidia H20 on 9 April 2025. "
    "Nvidia took a charge of $4.5 billion for it."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A seed folder with one plain text file, as somebody would drop it there."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "briefing.txt").write_text(BRIEFING, encoding="utf-8")
    (folder / "README.md").write_text("not a seed", encoding="utf-8")
    return folder


def test_plain_text_files_are_seeds_and_what_they_say_is_known(unserved: Deltawire, corpus: Path) -> None:
    (record,) = unserved("seeds", "list", "--format", "ndjson", SEEDS_DIR=str(corpus)).records
    assert record["name"] == "briefing.txt"
    shown = unserved("seeds", "show", "brief", SEEDS_DIR=str(corpus)).out
    assert BRIEFING.split("\n\n")[1] in shown
    assert "$4.5 billion" in shown.partition("Known from it")[2]


def test_a_seed_is_added_refused_a_second_time_and_removed(unserved: Deltawire, corpus: Path, tmp_path: Path) -> None:
    here = {"SEEDS_DIR": str(corpus)}
    more = tmp_path / "more.txt"
    more.write_text("Second briefing\n\nHuawei made 200,000 Ascend chips in 2024.", encoding="utf-8")
    assert unserved("seeds", "add", str(more), **here).code == 0
    again = unserved("seeds", "add", str(more), **here)
    assert again.code == 2
    assert "more.txt" in again.err
    assert [r["name"] for r in unserved("seeds", "list", "--format", "ndjson", **here).records] == [
        "briefing.txt",
        "more.txt",
    ]
    assert unserved("seeds", "remove", "more.txt", **here).code == 0
    assert len(unserved("seeds", "list", "--format", "ndjson", **here).records) == 1
    assert (corpus / "more.txt.removed").exists()


def test_a_counter_example_is_kept_beside_the_seeds_and_makes_nothing_known(
    unserved: Deltawire, corpus: Path, tmp_path: Path
) -> None:
    here = {"SEEDS_DIR": str(corpus)}
    fluff = tmp_path / "fluff.txt"
    fluff.write_text("A fair: in spring\n\nHuawei sold 4,000 cups of tea at its stand on Sunday.", encoding="utf-8")
    assert unserved("seeds", "add", str(fluff), "--irrelevant", "--topic", "huawei", **here).code == 0
    _, record = unserved("seeds", "list", "--format", "ndjson", **here).records
    assert (record["name"], record["example"], record["topics"]) == ("fluff.md", "irrelevant", ["huawei"])
    assert "an example, marked irrelevant" in unserved("seeds", "list", **here).out
    assert "Known from it: nothing" in unserved("seeds", "show", "fluff", **here).out
    wrong = unserved("seeds", "add", str(fluff), "--irrelevant", "--topic", "tea", **here)
    assert wrong.code == 2
    assert "'tea'" in wrong.err


def test_a_text_is_tried_out_from_the_command_line_and_from_a_file(unserved: Deltawire, tmp_path: Path) -> None:
    text = "The US lifted its licence requirement for the H20 on Tuesday."
    said = unserved("seeds", "test", text)
    assert said.code == 0
    assert said.out.startswith("Relevant to nvidia and export-controls: it names H20")
    assert "licence requirement eased" in said.out
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    verdict, claim = unserved("seeds", "test", str(tmp_path / "text.txt"), "--format", "ndjson").records
    assert verdict["relevant"] is True
    assert claim["direction"] == "ease"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "nobody"), "'nobody'"),
        (("remove", "nobody"), "'nobody'"),
        (("add", "/nonexistent.txt"), "/nonexistent.txt"),
        (("add", "/nonexistent.pdf"), ".txt"),
        (("add", "http://127.0.0.1:9/page"), "127.0.0.1"),
        (("test", " "), "no text"),
        (("add", "seeds.md", "--topic", "huawei"), "seeds.md"),
    ],
)
def test_a_wrong_seed_is_refused_by_name(unserved: Deltawire, corpus: Path, words: tuple[str, ...], told: str) -> None:
    said = unserved("seeds", *words, SEEDS_DIR=str(corpus))
    assert said.code == 2
    assert told in said.err


def test_a_missing_seed_folder_names_the_setting(unserved: Deltawire) -> None:
    said = unserved("seeds", "list", SEEDS_DIR="/nonexistent")
    assert said.code == 2
    assert "DELTAWIRE_SEEDS_DIR" in said.err


def test_every_setting_is_shown_and_secrets_are_masked(unserved: Deltawire) -> None:
    said = unserved("config", "show", "--format", "ndjson", SECRET_KEY="canary-key", WORKERS="3")
    shown = {record["name"]: record for record in said.records}
    assert shown["DELTAWIRE_WORKERS"]["value"] == "3"
    assert shown["DELTAWIRE_WORKERS"]["from"] == "set"
    assert shown["DELTAWIRE_SECRET_KEY"]["value"] == shown["DELTAWIRE_DATABASE_URL"]["value"] == "********"
    assert "canary" not in said.out + unserved("config", "show", SECRET_KEY="canary-key").out


def test_settings_are_checked_without_any_server(unserved: Deltawire) -> None:
    assert unserved("config", "check").code == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "many"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://u:canary@h/d"),
        ("DATABASE_URL", "postgresql://u:can/ary@h:port/d"),
        ("CONFIG_DIR", "/nonexistent"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_cure(unserved: Deltawire, name: str, value: str) -> None:
    said = unserved("config", "check", **{name: value})
    assert said.code == 2
    assert f"DELTAWIRE_{name}" in said.err
    assert "canary" not in said.err
