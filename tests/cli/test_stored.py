"""Commands on what is stored: sources, subscriptions, articles, facts, alerts, deliveries, status, doctor, retry."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.kit import Kit
from pipelines.ingest import analyse, decide
from pipelines.ports import Polled, Sent
from pipelines.types import Document
from pipelines.work import Entry
from storage.sources import NewSource
from tests.adapters.servers import reply, serving
from tests.cli.conftest import Deltawire
from tests.telling import begin_all
from worker.ring import bell_of, ring

URL = "https://ledger.example/h20"
TEXT = (
    "The US Commerce Department has lifted its licence requirement for the Nvidia H20, it said on Tuesday. "
    "Nvidia expects a charge of $3.1 billion for the chip in the third quarter."
)
SECRET = "canary-token-4711"
TARGET = f"jsons://desk:{SECRET}@hooks.example/{SECRET}"
NOTHING = ("articles", "facts", "alerts", "deliveries", "sources", "subs")


@pytest.fixture
def published(deltawire: Deltawire, kit: Kit) -> str:
    """One article that went the whole way, and rang one subscription; the id of the message. Its delivery is dead."""
    assert deltawire("subs", "add", "desk", "-", stdin=TARGET).code == 0
    entry = Entry(key=URL, url=URL, title="H20 freed")
    written = Document(url=URL, title="H20 freed", published=kit.now(), text=TEXT, outlet="Ledger")
    with kit.store.unit() as unit:
        unit.sources.put(NewSource("ledger", "https://ledger.example/feed", outlet="Ledger"), now=kit.now())
        source = unit.sources.named("ledger")
        assert source is not None
        (item,) = unit.items.claim(
            unit.sources.polled(source, Polled(status=200, entries=(entry,)), now=kit.now()), now=kit.now()
        )
        number = unit.items.read(item, written, now=kit.now())
        assert number is not None
        (version,) = unit.versions.claim([number], now=kit.now())
        ingested = decide(analyse(version.document, kit.desk), unit.memory, now=kit.now())
        waiting = ring(ingested, unit, bell_of(unit, kit))
        unit.versions.ingested(version, now=kit.now())
        (delivery,) = begin_all(unit, waiting, now=kit.now())
        unit.outbox.settled([(delivery, Sent("refused", "the target answered 404"))], now=kit.now())
        return delivery.bundle.id


@pytest.mark.parametrize("group", NOTHING)
def test_an_empty_list_says_so_in_a_line_and_as_ndjson_is_empty(deltawire: Deltawire, group: str) -> None:
    said = deltawire(group, "list")
    assert (said.code, said.out.count("\n")) == (0, 1)
    assert "none" in said.out
    assert deltawire(group, "list", "--format", "ndjson").out == ""


def test_what_an_article_brought_can_be_followed_from_list_to_explanation(deltawire: Deltawire, published: str) -> None:
    assert URL in deltawire("articles", "list", "--topic", "export-controls").out
    assert TEXT in deltawire("articles", "show", URL).out
    explained = deltawire("articles", "explain", URL).out
    assert "new: rang" in explained
    assert "$3.1 billion" in explained
    first, *claims = deltawire("articles", "explain", URL, "--format", "ndjson").records
    assert first["relevant"] is True
    fact = claims[0]["fact"]
    assert fact in deltawire("facts", "list").out
    shown = deltawire("facts", "show", fact).out
    assert URL in shown
    assert claims[0]["quote"] in shown


NEAR_MISS = "https://ledger.example/cards"
CARDS = (
    "Nvidia has put out a hotfix driver for owners of GeForce cards. It mends a stutter in three games and a black "
    "screen after waking; gamers with two screens should install it first."
)


def stored(kit: Kit, url: str, title: str, text: str) -> None:
    """An article that was read, without the way that brought it."""
    with kit.store.unit() as unit:
        unit.sources.put(NewSource(url, f"{url}/feed", outlet="Ledger"), now=kit.now())
        source = unit.sources.named(url)
        assert source is not None
        entries = (Entry(key=url, url=url, title=title),)
        ids = unit.sources.polled(source, Polled(status=200, entries=entries), now=kit.now())
        (item,) = unit.items.claim(ids, now=kit.now())
        number = unit.items.read(item, Document(url=url, title=title, published=None, text=text), now=kit.now())
        assert number is not None
        (version,) = unit.versions.claim([number], now=kit.now())
        decide(analyse(version.document, kit.desk), unit.memory, now=kit.now())
        unit.versions.ingested(version, now=kit.now())


def test_a_near_miss_is_explained_as_a_colleague_would(deltawire: Deltawire, kit: Kit) -> None:
    stored(kit, NEAR_MISS, "Hotfix for GeForce owners", CARDS)
    explained = " ".join(deltawire("articles", "explain", NEAR_MISS).out.split())
    assert "Kept out: it is about gaming cards (hotfix ×2 (title), GeForce ×2 (title)" in explained
    assert "Nvidia is named, but with too little else of this desk. Score 0.0" in explained
    assert "threshold 0.45." in explained
    assert "It tells the story “Hotfix for GeForce owners”" in explained
    assert "and is alone in it." in explained
    assert "it would be in without the words on gaming cards" in explained
    why = deltawire("articles", "explain", NEAR_MISS, "--format", "ndjson").records[0]["why"]
    assert why[0].startswith("Kept out: ")
    assert any(reason.startswith("against: gaming cards: ") for reason in why)


def test_feedback_moves_how_an_article_and_those_like_it_are_judged(
    deltawire: Deltawire, kit: Kit, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "old.txt").write_text("An old briefing\n\nNvidia needs a licence for the H20.", encoding="utf-8")
    here = {"SEEDS_DIR": str(corpus)}
    stored(kit, NEAR_MISS, "Nvidia opens a library", "The library in Turin shows how Nvidia began, with maps and toys.")
    (before,) = deltawire("articles", "list", "--all", "--format", "ndjson").records
    assert before["relevant"] is True
    said = deltawire("articles", "feedback", NEAR_MISS, "--irrelevant", **here)
    assert said.code == 0
    assert "would now score 0.0" in said.out or "would now score 0.1" in said.out
    assert "Judged again by today's seeds and examples it is not relevant" in " ".join(
        deltawire("articles", "explain", NEAR_MISS, **here).out.split()
    )
    like_it = tmp_path / "like.txt"
    like_it.write_text("Nvidia plans a library\n\nThe library in Riga will show how Nvidia began, with maps.", "utf-8")
    assert "(marked irrelevant) moved it" in deltawire("seeds", "test", str(like_it), **here).out
    assert deltawire("articles", "feedback", NEAR_MISS, "--relevant", "--topic", "nvidia", **here).code == 0
    (_, example) = sorted(path.name for path in corpus.iterdir())[::-1]
    assert "(marked relevant) moved it" in deltawire("seeds", "test", str(like_it), **here).out
    assert deltawire("seeds", "remove", example, **here).code == 0
    assert "marked" not in deltawire("seeds", "test", str(like_it), **here).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((NEAR_MISS,), "--irrelevant"),
        ((NEAR_MISS, "--irrelevant"), "not stored"),
        ((NEAR_MISS, "--relevant", "--topic", "tea"), "'tea'"),
    ],
)
def test_feedback_that_cannot_be_taken_is_told_why(deltawire: Deltawire, words: tuple[str, ...], told: str) -> None:
    said = deltawire("articles", "feedback", *words)
    assert said.code == 2
    assert told in said.err


def test_facts_can_be_filtered(deltawire: Deltawire, published: str) -> None:
    figures = deltawire("facts", "list", "--kind", "figure", "--format", "ndjson").records
    assert figures
    assert {record["kind"] for record in figures} == {"figure"}
    assert not deltawire("facts", "list", "--subject", "nobody", "--format", "ndjson").records


def test_an_alert_is_listed_and_shown_as_it_was_sent_without_its_targets_secret(
    deltawire: Deltawire, published: str
) -> None:
    assert published in deltawire("alerts", "list").out
    shown = deltawire("alerts", "show", published).out
    assert "Before: nothing on record" in shown
    assert "the target answered 404" in shown
    (record,) = deltawire("deliveries", "list", "--stage", "dead", "--format", "ndjson").records
    assert (record["bundle_id"], record["masked"]) == (published, "jsons://hooks.example")
    everything = (
        ("subs", "list"), ("subs", "list", "--format", "ndjson"), ("alerts", "show", published),
        ("deliveries", "list"), ("status",), ("doctor",), ("config", "show"),
    )  # fmt: skip
    for words in everything:
        said = deltawire(*words)
        assert SECRET not in said.out + said.err, words
        assert "a key for tests" not in said.out + said.err, words


def test_dead_work_is_listed_and_can_be_taken_up_again(deltawire: Deltawire, published: str) -> None:
    assert "Needs a person" in deltawire("status").out
    record = deltawire("status", "--format", "ndjson").records[0]
    (aside,) = record["set_aside"]
    assert (aside["table"], aside["stage"]) == ("deliveries", "dead")
    said = deltawire("retry", "deliveries", str(aside["id"]), "999")
    assert said.code == 1
    assert said.out.startswith("1 taken up again")
    assert "999" in said.err
    assert deltawire("status", "--format", "ndjson").records[0]["set_aside"] == []
    assert deltawire("retry", "all").code == 0


def test_stored_articles_are_replayed_and_nothing_is_added_to_them(deltawire: Deltawire, published: str) -> None:
    before = deltawire("status", "--format", "ndjson").records[0]["tallies"]
    said = deltawire("replay", "--since", "2020-01-01", "--format", "ndjson")
    assert said.code == 0
    assert {record["url"] for record in said.records} == {URL}
    assert "change" in {record["type"] for record in said.records}
    assert deltawire("replay", "--until", "2020-01-01", "--format", "ndjson").out == ""
    assert deltawire("status", "--format", "ndjson").records[0]["tallies"] == before


def test_into_a_pipe_each_row_is_one_line_however_long(deltawire: Deltawire) -> None:
    address = "https://ledger.example/" + "long/" * 60
    deltawire("sources", "add", "ledger", address)
    assert f"    {address}\n" in deltawire("sources", "list").out


def test_a_source_is_added_listed_and_switched_off(deltawire: Deltawire) -> None:
    assert deltawire("sources", "add", "ledger", "https://ledger.example/feed", "--tier", "1").code == 0
    (record,) = deltawire("sources", "list", "--format", "ndjson").records
    assert (record["name"], record["tier"], record["stage"]) == ("ledger", 1, "pending")
    assert deltawire("sources", "remove", "ledger").code == 0
    assert "ledger: off" in deltawire("sources", "list").out


def test_default_sources_are_stored_and_those_left_out_say_why(deltawire: Deltawire) -> None:
    said = deltawire("sources", "defaults")
    listed = deltawire("sources", "list", "--format", "ndjson").records
    assert said.code == 0
    assert f"Watching {len(listed)} default sources" in said.out
    assert listed


def test_checking_sources_names_those_that_do_not_answer(deltawire: Deltawire) -> None:
    deltawire("sources", "add", "inside", "http://127.0.0.1:9/feed")
    said = deltawire("sources", "check", "inside", "nobody")
    assert said.code == 1
    assert "inside: " in said.err
    assert "DELTAWIRE_ALLOW_PRIVATE_ADDRESSES" in said.err
    assert "'nobody'" in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sources", "add", "x", "ftp://ledger.example"), "ftp://ledger.example"),
        (("sources", "add", "x", "https://ledger.example", "--kind", "fax"), "'fax'"),
        (("sources", "remove", "nobody"), "'nobody'"),
        (("subs", "remove", "nobody"), "'nobody'"),
        (("subs", "test", "nobody"), "'nobody'"),
        (("subs", "add", "x", TARGET, "--topic", "olives"), "'olives'"),
        (("subs", "add", "x", TARGET, "--about", "nvidai"), "use nvidia"),
        (("subs", "add", "x", TARGET, "--kind", "rumour"), "'rumour'"),
        (("articles", "show", "https://nobody.example"), "https://nobody.example"),
        (("articles", "list", "--topic", "olives"), "'olives'"),
        (("articles", "list", "--since", "yesterday"), "--since"),
        (("facts", "show", "f_nobody"), "'f_nobody'"),
        (("facts", "list", "--kind", "rumour"), "'rumour'"),
        (("alerts", "show", "a_nobody"), "'a_nobody'"),
        (("deliveries", "list", "--stage", "lost"), "'lost'"),
        (("retry", "nothing"), "'nothing'"),
        (("retry", "all", "3"), "ids"),
    ],
)
def test_a_wrong_word_is_refused_by_name_with_exit_code_2(
    deltawire: Deltawire, words: tuple[str, ...], told: str
) -> None:
    said = deltawire(*words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert SECRET not in said.err


def test_a_bad_target_is_refused_without_its_secret_and_nothing_is_stored(deltawire: Deltawire) -> None:
    said = deltawire("subs", "add", "desk", f"slack://{SECRET}")
    assert said.code == 2
    assert SECRET not in said.err
    assert deltawire("subs", "list", "--format", "ndjson").out == ""


def test_targets_are_read_from_standard_input_one_a_line(deltawire: Deltawire) -> None:
    given = f"{TARGET}\n\njsons://other.example/{SECRET}\n"
    assert deltawire("subs", "add", "desk", "-", "--kind", "policy", stdin=given).code == 0
    (record,) = deltawire("subs", "list", "--format", "ndjson").records
    assert record["targets"] == ["jsons://hooks.example", "jsons://other.example"]
    assert record["kinds"] == ["policy"]
    assert deltawire("subs", "add", "desk", "-").code == 2
    assert deltawire("subs", "remove", "desk").code == 0
    assert deltawire("subs", "list", "--format", "ndjson").out == ""


def test_a_subscription_has_a_feed_whose_address_stays_until_another_is_asked_for(deltawire: Deltawire) -> None:
    deltawire("subs", "add", "desk", TARGET)
    said = deltawire("subs", "feed", "desk", PUBLIC_URL="https://desk.example/")
    assert re.findall(r"https://desk\.example/feeds/[\w-]{43}\.(atom|json)", said.out) == ["atom", "json"]
    assert deltawire("subs", "feed", "desk", PUBLIC_URL="https://desk.example/").out == said.out
    assert deltawire("subs", "feed", "desk", "--new-token", PUBLIC_URL="https://desk.example/").out != said.out
    assert "DELTAWIRE_PUBLIC_URL" in deltawire("subs", "feed", "desk").out
    assert deltawire("subs", "feed", "nobody").code == 2


def test_a_subscription_that_is_removed_or_given_fewer_targets_leaves_no_address_behind(
    deltawire: Deltawire, kit: Kit
) -> None:
    def addresses() -> int:
        with kit.store.unit() as unit:
            return len(unit.targets.addresses())

    deltawire("subs", "add", "desk", TARGET, f"{TARGET}/second")
    assert addresses() == 2
    deltawire("subs", "add", "desk", TARGET)
    assert addresses() == 1
    deltawire("subs", "remove", "desk")
    assert addresses() == 0


def test_a_test_message_that_does_not_arrive_is_told_without_the_secret(deltawire: Deltawire) -> None:
    deltawire("subs", "add", "desk", "-", stdin=f"json://desk:{SECRET}@127.0.0.1:9/{SECRET}")
    said = deltawire("subs", "test", "desk")
    assert (said.code, said.out) == (1, "")
    assert "json://127.0.0.1" in said.err
    assert SECRET not in said.err


def test_a_webhook_is_kept_as_a_secret_and_tried_out_as_its_alerts_will_come(deltawire: Deltawire) -> None:
    with serving(lambda handler, path: reply(handler, 200)) as server:
        address = f"webhook+http://{SECRET}@127.0.0.1:{server.port}/{SECRET}"
        assert deltawire("subs", "add", "desk", "-", stdin=address).code == 0
        shut = deltawire("subs", "test", "desk")
        tried = deltawire("subs", "test", "desk", ALLOW_PRIVATE_ADDRESSES="true")
    assert (shut.code, tried.code) == (1, 0)
    assert "DELTAWIRE_ALLOW_PRIVATE_ADDRESSES" in shut.err
    (seen,) = server.seen
    assert json.loads(seen.body)["note"].startswith("A test of the subscription desk")
    assert seen.headers["X-Deltawire-Signature"].startswith("sha256=")
    listed = deltawire("subs", "list", "--format", "ndjson")
    assert "webhook+http://127.0.0.1" in listed.out
    for said in (shut, tried, listed, deltawire("subs", "list")):
        assert SECRET not in said.out + said.err


def test_doctor_finds_everything_well_on_an_empty_service(deltawire: Deltawire) -> None:
    said = deltawire("doctor")
    parts = [line.split()[:2] for line in said.out.splitlines()]
    assert ["ok", "database"] in parts
    assert ["ok", "clock"] in parts
    assert ["ok", "gate"] in parts
    assert {sign for sign, part in parts if part != "broker"} == {"ok"}


def test_status_check_is_ill_only_where_work_is_due_for_long_and_none_is_finished(
    deltawire: Deltawire, kit: Kit
) -> None:
    assert deltawire("status", "--check").code == 0
    now, source = kit.now(), NewSource("ledger", "https://ledger.example/feed", min_interval=3600, max_interval=3600)
    with kit.store.unit() as unit:
        unit.sources.put(source, now=now - timedelta(hours=1))
    said = deltawire("status", "--check")
    assert said.code == 1
    assert "deltawire doctor" in said.err
    with kit.store.unit() as unit:
        (claimed,) = unit.sources.claim(None, now=now)
        unit.sources.polled(claimed, Polled(status=304), now=now - timedelta(minutes=30))
    assert deltawire("status", "--check").code == 0, "the next poll is half an hour away"


def test_status_is_one_json_object(deltawire: Deltawire) -> None:
    (line,) = deltawire("status", "--format", "ndjson").out.splitlines()
    assert set(json.loads(line)) == {
        "last_finished", "stages", "oldest_waiting", "sources", "tallies", "set_aside", "coverage",
    }  # fmt: skip


@pytest.mark.parametrize("words", [("status",), ("facts", "list"), ("db", "current"), ("db", "migrate"), ("doctor",)])
def test_a_database_that_does_not_answer_is_told_in_a_line_without_its_password(
    unserved: Deltawire, words: tuple[str, ...]
) -> None:
    said = unserved(*words)
    assert said.code == (1 if words == ("doctor",) else 2)
    assert "DELTAWIRE_DATABASE_URL" in said.out + said.err
    assert "canary-password" not in said.out + said.err


def test_the_schema_is_brought_up_shown_and_taken_back(deltawire: Deltawire, empty_database_url: str) -> None:
    here = {"DATABASE_URL": empty_database_url}
    assert "0001" in deltawire("db", "current", **here).out
    assert deltawire("db", "migrate", **here).out.startswith("Applied 0001")
    assert deltawire("db", "migrate", **here).out.startswith("Up to date")
    declined = deltawire("db", "downgrade", "base", stdin="n\n", **here)
    assert declined.code == 1
    assert deltawire("db", "current", **here).out.startswith("Up to date")
    assert deltawire("db", "downgrade", "base", "--yes", **here).code == 0
    assert deltawire("db", "current", **here).out.startswith("To be applied: 0001")
    unknown = deltawire("db", "downgrade", "nonsense", "--yes", **here)
    assert unknown.code == 2
    assert "'nonsense'" in unknown.err
