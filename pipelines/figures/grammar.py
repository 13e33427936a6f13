"""The grammar of quantities: tokens, numerals, units, ranges, lists, then what the words around say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import regex

from pipelines.figures.atoms import Atom, read_atoms
from pipelines.figures.chinese import find_chinese, is_chinese
from pipelines.figures.qualify import qualified
from pipelines.figures.quantity import Quantity
from pipelines.figures.tokens import Token, cut
from pipelines.figures.units import is_money
from pipelines.figures.verbs import find_multiples
from pipelines.figures.wordlists import words

_UNSEEN: Final = regex.compile(r"[\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
"""Zero-width signs, marks of direction, soft hyphens."""
_HYPHENS: Final = "-‑–—"
_OTHERS: Final = words("second third other latter next rest first last fourth")
_EACH: Final = words("each apiece piece")
_VOTING: Final = words("voted")
_VOTE_REACH: Final = 4
_HEDGES: Final = words("about around just more less than nearly almost only over under roughly some")


def find_quantities(sentence: str, *, decimal_comma: bool = False) -> tuple[Quantity, ...]:
    """Every quantity of one sentence, in order; offsets point into it. English forms, and Chinese where it is Chinese.

    Linear in the length of the sentence. `decimal_comma`: read "4,5" as four and a half.
    """
    if _UNSEEN.search(sentence):
        return _read_through(sentence, decimal_comma=decimal_comma)
    if is_chinese(sentence):
        return find_chinese(sentence)
    tokens = cut(sentence, decimal_comma=decimal_comma)
    atoms = _share_units(tokens, _ranges(tokens, read_atoms(tokens)))
    found = [*qualified(tokens, atoms), *find_multiples(tokens)]
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _read_through(sentence: str, *, decimal_comma: bool) -> tuple[Quantity, ...]:
    """What is read without the signs that nobody sees, which else cut a number in two; offsets as they were."""
    seen = [place for place, sign in enumerate(sentence) if not _UNSEEN.match(sign)]
    found = find_quantities("".join(sentence[place] for place in seen), decimal_comma=decimal_comma)
    return tuple(replace(one, start=seen[one.start], end=seen[one.end - 1] + 1) for one in found)


def _ranges(tokens: Sequence[Token], atoms: Sequence[Atom]) -> list[Atom]:
    """Joins "4 to 6 percent", "$1.5-$2 billion", "between 50 and 70"; leaves "from 54% to 61%" as two levels."""
    joined: list[Atom] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if before is not None and _is_range(tokens, before, atom):
            joined[-1] = _join(before, atom)
        else:
            joined.append(atom)
    return [
        replace(atom, high=None, unit="vote", noun=True) if voted else atom
        for atom in joined
        if (voted := _is_vote(tokens, atom)) or not _is_score(tokens, atom)
    ]


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
        leaps = before == "by" and b.low > 5 * a.low
        return (before != "from" and not one_sided and not leaps) or _ranging(tokens, a.first - 1)
    return link in _HYPHENS and bool(link) and (a.low < b.low or bool(a.unit and b.unit))


def _ranging(tokens: Sequence[Token], at: int) -> bool:
    """The "from" of a span and not of a move: "range from", "anywhere from"."""
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
    """The right end lends its scale: "$2 and $3bn", but not "$370,000 to $5.5 million"."""
    return a.scale_free and b.factor > 1 and a.low < b.low / b.factor


def _is_score(tokens: Sequence[Token], atom: Atom) -> bool:
    """Two bare numbers that do not rise: "89-89", "2-0", "52 to 47"."""
    width = tokens[atom.first : atom.next]
    hyphen = [i for i, token in enumerate(width) if token.text in _HYPHENS]
    spoken = any(token.lower == "to" for token in width)
    return (bool(hyphen) or spoken) and not atom.unit and atom.high is not None and atom.high <= atom.low


def _is_vote(tokens: Sequence[Token], atom: Atom) -> bool:
    """A score of votes, of which the first number counts those in favour: "voted 42 to 2"."""
    before = tokens[max(0, atom.first - _VOTE_REACH) : atom.first]
    spoken = any(token.lower == "to" for token in tokens[atom.first : atom.next])
    return spoken and _is_score(tokens, atom) and any(token.lower in _VOTING for token in before)


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
        shorter = not b.unit or a.unit.startswith(b.unit + " per ")
        if shorter and a.unit and _leans_back(tokens, a, b):
            counted = shared[i - 2] if i > 1 and _beside_a_price(tokens, a, b) else a
            shared[i] = replace(b, unit=counted.unit, noun=counted.noun)
    return shared


def _beside_a_price(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    """Held against what was counted before its price was told: "3 million bolts at $40 each, against 90,000"."""
    priced = any(token.lower in _EACH for token in tokens[a.next : a.next + 2])
    return is_money(a.unit) and priced and tokens[b.first - 1].lower in ("against", "versus", "with")


def _leans_back(tokens: Sequence[Token], a: Atom, b: Atom) -> bool:
    link = [token.lower for token in tokens[a.next : b.first]]
    if len(link) > 12 or ";" in link:
        return False
    moved = any(token.lower == "from" for token in tokens[max(0, a.first - 3) : a.first]) and _ends_in_to(link)
    text = " ".join(link)
    explained = text.endswith(
        ("up from", "down from", "instead of", "rather than", "compared with", "versus", "against")
    )
    listed = link[-1:] in (["by"], ["of"]) and a.unit == "percent"
    return moved or explained or listed or _other(link)


def _other(link: Sequence[str]) -> bool:
    """Another of the same kind has its own number: "makes 20,000 panels, the second 35,000"."""
    bare = [word for word in link if word not in _HEDGES]
    return len(bare) in (2, 3) and bare[0] in (",", "and", "but") and bare[-2] == "the" and bare[-1] in _OTHERS


def _ends_in_to(link: Sequence[str]) -> bool:
    """Nothing but a hedge stands after the "to": "to just", "to more than"."""
    if "to" not in link:
        return False
    last = len(link) - 1 - list(reversed(link)).index("to")
    return len(link) - last <= 3 and all(word in _HEDGES for word in link[last + 1 :])
