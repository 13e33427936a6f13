"""The page of quality says what was measured, on a stream of three own articles and a scorer that gives fixed rows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench import corpora, newsquant, originals, quality, stream
from bench.labelled import Shared, records, replayed
from bench.page import Row, Section, at_least, at_most, f1, render

ARTICLES: list[dict[str, Any]] = [
    {
        "url": "https://one.example/loss",
        "title": "Nvidia warns of a charge",
        "published": "2026-02-03T09:00:00Z",
        "relevant": True,
        "text": "Nvidia will book a charge of $7.3 billion, since the US wants licences for the H20 in China.",
    },
    {
        "url": "https://two.example/fair",
        "title": "Crowds at the flower show",
        "published": "2026-02-03T10:00:00Z",
        "relevant": False,
        "text": "The flower show drew 4,000 visitors, and the queue for tea was the longest in years.",
    },
    {
        "url": "https://three.example/again",
        "title": "Nvidia counts the cost of China",
        "published": "2026-02-04T09:00:00Z",
        "relevant": True,
        "text": "The US rule costs Nvidia a charge of $7.3 billion. More on this page: Nvidia at $9 billion.",
        "never_alert": ["Nvidia at $9 billion"],
    },
]
_PRF: dict[str, float] = {"P": 0.5, "R": 1.0, "F1": 0.6667, "said": 4, "due": 2}
SCORES: dict[str, dict[str, float]] = {
    "articles": {"given": 3, "reported": 3},
    "relevance": {**_PRF, "F1": 0.9},
    "figures": {**_PRF, "F1": 0.75},
    "policy": _PRF,
    "alerts": {**_PRF, "repeats": 1, "false": 2, "late": 0},
    "messages": {**_PRF, "F1": 0.7},
    "keyword": {**_PRF, "F1": 0.66},
}
NEWSQUANT = "value 96.1  value+unit 92.4  value+unit+change 85.4  false on empty 1 of 55  120 sentences/s  rc 0"


@pytest.fixture
def shared(tmp_path: Path) -> Shared:
    """A folder of labelled texts, with scorers that print the same whatever they are given."""
    shared = Shared(tmp_path / "labelled")
    lines = "".join(f"{json.dumps(article)}\n" for article in ARTICLES)
    for path in (shared.stream, shared.originals):
        path.parent.mkdir(parents=True)
        path.write_text(lines, encoding="utf-8")
    for path in (shared.stream_facts, shared.originals_facts):
        path.write_text("", encoding="utf-8")
    for path, printed in ((shared.score, json.dumps(SCORES)), (shared.newsquant, NEWSQUANT)):
        path.parent.mkdir(parents=True)
        path.write_text(f"print({printed!r})", encoding="utf-8")
    return shared


def by_name(rows: list[Row]) -> dict[str, Row]:
    return {row.name: row for row in rows}


def test_the_whole_page_is_written_with_what_is_missed_and_nothing_of_this_machine(
    shared: Shared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "quality.md"
    assert quality.main(["--shared", str(shared.folder), "--output", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "| relevance | F1 0.900 (P 0.500, R 1.000, 4 said, 2 due) | ≥ 0.95: **missed** |" in text
    assert "| messages over keyword | +0.040 | ≥ +0.05: **missed** |" in text
    assert "used for development" in text
    assert "## What is still wrong" in text
    assert str(tmp_path) not in text
    printed = capsys.readouterr()
    assert "goal missed: The five originals: figures: F1 0.750" in printed.err
    assert re.search(r"^  figures +F1 0\.750 .*: missed\)$", printed.out, re.MULTILINE)


def test_missing_texts_are_named_in_one_line_and_the_call_is_unusable(
    shared: Shared, capsys: pytest.CaptureFixture[str]
) -> None:
    shared.stream_facts.unlink()
    shared.newsquant.unlink()
    assert quality.main(["--shared", str(shared.folder)]) == 2
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert "stream/facts.jsonl" in told
    assert "newsquant/score.py" in told
    assert "--shared" in told


def test_a_replay_for_scoring_reports_every_article_and_rings_for_a_new_figure_once(shared: Shared) -> None:
    output = records(replayed(shared.stream, baseline="none"))
    assert [record["url"] for record in output if record["type"] == "article"] == [one["url"] for one in ARTICLES]
    charges = [one["url"] for one in output if one["type"] == "change" and one.get("value") == 7.3e9]
    assert charges == ["https://one.example/loss"]


def test_the_gain_is_the_difference_of_the_two_f1s() -> None:
    row = by_name(stream.rows({**SCORES, "keyword": {**_PRF, "F1": 0.5}}))["messages over keyword"]
    assert row.value == "+0.200"
    assert row.goal is not None
    assert row.goal.met


def test_a_change_that_touches_a_forbidden_phrase_counts_and_one_beside_it_does_not() -> None:
    article = ARTICLES[2]
    junk = article["text"].index("Nvidia at")
    inside = {"type": "change", "url": article["url"], "start": junk + 10, "end": junk + 12}
    beside = {"type": "change", "url": article["url"], "start": 0, "end": junk}
    claim = {**inside, "type": "claim"}
    elsewhere = {**inside, "url": "https://one.example/loss"}
    assert originals.never_alerts(ARTICLES, [inside, beside, claim, elsewhere]) == [inside]


def test_changes_that_no_label_denies_are_known_facts_that_ring() -> None:
    changes = [{"type": "change"}] * 3 + [{"type": "claim"}]
    rows = by_name(originals.known_rows(SCORES, changes))
    assert (rows["known facts that ring"].value, rows["other changes"].value) == ("1", "2")
    assert rows["known facts that ring"].goal == at_most(1, 0)


def test_newsquant_scores_are_read_from_what_its_scorer_prints_without_the_speed() -> None:
    assert [row.value for row in newsquant.rows(NEWSQUANT)] == ["96.1", "92.4", "85.4", "1 of 55"]
    with pytest.raises(ValueError, match="no scores"):
        newsquant.rows("Traceback")


def test_a_quantity_meets_one_label_only() -> None:
    cases = [{"text": "It sold 40 boats, and 40 boats more.", "want": [{"value": 40, "unit": "boat"}]}]
    assert corpora.figures_row(cases).value == "F1 0.667 (P 0.500, R 1.000, 2 said, 1 due)"


def test_f1_of_nothing_is_nothing_and_else_the_harmonic_mean() -> None:
    assert f1(0, 0, 0, 0) == (0.0, 0.0, 0.0)
    assert f1(1, 2, 1, 1) == pytest.approx((0.5, 1.0, 2 / 3))


def test_goals_are_met_at_their_bounds() -> None:
    assert at_least(0.88, 0.88).met
    assert not at_least(0.8799, 0.88).met
    assert at_most(0, 0).met
    assert not at_most(1, 0).met


def test_a_page_is_sections_of_tables_between_its_intro_and_its_closing() -> None:
    section = Section(
        "On boats", "Some.", [Row("sunk", "2", "boats below", at_most(2, 1)), Row("afloat", "5", "others")]
    )
    assert section.missed == (section.rows[0],)
    assert render("Boats", "All.", [section], "The end.").split("\n\n") == [
        "# Boats",
        "All.",
        "## On boats",
        "Some.",
        "| row | measured | wanted | what it means |\n| --- | --- | --- | --- |\n"
        "| sunk | 2 | ≤ 1: **missed** | boats below |\n| afloat | 5 |  | others |",
        "The end.\n",
    ]
