"""A web page as text, by the encoding that its headers or it itself declare; typed text set in paragraphs again."""

from __future__ import annotations

import re
from html import escape

from pipelines.errors import Permanent
from pipelines.ports import Fetched

_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_META_WITHIN = 2_048
"""Bytes of a page in which it may declare its encoding; browsers look at 1,024."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "ascii": "windows-1252"}
"""Encodings whose name pages use for one that holds more signs, as browsers know (https://encoding.spec.whatwg.org)."""

_TYPED = re.compile(r"<pre\b[^>]{0,200}>(.*)</pre>", re.IGNORECASE | re.DOTALL)
_MARKED_UP = re.compile(r"<(?:html|body|p|div|br|td)\b", re.IGNORECASE)
_NEXT = re.compile(r"\n(?=[ \t]*\n|[ \t]+\S|[A-Z][A-Z ]{4,40}:)")
"""Where a paragraph of typed text ends: before an empty line, an indented one, or a label in capitals."""


def web_page(fetched: Fetched) -> str:
    """The page as text, by the encoding its headers or it itself declare, else UTF-8; what does not fit is replaced.

    Raises Permanent where the answer is no text.
    """
    kind = fetched.headers.get("content-type", "text/html")
    if not any(word in kind for word in ("html", "text", "xml")):
        raise Permanent(f"{fetched.url}: {kind} is no text; only web pages are read")
    declared = _META_CHARSET.search(fetched.body, 0, _META_WITHIN)
    charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or (
        declared[1].decode() if declared else "utf-8"
    )
    try:
        return fetched.body.decode(_WIDER.get(charset.lower(), charset), errors="replace")
    except (LookupError, ValueError):  # no encoding of that name, or one that is not meant for pages
        return fetched.body.decode("utf-8", errors="replace")


def set_in_paragraphs(page: str) -> str:
    """The page with its lines joined to paragraphs, where it is text as typed; any other page as it is.

    Registers keep such texts, their lines broken at 70 characters: each would be taken for a paragraph of its own.
    """
    typed = _TYPED.search(page)
    if typed is None and _MARKED_UP.search(page):
        return page
    text = typed[1] if typed else escape(page, quote=False)
    paragraphs = (" ".join(paragraph.split()) for paragraph in _NEXT.split(text))
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)
