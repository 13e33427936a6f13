"""`deltawire subs preview`: what would have rung, from what is stored and from a replay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.kit import Kit
from pipelines.ingest import analyse, decide
from pipelines.types import Document
from tests.cli.conftest import Deltawire

NEWS = (
    "Nvidia expects a charge of $3.1 billion for its H20 chips in the third quarter, it said on Monday. The "
    "company had built up stock for customers in China before new licence rules came. Much of it can hardly be "
    "sold elsewhere, since the part was designed to stay below an older limit. Analysts had feared a larger "
    "sum, and shares rose a little in late trading. A spokesman would not say how many of the processors lie "
    "in warehouses, nor who made them. Suppliers in Taiwan have been told to stop work on further batches, "
    "people at two of them said."
)
AGAIN = "Nvidia, maker of the H20, is to book a charge of $3.1 billion on the chip in the third quarter, filings show."
WORDS = ("--about", "H20", "--kind", "figure")


def articles(start: datetime) -> Iterator[Document]:
    """An outlet that has it first, another that copies it, and one that has it by itself, a day apart."""
    for place, (outlet, text) in enumerate((("Harbour", NEWS), ("Mirror", NEWS), ("Ledger", AGAIN))):
        published = start + timedelta(days=place)
        yield Document(f"https://{outlet}.example/h20".lower(), f"H20 at {outlet}", published, text=text, outlet=outlet)


@pytest.fixture
def stored(kit: Kit) -> datetime:
    """The articles have gone their way in the last days; when the first did."""
    start = kit.now() - timedelta(days=5)
    with kit.store.unit() as unit:
        for one in articles(start):
            assert one.published is not None
            decide(analyse(one, kit.desk), unit.memory, now=one.published)
    return start


@pytest.fixture
def replayed(unserved: Deltawire) -> Deltawire:
    lines = (
        {"url": one.url, "title": one.title, "published": str(one.published), "text": one.text, "outlet": one.outlet}
        for one in articles(datetime(2026, 3, 2, 9, tzinfo=UTC))
    )
    text = "".join(json.dumps(line) + "\n" for line in lines)
    assert unserved("replay", "--input", "-", "--baseline", "none", stdin=text).code == 0
    return unserved


def test_on_a_replay_a_second_origin_rings_what_a_copy_does_not(replayed: Deltawire) -> None:
    called = ("subs", "preview", "h20", *WORDS, "--origins", "2", "--replay", "LAST", "--format", "ndjson")
    message, summary = replayed(*called).records
    (change,) = message["changes"]
    assert change["rings_at"] == "https://ledger.example/h20"
    assert (change["origins"], change["outlets"]) == (2, ["Harbour", "Ledger", "Mirror"])
    assert message["at"] == "2026-03-04T09:00:00+00:00"
    assert "2 independent outlets" in message["text"]
    assert (summary["messages"], summary["unconfirmed"]) == (1, 0)


def test_for_people_each_message_has_its_date_its_headline_and_its_outlets(replayed: Deltawire) -> None:
    said = replayed("subs", "preview", "h20", *WORDS, "--origins", "2", "--replay", "LAST").out
    for told in (
        "2026-03-04 09:00 UTC",
        "H20 charge",
        "$3.1 billion, new",
        "as Ledger brings",
        "1 message in 0.3 weeks",
    ):
        assert told in said


def test_a_replay_is_enough_no_server_is_asked(replayed: Deltawire) -> None:
    said = replayed("subs", "preview", "h20", *WORDS, "--metric", "revenue", "--replay", "LAST")
    assert (said.code, said.err) == (0, "")
    assert said.out == "h20: 0 messages in 0.3 weeks (2026-03-02 to 2026-03-04): it would not have rung.\n"


def test_so_long_ago_is_counted_from_the_end_of_a_replay(replayed: Deltawire) -> None:
    called = ("subs", "preview", "h20", *WORDS, "--replay", "LAST", "--format", "ndjson", "--since")
    assert len(replayed(*called, "36h").records) == 1
    assert len(replayed(*called, "3d").records) == 2


def test_where_nothing_is_kept_that_is_said(deltawire: Deltawire) -> None:
    said = deltawire("subs", "preview", "h20", *WORDS)
    assert (said.code, "there is nothing to look at" in said.err) == (0, True)


@pytest.mark.parametrize(("origins", "times"), [("1", 1), ("2", 1), ("3", 0)])
def test_the_stored_past_rings_a_stored_subscription_as_it_would_have(
    deltawire: Deltawire, stored: datetime, origins: str, times: int
) -> None:
    assert deltawire("subs", "add", "h20", "--feed-only", *WORDS, "--origins", origins).code == 0
    *messages, summary = deltawire("subs", "preview", "h20", "--since", "30d", "--format", "ndjson").records
    assert (len(messages), summary["messages"]) == (times, times)
    if origins == "2":
        assert messages[0]["changes"][0]["rings_at"] == "https://ledger.example/h20"


def test_a_subscription_of_a_file_is_previewed_before_it_is_applied(
    deltawire: Deltawire, stored: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "subs.yaml"
    file.write_text("subscriptions: [{name: h20, wants: {objects: H20, kinds: figure}}]", encoding="utf-8")
    said = deltawire("subs", "preview", "h20", "--file", str(file))
    assert "1 message in" in said.out
    assert "did you mean h20?" in deltawire("subs", "preview", "h2", "--file", str(file)).err


def test_whoever_would_ring_too_often_is_warned_of_with_the_number(deltawire: Deltawire, stored: datetime) -> None:
    said = deltawire("subs", "add", "h20", "--feed-only", *WORDS, MESSAGES_A_WEEK="0.5")
    assert said.code == 0
    assert "warning: h20 would have rung 1 times in the last 1.0 weeks, 1 a week; that is more than 0.5" in said.err
    assert deltawire("subs", "add", "h20", "--feed-only", *WORDS).err == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody",), "there is no subscription 'nobody'"),
        (("x", *WORDS, "--since", "lately"), "--since 'lately' is no day and no time; write 2026-03-01 or 30d"),
        (("x", "--about", "H21"), "--about: this desk knows no 'H21', so it would never ring; use h20"),
        (("x", *WORDS, "--replay", "nowhere"), "nowhere: No such file"),
        (("x", *WORDS, "--file", "f.yaml"), "either --file or the flags"),
    ],
)
def test_what_cannot_be_previewed_is_refused(deltawire: Deltawire, words: tuple[str, ...], told: str) -> None:
    said = deltawire("subs", "preview", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
