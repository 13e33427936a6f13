"""The file of subscriptions: what it may say, and how it tells what is wrong in it."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest
import yaml

from config.settings import ROOT, SettingsRefused
from config.subscriptions import (
    QuietConfig,
    SubscriptionConfig,
    TargetConfig,
    TimingConfig,
    WantsConfig,
    address_of,
    clock,
    read_subscriptions,
    span,
)

SHIPPED = ROOT / "config" / "subscriptions.yaml"
SECRET = "canary-token-4712"


def written(folder: Path, text: str) -> Path:
    path = folder / "subscriptions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file_asks_for_nothing() -> None:
    file = read_subscriptions(SHIPPED).file
    assert (file.targets, file.subscriptions) == ((), ())


def test_its_example_has_every_field_there_is_and_can_be_read(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("targets: []", "targets:").replace(": []", ":")
    file = read_subscriptions(written(tmp_path, re.sub(r"^# ?(?=(- | {2}))", "", text, flags=re.MULTILINE))).file
    (one,), (target,) = file.subscriptions, file.targets
    given = ((one, SubscriptionConfig), (one.wants, WantsConfig), (one.timing, TimingConfig), (target, TargetConfig))
    for part, model in given:
        assert part.model_fields_set == set(model.model_fields)
    assert one.timing.quiet == QuietConfig(start=time(22), end=time(7), urgent=("withdrawn",))
    assert one.timing.group_interval == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("subscriptions:\n- name: a\n  want: {}\n", "line 3 (subscriptions.a.want): there is no such field"),
        ("subscriptions:\n- wants: {}\n", "line 2 (subscriptions.0.name): is missing; add it"),
        ("subscriptions:\n- name: a\n  timing:\n    group_wait: soon\n", "line 4 (subscriptions.a.timing.group_wait)"),
        ("subscriptions:\n- name: a\n  timing: {quiet: {start: late, end: '7:00'}}\n", "'late' is no time of day"),
        ("subscriptions:\n- name: a\n  wants: {changes: [fresh]}\n", "line 3 (subscriptions.a.wants.changes"),
        ("subscriptions:\n- name: a\n  language: de\n", "line 3 (subscriptions.a.language): Input should be"),
        ("subscriptions:\n- name: a\n- name: a\n", "line 3 (subscriptions.a.name): there is another 'a'"),
        ("subscriptions: [\n", "line 2: not YAML"),
        ("targets:\n- name: a/b\n", "line 2 (targets.a/b.name): takes letters, digits"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_file_the_line_the_field_and_the_cure(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read_subscriptions(written(tmp_path, text))
    assert str(tmp_path) in str(refused.value)
    assert told in str(refused.value)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsRefused, match=r"nowhere\.yaml: No such file"):
        read_subscriptions(Path("nowhere.yaml"))


@pytest.mark.parametrize("field", ["address", "address_from"])
def test_an_address_in_the_file_is_refused_without_repeating_it(tmp_path: Path, field: str) -> None:
    text = yaml.safe_dump({"targets": [{"name": "desk", field: f"mailto://desk:{SECRET}@mail.example"}]})
    with pytest.raises(SettingsRefused) as refused:
        read_subscriptions(written(tmp_path, text))
    assert "environment variable" in str(refused.value)
    assert SECRET not in str(refused.value)


def test_an_address_comes_from_the_variable_that_the_target_names(monkeypatch: pytest.MonkeyPatch) -> None:
    target = TargetConfig(name="desk", address_from="DESK_MAIL")
    assert address_of(target) is None
    monkeypatch.setenv("DESK_MAIL", "mailto://desk.example")
    assert address_of(target) == "mailto://desk.example"


@pytest.mark.parametrize(
    ("given", "meant"), [("90s", 90), ("1h30m", 5400), ("2d", 172_800), ("0", 0), (0, 0), ("1 w", 604_800)]
)
def test_times_are_written_with_their_units(given: object, meant: int) -> None:
    assert span(given) == timedelta(seconds=meant)


@pytest.mark.parametrize("given", ["5", "soon", "5 minutes", "-5m", ""])
def test_a_time_without_a_unit_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="write 90s, 5m, 4h or 2d"):
        span(given)


def test_a_time_of_day_without_quotes_is_understood_although_yaml_takes_it_for_a_number() -> None:
    assert clock(yaml.safe_load("22:30")) == clock("22:30") == time(22, 30)
