"""The documents API of the Federal Register, and of registers that copy its shape.

Fields as in https://www.federalregister.gov/developers/documentation/api/v1.
"""

from __future__ import annotations

from html import escape

from pipelines.errors import Unreadable
from pipelines.ports import FeedParser, Fetched
from pipelines.sources.dates import to_utc
from pipelines.sources.json_body import json_object, objects, words
from pipelines.work import Entry


def read_register(fetched: Fetched, _parser: FeedParser) -> tuple[Entry, ...]:
    """The documents of one page of results; the abstract stands for the text until the page is fetched."""
    page = json_object(fetched, kind="register of documents")
    if not isinstance(page.get("results"), list):
        raise Unreadable(f"{fetched.url}: JSON, but without the `results` of a register of documents")
    return tuple(_entry(document) for document in objects(page["results"]) if words(document.get("html_url")))


def _entry(document: dict[str, object]) -> Entry:
    agencies = [words(agency.get("name")) for agency in objects(document.get("agencies"))]
    return Entry(
        key=words(document.get("document_number")) or words(document.get("html_url")),
        url=words(document.get("html_url")),
        title=words(document.get("title")),
        published_raw=words(document.get("publication_date")),
        published=to_utc(document.get("publication_date")),
        html=f"<p>{escape(words(document.get('abstract')))}</p>",
        full=False,
        author=", ".join(filter(None, agencies)),
    )
