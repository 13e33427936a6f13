"""The page on subscriptions: every field is on it, and its examples are subscriptions that can ring."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.core import TyperCommand

from config.desk import load_lexicons
from config.settings import ROOT
from config.subscriptions import read_subscriptions
from pipelines.alerts.fields import timing_of, wants_of
from pipelines.alerts.refusals import refusals
from pipelines.alerts.types import Timing, Wants
from tests.docs.test_docs import COMMANDS

PAGE = (ROOT / "docs" / "subscriptions.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_field_has_a_row_and_every_flag_of_add_is_in_one() -> None:
    rows = dict(re.findall(r"^\| `([\w.]+)` \| `(--[\w-]+)` \|", PAGE, re.MULTILINE))
    named = {one.name for one in (*fields(Wants), *fields(Timing))}
    assert set(rows) == named | {"quiet.urgent"}
    add = COMMANDS["deltawire subs add"]
    assert isinstance(add, TyperCommand)
    flags = {flag for one in add.params for flag in one.opts if flag.startswith("--")}
    assert flags - {"--language", "--feed-only"} == set(rows.values())


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_file_whose_subscriptions_can_ring(example: str, tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.yaml"
    path.write_text(example, encoding="utf-8")
    file, lexicons = read_subscriptions(path).file, load_lexicons(ROOT / "config", "chips")
    assert file.subscriptions
    for one in file.subscriptions:
        assert refusals(wants_of(one.wants), timing_of(one.timing), lexicons) == []
        assert set(one.targets) <= {target.name for target in file.targets}


def test_there_is_an_example_for_four_kinds_of_people() -> None:
    assert len(EXAMPLES) == 4
