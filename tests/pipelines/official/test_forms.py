"""What official documents say of themselves: each form in its real shape, in words of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import process_time

import pytest

from pipelines.filing import Filing
from pipelines.official import filing_of
from pipelines.official.announcement import read_announcement
from pipelines.official.presidential import read_presidential
from pipelines.official.register import read_register_text
from pipelines.text import read_text
from pipelines.types import Document, Text

RULE = """DEPARTMENT OF COMMERCE
Bureau of Industry and Security
15 CFR Parts 734, 740, and 744
[Docket No. 260305-0067]
RIN 0694-AK01
Controls on Certain Widgets
AGENCY: Bureau of Industry and Security, Department of Commerce.
ACTION: Interim final rule; request for comments.
SUMMARY: In this rule, the bureau requires a license for exports of widgets to Borduria. It supersedes the rule that was
published as 91 FR 4544.
DATES: This rule is effective March 20, 2026, except for instruction 6, which is effective May 1, 2026. Comments must be
received no later than May 8, 2026.
SUPPLEMENTARY INFORMATION:
In 2022 the bureau had rescinded 87 FR 62186, and imposed controls on cogs.
[FR Doc. 2026-04999 Filed 3-6-26; 8:45 am]"""
ORDER = """By the authority vested in me as President by the laws of the United States of America, it is hereby ordered:
Section 1. Background. On May 2, 2025, I found that widgets matter.
Sec. 2. Duties. A duty of 25 percent is imposed on widgets. It shall be effective with respect to goods entered on or
after 12:01 a.m. eastern daylight time on August 1, 2026.
Sec. 3. Revocation. Executive Order 14110 of October 30, 2023, is revoked."""
ANNOUNCEMENT = """商务部 海关总署公告2026年第61号 关于对齿轮实施出口管制的决定
【发布单位】安全与管制局
【发布文号】商务部 海关总署公告2026年第61号
【发文日期】2026年10月09日
经批准，决定对齿轮实施出口管制。商务部公告2025年第18号、第19号同时废止。
本公告自2026年12月1日起正式实施。"""
REPORT = """FORM 8-K
CURRENT REPORT
Date of Report (Date of earliest event reported): April 9, 2026
Item 8.01 Other Events.
The government informed the company that it requires a license.
Item 9.01 Financial Statements and Exhibits."""


def read(body: str, title: str = "A title", *, listed: Filing | None = None, first_hand: bool = True) -> Filing | None:
    """What a document published in March 2026 says of itself."""
    published = datetime(2026, 3, 9, 12, tzinfo=UTC)
    document = Document(url="https://x.example/", title=title, published=published, text=body, filing=listed)
    return filing_of(document, read_text(body, title), first_hand=first_hand)


def test_a_rule_says_who_what_from_when_and_until_when_one_may_comment() -> None:
    assert read(RULE) == Filing(
        kind="rule",
        number="2026-04999",
        action="Interim final rule; request for comments",
        agencies=("Bureau of Industry and Security", "Department of Commerce"),
        jurisdiction="US",
        effective=date(2026, 3, 20),
        comments_close=date(2026, 5, 8),
        dockets=("260305-0067",),
        rins=("0694-AK01",),
        parts=("15 CFR 734", "15 CFR 740", "15 CFR 744"),
        replaces=("91 FR 4544",),
    )


def test_a_proposed_rule_is_known_by_its_action() -> None:
    proposed = read(RULE.replace("Interim final rule; request for comments", "Proposed rule; request for comments"))
    assert proposed is not None
    assert proposed.kind == "proposed rule"


def test_an_order_of_the_president_says_from_when_it_applies_and_what_it_revokes() -> None:
    order = read(ORDER)
    assert order is not None
    assert (order.kind, order.action, order.effective) == (
        "presidential document", "Executive order", date(2026, 8, 1),
    )  # fmt: skip
    assert order.replaces == ("Executive Order 14110",)


@pytest.mark.parametrize("title", ["商务部 海关总署公告2026年第61号 关于齿轮的决定", "关于齿轮的决定"])
def test_a_ministry_s_announcement_says_its_number_and_day(title: str) -> None:
    announcement = read(ANNOUNCEMENT, title)
    assert announcement is not None
    assert (announcement.kind, announcement.jurisdiction) == ("announcement", "China")
    assert announcement.number == "商务部海关总署公告2026年第61号"
    assert announcement.agencies == ("商务部", "海关总署")
    assert announcement.effective == date(2026, 12, 1)
    assert announcement.replaces == ("商务部公告2025年第18号", "商务部公告2025年第19号")


def test_what_applies_from_its_publication_applies_from_the_day_on_its_head() -> None:
    announcement = read(ANNOUNCEMENT.replace("自2026年12月1日起正式实施", "自公布之日起施行"))
    assert announcement is not None
    assert announcement.effective == date(2026, 10, 9)


def test_answers_to_the_press_that_mention_an_announcement_are_none() -> None:
    answers = "商务部新闻发言人就出口管制答记者问\n问：商务部公告2026年第61号有何考虑？\n答：依法管制。"
    assert read(answers, "商务部新闻发言人答记者问") is None


def test_a_current_report_says_its_items() -> None:
    assert read(REPORT) == Filing(kind="current report", action="8-K", items=("8.01", "9.01"))


def test_what_the_source_lists_comes_before_what_the_text_shows() -> None:
    listed = Filing(kind="rule", number="2026-1", effective=date(2026, 4, 1), jurisdiction="US")
    filing = read(RULE, listed=listed)
    assert filing is not None
    assert (filing.number, filing.effective, filing.comments_close) == ("2026-1", date(2026, 4, 1), date(2026, 5, 8))


def test_a_newspaper_that_prints_a_rule_is_a_newspaper() -> None:
    assert read(RULE, first_hand=False) is None


def test_news_is_of_no_form() -> None:
    assert read("The bureau said it would require licenses for widgets from March 20, 2026.") is None


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("AGENCY: " + "\n" * 60_000, ""),
        ("Widgets." + "\n" * 60_000, ""),
        ("部" * 60_000, "部" * 60_000),
        ("部、" * 30_000, "部、" * 30_000 + "公告"),
    ],
)
def test_a_page_without_a_form_is_put_aside_at_once(body: str, title: str) -> None:
    text = Text(title, body, "en", ())
    begin = process_time()
    for reader in (read_register_text, read_presidential, read_announcement):
        assert reader(title, text, None) is None
    assert process_time() - begin < 0.5
