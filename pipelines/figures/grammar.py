"""The grammar of quantities: tokens, numerals, units, ranges, lists, then what the words around say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipelines.figures.chinese import find_chinese, is_chinese
from pipelines.figures.names import is_glued, names_something
from pipelines.figures.numerals import Numeral, read_numeral
from pipelines.figures.quantity import Quantity
from pipelines.figures.signals import approximation, trend_of
from pipelines.figures.tokens import Token, cut
from pipelines.figures.unitwords import counted_noun, currency_before, read_unit, with_per
from pipelines.figures.verbs import find_multiples
from pipelines.figures.wordlists import words
from pipelines.types import Measure

_HYPHENS: Final = "-‑–—"
_SPANS: Final = words("year month week day hour minute")
"""Hyphenated to a number word ("a five-year plan") they describe a noun and count nothing."""
_MONEY_ENDS: Final = frozenset({"cent", "penny", "sen"})


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


def find_quantities(sentence: str, *, decimal_comma: bool = False) -> tuple[Quantity, ...]:
    """Every quantity of one sentence, in order; offsets point into it. English forms, and Chinese where it is Chinese.

    Linear in the length of the sentence. `decimal_comma`: read "4,5" as four and a half.
    """
    if is_chinese(sentence):
        return find_chinese(sentence)
    tokens = cut(sentence, decimal_comma=decimal_comma)
    atoms = _share_units(tokens, _ranges(tokens, _atoms(tokens)))
    found = [*_qualified(tokens, atoms), *find_multiples(tokens)]
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def is_money(unit: str) -> bool:
    """An ISO 4217 code or its small coin, with or without "per …"."""
    head = unit.split(" per ")[0]
    return (len(head) == 3 and head.isupper() and head.isalpha() and head not in ("TPP",)) or head in _MONEY_ENDS


# ---------------------------------------------------------------- numerals with their units
def _atoms(tokens: Sequence[Token]) -> list[Atom]:
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
    """ "one" counts only before a noun: not "no one", "one another", "one day"."""
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
    if before.text in "-−–" and (first == 1 or not before.glued or tokens[first - 2].text in "($"):
        return first - 1, True
    if before.lower == "minus":
        return first - 1, True
    if before.text in "-‑" and first > 1 and tokens[first - 2].lower == "minus":
        return first - 2, True
    booked = before.text == "(" and numeral.scaled and tokens[first + 1].text == ")"
    return (first - 1, True) if booked else (first, False)


# ---------------------------------------------------------------- ranges and lists
def _ranges(tokens: Sequence[Token], atoms: Sequence[Atom]) -> list[Atom]:
    """Joins "4 to 6 percent", "$1.5-$2 billion", "between 50 and 70"; leaves "from 54% to 61%" as two levels."""
    joined: list[Atom] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if before is not None and _is_range(tokens, before, atom):
            joined[-1] = _join(before, atom)
        else:
            joined.append(atom)
    return [atom for atom in joined if not _is_score(tokens, atom)]


def _is_range(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    between = tokens[a.next : b.first]
    link = " ".join(token.lower for token in between)
    if a.high is not None or not _units_agree(a, b):
        return False
    if link in _HYPHENS and link and not a.unit and not b.unit:
        return True
    before = tokens[a.first - 1].lower if a.first else ""
    if link == "and" or link == "to between":
        return "between" in (before, tokens[a.first - 2].lower if a.first > 1 else "")
    if link == "or":
        return b.low == a.low + 1 and not a.unit
    if link in ("to", "- to", "to -", "bis", "tot"):
        one_sided = bool(a.unit) and not b.unit
        return (before != "from" and not one_sided) or _ranging(tokens, a.first - 1)
    return link in _HYPHENS and bool(link) and (a.low < b.low or bool(a.unit and b.unit))


def _ranging(tokens: Sequence[Token], at: int) -> bool:
    """ "range from", "anywhere from", "homes from": the "from" of a span and not of a move."""
    before = [token.lower for token in tokens[max(0, at - 3) : at]]
    return any(word.startswith("rang") or word in ("anywhere", "vary", "varying", "homes", "prices") for word in before)


def _units_agree(a: Atom, b: Atom) -> bool:
    return not a.unit or not b.unit or a.unit == b.unit or a.noun or b.unit.startswith(a.unit + " per ")


def _join(a: Atom, b: Atom) -> Atom:
    low = a.low * b.factor if _takes_scale(a, b) else a.low
    unit = b.unit or a.unit
    return replace(
        a,
        low=low,
        high=b.high if b.high is not None else b.low,
        next=b.next,
        unit=unit,
        noun=b.noun,
        negative=a.negative,
    )


def _takes_scale(a: Atom, b: Atom) -> bool:
    """ "$2 and $3bn", but not "$370,000 to $5.5 million"."""
    return a.scale_free and b.factor > 1 and a.low < b.low / b.factor


def _is_score(tokens: Sequence[Token], atom: Atom) -> bool:
    """ "89-89" and "2-0": two bare numbers on a hyphen that do not rise."""
    width = tokens[atom.first : atom.next]
    hyphen = [i for i, token in enumerate(width) if token.text in _HYPHENS]
    return bool(hyphen) and not atom.unit and atom.high is not None and atom.high <= atom.low


def _share_units(tokens: Sequence[Token], atoms: list[Atom]) -> list[Atom]:
    """A number without a unit takes that of its list, of the other end of its move, or of the level it explains."""
    shared = list(atoms)
    for i in range(len(shared) - 2, -1, -1):
        a, b = shared[i], shared[i + 1]
        link = " ".join(token.lower for token in tokens[a.next : b.first])
        if (
            not a.unit
            and b.unit
            and link
            in (",", "and", "or", "/", ", and", "to", "- ,", "- and", "- , and", "to between", "of the", "or even")
        ):
            low = a.low * b.factor if _takes_scale(a, b) else a.low
            shared[i] = replace(a, unit=b.unit, noun=b.noun, low=low)
        elif link in ("to", "to between") and _takes_scale(a, b) and a.unit == b.unit:
            shared[i] = replace(a, low=a.low * b.factor)
    for i in range(1, len(shared)):
        a, b = shared[i - 1], shared[i]
        if not b.unit and a.unit and _leans_back(tokens, a, b):
            shared[i] = replace(b, unit=a.unit, noun=a.noun)
    return shared


def _leans_back(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    words = [token.lower for token in tokens[a.next : b.first]]
    if len(words) > 12 or ";" in words:
        return False
    moved = bool(a.first) and tokens[a.first - 1].lower == "from" and words[-1:] in (["to"], ["about"], ["just"])
    text = " ".join(words)
    explained = text.endswith(
        ("up from", "down from", "instead of", "rather than", "compared with", "versus", "against")
    )
    listed = words[-1:] in (["by"], ["of"]) and a.unit == "percent"
    return moved or explained or listed


# ---------------------------------------------------------------- approximation, trend, measure
def _qualified(tokens: Sequence[Token], atoms: Sequence[Atom]) -> list[Quantity]:
    found: list[Quantity] = []
    for i, atom in enumerate(atoms):
        approx, start = approximation(tokens, atom.first, atom.next)
        trend = trend_of(tokens, start, atom.next, counted=atom.noun)
        if trend is None and i and atom.unit == atoms[i - 1].unit == "percent":
            trend = found[-1].trend if _elliptic(tokens, atoms[i - 1], atom) else None
        if approx == "exact" and atom.high is not None:
            approx = "range"
        sign = -1.0 if atom.negative else 1.0
        ends = tokens[atom.next - 1].end
        found.append(
            Quantity(
                value=sign * atom.low,
                value_high=None if atom.high is None else sign * atom.high,
                unit=atom.unit,
                approx=approx,
                trend=trend,
                measure=_measure(tokens, atom, moving=trend is not None),
                base=_is_base(tokens, start),
                start=tokens[atom.first].start,
                end=ends,
            )
        )
    return found


def _elliptic(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    """ "Nvidia lost 3% and AMD nearly 2%": only names stand between."""
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
    return bool(at) and tokens[at - 1].lower in ("from", "von", "van")
