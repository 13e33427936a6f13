"""What a template is given: each telling with every line put into words, and nothing that could lead elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from pipelines.alerts.types import Bundle, Telling
from pipelines.render.escapes import one_line
from pipelines.render.kinds import Kind
from pipelines.render.telling import moment
from pipelines.render.words import Words

_LONGEST_ADDRESS = 1_000
_LONGEST_NAME = 200
_LONGEST_LINE = 300
_ENDS = ".!?。！？"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One telling in the words of its bundle's language. Nothing in it is escaped: the template's output is."""

    kind: str
    """"new", "revised", …"""
    headline: str
    quote: str
    speaker: str
    before: str
    reported: str
    why: str
    confidence: str
    """Such as "90%"."""
    title: str
    outlet: str
    when: str
    url: str
    """Of the article; empty unless it is a web address of a bearable length."""
    page: str
    """Where the page shows how it was read; empty without DELTAWIRE_PUBLIC_URL."""
    explain: str
    """The command that explains it."""
    corrects: str
    """A sentence that names the message it corrects; empty for others."""
    closes: bool
    """Whether the next telling is of another article."""


def views(bundle: Bundle, kind: Kind, words: Words, *, public_url: str) -> Sequence[View]:
    """The tellings of a bundle, in its order."""
    urls = [told.url for told in bundle.tellings]
    last = [url != after for url, after in zip(urls, [*urls[1:], None], strict=bool(urls))]
    return [
        _view(told, kind, words, public_url=public_url, closes=closes)
        for told, closes in zip(bundle.tellings, last, strict=True)
    ]


def cut(text: str, length: int) -> str:
    """At most `length` characters: whole sentences where at least half of the room is used so, else whole words."""
    if len(text) <= length:
        return text
    if length <= 0:
        return ""
    room = text[: length - 1]
    ends = [at + 1 for at, sign in enumerate(room) if sign in _ENDS and (sign > "\x7f" or text[at + 1].isspace())]
    if ends and ends[-1] >= length // 2:
        return room[: ends[-1]] + "…"
    words, space, rest = room.rpartition(" ")
    return (words if space and len(rest) < length // 2 else room).rstrip() + "…"


def _view(told: Telling, kind: Kind, words: Words, *, public_url: str, closes: bool) -> View:
    url = _web_address(told.url)
    return View(
        kind=str(told.kind),
        headline=cut(one_line(told.headline), _LONGEST_LINE) or "?",
        quote=cut(one_line(told.quote), kind.quote),
        speaker=cut(one_line(told.speaker or ""), _LONGEST_NAME),
        before=cut(one_line(told.before), _LONGEST_LINE),
        reported=cut(_reported(told, words), _LONGEST_LINE),
        why=cut(one_line(told.why), _LONGEST_LINE),
        confidence=f"{told.confidence:.0%}",
        title=cut(one_line(told.title), _LONGEST_LINE),
        outlet=cut(one_line(told.outlet or ""), _LONGEST_NAME) or words.unknown_outlet,
        when=moment(told.published, words),
        url=url,
        page=f"{public_url.rstrip('/')}/articles?url={percent_encoded(told.url, safe='')}"
        if public_url and url
        else "",
        explain=f"deltawire articles explain {shlex.quote(url)}" if url else "",
        corrects=words.corrects.format(id=one_line(told.corrects)) if told.corrects else "",
        closes=closes,
    )


def _reported(told: Telling, words: Words) -> str:
    count = words.one_outlet if told.origins == 1 else words.outlets.format(count=told.origins)
    return f"{count}{words.comma}{words.first} {one_line(told.outlets[0])}" if told.outlets else count


def _web_address(url: str) -> str:
    """The address as it may be linked: http(s) only, whole or not at all."""
    if len(url) > _LONGEST_ADDRESS or any(sign.isspace() or not sign.isprintable() for sign in url):
        return ""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""
