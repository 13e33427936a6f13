"""Each newswire is varied enough, agrees with its answer sheet, and says what is wrong when it does not."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.press import FEED_LENGTH, Newswire, version_of
from demo.wire import bundled_desks, bundled_newswire, load_newswire
from pipelines.errors import Refused

DESKS = bundled_desks()


@pytest.fixture(scope="module")
def newswire() -> Newswire:
    return bundled_newswire("chips")


def test_there_are_articles_of_three_weeks_from_ten_sources_in_two_languages(newswire: Newswire) -> None:
    assert len(newswire.articles) >= 84
    assert timedelta(days=19) < newswire.end - newswire.start < timedelta(days=22)
    assert {article.source for article in newswire.articles} == {source.id for source in newswire.sources}
    assert {source.format for source in newswire.sources} == {"rss", "rdf", "atom", "json", "register"}
    chinese = {source.id for source in newswire.sources if source.language == "zh"}
    assert sum(article.source in chinese for article in newswire.articles) >= 10


@pytest.mark.parametrize("desk", DESKS)
def test_a_fair_part_of_the_articles_should_ring_for_nobody(desk: str) -> None:
    newswire = bundled_newswire(desk)
    kinds = Counter(article.kind for article in newswire.articles)
    assert 5 * (kinds["near-miss"] + kinds["noise"]) >= len(newswire.articles)
    assert min(kinds["near-miss"], kinds["noise"]) >= 3
    quiet = {article.id for article in newswire.articles if article.kind != "news"}
    assert not quiet & {name for answer in newswire.answers for name in (answer.article, *answer.also)}


def test_the_first_newswire_has_a_dozen_near_misses_and_a_dozen_articles_of_noise(newswire: Newswire) -> None:
    kinds = Counter(article.kind for article in newswire.articles)
    assert kinds["near-miss"] >= 12
    assert kinds["noise"] >= 12


def test_two_desks_have_a_newswire_to_play() -> None:
    assert {"chips", "wheat"} <= set(DESKS)


def test_the_second_newswire_is_smaller_and_has_every_sort_of_thing() -> None:
    newswire = bundled_newswire("wheat")
    assert 30 <= len(newswire.articles) <= 50
    assert {article.source for article in newswire.articles} == {source.id for source in newswire.sources}
    assert any(source.language == "zh" for source in newswire.sources)
    assert any(source.outages for source in newswire.sources)
    assert any(article.edits for article in newswire.articles)
    assert sum(article.copy_of is not None for article in newswire.articles) >= 3
    changes = Counter((answer.kind, str(answer.change), answer.direction) for answer in newswire.answers)
    assert sum(changes.values()) >= 15
    assert {("figure", "new", None), ("figure", "revised", None), ("policy", "new", "tighten")} <= set(changes)
    assert {("policy", "new", "ease"), ("policy", "revised", "ease")} <= set(changes)


def test_a_desk_without_a_newswire_is_refused_with_the_place_where_to_write_one() -> None:
    with pytest.raises(Refused, match=r"desk moths has no newswire .*newswire/moths"):
        bundled_newswire("moths")


def test_the_poller_meets_edits_copies_and_spun_copies(newswire: Newswire) -> None:
    assert sum(len(article.edits) for article in newswire.articles) >= 3
    assert sum(article.copy_of is not None for article in newswire.articles) >= 5
    assert sum(article.spun_of is not None for article in newswire.articles) >= 2


def test_the_answer_sheet_has_every_kind_of_change(newswire: Newswire) -> None:
    changes = Counter((answer.kind, str(answer.change)) for answer in newswire.answers)
    assert 45 <= len(newswire.answers) <= 65
    assert changes["figure", "new"] >= 10
    assert changes["figure", "revised"] >= 3
    assert changes["figure", "withdrawn"] >= 1
    assert changes["figure", "disputed"] >= 1
    directions = Counter(answer.direction for answer in newswire.answers)
    assert directions["tighten"] >= 6
    assert directions["ease"] >= 4


def test_answers_come_in_the_order_in_which_they_should_ring(newswire: Newswire) -> None:
    moments = [newswire.moment(answer) for answer in newswire.expected_changes()]
    assert moments == sorted(moments)
    early = newswire.expected_changes(until=datetime(2026, 3, 4, tzinfo=UTC))
    assert [answer.article for answer in early] == [
        "hl-b30a-licence",
        "hl-b30a-licence",
        "cs-b30a-backlog",
        "tr-entity-list",
        "tr-entity-list",
    ]


@pytest.mark.parametrize("desk", DESKS)
def test_whoever_repeats_a_figure_does_state_it(desk: str) -> None:
    newswire = bundled_newswire(desk)
    for answer in newswire.answers:
        for repeat in answer.also if answer.value is not None else ():
            article = newswire.by_id[repeat]
            numbers = set(re.findall(r"\d[\d,]*(?:\.\d+)?", article.title + article.body))
            assert numbers & _spellings(answer.value or 0.0), f"{repeat} does not repeat {answer.id}"


def test_each_answer_is_carried_by_its_article_before_anybody_else_states_it(newswire: Newswire) -> None:
    for answer in newswire.answers:
        for repeat in answer.also:
            assert newswire.by_id[repeat].published >= newswire.moment(answer)


def test_a_copy_carries_the_text_of_its_origin(newswire: Newswire) -> None:
    copy = newswire.by_id["mw-entity-list"]
    assert newswire.by_id["hl-entity-list"].body.strip() in copy.body
    assert copy.body.startswith("(Meridian)")


def test_an_edit_shows_from_its_moment_on(newswire: Newswire) -> None:
    article = newswire.by_id["cs-china-revenue"]
    (edit,) = article.edits

    def shown(moment: datetime) -> str:
        return next(v.body for v in newswire.at(moment)["castle-street"] if v.article == article)

    assert "17 percent" in shown(edit.at - timedelta(seconds=1))
    assert "17 percent" not in shown(edit.at)
    assert "Correction" in version_of(article, 1).body


def test_nothing_is_shown_before_its_time_and_the_newest_comes_first(newswire: Newswire) -> None:
    moment = datetime(2026, 3, 10, tzinfo=UTC)
    for versions in newswire.at(moment).values():
        published = [version.article.published for version in versions]
        assert published == sorted(published, reverse=True)
        assert all(when <= moment for when in published)
    assert not any(newswire.at(newswire.start - timedelta(seconds=1)).values())


@pytest.mark.parametrize("desk", DESKS)
def test_a_keyword_monitor_would_send_far_more_than_there_is_to_say(desk: str) -> None:
    newswire = bundled_newswire(desk)
    ringing = {(answer.article, answer.edit) for answer in newswire.answers}
    assert len(newswire.keyword_messages()) > 1.5 * len(ringing)
    assert newswire.keyword_messages(until=newswire.start - timedelta(seconds=1)) == ()
    assert max(map(len, newswire.at(newswire.end).values())) <= FEED_LENGTH


# ---------------------------------------------------------------- a newswire that is wrong
SOURCES = "{title: News, keywords: [ore], sources: [{id: post, name: Post, format: rss, about: A paper}]}"
ARTICLE = "{id: a, source: post, title: Ore, published: 2026-03-02T08:00:00Z, body: Ore costs $5 now.}"
COPY = "{id: b, source: post, title: Ore, published: 2026-03-02T09:00:00Z, copy_of: a}"
ANSWER = (
    "{id: price, kind: figure, change: new, article: a, quote: $5, statement: Ore costs 5,"
    " value: 5, unit: USD, subject: ore, metric: price, also: [b]}"
)


def write(folder: Path, *, articles: str, answers: str = "[]") -> Path:
    (folder / "articles").mkdir()
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "articles" / "day.yaml").write_text(f"[{articles}]", encoding="utf-8")
    (folder / "answers.yaml").write_text(answers, encoding="utf-8")
    return folder


def test_a_newswire_of_ones_own_can_be_loaded(tmp_path: Path) -> None:
    own = load_newswire(write(tmp_path, articles=f"{ARTICLE}, {COPY}", answers=f"[{ANSWER}]"))
    assert own.by_id["b"].body == "Ore costs $5 now."
    assert [answer.id for answer in own.expected_changes()] == ["price"]


@pytest.mark.parametrize(
    ("articles", "answers", "complaint"),
    [
        (ARTICLE.replace("title: Ore, ", ""), "[]", "day.yaml: a: title: Field required"),
        (ARTICLE.replace("title:", "headline: x, title:"), "[]", "day.yaml: a: headline: "),
        (ARTICLE.replace("T08:00:00Z", ""), "[]", "day.yaml: a: published: "),
        (ARTICLE.replace("post", "mail"), "[]", "a: its source 'mail' is not in sources.yaml"),
        (f"{ARTICLE}, {ARTICLE}", "[]", "a: is there 2 times"),
        (COPY, "[]", "b: copies 'a', which does not exist"),
        (f"{ARTICLE}, {COPY.replace('T09', 'T07')}", "[]", "b: copies 'a', which was published later"),
        (f"{ARTICLE}, {COPY}", f"[{ANSWER.replace('article: a', 'article: c')}]", "price: there is no article 'c'"),
        (f"{ARTICLE}, {COPY}", f"[{ANSWER.replace('quote: $5', 'quote: $6')}]", "price: '$6' does not stand in a"),
        (
            f"{ARTICLE}, {COPY}",
            f"[{ANSWER.replace('article: a', 'article: b').replace('[b]', '[a]')}]",
            "price: 'a' carries it before 'b' does",
        ),
        (f"{ARTICLE}, {COPY}", f"[{ANSWER.replace('new', 'revised')}]", "price: a revised figure needs"),
        (f"{ARTICLE}, {COPY}", f"[{ANSWER.replace('new', 'withdrawn')}]", "price: '$5' was not taken out of a"),
    ],
)
def test_a_wrong_entry_is_refused_by_file_and_name(tmp_path: Path, articles: str, answers: str, complaint: str) -> None:
    with pytest.raises(Refused) as refusal:
        load_newswire(write(tmp_path, articles=articles, answers=answers))
    assert complaint in str(refusal.value)


def test_a_file_that_is_not_yaml_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, articles="{id: a")
    with pytest.raises(Refused, match=r"day\.yaml cannot be read as YAML"):
        load_newswire(tmp_path)


def _spellings(value: float) -> set[str]:
    """How a number may be written: plain, in thousands, 万, millions, 亿 or billions."""
    scaled = (value / scale for scale in (1, 1e3, 1e4, 1e6, 1e8, 1e9))
    return {f"{number:,.4f}".rstrip("0").rstrip(".") for number in scaled} | {f"{value:.0f}"}
