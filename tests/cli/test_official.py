"""Official documents on the real way of the data: polled, read, settled in the ledger, and shown by `policy`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest

from adapters.kit import Kit
from config.settings import Settings
from pipelines.desk import Desk
from pipelines.errors import Permanent
from pipelines.poll import poll, read
from pipelines.ports import Fetched
from storage.sources import NewSource
from storage.unit import Store
from tests.cli.conftest import Deltawire
from worker.settle import ingest

REGISTER = "https://www.federalregister.gov/api/v1/documents.json"
RULE: dict[str, Any] = {
    "title": "Licensing of Certain Accelerators",
    "type": "Rule",
    "action": "Interim final rule; request for comments.",
    "abstract": "In this interim final rule, the Bureau of Industry and Security (BIS) imposes a license requirement "
    "on exports of the Nvidia H20 to China.",
    "document_number": "2026-04999",
    "citation": "91 FR 10001",
    "publication_date": "2026-03-09",
    "effective_on": "2026-03-20",
    "comments_close_on": "2026-05-08",
    "docket_ids": ["260305-0067"],
    "regulation_id_numbers": ["0694-AK01"],
    "cfr_references": [{"title": 15, "part": 744}],
    "html_url": "https://www.federalregister.gov/documents/2026/03/09/2026-04999/accelerators",
    "body_html_url": None,
    "agencies": [
        {"name": "Commerce Department", "parent_id": None},
        {"name": "Industry and Security Bureau", "parent_id": 54},
    ],
}
"""One result of the Federal Register's documents API, in its shape and in words of our own."""
PROPOSED = {
    **RULE,
    "type": "Proposed Rule",
    "action": "Proposed rule; request for comments.",
    "abstract": "In this proposed rule, BIS imposes a license requirement on exports of the Nvidia H20 to China.",
}
RESCISSION = {
    **RULE,
    "title": "Licensing of Certain Accelerators; Rescission",
    "action": "Final rule; rescission.",
    "abstract": "With this final rule, BIS rescinds the license requirement on exports of the Nvidia H20 to China that "
    "was published as 91 FR 10001.",
    "document_number": "2026-12001",
    "citation": "91 FR 30002",
    "publication_date": "2026-08-03",
    "effective_on": "2026-08-03",
    "comments_close_on": None,
    "html_url": "https://www.federalregister.gov/documents/2026/08/03/2026-12001/rescission",
}
HARBOUR = "The US Commerce Department will require a licence for exports of the Nvidia H20 to China, officials said."
QUAY = "The United States imposes a licence requirement on exports of Nvidia's H20 to China, the Quay Post has learned."
EASES = "The US Commerce Department has lifted the licence requirement for exports of the Nvidia H20 to China."
ASIDES = {
    "Harbour": "Ships lay at anchor all day. Nobody in the port of Klow spoke of anything else. Pilots waited for fog.",
    "Quay": "Cranes stood still on Tuesday; dockers in Szohod had gone to a wedding, and the cats slept on warm ropes.",
}
"""What else the outlets tell, so that neither copies the other."""


