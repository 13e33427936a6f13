"""The documents API of the Federal Register, public inspection included, and of registers that copy its shape.

Fields as in https://www.federalregister.gov/developers/documentation/api/v1. Without `fields[]` in its address, the API
leaves out the days, the dockets and where the text stands.
"""

from __future__ import annotations

import re
from datetime import date
from html import escape
from typing import Any

from pipelines.errors import Unreadable
from pipelines.filing import Filing
from pipelines.official.register import JURISDICTION, kind_of, upright
from pipelines.ports import FeedParser, Fetched
from pipelines.sources.dates import to_utc
from pipelines.sources.json_body import json_object, objects, texts, words
from pipelines.work import Entry


def read_register(fetched: Fetched, _parser: FeedParser) -> tuple[Entry, ...]:
    """The documents of one page of results; the abstract stands for the text until the page is fetched."""
    page = json_object(fetched, kind="register of documents")
    if "results" not in page and page.get("count") == 0:  # how the API says that it found none
        return ()
    if not isinstance(page.get("results"), list):
        raise Unreadable(f"{fetched.url}: JSON, but without the `results` of a register of documents")
    return tuple(_entry(document) for document in objects(page["results"]) if words(document.get("html_url")))


def _entry(document: dict[str, Any]) -> Entry:
    title, filed = words(document.get("title")), words(document.get("filed_at"))
    filing = _filing(document)
    published = filed or words(document.get("publication_date"))
    return Entry(
        key=words(document.get("document_number")) or words(document.get("html_url")),
        url=words(document.get("html_url")),
        title=title,
        published_raw=published,
        published=to_utc(published),
        html=f"<p>{escape(words(document.get('abstract')) or title)}</p>",
        full=False,
        author=", ".join(filing.agencies),
        text_url=words(document.get("body_html_url")) or words(document.get("raw_text_url")),
        filing=filing,
    )


def _filing(document: dict[str, Any]) -> Filing:
    order = words(document.get("executive_order_number"))
    action = words(document.get("action")) or words(document.get("subtype")) or words(document.get("type"))
    return Filing(
        kind=kind_of(words(document.get("type"))),
        number=f"Executive Order {order}" if order else words(document.get("document_number")),
        citation=words(document.get("citation")),
        action=action.rstrip("."),
        agencies=_agencies(objects(document.get("agencies"))),
        jurisdiction=JURISDICTION,
        effective=_day(document.get("effective_on")),
        comments_close=_day(document.get("comments_close_on")),
        dockets=_dockets(texts(document.get("docket_ids")) or texts(document.get("docket_numbers"))),
        rins=texts(document.get("regulation_id_numbers")),
        parts=_parts(objects(document.get("cfr_references"))),
    )


def _agencies(listed: list[dict[str, Any]]) -> tuple[str, ...]:
    """The offices before the departments that they belong to, which the API lists first, or not at all."""
    named = sorted(listed, key=lambda agency: agency.get("parent_id") is None)
    names = (words(agency.get("name")) or words(agency.get("raw_name")).title() for agency in named)
    return tuple(dict.fromkeys(upright(name) for name in names if name))


def _parts(references: list[dict[str, Any]]) -> tuple[str, ...]:
    pairs = ((words(one.get("title")), words(one.get("part"))) for one in references)
    return tuple(dict.fromkeys(f"{title} CFR {part}" for title, part in pairs if title and part))


def _dockets(listed: tuple[str, ...]) -> tuple[str, ...]:
    """Some agencies say "Docket No." in the field, too."""
    return tuple(re.sub(r"^Docket (?:No\.|Number|ID)?:?\s*", "", docket) for docket in listed)


def _day(found: object) -> date | None:
    moment = to_utc(found)
    return moment.date() if moment else None
