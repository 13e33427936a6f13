"""A document's plain text, cut into sentences with exact offsets, its page junk marked and its language told."""

from __future__ import annotations

import re
import unicodedata

import trafilatura
from trafilatura.settings import use_config

from pipelines.boilerplate import is_boilerplate
from pipelines.errors import Unreadable
from pipelines.furniture import take_out
from pipelines.language import language_of
from pipelines.sentences import sentence_spans
from pipelines.types import Sentence, Text
from pipelines.writing import folded

__all__ = ["language_of", "normalised", "plain_text", "read_text"]

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
"""Neither the HTML parser nor PostgreSQL takes these."""
FOOTNOTE = re.compile(r"<sup\b[^>]{0,200}>\s*\[?<a\b[^>]{0,500}>[^<]{0,8}</a>\]?\s*</sup>", re.IGNORECASE)
"""A reference such as the ¹ after "$5 billion", which would become one number with it."""
SHORTEST = 80
"""Characters of an article below which it is sought in all of the page's text, whose lines and lists are then lost.
Chinese briefs are seldom longer than trafilatura's own 250."""
NOT_A_WORD = re.compile(r"[\W_]+")

_EXTRACTION = use_config()
_EXTRACTION.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(SHORTEST))


def plain_text(html: str, *, url: str) -> str:
    """The article in a page or in a feed's fragment, as plain text with a line for each paragraph or table row.

    Where no article can be told, all of the page's text. Raises Unreadable where it holds none.
    """
    page = FOOTNOTE.sub("", UNSTORABLE.sub("", html))
    if "<html" not in page[:2_000].casefold():
        page = f"<html><body>{page}</body></html>"
    text = trafilatura.extract(
        page, url=url, favor_recall=True, include_tables=True, include_comments=False, config=_EXTRACTION
    )
    text = text or trafilatura.html2txt(page)
    if not text:
        raise Unreadable(f"{url}: the page holds no text; it may need a browser, or be an empty answer")
    return text


def read_text(body: str, title: str = "", *, furniture: frozenset[int] = frozenset()) -> Text:
    """`body`, kept exactly as given, with its sentences; offsets count characters (code points) of `body`.

    `furniture`: hashes of the lines that its site is known to put at the head and foot of its articles.
    """
    spans = sentence_spans(body)
    lines = [body[start:end] for start, end in spans]
    junk, margin = take_out(lines, is_boilerplate(body, spans, title), furniture)
    sentences = tuple(
        Sentence(text=line, start=start, end=end, boilerplate=mark)
        for line, (start, end), mark in zip(lines, spans, junk, strict=True)
    )
    return Text(title, body, language_of(f"{title}\n{body}"), sentences, margin)


def normalised(text: str) -> str:
    """`text` as copies are compared: NFKC, case and Chinese writing folded, words and numbers only, single spaces."""
    return NOT_A_WORD.sub(" ", folded(unicodedata.normalize("NFKC", text)).casefold()).strip()
