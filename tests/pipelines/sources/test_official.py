"""Sources of official documents: the register's API, EDGAR's submissions, an authority's page of links."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipelines.errors import Permanent, Unreadable
from pipelines.filing import Filing
from pipelines.poll import read
from pipelines.ports import Fetched
from pipelines.sources import READERS
from pipelines.work import Entry, Item, Source
from tests.build import MONDAY

PAGE = "https://www.federalregister.gov/documents/2026/03/09/2026-04999/widgets"
TEXT = "https://www.federalregister.gov/documents/full_text/html/2026/03/09/2026-04999.html"
RULE = {
    "title": "Controls on Certain Widgets ",
    "type": "Rule",
    "subtype": None,
    "action": "Interim final rule; request for comments.",
    "abstract": "The bureau requires a license for widgets.",
    "document_number": "2026-04999",
    "citation": "91 FR 10001",
    "publication_date": "2026-03-09",
    "effective_on": "2026-03-20",
    "comments_close_on": "2026-05-08",
    "docket_ids": ["Docket No. 260305-0067"],
    "regulation_id_numbers": ["0694-AK01"],
    "cfr_references": [{"title": 15, "part": 744, "chapter": None}, {"title": 15, "part": 744, "chapter": None}],
    "html_url": PAGE,
    "body_html_url": TEXT,
    "raw_text_url": f"{TEXT}.txt",
    "agencies": [
        {"raw_name": "DEPARTMENT OF COMMERCE", "name": "Commerce Department", "id": 54, "parent_id": None},
        {"raw_name": "Bureau of Industry and Security", "name": "Industry and Security Bureau", "id": 241,
         "parent_id": 54},
    ],
}  # fmt: skip
INSPECTED = {
    "title": "Controls on Certain Widgets",
    "type": "Proposed Rule",
    "document_number": "2026-05100",
    "filing_type": "special",
    "filed_at": "2026-03-09T16:15:00.000-04:00",
    "publication_date": "2026-03-11",
    "docket_numbers": ["260306-0071"],
    "editorial_note": None,
    "html_url": "https://www.federalregister.gov/public-inspection/2026-05100/widgets",
    "raw_text_url": "https://public-inspection.federalregister.gov/2026-05100.txt",
    "agencies": [{"name": "Industry and Security Bureau", "parent_id": 54}],
}
SUBMISSIONS = {
    "cik": "0001045810",
    "name": "ACME CORP",
    "filings": {
        "recent": {
            "accessionNumber": ["0001045810-26-000082", "0001045810-26-000081", "0001045810-26-000080"],
            "filingDate": ["2026-04-15", "2026-04-14", "2026-02-25"],
            "acceptanceDateTime": ["2026-04-15T16:31:07.000Z", "2026-04-14T18:00:00.000Z", "2026-02-25T16:20:00.000Z"],
            "form": ["8-K", "4", "8-K"],
            "items": ["8.01", "", "2.02,9.01"],
            "primaryDocument": ["acme-20260409.htm", "xslF345X05/form4.xml", "acme-20260225.htm"],
        },
        "files": [],
    },
}
SUBMISSION = """<SEC-DOCUMENT>0001045810-26-000080.txt : 20260225
<SEC-HEADER>ACCESSION NUMBER: 0001045810-26-000080</SEC-HEADER>
<DOCUMENT>
<TYPE>8-K
<FILENAME>acme-20260225.htm
<TEXT><p>FORM 8-K CURRENT REPORT. Item 2.02 Results: see the exhibit.</p></TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.1
<TEXT><p>Revenue was a record $68.1 billion.</p></TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>GRAPHIC
<TEXT>begin 644 logo.jpg</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>"""
LISTING = """<html><body><nav><ul><li><a href="/">Home page of us</a> <a href="/a">About this office</a>
<a href="/b">Other matters</a> 2026-01-01</li></ul></nav>
<ul>
 <li><a href="/zwgk/art/1.html" title="商务部公告2026年第61号 关于齿轮的决定">商务部公告2026年第61号…</a>
 <span>[2026-10-09]</span></li>
 <li><a href="https://elsewhere.example/2.html">A decision on widgets of the second kind</a> 2026年10月8日
 <li><a href="/zwgk/art/3.html">无日期的文件标题在这里</a></li>
 <li><a href="next.html">下一页</a> 2026-10-09</li>
