"""What a site puts around every article: lines that stand at the head or foot of many of its stories.

Rules tell the furniture that any reader knows (`pipelines.boilerplate`); this tells the rest by repetition. Each
article leaves the hashes of the lines at its margins behind, and a line that stood at the margins of several
earlier stories of a site is that site's, not the article's.

A reprint, a rewrite or a correction repeats the article itself, so what is counted are stories. Where furniture
outweighs the articles, these pass for one story before it is known; then more of them are asked for, with titles and
most lines of their own. An address is read as it was read the first time: what its first version stated must not seem
withdrawn in the second. Articles of the last hour do not count yet, so that what is known does not hang on which
worker was first.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from pipelines.types import Document, Ingested

HEAD, FOOT = 4, 8
"""Sentences of the article, from either end, between which and the edge furniture is looked for."""
STORIES = 3
"""Different stories of a site that carry a line at their margins before it is the site's."""
ARTICLES = 5
"""Different articles that do the same for a line where they pass for fewer stories."""
WINDOW = 40
"""Latest articles of a site that are looked at: what a site no longer prints is forgotten."""
KEPT = 200
"""Articles whose margins are kept for each site, so that a busy hour does not push out all that have settled."""
SETTLED = timedelta(hours=1)
"""Time after which an article counts: by then all that came with it has been read, in whatever order."""
WITHIN = timedelta(days=60)
"""Time after which an article counts no more."""

LONGEST = 500
"""Characters of a line that are compared."""

_MIRROR = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
# A sum of money, a share or a scaled number tells lines apart; dates, clocks and counters do not.
_FIGURE = re.compile(
    r"[$€£¥₩₹]\s?\d[\d.,]*(?:\s?(?:[bmt]n|[kmbt]|trillion|billion|million)\b)?"
    r"|\d[\d.,]*\s?(?:%|percent\b|per\scent\b|billion\b|million\b|trillion\b|bn\b|[万亿萬億元兆])"
)
_PASSING = re.compile(
    r"\d+|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b|\b[ap]\.?m\b"
)
_DIGIT = re.compile(r"\d")
_BLANKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Margin:
    """What one article leaves behind about its site."""

    url: str
    site: str
    story: str
    title: int
    """Hash of the article's title."""
    seen: datetime
    """When the address was first met."""
    lines: tuple[int, ...]
    """Hashes (signed 64-bit integers) of the lines at its head and foot."""


def site_of(document: Document) -> str:
    """The host of the address, whatever its mirrors; the outlet where there is none."""
    host = (urlsplit(document.url).hostname or "").casefold()
    return _MIRROR.sub("", host) or (document.outlet or "").casefold()


def line_hash(line: str) -> int:
    """Equal for lines that differ in case, punctuation, dates and counters only; never for two different figures."""
    text = line[:LONGEST].casefold()
    figures = ""
    if _DIGIT.search(text):
        figures = "".join(_FIGURE.findall(text))
        text = _PASSING.sub("0", _FIGURE.sub("#", text))
    plain = _BLANKS.sub(" ", text).strip()
    digest = hashlib.blake2b(f"{plain}|{figures}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def take_out(
    lines: Sequence[str], marks: Sequence[bool], furniture: frozenset[int]
) -> tuple[tuple[bool, ...], tuple[int, ...]]:
    """(marks, margin): `marks` and what of the margins is in `furniture`, and the hashes of the margins' lines.

    The head ends, and the foot begins, a few lines of the article into it; what is furniture by rule or by
    repetition is stepped over.
    """
    marked = list(marks)
    margin: dict[int, None] = {}
    for places, room in ((range(len(lines)), HEAD), (range(len(lines) - 1, -1, -1), FOOT)):
        for place in islice((place for place in places if not marks[place]), KEPT):
            hashed = line_hash(lines[place])
            margin[hashed] = None
            marked[place] = hashed in furniture
            room -= not marked[place]
            if not room:
                break
    return tuple(marked), tuple(margin)


def margin_of(ingested: Ingested, *, seen: datetime) -> Margin:
    """What this article leaves behind; `seen`: when its address was first met."""
    document, text = ingested.document, ingested.text
    return Margin(document.url, site_of(document), ingested.story, line_hash(text.title), seen, text.margin)


def repeated(margins: Iterable[Margin]) -> frozenset[int]:
    """The lines that stand in the margins of several articles; `margins` are the latest of one site, one an address."""
    carriers: dict[int, list[Margin]] = defaultdict(list)
    for margin in margins:
        for line in margin.lines:
            carriers[line].append(margin)
    return frozenset(line for line, found in carriers.items() if len(found) >= STORIES and _are_many(found))


def _are_many(margins: Sequence[Margin]) -> bool:
    """Whether these are enough different stories, or else enough different articles."""
    if len({margin.story for margin in margins}) >= STORIES:
        return True
    different: list[Margin] = []
    for margin in margins:
        if len(different) < ARTICLES and all(_differ(margin, other) for other in different):
            different.append(margin)
    return len(different) >= ARTICLES


def _differ(one: Margin, other: Margin) -> bool:
    """Whether these are two articles: titles of their own, and half of the shorter's lines at least."""
    shared = len(set(one.lines).intersection(other.lines))
    return one.title != other.title and 2 * shared <= min(len(one.lines), len(other.lines))


class ScratchMargins:
    """The margins of a replay, in dictionaries; PostgreSQL's are `storage.furniture.Margins`."""

    def __init__(self) -> None:
        self._sites: dict[str, dict[str, Margin]] = defaultdict(dict)

    def furniture(self, document: Document, *, now: datetime) -> frozenset[int]:
        """As `pipelines.ports.Memory.furniture`."""
        known = self._sites.get(site_of(document), {})
        own = known.get(document.url)
        latest = min(now, own.seen if own else now) - SETTLED
        settled = [margin for margin in known.values() if latest - WITHIN <= margin.seen < latest]
        return repeated(sorted(settled, key=_newest_first)[:WINDOW])

    def keep(self, ingested: Ingested, *, now: datetime) -> None:
        """The margins of this article, in place of those of its earlier version; the oldest give way."""
        known = self._sites[site_of(ingested.document)]
        own = known.get(ingested.document.url)
        margin = margin_of(ingested, seen=own.seen if own else now)
        known[margin.url] = margin
        if len(known) > KEPT:
            del known[max(known.values(), key=_newest_first).url]


def _newest_first(margin: Margin) -> tuple[float, str]:
    return -margin.seen.timestamp(), margin.url
