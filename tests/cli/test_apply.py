"""`deltawire subs apply`: the file becomes what is stored, at once or not at all, and its difference is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.kit import Kit
from config.settings import ROOT
from tests.cli.conftest import Deltawire

SECRET = "canary-token-4713"
ADDRESS = f"jsons://desk:{SECRET}@hooks.example/{SECRET}"
FILE = """\
targets:
- {name: pager, address_from: TEST_PAGER}
subscriptions:
- name: h20
  targets: [pager]
  wants: {entities: [H20], kinds: figure, origins: 2}
- name: controls
  targets: [pager]
  wants: {statuses: [in-force]}
  timing: {zone: Europe/Berlin, quiet: {start: "22:00", end: "07:00"}}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEST_PAGER", ADDRESS)
    path = tmp_path / "subs.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def names(deltawire: Deltawire) -> list[str]:
    return [record["name"] for record in deltawire("subs", "list", "--format", "ndjson").records]


def test_a_dry_run_shows_what_would_change_and_changes_nothing(deltawire: Deltawire, file: Path) -> None:
    said = deltawire("subs", "apply", "--file", str(file), "--dry-run")
    assert said.code == 0
    for told in ("Would change", "+ target", "jsons://hooks.example", "+ subscription h20", "22:00–07:00"):
        assert told in " ".join(said.out.split())
    assert names(deltawire) == []


def test_what_was_applied_is_not_applied_again(deltawire: Deltawire, file: Path) -> None:
    assert deltawire("subs", "apply", "--file", str(file)).code == 0
    assert names(deltawire) == ["controls", "h20"]
    assert deltawire("subs", "apply", "--file", str(file)).out == "Changed: nothing\n"


def test_a_changed_field_is_shown_as_it_was_and_as_it_becomes(deltawire: Deltawire, file: Path) -> None:
    deltawire("subs", "apply", "--file", str(file))
    changed(file, "origins: 2", "origins: 3")
    (record,) = deltawire("subs", "apply", "--file", str(file), "--format", "ndjson").records
    assert record == {
        "type": "difference", "kind": "subscription", "action": "changed", "name": "h20", "field": "origins",
        "before": "2", "after": "3",
    }  # fmt: skip


def test_what_left_the_file_is_removed_and_what_was_added_by_hand_stays(deltawire: Deltawire, file: Path) -> None:
    deltawire("subs", "apply", "--file", str(file))
    deltawire("subs", "add", "own", "-", stdin=ADDRESS)
    changed(file, FILE[FILE.index("- name: controls") :], "")
    said = deltawire("subs", "apply", "--file", str(file))
    assert "- subscription controls removed" in " ".join(said.out.split())
    assert "own is not in the file" in said.out
    assert names(deltawire) == ["h20", "own"]


def test_an_address_is_wanted_once_and_then_stored_sealed(
    deltawire: Deltawire, file: Path, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    deltawire("subs", "apply", "--file", str(file))
    monkeypatch.delenv("TEST_PAGER")
    assert deltawire("subs", "apply", "--file", str(file)).out == "Changed: nothing\n"
    monkeypatch.setenv("TEST_PAGER", f"{ADDRESS}/other")
    said = deltawire("subs", "apply", "--file", str(file))
    assert "jsons://hooks.example (another secret)" in said.out
    assert SECRET not in said.out
    with kit.store.unit() as unit:
        assert unit.targets.addresses() == [f"{ADDRESS}/other"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[H20]", "[H21]", "line 6 (subscriptions.h20.wants.entities): this desk knows no 'H21'"),
        ("Europe/Berlin", "Europe/Berln", "line 10 (subscriptions.controls.timing.zone): 'Europe/Berln' is no time"),
        ("TEST_PAGER", "TEST_PAGE", "line 2 (targets.pager.address_from): TEST_PAGE is not set; export it"),
        ("[pager]", "[pagr]", "line 5 (subscriptions.h20.targets): there is no target 'pagr'; did you mean pager?"),
        ("- {name: pager,", "- {name: x, address_from: TEST_PAGER}\n- {name: pager,", "(targets.x.name): no"),
    ],
)  # fmt: skip
def test_where_one_thing_is_wrong_nothing_is_applied(
    deltawire: Deltawire, file: Path, old: str, new: str, told: str
) -> None:
    changed(file, old, new)
    said = deltawire("subs", "apply", "--file", str(file))
    assert (said.code, said.out) == (2, "")
    assert f"{file}, " in said.err
    assert told in said.err
    assert names(deltawire) == []


def test_an_address_that_cannot_be_written_to_is_refused_without_its_secret(
    deltawire: Deltawire, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_PAGER", f"slack://{SECRET}")
    said = deltawire("subs", "apply", "--file", str(file))
    assert said.code == 2
    assert "line 2 (targets.pager.address_from)" in said.err
    assert SECRET not in said.err


def test_the_files_subscriptions_are_checked_with_the_rest_of_the_configuration(
    unserved: Deltawire, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (config / "subscriptions.yaml").write_text("subscriptions: [{name: a}, {name: b, wants: {topics: olives}}]")
    said = unserved("config", "check", CONFIG_DIR=str(config))
    assert said.code == 2
    assert "subscriptions.yaml, line 1 (subscriptions.b.wants.topics): this desk knows no 'olives'" in said.err
    (config / "subscriptions.yaml").write_text("subscriptions: [{name: a}]")
    assert "1 subscription in the file" in unserved("config", "check", CONFIG_DIR=str(config)).out
