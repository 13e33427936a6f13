"""The newswire is walked version by version, and judged like the demo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.kit import read_desk
from bench.newswire import listen, rows
from config.settings import load_settings
from demo.press import Edit, Expected, Newswire, WireArticle, WireSource
from pipelines.types import ChangeKind

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOURCES = (
    WireSource(id="one", name="One", format="rss", about="Press"),
    WireSource(id="two", name="Two", format="rss", about="Press"),
)
LOSS = "Nvidia will book a charge of {} billion for chips that it may no longer sell to China."


def wire(*articles: WireArticle, answers: tuple[Expected, ...]) -> Newswire:
    return Newswire("News", SOURCES, articles, answers, keywords=("Nvidia",))


def test_a_first_report_an_echo_and_an_edit_ring_twice_and_a_keyword_rings_three_times() -> None:
    edit = Edit(at=MORNING + timedelta(hours=6), body=LOSS.format("$7.9"))
    first = WireArticle("loss", "one", "Nvidia warns of a charge", MORNING, body=LOSS.format("$7.3"), edits=(edit,))
    echo = WireArticle(
        "echo",
        "two",
        "A costly ban for Nvidia",
        MORNING + timedelta(hours=3),
        body="The ban on sales to China costs Nvidia a charge of $7.3 billion, the chip maker said.",
    )
    charge: dict[str, Any] = {"kind": "figure", "unit": "USD", "article": "loss", "statement": "A charge."}
    newswire = wire(
        first,
        echo,
        answers=(
            Expected(id="charge", change=ChangeKind.NEW, value=7.3e9, also=("echo",), **charge),
            Expected(id="more", change=ChangeKind.REVISED, value=7.9e9, edit=1, **charge),
        ),
    )
    heard = listen(newswire, read_desk(load_settings()))
    assert [answer.id for answer, _ in heard.judgement.heard] == ["charge", "more"]
    assert [shown.kind for _, shown in heard.judgement.heard] == [ChangeKind.NEW, ChangeKind.REVISED]
    assert (heard.messages, heard.keyword_messages) == (2, 3)
    assert {row.name: row.value for row in rows(heard)}["heard"] == "2 of 2"
