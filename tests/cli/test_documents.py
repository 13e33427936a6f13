"""What the README and the other documents tell people to type can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
from typer.main import get_command

from cli.main import app
from config.settings import ROOT
from tests.cli.conftest import Deltawire

DOCUMENTS = [ROOT / "README.md", ROOT / "docs" / "operations.md", ROOT / "docs" / "ndjson.md"]
_CALL = re.compile(r"(?:^|\| )(?:\.venv/bin/deltawire|deltawire|docker compose run --rm worker) ([^#|<>]+)")


def calls() -> Iterator[str]:
    """Each line of a code block that calls the program: what follows its name, without pipes and comments."""
    for document in DOCUMENTS:
        for line in re.findall(r"^    (\S.*)$", document.read_text(encoding="utf-8"), re.MULTILINE):
            if found := _CALL.search(line):
                yield found[1].strip()


@pytest.mark.parametrize("call", dict.fromkeys(calls()))
def test_every_call_that_is_shown_is_understood(call: str) -> None:
    words, command = shlex.split(call), get_command(app)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    command.make_context("deltawire", words)


def test_the_readmes_texts_are_read_as_it_shows(unserved: Deltawire) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    to_extract, article = re.findall(r"^    echo '(.+?)'", readme, re.MULTILINE)
    (record,) = unserved("extract", stdin=to_extract).records
    assert [(claim["value"], claim["unit"]) for claim in record["claims"]] == [(6, "percent"), (4.2e9, "USD")]
    replayed = unserved("replay", "--input", "-", "--format", "ndjson", stdin=article).records
    assert [one["type"] for one in replayed] == ["article", "claim", "change"]
    assert replayed[1]["value"] == 3.1e9
