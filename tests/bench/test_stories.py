"""The bench of stories measures what it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bench.labelled import Shared
from bench.stories import NOON, Report, from_events, from_newswire, from_stream, headlines, ours, scores, undated
from config.settings import load_settings
from config.taxonomy import Taxonomy
from demo.wire import bundled_newswire

NOBODY = Taxonomy(topics=(), entities=())


def test_every_report_of_an_event_is_told_in_its_own_words_and_the_same_every_time() -> None:
    reports = from_events()["invented events"]
    assert reports == from_events()["invented events"]
    assert len({report.body for report in reports}) > 0.9 * len(reports)
    assert min(Counter(report.story for report in reports).values()) >= 3


def test_headlines_come_without_bodies_and_undated_reports_at_one_moment() -> None:
    reports = from_newswire(bundled_newswire(load_settings().desk))["newswire"]
    assert len({report.seen for report in reports}) > 1
    assert {report.body for report in headlines(reports)} == {""}
    assert {report.seen for report in undated(reports)} == {NOON}


def test_copies_of_the_newswire_are_left_to_the_bench_of_copies() -> None:
    newswire = bundled_newswire(load_settings().desk)
    copies = {article.id for article in newswire.articles if article.copy_of}
    assert copies
    assert not copies & {report.id for report in from_newswire(newswire)["newswire"]}


def test_without_the_labelled_texts_there_is_no_stream(tmp_path: Path) -> None:
    assert from_stream(Shared(tmp_path)) == {}


def test_our_stories_are_scored_against_the_events() -> None:
    quake = "A quake of 6.8 shook Tolma before dawn and killed forty people in Berisht."
    reports = [
        Report("one", "Quake hits Tolma", quake, "quake"),
        Report("two", "Tolma quake kills forty in Berisht", quake.replace("shook", "struck"), "quake"),
        Report("three", "Krone slides after Norrland cut", "The krone fell as Norrland lowered its rate.", "cut"),
    ]
    found = ours(reports, NOBODY)
    assert found["one"] == found["two"] != found["three"]
    assert [score.f1 for score in scores(found, reports)] == [1.0, 1.0]