class Web:
    """What stands at each address."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = pages

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        if url not in self.pages:
            raise Permanent(f"{url} answered 403")
        return Fetched(url, 200, {"content-type": "text/html; charset=utf-8"}, self.pages[url].encode())


class NoParser:
    """Neither registers nor JSON feeds need one."""

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
        raise AssertionError("no feed")


@dataclass(frozen=True)
class At:
    """The tools of a worker at one moment."""

    settings: Settings
    store: Store
    desk: Desk
    now: Callable[[], datetime]


Way = Callable[..., None]


@pytest.fixture
def way(kit: Kit) -> Way:
    """Polls one source as a worker does, at a given moment, and takes what is new in it to the ledger."""

    def walk(source: NewSource, body: object, moment: datetime, pages: Mapping[str, str] | None = None) -> None:
        web = Web({source.url: json.dumps(body), **(pages or {})})  # a listing brings its own page
        with kit.store.unit() as unit:
            unit.sources.put(source, now=moment)
        with kit.store.unit() as unit:
            claimed = unit.sources.claim(None, now=moment)
        versions = [version for one in claimed if one.name == source.name for version in _read(kit, one, web, moment)]
        list(ingest(versions, At(kit.settings, kit.store, kit.desk, lambda: moment)))

    return walk


def _read(kit: Kit, source: Any, web: Web, moment: datetime) -> Iterator[int]:
    polled = poll(source, fetcher=web, parser=NoParser())
    assert polled.error is None, polled.error
    with kit.store.unit() as unit:
        items = unit.items.claim(unit.sources.polled(source, polled, now=moment), now=moment)
    for item in items:
        document = read(item, fetcher=web)
        with kit.store.unit() as unit:
            version = unit.items.read(item, document, now=moment)
        if version is not None:
            yield version


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def press(way: Way, outlet: str, text: str, moment: datetime) -> None:
    """One article of one outlet, as its JSON feed carries it."""
    host = f"https://{outlet.split()[0].lower()}.example"
    filler = f"<p>{ASIDES[outlet.split()[0]]}</p>" * 6
    item = {
        "id": text, "url": f"{host}/{abs(hash(text))}", "title": text[:40], "date_published": moment.isoformat(),
        "content_html": f"<p>{escape(text)}</p>{filler}",
    }  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    way(NewSource(outlet, f"{host}/{moment:%m%d%H}.json", kind="json-feed", outlet=outlet), feed, moment)


def registered(way: Way, document: Mapping[str, Any], moment: datetime) -> None:
    """One document of the Federal Register; its page is closed to programs, as it often is."""
    source = NewSource("register", f"{REGISTER}?day={moment:%m%d}", kind="federal-register", outlet="Federal Register",
                       tier=1)  # fmt: skip
    way(source, {"count": 1, "results": [document]}, moment)


def spoken(deltawire: Deltawire, *words: str) -> str:
    """What a command says, on one line."""
    said = deltawire(*words)
    assert said.code == 0, said.err
    return " ".join(said.out.split())


def test_a_rule_that_follows_press_reports_is_linked_with_them_and_says_by_how_much_they_were_first(
    deltawire: Deltawire, way: Way
) -> None:
    press(way, "Harbour Ledger", HARBOUR, at(3, 2))
    press(way, "Quay Post", QUAY, at(3, 3))
    registered(way, RULE, at(3, 9))
    shown = spoken(deltawire, "policy", "show", "us//h20/china")
    for told in (
        "7 days after the press had it first: 2026-03-02 09:00 by Harbour Ledger",
        "Federal Register, official",
        "rule 2026-04999 (91 FR 10001); Interim final rule; request for comments; 15 CFR 744; docket 260305-0067; "
        "RIN 0694-AK01; effective 2026-03-20; comments until 2026-05-08",
        "in-force, effective 2026-03-20, comments until 2026-05-08",
    ):
        assert told in shown, told
    drawn = spoken(deltawire, "policy", "timeline", "--object", "H20")
    assert "official: Federal Register 2026-03-09, 7 days after the press" in drawn
    assert spoken(deltawire, "policy", "show", "2026-04999") == shown
    assert spoken(deltawire, "policy", "show", "15 CFR 744") == shown


def test_a_proposed_rule_waits_for_comments_in_the_calendar_until_the_final_rule_s_day_of_effect_takes_its_place(
    deltawire: Deltawire, way: Way
) -> None:
    registered(way, PROPOSED, at(3, 9))
    (proposed,) = deltawire("policy", "list", "--format", "ndjson").records
    assert (proposed["stands"]["step"], proposed["stands"]["comments_close"]) == ("proposed", "2026-05-08")
    assert proposed["stands"]["filings"][0]["dockets"] == ["260305-0067"]
    assert "proposed, tighten, comments until 2026-05-08" in spoken(deltawire, "policy", "list")
    calendar = deltawire("policy", "export", "--format", "ics").out
    assert [line for line in calendar.splitlines() if line.startswith("DTSTART")] == ["DTSTART;VALUE=DATE:20260508"]
    assert "SUMMARY:Comments close: " in calendar
    final = {**RULE, "document_number": "2026-09001", "citation": "91 FR 20001", "publication_date": "2026-07-06",
             "effective_on": "2026-09-01", "comments_close_on": None,
             "html_url": "https://www.federalregister.gov/documents/2026/07/06/2026-09001/x"}  # fmt: skip
    registered(way, final, at(7, 6))
    calendar = deltawire("policy", "export", "--format", "ics").out
    assert [line for line in calendar.splitlines() if line.startswith("DTSTART")] == ["DTSTART;VALUE=DATE:20260901"]
    (whole,) = deltawire("policy", "export").records
    assert [(state["step"], state["effective"]) for state in whole["states"]] == [
        ("proposed", None), ("in-force", "2026-09-01"),
    ]  # fmt: skip


def test_a_rule_settles_what_the_press_disputes(deltawire: Deltawire, way: Way) -> None:
    press(way, "Harbour Ledger", HARBOUR, at(3, 2))
    press(way, "Quay Post", EASES, at(3, 2, 15))
    assert "disputed" in spoken(deltawire, "policy", "list")
    registered(way, RULE, at(3, 9))
    board = spoken(deltawire, "policy", "list")
    assert "disputed" not in board
    assert "in-force, tighten" in board
    assert "disputed" in spoken(deltawire, "policy", "list", "--as-of", "2026-03-05")


def test_a_rule_that_is_rescinded_by_its_citation_no_longer_stands(deltawire: Deltawire, way: Way) -> None:
    registered(way, RULE, at(3, 9))
    registered(way, RESCISSION, at(8, 3))
    (line,) = deltawire("policy", "show", "91 FR 10001", "--format", "ndjson").records
    imposed, rescinded = line["states"]
    assert imposed["replaced_by"] == rescinded["facts"]
    assert rescinded["supersedes"] == imposed["facts"]
    assert line["stands"]["direction"] == "ease"
    assert "replaces 91 FR 10001" in spoken(deltawire, "policy", "show", "2026-12001")
    assert '"tighten"' in deltawire("policy", "list", "--as-of", "2026-07-31", "--format", "ndjson").out


def test_a_deadline_that_is_put_off_is_a_new_version_and_the_later_one_counts(deltawire: Deltawire, way: Way) -> None:
    registered(way, PROPOSED, at(3, 9))
    registered(way, {**PROPOSED, "comments_close_on": "2026-06-30"}, at(4, 20))
    (line,) = deltawire("policy", "show", "2026-04999", "--format", "ndjson").records
    assert [state["comments_close"] for state in line["states"]] == ["2026-06-30"]


def test_a_company_s_report_is_first_hand_and_no_government_s_word(deltawire: Deltawire, way: Way) -> None:
    page = (
        "<p>FORM 8-K</p><p>CURRENT REPORT</p><p>Item 8.01 Other Events.</p><p>On April 9, 2026, the U.S. government "
        "informed Nvidia that it requires a license for exports of the H20 to China.</p><p>First quarter results are "
        "expected to include up to approximately $5.5 billion of charges associated with H20 inventory.</p>"
    )
    submissions = {
        "cik": "0001045810",
        "name": "NVIDIA CORP",
        "filings": {"recent": {
            "accessionNumber": ["0001045810-26-000082"], "filingDate": ["2026-04-15"], "form": ["8-K"],
            "acceptanceDateTime": ["2026-04-15T16:31:07.000Z"], "items": ["8.01"], "primaryDocument": ["a.htm"],
        }},
    }  # fmt: skip
    source = NewSource("edgar", "https://data.sec.gov/submissions/CIK0001045810.json", kind="edgar",
                       outlet="SEC EDGAR", tier=1)  # fmt: skip
    folder = "https://www.sec.gov/Archives/edgar/data/1045810/000104581026000082"
    way(source, submissions, at(4, 15, 17), {f"{folder}/a.htm": page})
    (line,) = deltawire("policy", "show", "0001045810-26-000082", "--format", "ndjson").records
    (state,) = line["states"]
    assert (state["official"], state["filings"][0]["items"]) == (None, ["8.01"])
    figures = deltawire("facts", "list", "--kind", "figure", "--format", "ndjson").records
    assert [one["value"] for one in figures] == [5.5e9]
    assert "SEC EDGAR, first hand" in spoken(deltawire, "facts", "show", figures[0]["fact"])


TYPED = """<html><body><pre>
DEPARTMENT OF COMMERCE

