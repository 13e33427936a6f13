"""The words of an alert: a title that says the change, then the evidence for it."""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from config.taxonomy import Taxonomy
from pipelines.ledger.keys import unit_class
from pipelines.rules import why_it_rings
from pipelines.types import Change, ChangeKind, Claim, Document, Fact, Figure, PolicyMove
from pipelines.work import Message

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "TWD": "NT$", "HKD": "HK$", "KRW": "₩"}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_APPROX = {"about": "about ", "over": "over ", "under": "under ", "up-to": "up to "}
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


def title(change: Change, taxonomy: Taxonomy) -> str:
    """One line that says the change, such as "Orion charge: $5.5 billion → $4.5 billion, revised"."""
    return headline(change.kind, change.claim, change.previous, taxonomy)


def headline(kind: ChangeKind, claim: Claim, previous: Fact | None, taxonomy: Taxonomy) -> str:
    """The title of a change that is given by its parts."""
    if isinstance(claim, PolicyMove):
        return f"{_about_policy(claim, taxonomy)}: {_step(claim)}"
    return f"{_about_figure(claim, taxonomy)}: {_figure_change(kind, claim, previous)}"


def amount(figure: Figure) -> str:
    """The value as a person would write it: "$5.5 billion", "up to 30 %", "4–6 %", "1.5 million developers"."""
    if figure.value_high is not None and figure.value_high != figure.value:
        low, high = sorted((figure.value, figure.value_high))
        return f"{_quantity(low, figure.unit)} to {_quantity(high, figure.unit)}"
    return _APPROX.get(figure.approx, "") + _quantity(figure.value, figure.unit)


def _figure_change(kind: ChangeKind, claim: Figure, previous: Fact | None) -> str:
    now = amount(claim) + (f" {claim.trend}" if claim.trend and claim.measure == "change" else "")
    before = previous.claim if previous else None
    if kind is ChangeKind.WITHDRAWN:
        return f"{now}, withdrawn"
    if isinstance(before, Figure) and kind is ChangeKind.REVISED:
        return f"{amount(before)} → {now}, revised"
    if isinstance(before, Figure) and kind is ChangeKind.DISPUTED:
        return f"{now} against {amount(before)}, disputed"
    return f"{now}, {kind}"


def _block(change: Change, told: str, taxonomy: Taxonomy) -> list[str]:
    """Title and evidence of one change, a line each."""
    claim, fact = change.claim, change.fact
    lines = [told, f"“{_shortened(claim.quote)}”"]
    if claim.speaker:
        lines.append(f"According to: {_name(claim.speaker, taxonomy)}")
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


def _about_figure(claim: Figure, taxonomy: Taxonomy) -> str:
    """Whose figure of what: "Orion charge, FY2027-Q1"; without a metric, what is counted, or just "figure"."""
    about = claim.object or claim.subject
    counted = _plural(claim.unit) if claim.unit and unit_class(claim.unit)[0] == "n" else "figure"
    words = f"{_name(about, taxonomy) if about else ''} {claim.metric or counted}".strip()
    return _capital(f"{words}, {claim.period}" if claim.period else words)


def _about_policy(claim: PolicyMove, taxonomy: Taxonomy) -> str:
    what = _name(claim.object, taxonomy) if claim.object else claim.instrument
    return _capital(f"{what} to {_name(claim.target, taxonomy)}" if claim.target else what)


def _step(claim: PolicyMove) -> str:
    who = f" by {claim.actor}" if claim.actor else ""
    effective = f", effective {claim.effective:%Y-%m-%d}" if claim.effective else ""
    word = {"tighten": "tightened", "ease": "eased", "neutral": "stated"}[claim.direction]
    return f"{claim.instrument} {word}, {claim.status}{who}{effective}"


def _quantity(value: float, unit: str) -> str:
    if len(unit) == 3 and unit.isascii() and unit.isupper():
        sign = _SIGNS.get(unit)
        return f"{sign}{_scaled(value)}" if sign else f"{_scaled(value)} {unit}"
    if unit == "percent":
        return f"{_scaled(value)}%"
    return f"{_scaled(value)} {unit if abs(value) == 1 else _plural(unit)}".strip()


def _plural(unit: str) -> str:
    """A counted noun in the plural; measures such as "GB/s" and "nm" have none."""
    if not (unit.isascii() and unit.isalpha() and unit.islower() and len(unit) > 3) or unit.endswith("s"):
        return unit
    if unit.endswith("y") and unit[-2] not in "aeiou":
        return f"{unit[:-1]}ies"
    return f"{unit}es" if unit.endswith(("x", "ch", "sh")) else f"{unit}s"


def _scaled(value: float) -> str:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:.6g} {word}"
    return f"{value:,.6g}" if abs(value) < 1e5 else f"{value:,.0f}"


def _name(id_or_name: str, taxonomy: Taxonomy) -> str:
    entity = taxonomy.entity(id_or_name)
    return entity.names[0] if entity else _capital(id_or_name)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "undated"


def _shortened(quote: str) -> str:
    one_line = " ".join(quote.split())
    return one_line if len(one_line) <= _QUOTE_LENGTH else one_line[: _QUOTE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def says(claim: Claim) -> str:
    """What a claim says of it: the value, or the step."""
    return amount(claim) if isinstance(claim, Figure) else _step(claim)


def moved(now: Figure, before: Figure) -> tuple[str, str] | None:
    """By how much a value moved, as "-$1.2 billion" and "-21.8%"; None where the two cannot be subtracted."""
    if unit_class(now.unit) != unit_class(before.unit) or not math.isfinite(now.value - before.value):
        return None
    delta = now.value - before.value
    sign = "+" if delta > 0 else "-" if delta < 0 else "±"
    unit = "percentage points" if now.unit == "percent" else now.unit
    share = f"{sign}{abs(delta / before.value):.1%}" if before.value and delta else ""
    return sign + _quantity(abs(delta), unit), share


def claim_title(claim: Claim, taxonomy: Taxonomy) -> str:
    """What a claim is about, without its value: for tables."""
    return _about_figure(claim, taxonomy) if isinstance(claim, Figure) else _about_policy(claim, taxonomy)
