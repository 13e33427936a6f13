"""What a site repeats around its articles is left out of them; the article itself, and every offset, stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.kit import read_desk
from config.settings import load_settings
from pipelines.errors import Unreadable
from pipelines.furniture import ARTICLES, FOOT, HEAD, Margin, line_hash, repeated, site_of, take_out
from pipelines.replay import replay
from pipelines.text import read_text
from pipelines.types import Document, Figure, Ingested

DAY = datetime(2026, 3, 1, tzinfo=UTC)
OVERHEAD = "The Ledger Post, morning edition of 1 March 2026"
BELOW = "Quanta orders 40,000 servers worth $900 million from Bolt"
# One more than ARTICLES: so few words of their own may pass for one story.
STORIES = (
    (
        "Harvest is late",
        "Farmers in Norland wait for rain. Barley stands ten days behind last year. Millers buy abroad meanwhile. "
        "The weather office sees no change before the week is out.",
    ),
    (
        "Bridge reopens",
        "The old river bridge carries lorries again. Repairs took two summers. Engineers replaced every bearing. "
        "Ferries that stood in for it sail for the last time tonight.",
    ),
    (
        "Museum finds a map",
        "A map of the coast lay behind a cupboard. It dates from the time of sail. Its maker left no name. "
        "Curators hang it beside the harbour's plans next spring.",
    ),
    (
        "Choir sings at the port",
        "Sixty voices sang on the quay on Sunday. Rain held off until the last verse. A second evening is planned. "
        "Tickets go to dock workers first.",
    ),
    (
        "School bell returns",
        "The bell of the old school rings again. Thieves had sold it for scrap. A diver pulled it from the canal. "
        "Children chose the hour at which it sounds.",
    ),
    (
        "Nvidia plans for a charge",
        "Nvidia expects a charge of $5.5 billion for its H20. It told the market on Friday. Shares fell after hours. "
        "Analysts had reckoned with less.",
    ),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Published 3 March 2026, 4 min read", "Published 14 April 2026, 12 min read"),
        ("Mon 09:15 AM | 12 comments", "Fri 11:40 PM | 3 comments"),
        ("THE LEDGER POST — all of it", "The Ledger Post, all of it"),
        ("本文共1200字，阅读需3分钟", "本文共800字，阅读需2分钟"),
    ],
)
def test_dates_counters_case_and_punctuation_do_not_tell_lines_apart(one: str, other: str) -> None:
    assert line_hash(one) == line_hash(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sales rose to $44.1 billion.", "Sales rose to $46.7 billion."),
        ("Margins stood at 71%.", "Margins stood at 75%."),
        ("营收为3.5亿元。", "营收为4.5亿元。"),
        ("Sales rose.", "Sales fell."),
    ],
)
def test_what_differs_in_a_figure_is_not_one_line(one: str, other: str) -> None:
    assert line_hash(one) != line_hash(other)


def test_known_lines_are_taken_out_at_the_margins_and_nowhere_else() -> None:
    body = [f"Sentence {letter}." for letter in "abcdefghijklmnopqrstuvwxyz"]
    known = frozenset({line_hash("Known")})
    lines = ["Known", *body[:13], "Known", *body[13:], "Known", "Also known"]
    marks, margin = take_out(lines, [False] * len(lines), known)
    assert [place for place, mark in enumerate(marks) if mark] == [0, len(lines) - 2]
    assert len(margin) == HEAD + FOOT + 1


def test_furniture_by_rule_is_stepped_over_and_not_remembered() -> None:
    lines = ["Advertisement"] * 50 + ["Known", "An article of one line."]
    marks, margin = take_out(lines, [True] * 50 + [False, False], frozenset({line_hash("Known")}))
    assert marks[-2:] == (True, False)
    assert margin == (line_hash("Known"), line_hash("An article of one line."))


@pytest.mark.parametrize(
    ("url", "outlet", "site"),
    [
        ("https://www.paper.example/a", "The Paper", "paper.example"),
        ("https://m.paper.example/b", None, "paper.example"),
        ("https://news.paper.example/b", None, "news.paper.example"),
        ("a-line-of-a-file", "The Paper", "the paper"),
        ("a-line-of-a-file", None, ""),
    ],
)
def test_a_site_is_its_host_or_else_its_outlet(url: str, outlet: str | None, site: str) -> None:
    assert site_of(Document(url=url, title="", published=None, text="", outlet=outlet)) == site


def refused(document: Document, error: Unreadable) -> None:
    raise error


def walked(*, apart: timedelta = timedelta(days=1), twice: bool = False) -> list[Ingested]:
    documents = []
    for day, (title, body) in enumerate(STORIES):
        text = f"{OVERHEAD}\n\n{body}\n\n{BELOW}"
        url = f"https://www.post.example/{day}"
        documents.append(Document(url=url, title=title, published=DAY + day * apart, text=text))
    if twice:
        last = documents[-1]
        documents.append(
            Document(url=documents[0].url, title=STORIES[0][0], published=last.published, text=documents[0].text)
        )
    return list(replay(documents, read_desk(load_settings()), whatever_topic=True, on_unreadable=refused))


def junk(ingested: Ingested) -> list[str]:
    return [sentence.text for sentence in ingested.text.sentences if sentence.boilerplate]


def test_a_replay_learns_a_site_s_lines_and_leaves_them_out() -> None:
    early, *_, last = walked()
    assert junk(early) == []
    assert junk(last) == [OVERHEAD, BELOW]
    assert [claim.quote for claim in last.claims if "40,000" in claim.quote] == []


def test_every_offset_still_points_into_the_text_as_given() -> None:
    last = walked()[-1]
    body = last.document.text or ""
    assert {claim.value for claim in last.claims if isinstance(claim, Figure)} == {5.5e9}
    for claim in last.claims:
        assert body[claim.start : claim.end] == claim.quote


def test_a_site_of_briefs_that_pass_for_one_story_is_learnt_after_a_few_more() -> None:
    margins = [
        Margin(f"https://a.example/{number}", "a.example", "s_1", number, DAY, (1, 2, 30 + number, 40 + number))
        for number in range(ARTICLES)
    ]
    assert repeated(margins) == {1, 2}
    assert not repeated(margins[1:])
    assert not repeated(replace(margin, title=0) for margin in margins)
    assert not repeated(replace(margin, lines=(1, 2, 3, margin.title)) for margin in margins)


def test_a_late_correction_is_read_as_its_first_version_was() -> None:
    walk = walked(twice=True)
    assert junk(walk[-1]) == []
    assert not [change for change in walk[-1].changes if change.kind == "withdrawn"]


def test_an_undated_pile_teaches_nothing() -> None:
    assert junk(walked(apart=timedelta(0))[-1]) == []


def test_a_text_s_margin_leaves_out_what_the_rules_know() -> None:
    text = read_text("Sign up for our newsletter\nSales rose.\nAdvertisement")
    assert text.margin == (line_hash("Sales rose."),)
