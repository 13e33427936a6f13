"""A page that lists documents by title and day, as authorities without a feed keep them.

An entry is a link with a day beside it: in the same list item or table row, or in the link's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urljoin

from pipelines.errors import Unreadable
from pipelines.ports import FeedParser, Fetched
from pipelines.sources.dates import to_utc
from pipelines.sources.page import web_page
from pipelines.work import Entry

SHORTEST = 8
"""Characters of a title; what is shorter leads to another page of the list."""
LINKS = 2
"""Different links in the row of one document: its page, and a file of it. A menu has more, and no day of its own."""
_DAY = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_ROWS = frozenset({"li", "tr", "article", "dt"})
"""Elements that stand for one document."""


@dataclass(slots=True)
class _Link:
    href: str
    title: str
    text: str = ""


@dataclass(slots=True)
class _Row:
    """What stands between the beginning or end of one row and the next."""

    text: str = ""
    links: list[_Link] = field(default_factory=list)


class _Rows(HTMLParser):
    """Cuts a page into rows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows = [_Row()]
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ROWS:
            self.rows.append(_Row())
        elif tag == "a":
            given = dict(attrs)
            self.rows[-1].links.append(_Link(given.get("href") or "", given.get("title") or ""))
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _ROWS:
            self.rows.append(_Row())
        self._inside = self._inside and tag != "a" and tag not in _ROWS

    def handle_data(self, data: str) -> None:
        row = self.rows[-1]
        row.text += data
        if self._inside and row.links:
            row.links[-1].text += data


def read_listing(fetched: Fetched, _parser: FeedParser) -> tuple[Entry, ...]:
    """The dated links of the page, each address once, in its order. Raises Unreadable where there is none."""
    page = _Rows()
    page.feed(web_page(fetched))
    page.close()
    entries = {entry.url: entry for row in page.rows for entry in _entries(row, fetched.url)}
    if not entries:
        raise Unreadable(f"{fetched.url}: a page without dated links; it may draw its list in the browser")
    return tuple(entries.values())


def _entries(row: _Row, base: str) -> Iterator[Entry]:
    beside = _day(row.text) if len({link.href for link in row.links}) <= LINKS else None
    for link in row.links:
        title, day, address = _words(link.title or link.text), _day(link.text) or beside, _address(base, link.href)
        if day and address and len(title) >= SHORTEST:
            told = day.isoformat()
            yield Entry(key=address, url=address, title=title, published_raw=told, published=to_utc(told))


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _address(base: str, href: str) -> str:
    try:
        address = urljoin(base, href)
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) and href and not href.startswith("#") else ""


def _words(text: str) -> str:
    """The title on one line, without the day that some lists print in the link."""
    return " ".join(_DAY.sub("", text).split()).strip(" []()日")
