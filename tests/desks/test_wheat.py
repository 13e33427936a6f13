"""The second desk reads its own subject: what is about wheat, its figures in tonnes, its bans and duties."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.kit import read_desk
from bench.newswire import listen
from config.settings import load_settings
from demo.wire import bundled_newswire
from pipelines.desk import Desk
from pipelines.ingest import Analysis, analyse
from pipelines.types import Document, Figure, PolicyMove


@pytest.fixture(scope="module")
def desk() -> Desk:
    return read_desk(load_settings(desk="wheat"))


def read(desk: Desk, title: str, body: str) -> Analysis:
    published = datetime(2026, 4, 10, 9, tzinfo=UTC)
    return analyse(Document(url="https://a.example/1", title=title, published=published, text=body), desk)


def figures(analysis: Analysis) -> list[tuple[str | None, str | None, float, str]]:
    return [(c.subject, c.metric, c.value, c.unit) for c in analysis.claims if isinstance(c, Figure)]


def moves(analysis: Analysis) -> list[tuple[str | None, str | None, str]]:
    return [(c.jurisdiction, c.object, c.direction) for c in analysis.claims if isinstance(c, PolicyMove)]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Serbia bans wheat exports",
            "Serbia has banned exports of wheat until the harvest, the government in Belgrade said on Friday.",
        ),
        (
            "Algeria buys milling wheat",
            "Algeria's state buyer OAIC bought 480,000 tonnes of milling wheat at $261 a tonne in a tender.",
        ),
        (
            "塞尔维亚禁止小麦出口",
            "塞尔维亚政府周五宣布，禁止小麦出口，直至新粮收获。去年该国小麦出口量为150万吨。",
        ),
    ],
)
def test_what_is_about_wheat_and_its_trade_is_relevant(desk: Desk, title: str, body: str) -> None:
    assert read(desk, title, body).verdict.relevant


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "A flatbread for busy evenings",
            "Mix wheat flour, yogurt and salt, knead the dough for five minutes and let it rest. Bake it in a hot pan.",
        ),
        (
            "Do you have to give up wheat?",
            "Whoever has no coeliac disease gains little by a gluten-free diet, a dietitian says. Fibre is missed.",
        ),
        (
            "Thailand bans exports of rice",
            "Thailand has banned exports of white rice until the monsoon is over. Basmati is not grown there.",
        ),
        (
            "Licences for chip tools lapse",
            "An export ban on lithography machines for semiconductor makers takes effect on Monday, the ministry said.",
        ),
        (
            "Wheat futures edge up on short covering",
            "The most-active contract settled 2 cents a bushel higher in a thin session on technical buying.",
        ),
    ],
)
def test_a_neighbouring_subject_is_not_relevant(desk: Desk, title: str, body: str) -> None:
    assert not read(desk, title, body).verdict.relevant


def test_harvests_purchases_prices_and_fields_belong_to_the_country_that_has_them(desk: Desk) -> None:
    body = (
        "Bulgaria expects to harvest 6.4 million tonnes of wheat. "
        "Morocco bought 300,000 tonnes of wheat at $255 a tonne. "
        "Farmers in Romania had planted 2.2 million hectares with wheat."
    )
    assert figures(read(desk, "Wheat round the Black Sea", body)) == [
        ("bulgaria", "harvest", 6.4e6, "tonne"),
        ("morocco", "purchases", 300_000, "tonne"),
        (None, "price", 255, "USD per tonne"),
        ("romania", "farm area", 2.2e6, "hectare"),
    ]


def test_a_quota_and_a_duty_are_those_of_the_power_that_sets_them_in_both_languages(desk: Desk) -> None:
    english = read(
        desk,
        "Russia sets wheat quota",
        "Russia set its export quota for wheat at 18 million tonnes. Russia's duty on it is 1,220 roubles a tonne.",
    )
    chinese = read(desk, "俄罗斯小麦出口配额", "俄罗斯将小麦出口配额定为1800万吨。俄罗斯小麦出口关税为每吨1220卢布。")
    expected = [("russia", "quota", 1.8e7, "tonne"), ("russia", "export duty", 1220, "RUB per tonne")]
    assert figures(english) == expected
    assert figures(chinese) == expected


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Serbia banned exports of wheat on Friday.", "tighten"),
        ("Serbia will require a licence for exports of wheat from 1 June.", "tighten"),
        ("Serbia has abolished its quotas on exports of wheat.", "ease"),
        ("Serbia cut its export tax on wheat on Friday.", "ease"),
        ("Serbia raised its export tax on wheat on Friday.", "tighten"),
        ("塞尔维亚政府宣布禁止小麦出口。", "tighten"),
        ("塞尔维亚政府宣布取消小麦出口禁令。", "ease"),
    ],
)
def test_bans_licences_quotas_and_taxes_on_wheat_are_policy_moves(desk: Desk, sentence: str, direction: str) -> None:
    assert ("Serbia", "wheat", direction) in moves(read(desk, "Serbia and wheat exports 小麦出口", sentence))


def test_a_ban_on_another_crop_is_another_subject(desk: Desk) -> None:
    analysis = analyse(
        Document("https://a.example/1", "Rice", None, text="India banned exports of rice on Friday."),
        desk,
        whatever_topic=True,
    )
    assert not analysis.claims
    assert [held.reason for _, held in analysis.passed_over] == ["another subject"]


def test_its_newswire_rings_for_what_is_on_the_answer_sheet_and_spares_half_the_messages(desk: Desk) -> None:
    heard = listen(bundled_newswire("wheat"), desk)
    missed = [answer.id for answer in heard.judgement.missed]
    in_vain = [change.claim.quote for change in heard.judgement.in_vain]
    assert heard.judgement.passed, f"missed {missed}, in vain {in_vain}"
    assert len(missed) + len(in_vain) <= 1, f"missed {missed}, in vain {in_vain}"
    assert 2 * heard.messages <= heard.keyword_messages
