"""A document's plain text, cut into sentences with exact offsets, its page junk marked and its language told."""

from __future__ import annotations

import html as entities
import re
import unicodedata

import trafilatura

from pipelines.boilerplate import is_boilerplate
from pipelines.errors import Unreadable
from pipelines.language import language_of
from pipelines.sentences import sentence_spans
from pipelines.types import Sentence, Text

__all__ = ["language_of", "normalised", "plain_text", "read_text"]

UNSEEN = re.compile(r"<(script|style|noscript|template|svg|head)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
NOT_A_WORD = re.compile(r"[\W_]+")


def plain_text(html: str, *, url: str) -> str:
    """The article in a page, as plain text with a line for each paragraph or table row.

    Raises Unreadable where the page holds no text at all.
    """
    text = trafilatura.extract(html, url=url, favor_recall=True, include_tables=True, include_comments=False)
    text = text or tags_stripped(html)
    if not text:
        raise Unreadable(f"{url}: the page holds no text; it may need a browser, or be an empty answer")
    return text


def tags_stripped(html: str) -> str:
    """What is left of a page without its tags, scripts and styles; blank lines dropped."""
    text = TAG.sub(" ", BREAK.sub("\n", UNSEEN.sub(" ", html)))
    lines = (" ".join(line.split()) for line in entities.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def read_text(body: str, title: str = "") -> Text:
    """`body`, kept exactly as given, with its sentences; offsets count characters (code points) of `body`."""
    spans = sentence_spans(body)
    junk = is_boilerplate(body, spans, title)
    sentences = tuple(
        Sentence(text=body[start:end], start=start, end=end, boilerplate=mark)
        for (start, end), mark in zip(spans, junk, strict=True)
    )
    return Text(title=title, body=body, language=language_of(f"{title}\n{body}"), sentences=sentences)


def normalised(text: str) -> str:
    """`text` as copies are compared: NFKC, case folded, words and numbers only, single spaces."""
    return NOT_A_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
