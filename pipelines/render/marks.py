"""The markup that templates may use, as filters: bold, italic, a quotation and a link, in each form of text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

_NOT_IN_A_LINK = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&+,=%]")
"""What could end or confuse a link of Markdown; percent-encoded it means the same."""
Marks = Mapping[str, Callable[..., str]]


def _markdown_link(label: str, url: str) -> str:
    return f"[{label}]({_NOT_IN_A_LINK.sub(lambda sign: quote(sign[0], safe=''), url)})" if url else label


def _html_link(label: str, url: str) -> str:
    return f'<a href="{html.escape(url, quote=True)}">{label}</a>' if url else label


def _bare(text: str) -> str:
    return text


def _bare_link(label: str, url: str) -> str:
    return f"{label} {url}".strip()


_PLAIN: Marks = {"b": _bare, "i": _bare, "link": _bare_link}
_MARKDOWN: Marks = {"b": lambda text: f"**{text}**", "i": lambda text: f"*{text}*", "link": _markdown_link}
_HTML: Marks = {"b": lambda text: f"<b>{text}</b>", "i": lambda text: f"<i>{text}</i>", "link": _html_link}
_OF = {"text": _PLAIN, "markdown": _MARKDOWN, "html": _HTML}


def marks_of(form: str) -> Marks:
    """The marks of a form of text."""
    return _OF.get(form, _PLAIN)
