"""What the words around say of each quantity: approximation, trend, measure, and which side of a move it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.figures.atoms import Atom
from pipelines.figures.quantity import Quantity
from pipelines.figures.signals import approximation, trend_of
from pipelines.figures.tokens import Token
from pipelines.figures.units import is_money
from pipelines.figures.wordlists import words
from pipelines.types import Measure, Trend

_LINKING: Final = words("and , by about nearly roughly almost while but around over under")
_HEDGING: Final = words("about around roughly nearly almost another further a over")
_PERIODS: Final = words(
    """
    in for during the this next last its first second third fourth fiscal year quarter half of january february march
    april may june july august september october november december q fy h about around roughly nearly almost another a
    further over
    """
)
_JOINTS: Final = words(", ; and while but")
_LEVELS: Final = words(
    """
    margin margins share rate rates stake yield yields tax ratio interest at is was of to for in on with from than
    a an the its their or who which that has had have owns holds gives giving leaving taking bringing unemployment
    inflation against versus plus minus per if as total
    """
)
"""What speaks of a level, or goes on otherwise than with a bare noun."""


def qualified(tokens: Sequence[Token], atoms: Sequence[Atom]) -> list[Quantity]:
    """Each atom as a quantity, with what is said of it."""
    found: list[Quantity] = []
    for i, atom in enumerate(atoms):
        before = (atoms[i - 1], found[-1]) if i else None
        approx, start = approximation(tokens, atom.first, atom.next)
        trend = trend_of(tokens, start, atom.next, counted=_counted(atom.unit))
        if before is not None and _restates(tokens, before[0], atom):
            approx, trend = before[1].approx, before[1].trend
        elif before is not None and trend is None:
            trend = _borrowed_trend(tokens, before, atom)
        if approx == "exact" and (atom.high is not None or atom.vague):
            approx = "range" if atom.high is not None else "about"
        sign = -1.0 if atom.negative else 1.0
        base = _is_base(tokens, start)
        moving = trend is not None and not (before is not None and before[1].base)
        found.append(
            Quantity(
                value=sign * atom.low,
                value_high=None if atom.high is None else sign * atom.high,
                unit=atom.unit,
                approx=approx,
                trend=trend,
                measure=_measure(tokens, atom, moving=moving),
                base=base,
                start=tokens[atom.first].start,
                end=tokens[atom.next - 1].end,
            )
        )
    return found


def _restates(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    """The same quantity again in another unit: "311 miles (500 km)", "7.3bn yuan ($1.02bn)", "(224 kW / 300 PS)"."""
    link = "".join(token.text for token in tokens[a.next : b.first])
    return link in ("(", "/") and "" not in (a.unit, b.unit) and a.unit != b.unit and not a.noun and not b.noun


def _borrowed_trend(tokens: Sequence[Token], before: tuple[Atom, Quantity], atom: Atom) -> Trend | None:
    """That of the list it stands in ("lost 3% and AMD 2%"), or of the move that ends in it ("rose from 54% to 61%")."""
    a, quantity = before
    if atom.unit != a.unit and not atom.unit.startswith(a.unit + " per "):
        return None
    if _coordinated(tokens, a, atom):
        return quantity.trend
    if atom.unit == "percent" and not atom.negative and _elliptic(tokens, a, atom):
        return quantity.trend
    link = [token.lower for token in tokens[a.next : atom.first]]
    if not quantity.base or "to" not in link or len(link) > 8:
        return None
    return trend_of(tokens, a.first - 1, a.first, counted=False)


def _coordinated(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    """The same move in two periods: "by $110m in Q4 and $600m in FY2026"."""
    link = tokens[a.next : b.first]
    words_between = [token.lower for token in link if token.lower not in _HEDGING]
    periods = all(token.kind in ("name", "number") or token.lower in _PERIODS for token in link if token.lower != "and")
    after = tokens[b.next].lower if b.next < len(tokens) else ""
    return (
        2 < len(words_between) <= 8
        and words_between[-1] == "and"
        and periods
        and after in ("in", "for", "this", "next")
    )


def _counted(unit: str) -> bool:
    return unit not in ("percent", "percentage points", "basis points") and not is_money(unit)


def _elliptic(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    """Only names stand between: "Acme lost 3% and Bolt nearly 2%"."""
    between = tokens[a.next : b.first]
    if not 0 < len(between) <= 8:
        return False
    return all(token.capital or token.lower in _LINKING for token in between) or _next_row(tokens, between, b)


def _next_row(tokens: Sequence[Token], between: Sequence[Token], b: Atom) -> bool:
    """A joint, then a bare noun phrase, and nothing after: "Revenue rose 5%, profit 3%"."""
    nouns = [token for token in between[1:] if token.lower not in _LINKING]
    nouns = nouns[1:] if nouns and nouns[0].lower in ("its", "their", "the") else nouns
    plain = all(token.kind == "word" and token.lower not in _LEVELS for token in nouns)
    after = tokens[b.next] if b.next < len(tokens) else None
    ends = after is None or (after.kind == "sign" and after.text in ".,;") or after.lower in ("and", "while", "but")
    return between[0].lower in _JOINTS and 0 < len(nouns) <= 3 and plain and ends


def _measure(tokens: Sequence[Token], atom: Atom, *, moving: bool) -> Measure:
    if moving:
        return "change"
    if atom.unit == "times":
        return "multiple"
    after = tokens[atom.next].lower if atom.next < len(tokens) else ""
    if atom.unit == "percent" and after in ("of", "share", "stake", "cut"):
        return "share"
    return "level"


def _is_base(tokens: Sequence[Token], at: int) -> bool:
    """The number stands behind "from" ("up from 900,000", "from 54% to 61%")."""
    return bool(at) and tokens[at - 1].lower == "from"