Bureau of Industry and Security

15 CFR Part 744
[Docket No. 260305-0067]
RIN 0694-AK01

Licensing of Certain Accelerators

AGENCY: Bureau of Industry and Security, Department of Commerce.

ACTION: Interim final rule; request for comments.

SUMMARY: In this interim final rule, the Bureau of Industry and Security
(BIS) imposes a license requirement on exports of the Nvidia H20 to China.

DATES: This rule is effective March 20, 2026. Comments must be received by
BIS no later than May 8, 2026.

SUPPLEMENTARY INFORMATION: On October 7, 2022, BIS released an interim
final rule that banned exports of advanced computing chips to Russia.
</pre></body></html>"""


def test_on_public_inspection_a_rule_is_read_by_its_labels_and_printed_it_is_the_same_document(
    deltawire: Deltawire, way: Way
) -> None:
    inspected = {
        "title": RULE["title"], "type": "Rule", "document_number": RULE["document_number"], "filing_type": "special",
        "filed_at": "2026-03-06T16:15:00.000-05:00", "publication_date": "2026-03-09",
        "html_url": "https://www.federalregister.gov/public-inspection/2026-04999/accelerators",
        "raw_text_url": "https://public-inspection.federalregister.gov/2026-04999.txt",
        "agencies": [{"name": "Industry and Security Bureau", "parent_id": 54}], "docket_numbers": ["260305-0067"],
    }  # fmt: skip
    source = NewSource("inspection", f"{REGISTER}?inspection", kind="federal-register", outlet="Federal Register",
                       tier=1)  # fmt: skip
    way(source, {"count": 1, "results": [inspected]}, at(3, 6, 22), {inspected["raw_text_url"]: TYPED})
    registered(way, RULE, at(3, 9))
    (line,) = deltawire("policy", "list", "--format", "ndjson").records
    state = line["stands"]
    assert (state["step"], state["effective"], state["comments_close"]) == ("in-force", "2026-03-20", "2026-05-08")
    assert [(one["number"], one["citation"]) for one in state["filings"]] == [("2026-04999", "91 FR 10001")]


def test_a_ministry_s_announcement_is_found_on_its_page_of_links_and_its_suspension_ends_it(
    deltawire: Deltawire, way: Way
) -> None:
    host = "https://www.mofcom.gov.cn"
    listing = NewSource("mofcom", f"{host}/zwgk/zcfb/", kind="listing", outlet="MOFCOM", tier=1)

    def announced(number: int, title: str, body: str, moment: datetime) -> None:
        row = f'<li><a href="/zwgk/art/{number}.html">{title}</a><span>[{moment:%Y-%m-%d}]</span></li>'
        page = "".join(f"<p>{part}</p>" for part in (title, f"【发布文号】{title[:13]}", *body.split("\n")))
        web = Web({listing.url: f"<html><body><ul>{row}</ul></body></html>", f"{host}/zwgk/art/{number}.html": page})
        way(listing, None, moment, web.pages)

    decided = "经国务院批准，决定对稀土相关物项实施出口管制。\n本公告自2026年12月1日起正式实施。"
    announced(61, "商务部公告2026年第61号 公布对稀土实施出口管制的决定", decided, at(10, 9))
    asked = ("policy", "show", "商务部公告2026年第61号", "--as-of", "2026-10-31", "--format", "ndjson")
    (line,) = deltawire(*asked).records
    assert (line["jurisdiction"], line["object"]) == ("China", "rare-earths")
    assert (line["stands"]["step"], line["stands"]["effective"]) == ("announced", "2026-12-01")
    suspended = "决定自即日起至2027年11月10日，暂停实施商务部公告2026年第61号公布的稀土出口管制措施。"
    announced(70, "商务部公告2026年第70号 关于暂停实施有关公告的决定", suspended, at(11, 7))
    (line,) = deltawire("policy", "show", "商务部公告2026年第70号", "--format", "ndjson").records
    first, last = line["states"]
    assert (first["replaced_by"], last["supersedes"]) == (last["facts"], first["facts"])
    assert line["stands"]["direction"] == "ease"
