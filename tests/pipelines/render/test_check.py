"""`config check` finds out whether the operator's templates work before an alert does."""

from __future__ import annotations

from pathlib import Path

from config.templates import LARGEST, load_templates
from pipelines.render import Templates
from pipelines.render.check import template_troubles
from tests.build import templates


def test_the_bundled_templates_are_in_order() -> None:
    assert template_troubles(templates()) == ()


def test_each_template_that_does_not_work_is_named_once_with_the_reason() -> None:
    found = template_troubles(templates(slack="{{ headline }}", sms="{% for", html="{{ full[0].speaker.x }}"))
    assert [line.split()[3] for line in found] == ["html", "slack", "sms"]
    assert "'headline' is undefined" in found[1]


def test_a_template_that_fails_only_without_changes_is_found() -> None:
    assert template_troubles(templates(plain="{{ full[0].headline }}")) != ()


def test_a_template_of_no_kind_and_one_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "pigeon.j2").write_text("x", encoding="utf-8")
    (folder / "plain.j2").write_bytes(b"\xff")
    (folder / "sms.j2").write_text("x" * (LARGEST + 1), encoding="utf-8")
    found = template_troubles(Templates(load_templates(tmp_path)))
    assert [any(name in line for line in found) for name in ("pigeon.j2", "plain.j2", "sms.j2")] == [True] * 3


def test_templates_in_the_folder_of_the_settings_take_the_place_of_the_bundled_ones(tmp_path: Path) -> None:
    assert load_templates(tmp_path).overrides == {}
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "slack.j2").write_text("{{ title }}", encoding="utf-8")
    read = load_templates(tmp_path)
    assert read.overrides == {"slack": "{{ title }}"}
    assert set(read.bundled) == {"plain", "markdown", "html", "telegram", "sms"}
