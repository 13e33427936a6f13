"""One numeral with what belongs to it: sign, currency or measure, counted noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.figures.names import is_glued, names_something
from pipelines.figures.nouns import counted_noun, labelled
from pipelines.figures.numerals import Numeral, read_numeral
from pipelines.figures.tokens import Token
from pipelines.figures.units import is_money
from pipelines.figures.unitwords import currency_before, read_unit, with_per
from pipelines.figures.wordlists import words

_HYPHENS: Final = "-‑–—"
_SPANS: Final = words("year month week day hour minute")
"""Hyphenated to a number word ("a five-year plan") they describe a noun and count nothing."""


_PAYING: Final = words(
    "cost costs costing paid pay pays paying worth fine fined price priced spend spent earn earned owed owes"
)


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
    at, named = 0, False
    while at < len(tokens):
        numeral = read_numeral(tokens, at)
        if numeral is None:
            at += 1
            continue
        atom = _atom(tokens, at, numeral)
        if atom is not None and not (named and not atom.unit and _hung(tokens, at)):
            atoms.append(atom)
        else:
            atom = None
        named = atom is None
        at = atom.next if atom is not None else numeral.next
    return atoms


def _hung(tokens: Sequence[Token], at: int) -> bool:
    """On a hyphen to another number: the 800 of "the 737-800"."""
    return at > 1 and tokens[at - 1].text in _HYPHENS and tokens[at - 1].glued and tokens[at - 2].kind == "number"


def _atom(tokens: Sequence[Token], at: int, numeral: Numeral) -> Atom | None:
    code, first = currency_before(tokens, at)
    if not code and _bracketed(tokens, at):
        code, outer = currency_before(tokens, at - 1)
        first = outer if code else first
    if not code and is_glued(tokens, at, numeral):
        return None
    unit, nxt = (numeral.unit, numeral.next) if numeral.unit else read_unit(tokens, numeral.next)
    if unit == "percent" and numeral.unit and nxt < len(tokens) and tokens[nxt].lower in ("percentage", "percent"):
        nxt += 1
    if not unit and numeral.vague and nxt < len(tokens) and tokens[nxt].lower == "of":
        unit, nxt = read_unit(tokens, nxt + 1)
        nxt = nxt if unit else numeral.next
    if _verb_for_unit(tokens, numeral, unit, nxt):
        unit, nxt = "", numeral.next
    if code:
        unit, nxt = with_per(tokens, code, _skip_repeat(tokens, numeral.next, nxt, unit))
    if not unit and names_something(tokens, at, numeral):
        return None
    if numeral.worded and numeral.next < len(tokens) and _described(tokens, at, numeral, unit):
        return None
    if unit in ("month", "quarter") and at and tokens[at - 1].lower == "first" and _of_a_year(tokens, nxt):
        return None
    noun = False
    if not unit:
        single = numeral.low == 1 and not numeral.scaled
        unit, nxt = counted_noun(tokens, numeral.next, single=single)
        nxt, noun = nxt if unit else numeral.next, bool(unit)
        if unit:
            unit, nxt = with_per(tokens, unit, nxt)
        elif numeral.next == nxt:
            unit = labelled(tokens, at)
        if single and numeral.worded and not _counts_one(tokens, at, unit):
            return None
    if unit == "pound" and _is_sum(tokens, at, numeral, nxt):
        unit = "GBP"
    first, negative = _signed(tokens, first, numeral)
    negative = negative or _booked(tokens, first, nxt, unit) or (bool(code) and _bracketed(tokens, at))
    mantissa = tokens[at].value if tokens[at].kind == "number" else numeral.low
    factor = numeral.low / mantissa if numeral.scaled and tokens[at].kind == "number" and mantissa else 1.0
    if numeral.worded and numeral.scaled:
        factor = 0.0
    low, high = numeral.low, numeral.high
    return Atom(low, first, nxt, high, unit, noun, not numeral.scaled, factor, numeral.vague, negative)


def _verb_for_unit(tokens: Sequence[Token], numeral: Numeral, unit: str, nxt: int) -> bool:
    """The "won" of "lot 12 won" and the "share" of "three share a hall"."""
    if unit == "KRW":
        return numeral.low < 100 and not numeral.scaled and tokens[nxt - 1].lower == "won"
    return unit == "share" and numeral.low > 1 and tokens[nxt - 1].lower == "share" and nxt == numeral.next + 1


def _described(tokens: Sequence[Token], at: int, numeral: Numeral, unit: str) -> bool:
    """A number word that counts nothing: "a five-year plan", "a one-track mind", "one day", "fifty-fifty", "zero"."""
    after = tokens[numeral.next]
    if after.text in _HYPHENS:
        follower = tokens[numeral.next + 1].lower if numeral.next + 1 < len(tokens) else ""
        return unit in _SPANS or (numeral.low == 1 and not unit) or follower == tokens[at].lower
    if unit == "day":
        return numeral.low == 1 and (not at or tokens[at - 1].kind == "sign")
    return not unit and not numeral.scaled and after.lower == "to" and (numeral.low == 0 or _word_one(tokens, numeral))


def _word_one(tokens: Sequence[Token], numeral: Numeral) -> bool:
    return numeral.next + 1 < len(tokens) and tokens[numeral.next + 1].lower == "one"


def _of_a_year(tokens: Sequence[Token], nxt: int) -> bool:
    """They are a period and no length of time: "the first nine months of 2025"."""
    after = tokens[nxt] if nxt < len(tokens) else None
    return after is None or after.kind == "sign" or after.lower in ("of", "this", "last", "to", "through", "in")


def _skip_repeat(tokens: Sequence[Token], plain: int, nxt: int, unit: str) -> int:
    """Steps over the "USD" of "$5 billion USD"; any other unit after a currency belongs to something else."""
    return nxt if is_money(unit) else plain


def _bracketed(tokens: Sequence[Token], at: int) -> bool:
    """The number alone stands in brackets: "$(45) million"."""
    return 1 < at < len(tokens) - 1 and tokens[at - 1].text == "(" and tokens[at + 1].text == ")"


def _booked(tokens: Sequence[Token], first: int, nxt: int, unit: str) -> bool:
    """A sum alone in brackets where a sum is due is below nought, as accounts have it: "Cash flow: (£6.3m)"."""
    if (
        not (is_money(unit) or unit == "percent")
        or first < 2
        or nxt >= len(tokens)
        or tokens[first - 1].text + tokens[nxt].text != "()"
    ):
        return False
    told = (":", "|", "=", "of", "to", "was", "at", "totalled", "totaled") if is_money(unit) else (":", "|")
    return tokens[first - 2].lower in told


def _is_sum(tokens: Sequence[Token], at: int, numeral: Numeral, nxt: int) -> bool:
    """Pounds of money and not of weight: millions of them without "of", or behind a word for paying."""
    if nxt < len(tokens) and tokens[nxt].lower in ("of", "per", "-", "-force"):
        return False
    large = numeral.low >= 1e6 and numeral.scaled
    return large or any(token.lower in _PAYING for token in tokens[max(0, at - 4) : at])


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
    if before.lower in ("minus", "negative") and not (first > 1 and tokens[first - 2].lower == "or"):
        return first - 1, True
    if before.text in "-‑" and first > 1 and tokens[first - 2].lower == "minus":
        return first - 2, True
    booked = before.text == "(" and numeral.scaled and tokens[first + 1].text == ")"
    return (first - 1, True) if booked else (first, False)
