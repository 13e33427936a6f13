"""One numeral with what belongs to it: sign, currency or measure, counted noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.figures.names import is_glued, names_something
from pipelines.figures.numerals import Numeral, read_numeral
from pipelines.figures.tokens import Token
from pipelines.figures.units import is_money
from pipelines.figures.unitwords import counted_noun, currency_before, read_unit, with_per
from pipelines.figures.wordlists import words

_HYPHENS: Final = "-‑–—"
_SPANS: Final = words("year month week day hour minute")
"""Hyphenated to a number word ("a five-year plan") they describe a noun and count nothing."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One numeral with what belongs to it; `first`/`next` are token indices around the whole."""

    low: float
    first: int
    next: int
    high: float | None = None
    unit: str = ""
    noun: bool = False
    """The unit is a counted noun, not a known measure."""
    scale_free: bool = True
    """No scale of its own: may take that of the number it forms a range or list with."""
    factor: float = 1.0
    """The scale it carries."""
    vague: bool = False
    negative: bool = False


def read_atoms(tokens: Sequence[Token]) -> list[Atom]:
    atoms: list[Atom] = []
    at = 0
    while at < len(tokens):
        numeral = read_numeral(tokens, at)
        if numeral is None:
            at += 1
            continue
        atom = _atom(tokens, at, numeral)
        if atom is not None:
            atoms.append(atom)
        at = atom.next if atom is not None else numeral.next
    return atoms


def _atom(tokens: Sequence[Token], at: int, numeral: Numeral) -> Atom | None:
    code, first = currency_before(tokens, at)
    if not code and is_glued(tokens, at, numeral):
        return None
    unit, nxt = (numeral.unit, numeral.next) if numeral.unit else read_unit(tokens, numeral.next)
    if unit == "percent" and numeral.unit and nxt < len(tokens) and tokens[nxt].lower in ("percentage", "percent"):
        nxt += 1
    if not unit and numeral.vague and nxt < len(tokens) and tokens[nxt].lower == "of":
        unit, nxt = read_unit(tokens, nxt + 1)
        nxt = nxt if unit else numeral.next
    if code:
        unit, nxt = with_per(tokens, code, _skip_repeat(tokens, numeral.next, nxt, unit))
    if not unit and names_something(tokens, at, numeral):
        return None
    if unit in _SPANS and numeral.worded and tokens[numeral.next].text in _HYPHENS:
        return None
    noun = False
    if not unit:
        single = numeral.low == 1 and not numeral.scaled
        unit, nxt = counted_noun(tokens, numeral.next, single=single)
        nxt, noun = nxt if unit else numeral.next, bool(unit)
        if unit:
            unit, nxt = with_per(tokens, unit, nxt)
        if single and numeral.worded and not _counts_one(tokens, at, unit):
            return None
    first, negative = _signed(tokens, first, numeral)
    mantissa = tokens[at].value if tokens[at].kind == "number" else numeral.low
    factor = numeral.low / mantissa if numeral.scaled and tokens[at].kind == "number" and mantissa else 1.0
    if numeral.worded and numeral.scaled:
        factor = 0.0
    low, high = numeral.low, numeral.high
    return Atom(low, first, nxt, high, unit, noun, not numeral.scaled, factor, numeral.vague, negative)


def _skip_repeat(tokens: Sequence[Token], plain: int, nxt: int, unit: str) -> int:
    """Steps over the "USD" of "$5 billion USD"; any other unit after a currency belongs to something else."""
    return nxt if is_money(unit) else plain


def _counts_one(tokens: Sequence[Token], at: int, unit: str) -> bool:
    """The word "one" counts only before a noun: not in "no one", "one another", "one day"."""
    before = tokens[at - 1].lower if at else ""
    return bool(unit) and before not in ("no", "any", "every", "each", "this", "that", "some", "the") and unit not in (
        "day", "another", "thing", "way", "reason", "time", "side", "year", "point",
    )  # fmt: skip


def _signed(tokens: Sequence[Token], first: int, numeral: Numeral) -> tuple[int, bool]:
    """Takes in a minus sign that stands free before the number, the word "minus", or brackets around it."""
    if not first:
        return first, False
    before = tokens[first - 1]
    if before.text in "-−–" and first > 1 and tokens[first - 2].capital and tokens[first - 2].kind == "word":
        return first, False
    if (
        before.text in "-−–"
        and tokens[first].glued
        and (first == 1 or not before.glued or tokens[first - 2].text in "($")
    ):
        return first - 1, True
    if before.lower == "minus" and not (first > 1 and tokens[first - 2].lower == "or"):
        return first - 1, True
    if before.text in "-‑" and first > 1 and tokens[first - 2].lower == "minus":
        return first - 2, True
    booked = before.text == "(" and numeral.scaled and tokens[first + 1].text == ")"
    return (first - 1, True) if booked else (first, False)
