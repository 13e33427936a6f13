"""What one article brings to one subscription, as one plain message."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from config.taxonomy import Taxonomy
from pipelines.render.claims import name, says, title
from pipelines.rules import why_it_rings
from pipelines.types import Change, Document, Fact
from pipelines.work import Message

_QUOTE_LENGTH = 400
MOST_CHANGES = 20
"""Changes told in full in one message; a page with a table of a hundred figures must not burst a target's limit."""


def message(document: Document, changes: Sequence[Change], *, taxonomy: Taxonomy, public_url: str = "") -> Message:
    """What one article brings to one subscription, as one message."""
    titles = [title(change, taxonomy) for change in changes]
    head = titles[0] if len(titles) == 1 else f"{titles[0]} (+{len(titles) - 1} more)"
    where = f"{document.outlet or 'unknown outlet'}, {_moment(document.published)}"
    blocks = [_block(change, told, taxonomy) for change, told in zip(changes, titles, strict=True)][:MOST_CHANGES]
    more = [[f"and {len(changes) - MOST_CHANGES} more changes in this article"]] if len(changes) > MOST_CHANGES else []
    foot = f"{document.title}\n{where}\n{document.url}"
    explain = f"Explain: deltawire articles explain {shlex.quote(document.url)}"
    page = [f"Page: {public_url.rstrip('/')}/articles?url={quote(document.url, safe='')}"] if public_url else []
    plain = "\n\n".join(["\n".join(block) for block in (*blocks, *more)] + ["\n".join([foot, explain, *page])])
    return Message(title=head, plain=plain)


def _block(change: Change, told: str, taxonomy: Taxonomy) -> list[str]:
    """Title and evidence of one change, a line each."""
    claim, fact = change.claim, change.fact
    lines = [told, f"“{_shortened(claim.quote)}”"]
    if claim.speaker:
        lines.append(f"According to: {name(claim.speaker, taxonomy)}")
    lines.append(_before(change))
    lines.append(f"Reported by: {_outlets(fact)}")
    lines.append(f"Why: {why_it_rings(change) or change.kind}; confidence {claim.confidence:.0%}")
    return lines


def _before(change: Change) -> str:
    before = change.previous
    if before is None:
        return "Before: nothing on record"
    known = before.claim
    value = says(known)
    since = "from the seed corpus" if before.baseline else f"since {_moment(before.first.seen)}"
    source = before.first.outlet or before.first.title or before.first.url
    return f"Before: {value}, {since}, {source}"


def _outlets(fact: Fact) -> str:
    count = len(fact.origins)
    return f"{count} independent outlet{'' if count == 1 else 's'}, first {fact.first.outlet or fact.first.url}"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "undated"


def _shortened(quote: str) -> str:
    one_line = " ".join(quote.split())
    return one_line if len(one_line) <= _QUOTE_LENGTH else one_line[: _QUOTE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
