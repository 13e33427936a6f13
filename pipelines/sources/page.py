"""A web page as text, by the encoding that its headers or it itself declare."""

from __future__ import annotations

import re

from pipelines.errors import Permanent
from pipelines.ports import Fetched

_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_META_WITHIN = 2_048
"""Bytes of a page in which it may declare its encoding; browsers look at 1,024."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "ascii": "windows-1252"}
"""Encodings whose name pages use for one that holds more signs, as browsers know (https://encoding.spec.whatwg.org)."""


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
