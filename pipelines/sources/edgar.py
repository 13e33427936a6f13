"""EDGAR's list of what one company has filed: its current reports, with the items under which it reports.

Shape of https://data.sec.gov/submissions/CIK##########.json: `filings.recent` holds columns of equal length. A report's
figures often stand in an exhibit, so the complete submission is fetched (`read_submission`), not its first page alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from pipelines.errors import Unreadable
from pipelines.filing import Filing
from pipelines.ports import FeedParser, Fetched
from pipelines.sources.dates import to_utc
from pipelines.sources.json_body import json_object, words
from pipelines.work import Entry

FORMS = ("8-K", "8-K/A", "6-K", "6-K/A")
ARCHIVE = "https://www.sec.gov/Archives/edgar/data"
MOST = 100
"""Reports taken from one list, newest first: it goes back for years."""
_COLUMNS = ("form", "accessionNumber", "primaryDocument", "filingDate", "acceptanceDateTime", "items")
_ITEMS = {
    "1.01": "a material agreement",
    "1.02": "the end of a material agreement",
    "2.02": "results",
    "2.05": "costs of an exit",
    "2.06": "a material impairment",
    "5.02": "directors and officers",
    "7.01": "Regulation FD",
    "8.01": "other events",
    "9.01": "exhibits",
}
"""Items of Form 8-K that bear on a watched company, in a few words (https://www.sec.gov/files/form8-k.pdf)."""
_DOCUMENT = re.compile(r"<DOCUMENT>\s*<TYPE>(?P<type>[^\s<]+)(?P<rest>.*?)</DOCUMENT>", re.DOTALL)
_TEXT = re.compile(r"<TEXT>(.*)</TEXT>", re.DOTALL)
_READ = re.compile(r"(?:8-K|6-K)(?:/A)?|EX-99(?:\.\d+)?")
"""Types of the documents of a submission that are prose: the report, and its press releases."""


def read_edgar(fetched: Fetched, _parser: FeedParser) -> tuple[Entry, ...]:
    """The current reports, the latest first. Raises Unreadable where the body is no list of submissions."""
    page = json_object(fetched, kind="list of submissions")
    filings = page.get("filings")
    recent = filings.get("recent") if isinstance(filings, dict) else None
    if not isinstance(recent, dict):
        raise Unreadable(f"{fetched.url}: JSON, but without the `filings.recent` of a list of submissions")
    company, cik = words(page.get("name")), words(page.get("cik")).lstrip("0")
    rows = (row for row in _rows(recent) if row["form"] in FORMS and row["accessionNumber"] and row["primaryDocument"])
    return tuple(_entry(row, company, cik) for row, _ in zip(rows, range(MOST), strict=False))


def read_submission(raw: str) -> str | None:
    """The report and its press releases out of a complete submission, as one page; None where it is none."""
    if "<SEC-DOCUMENT>" not in raw[:200] and "<SUBMISSION>" not in raw[:200]:
        return None
    documents = (found for found in _DOCUMENT.finditer(raw) if _READ.fullmatch(found["type"]))
    texts = (text[1] for found in documents if (text := _TEXT.search(found["rest"])))
    return "".join(f"<div>{text}</div>" for text in texts)


def _rows(recent: dict[str, Any]) -> Iterator[dict[str, str]]:
    columns = [recent.get(name) for name in _COLUMNS]
    lists = [column if isinstance(column, list) else [] for column in columns]
    for place in range(len(lists[0])):
        yield {
            name: words(column[place]) if place < len(column) else ""
            for name, column in zip(_COLUMNS, lists, strict=True)
        }


def _entry(row: dict[str, str], company: str, cik: str) -> Entry:
    number, items = row["accessionNumber"], tuple(filter(None, row["items"].split(",")))
    folder = f"{ARCHIVE}/{cik}/{number.replace('-', '')}"
    told = ", ".join(_ITEMS.get(item, f"item {item}") for item in items)
    title = f"{company}: {row['form']}{f' on {told}' if told else ''}"
    moment = row["acceptanceDateTime"] or row["filingDate"]
    return Entry(
        key=number,
        url=f"{folder}/{row['primaryDocument']}",
        title=title,
        published_raw=moment,
        published=to_utc(moment) or to_utc(row["filingDate"]),
        html=f"<p>{escape(title)}.</p>",
        author=company,
        text_url=f"{folder}/{number}.txt",
        filing=Filing(kind="current report", number=number, action=row["form"], items=items),
    )
