"""What the words around say of each quantity: approximation, trend, measure, and which side of a move it is."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.figures.atoms import Atom
from pipelines.figures.quantity import Quantity
from pipelines.figures.signals import approximation, trend_of
from pipelines.figures.tokens import Token
from pipelines.figures.units import is_money
from pipelines.types import Measure, Trend


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
    if atom.unit != a.unit:
        return None
    if atom.unit == "percent" and _elliptic(tokens, a, atom):
        return quantity.trend
    link = [token.lower for token in tokens[a.next : atom.first]]
    if not quantity.base or "to" not in link or len(link) > 8:
        return None
    return trend_of(tokens, a.first - 1, a.first, counted=False)


def _counted(unit: str) -> bool:
    return unit not in ("percent", "percentage points", "basis points") and not is_money(unit)


def _elliptic(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    """Only names stand between: "Acme lost 3% and Bolt nearly 2%"."""
    between = tokens[a.next : b.first]
    linking = ("and", ",", "by", "about", "nearly", "roughly", "almost", "while", "but", "around", "over", "under")
    return 0 < len(between) <= 8 and all(token.capital or token.lower in linking for token in between)


def _measure(tokens: Sequence[Token], atom: Atom, *, moving: bool) -> Measure:
    if moving:
        return "change"
    if atom.unit == "times":
        return "multiple"
    after = tokens[atom.next].lower if atom.next < len(tokens) else ""
    if atom.unit == "percent" and after in ("of", "share", "stake"):
        return "share"
    return "level"


def _is_base(tokens: Sequence[Token], at: int) -> bool:
    """The number stands behind "from" ("up from 900,000", "from 54% to 61%")."""
    return bool(at) and tokens[at - 1].lower == "from"
