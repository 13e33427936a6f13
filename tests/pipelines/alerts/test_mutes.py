"""Silences and inhibition, as Alertmanager documents them, with a fake clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pipelines.alerts.mutes import Inhibition, Standing, inhibited, silenced
from pipelines.alerts.types import Alert, AlertStage, Mute
from pipelines.types import ChangeKind
from tests.build import MONDAY, telling

HOUR = timedelta(hours=1)
CHARGE = Alert(
    id="a_1", subscription=1, group="g", stage=AlertStage.WAITING, telling=telling(), object="widget", replaces="f_0"
)


def mute(**fields: Any) -> Mute:
    given: dict[str, Any] = {
        "id": 1,
        "kind": "fact",
        "key": "f_1",
        "until": MONDAY + HOUR,
        "who": "ada",
        "why": "known",
    }
    return Mute(**{"why": "known", **given, **fields})


@pytest.mark.parametrize(
    ("what", "fields", "silent"),
    [
        ("its story", {"kind": "story", "key": "s_1"}, True),
        ("another story", {"kind": "story", "key": "s_2"}, False),
        ("its fact", {"kind": "fact", "key": "f_1"}, True),
        ("the fact that it replaces", {"kind": "fact", "key": "f_0"}, True),
        ("another fact", {"kind": "fact", "key": "f_2"}, False),
        ("its object", {"kind": "object", "key": "widget"}, True),
        ("its outlet", {"kind": "outlet", "key": "One"}, True),
        ("its outlet, written otherwise", {"kind": "outlet", "key": "oNE"}, True),
        ("another outlet", {"kind": "outlet", "key": "Two"}, False),
        ("its subscription", {"kind": "subscription", "key": "desk"}, True),
        ("its fact, for its subscription", {"subscription": "desk"}, True),
        ("its fact, for another subscription", {"subscription": "phone"}, False),
    ],
)
def test_a_mute_silences_what_it_names_and_nothing_else(what: str, fields: dict[str, Any], silent: bool) -> None:
    assert (silenced([mute(**fields)], CHARGE, MONDAY, subscription="desk") is not None) is silent, what


@pytest.mark.parametrize(("after", "silent"), [(timedelta(0), True), (HOUR * 0.99, True), (HOUR, False)])
def test_a_mute_ends_by_itself(after: timedelta, silent: bool) -> None:
    assert (silenced([mute()], CHARGE, MONDAY + after, subscription="desk") is not None) is silent


def test_what_is_silenced_says_until_when_by_whom_and_why() -> None:
    reason = silenced([mute(key="f_9"), mute()], CHARGE, MONDAY, subscription="desk")
    assert reason == "muted until 2026-03-02 10:00 UTC by ada: known"


def alert(kind: ChangeKind, fact: str = "f_1", replaces: str | None = None) -> Alert:
    return replace(CHARGE, id="a_new", telling=telling(kind=kind, fact=fact), replaces=replaces)


REVISED = Standing("a_old", ChangeKind.REVISED, frozenset({"f_1", "f_0"}), MONDAY)


@pytest.mark.parametrize(
    ("what", "target", "source", "after", "silent"),
    [
        ("the old value was not told yet", alert(ChangeKind.NEW, "f_0"), REVISED, HOUR, True),
        ("the new value is confirmed", alert(ChangeKind.CONFIRMED), REVISED, HOUR, True),
        ("the old value is confirmed", alert(ChangeKind.CONFIRMED, "f_0"), REVISED, HOUR, True),
        ("another fact is confirmed", alert(ChangeKind.CONFIRMED, "f_2"), REVISED, HOUR, False),
        ("it is revised once more", alert(ChangeKind.REVISED, "f_3", "f_1"), REVISED, HOUR, False),
        ("it is withdrawn", alert(ChangeKind.WITHDRAWN), REVISED, HOUR, False),
        ("after a week it counts no more", alert(ChangeKind.CONFIRMED), REVISED, timedelta(days=7.1), False),
        ("what is new is restated", alert(ChangeKind.RESTATED), replace(REVISED, kind=ChangeKind.NEW), HOUR, True),
        ("what is new is confirmed", alert(ChangeKind.CONFIRMED), replace(REVISED, kind=ChangeKind.NEW), HOUR, False),
        ("no alert inhibits itself", alert(ChangeKind.CONFIRMED), replace(REVISED, id="a_new"), HOUR, False),
    ],
)
def test_a_source_alert_inhibits_a_target_alert_on_the_same_fact(
    what: str, target: Alert, source: Standing, after: timedelta, silent: bool
) -> None:
    assert (inhibited(target, [source], MONDAY + after) is not None) is silent, what


def test_the_table_of_inhibitions_can_be_another_one() -> None:
    rule = Inhibition(frozenset({ChangeKind.DISPUTED}), frozenset({ChangeKind.NEW}), HOUR)
    source = Standing("a_old", ChangeKind.DISPUTED, frozenset({"f_1"}), MONDAY)
    assert inhibited(CHARGE, [source], MONDAY, rules=[rule]) == "inhibited by a_old: the fact was disputed"
    assert inhibited(CHARGE, [source], MONDAY) is None