</ul>
<table><tr><td><a href="4.html">A decision in a table row</a></td><td>2026.10.07</td></tr></table>
</body></html>"""


class NoParser:
    """None of these is a feed."""

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
        raise AssertionError("no feed")


class Pages:
    """Answers from a dict; what is not in it is refused for good."""

    def __init__(self, **pages: str) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        self.asked.append(url)
        if url not in self.pages:
            raise Permanent(f"{url} answered 404")
        return Fetched(url, 200, {"content-type": "text/html; charset=utf-8"}, self.pages[url].encode())


def entries(kind: str, body: object) -> tuple[Entry, ...]:
    """What the reader of that kind makes of a body."""
    raw = body if isinstance(body, str) else json.dumps(body)
    fetched = Fetched("https://x.example/list/index.html", 200, {"content-type": "text/html"}, raw.encode())
    return READERS[kind](fetched, NoParser())


def item(entry: Entry) -> Item:
    """The entry, waiting to be read."""
    return Item(id=1, source=Source(id=1, name="s", url="https://x.example/", tier=1), entry=entry, seen=MONDAY)


def test_what_the_register_lists_beside_a_text_is_kept() -> None:
    (entry,) = entries("federal-register", {"count": 1, "results": [RULE]})
    assert entry.filing == Filing(
        kind="rule",
        number="2026-04999",
        citation="91 FR 10001",
        action="Interim final rule; request for comments",
        agencies=("Bureau of Industry and Security", "Commerce Department"),
        jurisdiction="US",
        effective=date(2026, 3, 20),
        comments_close=date(2026, 5, 8),
        dockets=("260305-0067",),
        rins=("0694-AK01",),
        parts=("15 CFR 744",),
    )
    assert (entry.key, entry.title, entry.text_url) == ("2026-04999", "Controls on Certain Widgets", TEXT)


def test_a_document_on_public_inspection_dates_from_its_filing() -> None:
    (entry,) = entries("federal-register", {"count": 1, "results": [INSPECTED]})
    assert entry.published == datetime(2026, 3, 9, 20, 15, tzinfo=UTC)
    assert entry.filing is not None
    assert (entry.filing.kind, entry.filing.dockets) == ("proposed rule", ("260306-0071",))
    assert entry.html == "<p>Controls on Certain Widgets</p>"


def test_an_executive_order_goes_by_its_number() -> None:
    order = {**RULE, "type": "Presidential Document", "executive_order_number": 14999, "action": None,
             "subtype": "Executive Order"}  # fmt: skip
    (entry,) = entries("federal-register", {"results": [order]})
    assert entry.filing is not None
    assert (entry.filing.kind, entry.filing.number, entry.filing.action) == (
        "presidential document", "Executive Order 14999", "Executive Order",
    )  # fmt: skip


def test_a_register_that_found_nothing_is_empty_and_no_other_body_is() -> None:
    assert entries("federal-register", {"description": "Documents", "count": 0}) == ()
    with pytest.raises(Unreadable):
        entries("federal-register", {"count": 3})


def test_the_text_for_programs_is_read_then_the_page_then_the_abstract() -> None:
    (entry,) = entries("federal-register", {"results": [RULE]})
    pages = Pages(**{TEXT: "<p>The text for programs.</p>", PAGE: "<p>The page.</p>"})
    assert read(item(entry), fetcher=pages).html == "<p>The text for programs.</p>"
    assert pages.asked == [TEXT]
    assert read(item(entry), fetcher=Pages(**{PAGE: "<p>The page.</p>"})).html == "<p>The page.</p>"
    document = read(item(entry), fetcher=Pages())
    assert (document.html, document.url, document.filing) == (entry.html, PAGE, entry.filing)


def test_typed_text_is_set_in_paragraphs_again() -> None:
    (entry,) = entries("federal-register", {"results": [INSPECTED]})
    typed = (
        "<html><body><pre>\nAGENCY: Bureau of Industry and Security,\nCommerce.\n\nSUMMARY: The bureau requires a\n"
        "license for widgets &amp; cogs.\n    Comments are due.\nDATES: In May.\n</pre></body></html>"
    )
    assert read(item(entry), fetcher=Pages(**{entry.text_url: typed})).html == (
        "<p>AGENCY: Bureau of Industry and Security, Commerce.</p><p>SUMMARY: The bureau requires a license for "
        "widgets &amp; cogs.</p><p>Comments are due.</p><p>DATES: In May.</p>"
    )


def test_of_a_company_s_submissions_current_reports_become_entries() -> None:
    last, results = entries("edgar", SUBMISSIONS)
    folder = "https://www.sec.gov/Archives/edgar/data/1045810/000104581026000082"
    assert (last.key, last.url) == ("0001045810-26-000082", f"{folder}/acme-20260409.htm")
    assert last.text_url == f"{folder}/0001045810-26-000082.txt"
    assert last.filing == Filing(kind="current report", number="0001045810-26-000082", action="8-K", items=("8.01",))
    assert last.published == datetime(2026, 4, 15, 16, 31, 7, tzinfo=UTC)
    assert results.title == "ACME CORP: 8-K on results, exhibits"


def test_of_a_submission_the_report_and_its_press_release_are_read() -> None:
    _, results = entries("edgar", SUBMISSIONS)
    html = read(item(results), fetcher=Pages(**{results.text_url: SUBMISSION})).html
    assert html is not None
    assert "see the exhibit" in html
    assert "$68.1 billion" in html
    assert "logo" not in html


@pytest.mark.parametrize("body", ["[]", "{}", '{"filings": {"recent": []}}', '{"filings": []}'])
def test_what_lists_no_submissions_is_refused(body: str) -> None:
    with pytest.raises(Unreadable):
        entries("edgar", body)


def test_columns_of_unequal_length_do_not_spoil_a_list_of_submissions() -> None:
    recent = {"form": ["8-K", "8-K"], "accessionNumber": ["0001-26-1"], "primaryDocument": ["a.htm"]}
    (entry,) = entries("edgar", {"filings": {"recent": recent}})
    assert entry.published is None


def test_dated_links_of_a_page_are_its_documents() -> None:
    found = entries("listing", LISTING)
    assert [(entry.url, entry.title, entry.published_raw) for entry in found] == [
        ("https://x.example/zwgk/art/1.html", "商务部公告2026年第61号 关于齿轮的决定", "2026-10-09"),
        ("https://elsewhere.example/2.html", "A decision on widgets of the second kind", "2026-10-08"),
        ("https://x.example/list/4.html", "A decision in a table row", "2026-10-07"),
    ]


def test_a_page_that_draws_its_list_in_the_browser_is_named_as_such() -> None:
    with pytest.raises(Unreadable, match="browser"):
        entries("listing", "<html><body><div id='app'></div><script>draw()</script></body></html>")
