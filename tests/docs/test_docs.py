"""The documents keep up with the code: every rule, setting and command is in them, and what they link to exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from cli.main import app
from pipelines.records import change_record, claim_record, fact_record
from pipelines.rules import RULES
from pipelines.suppress import SUPPRESSORS
from pipelines.types import Change, ChangeKind
from tests.build import figure, known, move
from tests.docs.settings_page import page

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def commands(group: TyperGroup, name: str) -> Iterator[tuple[str, TyperCommand]]:
    """Every command that can be run, with the words that call it."""
    for word, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{name} {word}")
        elif isinstance(command, TyperCommand):
            yield f"{name} {word}", command


def every_command() -> dict[str, TyperCommand]:
    """Those of the whole program."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return dict(commands(group, "deltawire"))


COMMANDS = every_command()


def test_the_rules_page_has_a_line_for_each_rule_and_suppressor_in_their_order_and_no_other() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| \S", text, re.MULTILINE)
    assert rows == [function.__name__ for function in [*RULES, *SUPPRESSORS]]


def test_every_field_that_is_printed_is_explained() -> None:
    text = (ROOT / "docs" / "ndjson.md").read_text(encoding="utf-8")
    explained = {word for ticked in re.findall(r"`([^`]+)`", text) for word in re.findall(r"\w+", ticked)}
    fact = known(figure())
    change = Change(id="c_1", kind=ChangeKind.NEW, claim=fact.claim, fact=fact, sighting=fact.first)
    printed = {*claim_record(figure()), *claim_record(move()), *fact_record(fact), *change_record(change)}
    assert printed - explained == set()


def test_the_page_of_settings_is_what_the_settings_are() -> None:
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m tests.docs.settings_page > docs/settings.md"


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_what_it_does_and_shows_a_call_of_itself(words: str) -> None:
    told = COMMANDS[words].help or ""
    _, _, example = told.partition("Example: ")
    assert told.strip().split("\n")[0].endswith((".", "…")), f"{words} has no first sentence"
    assert words in example, f"{words} shows no example that calls it"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_within_the_repository_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    inner = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in inner if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_the_documents_call_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for words in re.findall(r"`(?:[\w=]+ )?deltawire ([a-z]+(?: [a-z]+)*)", text):
        called = "deltawire"
        for word in words.split():
            called = f"{called} {word}"
            assert any(f"{command} ".startswith(f"{called} ") for command in COMMANDS), called
            if called in COMMANDS:
                break


def test_decisions_are_numbered_without_gaps_and_each_says_context_decision_and_consequence() -> None:
    assert [path.name[:3] for path in DECISIONS] == [f"{number:03}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"], path.name
        assert len(text.split()) < 500, f"{path.name} is longer than a page"
