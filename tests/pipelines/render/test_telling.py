"""A change put into words: all the evidence, in English and in Chinese."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from config.metrics import Leave, Metric, Metrics, Wording
from config.taxonomy import Entity, Taxonomy
from pipelines.alerts.types import Telling
from pipelines.ledger import reconcile
from pipelines.render import amount, telling
from pipelines.render.words import CHINESE, ENGLISH, words_of
from pipelines.rules import why_it_rings
from pipelines.types import Change, ChangeKind, Claim, Fact
from tests.build import document, figure, known, move, sighting

TAXONOMY = Taxonomy(topics=(), entities=(Entity(id="acme", kind="company", names=("Acme", "顶点")),))
METRICS = Metrics(
    metrics=(Metric(id="charge", units=("money",), words=("charge", "write-down", "减记", "计提")),),
    bare_change="charge",
    wording=Wording(forecast=(), estimated=(), conditional=(), prior=(), saying=(), pronouns=()),
    leave=Leave(nouns=(), small_counts=0),
)
LATER = sighting("https://two.example/b", after=timedelta(days=9))
PAGE = document("https://two.example/b", title="Acme\ncuts  charge", outlet="Two")


def change(claim: Claim, *facts: Fact) -> Change:
    return reconcile([claim], facts, sighting=LATER).changes[0]


def told(claim: Claim, *facts: Fact, language: str = "en") -> Telling:
    return telling(change(claim, *facts), PAGE, "s_7", TAXONOMY, language=language, metrics=METRICS)


def test_a_telling_has_all_the_evidence() -> None:
    revised = told(figure(4.5e9, quote="Acme cut\nthe charge.", speaker="acme"), known(figure(5.5e9)))
    assert revised.headline == "Acme charge: $5.5 billion → $4.5 billion, revised"
    assert revised.quote == "Acme cut the charge."
    assert (revised.kind, revised.speaker, revised.story) == (ChangeKind.REVISED, "Acme", "s_7")
    assert revised.before == "$5.5 billion, since 2026-03-02 09:00 UTC, one.example"
    assert (revised.origins, revised.outlets) == (1, ("two.example",))
    assert revised.why == "a new value for a figure already reported"
    assert (revised.url, revised.title, revised.outlet) == (PAGE.url, "Acme cuts charge", "Two")
    assert revised.corrects is None


def test_nothing_on_record_is_said_by_an_empty_before() -> None:
    assert told(figure()).before == ""


def test_a_correction_names_the_message_that_it_corrects() -> None:
    assert telling(change(figure()), PAGE, "s_1", TAXONOMY, corrects="b_1").corrects == "b_1"


def test_in_chinese_names_amounts_and_words_are_chinese_and_the_evidence_stays_as_it_was() -> None:
    revised = told(figure(4.5e9, speaker="acme", period="2025-Q2"), known(figure(5.5e9)), language="zh-CN")
    assert revised.headline == "顶点 减记，2025-Q2：55亿美元 → 45亿美元，数值更新"
    assert revised.before == "55亿美元，自 2026-03-02 09:00 UTC 起，one.example"
    assert (revised.speaker, revised.why) == ("顶点", "已报道数字的新数值")
    assert revised.quote == "Acme named 4.5e+09 USD."
    moved = told(move(effective=date(2026, 4, 1), status="in-force"), language="zh")
    assert moved.headline == "Widgets至Borduria：许可要求 收紧，已生效，发布方：Ruritania，生效日期 2026-04-01"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 5.5e9}, "55亿美元"),
        ({"value": 2e9, "value_high": 3e9, "approx": "range"}, "20亿美元至30亿美元"),
        ({"value": 30.0, "unit": "percent", "approx": "up-to"}, "最多30%"),
        ({"value": 1.5e6, "unit": "developer", "approx": "over"}, "超过150万 developer"),
        ({"value": 7.3e9, "unit": "CNY"}, "73亿元人民币"),
        ({"value": 1.2e12, "unit": "SEK"}, "1.2万亿SEK"),
        ({"value": 3, "unit": "percentage points"}, "3个百分点"),
        ({"value": 384, "unit": "枚"}, "384枚"),
    ],
)
def test_amounts_in_chinese(fields: dict[str, float], said: str) -> None:
    assert amount(figure(**fields), CHINESE) == said


def test_every_reason_to_ring_and_every_kind_of_change_has_its_chinese_words() -> None:
    reasons = {
        why_it_rings(Change(id="c", kind=kind, claim=claim, fact=known(claim), sighting=LATER, previous=before))
        for kind in ChangeKind
        for claim in (figure(), move())
        for before in (None, known(claim))
    } - {None}
    assert len(reasons) >= 6
    assert {reason for reason in reasons if CHINESE.term(str(reason)) == reason} == set()
    assert all(CHINESE.term(kind) != kind for kind in ChangeKind)


def test_a_language_without_words_gets_the_english_ones() -> None:
    assert words_of("fr") is ENGLISH
    assert words_of("zh-TW") is CHINESE
