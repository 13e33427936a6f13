"""`deltawire alerts`, `mutes` and `deliveries`: what was told, what is kept back, and what did not arrive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.kit import Kit
from pipelines.alerts.types import Wants
from pipelines.ledger import reconcile
from pipelines.ports import Sent
from pipelines.types import Fact
from storage.subscriptions import NewSubscription
from tests.build import figure, sighting
from tests.cli.conftest import Deltawire
from tests.contracts.memory import ingested
from tests.telling import begin_all, tell

URL = "https://one.example/x"
HEADLINE = "Acme charge: $5.5 billion, new"


@pytest.fixture
def told(kit: Kit) -> Fact:
    """A charge of which one subscription was told, whose target refused; another waits for a second origin."""
    claim, now = figure(5.5e9), kit.now()
    with kit.store.unit() as unit:
        answer = reconcile([claim], (), sighting=sighting(URL, seen=now))
        unit.memory.remember(ingested(URL, facts=answer.facts), answer.facts, now=now)
        unit.targets.put("hook", "json://in.example/secret", masked="json://in.example", now=now)
        unit.subscriptions.put(NewSubscription("desk", ("hook",)), now=now)
        unit.subscriptions.put(NewSubscription("sure", ("hook",), wants=Wants(origins=2)), now=now)
        (change,) = ingested(URL, facts=answer.facts).changes
        desk, sure = unit.subscriptions.enabled()
        (delivery,) = begin_all(unit, tell(unit, desk, [change], now=now, headline=HEADLINE), now=now)
        unit.outbox.settled([(delivery, Sent("refused", "the target answered 410"))], now=now)
        assert tell(unit, sure, [change], now=now, headline=HEADLINE) == []
    return answer.facts[0]


def test_each_alert_is_listed_with_where_it_stands(deltawire: Deltawire, told: Fact) -> None:
    said = deltawire("alerts", "list").out
    assert said.count(HEADLINE) == 2
    assert "for desk; told in b_" in said
    assert "for sure; waits until 2 independent outlets say so" in said
    (record,) = deltawire("alerts", "list", "--stage", "unconfirmed", "--format", "ndjson").records
    assert (record["subscription"], record["fact"], record["wanted_origins"]) == ("sure", told.id, 2)
    assert deltawire("alerts", "list", "--stage", "lost").code == 2
    assert "waits until 2" in deltawire("alerts", "show", record["id"]).out


def test_what_was_told_can_be_acknowledged_and_snoozed_by_alert_or_message(deltawire: Deltawire, told: Fact) -> None:
    (record,) = deltawire("alerts", "list", "--stage", "told", "--format", "ndjson").records
    assert deltawire("alerts", "ack", record["bundle"], "--by", "ada").out.startswith("Acknowledged")
    assert deltawire("alerts", "snooze", record["id"], "--for", "4h").out.startswith("Silent until")
    for words in (("ack", "b_nobody"), ("snooze", "b_nobody", "--for", "4h")):
        said = deltawire("alerts", *words)
        assert (said.code, "'b_nobody'" in said.err) == (2, True)
    for given in (("--for", "soon"), (), ("--for", "4h", "--until", "2030-01-01")):
        assert deltawire("alerts", "snooze", record["id"], *given).code == 2


def test_a_mute_is_added_listed_and_ended(deltawire: Deltawire, told: Fact) -> None:
    made = deltawire("mutes", "add", "fact", told.id, "--for", "2d", "--why", "we know", "--by", "ada")
    assert made.out.startswith("Muted, as 1: fact")
    (record,) = deltawire("mutes", "list", "--format", "ndjson").records
    assert (record["kind"], record["key"], record["who"], record["why"]) == ("fact", told.id, "ada", "we know")
    assert "by ada: we know" in deltawire("mutes", "list").out
    assert deltawire("mutes", "end", "1").out.startswith("Rings again")
    assert deltawire("mutes", "list", "--format", "ndjson").out == ""
    assert len(deltawire("mutes", "list", "--ended", "--format", "ndjson").records) == 1
    assert deltawire("mutes", "end", "1").code == 2


def test_a_mute_takes_the_keys_that_an_alert_shows_and_any_name_of_the_desk(deltawire: Deltawire, told: Fact) -> None:
    (record,) = deltawire("alerts", "list", "--stage", "told", "--format", "ndjson").records
    shown = deltawire("alerts", "show", record["id"]).out
    for line in ("object acme", f"story {record['story']}", f"fact {told.id}"):
        assert line in shown.splitlines()
        assert deltawire("mutes", "add", *line.split(), "--for", "2d", "--why", "w").err == ""
    assert deltawire("mutes", "add", "outlet", "a", "--for", "2d", "--why", "w").err == ""
    said = deltawire("mutes", "add", "object", "英伟达", "--for", "2d", "--why", "w")
    assert "object nvidia" in said.out
    for kind, key in (("object", "nvidia"), ("fact", "f_typo"), ("story", "s_typo"), ("outlet", "Typo")):
        said = deltawire("mutes", "add", kind, key, "--for", "2d", "--why", "w")
        assert (said.code, f"no alert so far is of {kind} {key!r}" in said.err) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ("subscription", "typo", "--for", "2d", "--why", "w"),
        ("fact", "f_1", "--for", "2d", "--why", "w", "--subscription", "typo"),
        ("outlet", " ", "--for", "2d", "--why", "w"),
        ("weather", "x", "--for", "2d", "--why", "w"),
        ("fact", "f_1", "--for", "2d", "--why", " "),
        ("fact", "f_1", "--why", "w"),
        ("fact", "f_1", "--until", "2020-01-01", "--why", "w"),
    ],
)
def test_a_mute_wants_a_kind_an_end_to_come_and_a_reason(deltawire: Deltawire, words: tuple[str, ...]) -> None:
    assert deltawire("mutes", "add", *words).code == 2


def test_what_did_not_arrive_is_listed_sent_again_or_given_up(deltawire: Deltawire, kit: Kit, told: Fact) -> None:
    (record,) = deltawire("deliveries", "dead", "list", "--format", "ndjson").records
    number = str(record["id"])
    assert "the target answered 410" in deltawire("deliveries", "dead", "list", "--target", "hook").out
    assert "none" in deltawire("deliveries", "dead", "list", "--target", "other").out
    assert deltawire("deliveries", "dead", "retry", number).out == "1 delivery sent again as soon as may be.\n"
    assert deltawire("deliveries", "dead", "retry", number).code == 1
    with kit.store.unit() as unit:
        (delivery,) = begin_all(unit, [record["id"]], now=kit.now() + timedelta(seconds=1))
        unit.outbox.settled([(delivery, Sent("refused", "410 again"))], now=kit.now())
    assert deltawire("deliveries", "dead", "drop", "--yes").out == "1 delivery given up.\n"
    (record,) = deltawire("deliveries", "list", "--format", "ndjson").records
    assert record["stage"] == "suppressed"


def test_what_may_have_arrived_is_not_sent_again_unasked(deltawire: Deltawire, kit: Kit, told: Fact) -> None:
    with kit.store.unit() as unit:
        now = kit.now()
        unit.targets.treat("hook", "hold")
        unit.outbox.retry([1], now=now)
        (delivery,) = begin_all(unit, [1], now=now)
        unit.outbox.settled([(delivery, Sent("ambiguous", "no answer"))], now=now)
    said = deltawire("deliveries", "dead", "retry", stdin="n\n")
    assert said.code == 1
    assert "1 of 1 delivery may have arrived already" in said.out
    assert len(deltawire("deliveries", "dead", "list", "--format", "ndjson").records) == 1
    assert deltawire("deliveries", "dead", "retry", "--yes").out == "1 delivery sent again as soon as may be.\n"


def test_a_target_is_given_a_pace_of_its_own(deltawire: Deltawire, kit: Kit, told: Fact) -> None:
    said = deltawire("deliveries", "pace", "hook", "--rate", "0.5", "--burst", "1")
    assert said.out == "hook gets 1 message at once at most, and then 0.5 a second.\n"
    assert deltawire("deliveries", "pace", "nowhere", "--rate", "1", "--burst", "1").code == 2
    with kit.store.unit() as unit:
        now = kit.now()
        unit.outbox.retry([1], now=now)
        (delivery,) = begin_all(unit, [1], now=now)
        unit.outbox.settled([(delivery, Sent("refused", "410 again"))], now=now)
        unit.outbox.retry([1], now=now)
        assert unit.outbox.left(now=now + timedelta(seconds=1.9), limit=9) == ()
        assert unit.outbox.left(now=now + timedelta(seconds=2.1), limit=9) == (1,)


def test_status_tells_how_much_is_in_sight(deltawire: Deltawire, told: Fact) -> None:
    assert "Coverage: 0 of 0 sources healthy" in deltawire("status").out
    record = deltawire("status", "--format", "ndjson").records[0]
    assert record["coverage"] == {"healthy": 0, "sources": 0, "median_lag_seconds": None}
