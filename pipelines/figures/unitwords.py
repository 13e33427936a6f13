"""Reads the unit that goes with a numeral: a currency before or after it, a measure, or the counted noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.figures.nouns import STOP, skip_plus
from pipelines.figures.tokens import Token
from pipelines.figures.units import (
    CASED_MEASURES,
    CODE_ALIASES,
    CURRENCY_CODES,
    CURRENCY_SYMBOLS,
    CURRENCY_WORDS,
    MAX_UNIT_WORDS,
    MEASURES,
    PER,
    is_money,
)
from pipelines.figures.wordlists import words

_HYPHENS: Final = "-‑–"
_PRICED: Final = words(
    """
    dose head unit card wafer seat ticket night bottle pack box bag tray vial tablet pill course case copy
    licence license subscriber user customer vote carat troy litre liter mile kilometre kilometer minute word page plate
    bale ream tonne crate carton pallet container trip ride visit room house vehicle car device board server phone tab
    megawatt kilowatt bundle sheet pair set dozen bed pupil student person worker employee household family
    """
)
"""What "a" after a price may price: "$3.10 a dose"."""


def currency_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """(ISO code, index of its first token) of a currency sign or code just before token `at`; ("", at) if none."""
    for width in (4, 3, 2, 1):
        first = at - width
        if first < 0:
            continue
        surface = "".join(token.text for token in tokens[first:at])
        spaced = " ".join(token.text for token in tokens[first:at])
        code = CURRENCY_SYMBOLS.get(surface) or CURRENCY_SYMBOLS.get(spaced)
        if code and _tight(tokens, first, at, surface):
            return code, first
    word = tokens[at - 1].text if at else ""
    if word.upper() in CURRENCY_CODES and word.isupper():
        return CODE_ALIASES.get(word, word), at - 1
    return "", at


def _tight(tokens: Sequence[Token], first: int, at: int, surface: str) -> bool:
    """Signs touch each other; letters such as "RM" and "PS" must touch the number, too."""
    inner = all(tokens[i].glued for i in range(first + 1, at)) or surface in ("US$", "HK$", "NT$")
    boundary = not (tokens[first].kind == "sign" and tokens[first].glued and tokens[first - 1].text in ("S", "K"))
    return inner and boundary and (not surface.isalpha() or tokens[at].glued)


def read_unit(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """(unit, index after it) of a currency word or measure at token `at`, with its "per …"; ("", at) if none."""
    start = at + 1 if at + 1 < len(tokens) and tokens[at].text in _HYPHENS and tokens[at].glued else at
    start = skip_plus(tokens, start)
    if start < len(tokens) and tokens[start].lower in ("de", "di"):
        unit, nxt = _known(tokens, start + 1)
        return (unit, nxt) if is_money(unit) else ("", at)
    unit, nxt = _known(tokens, start)
    if not unit and start + 1 < len(tokens) and tokens[start].capital and tokens[start + 1].lower in CURRENCY_WORDS:
        unit, nxt = CURRENCY_WORDS[tokens[start + 1].lower], start + 2  # "Thai baht", "Turkish lira"
    return with_per(tokens, unit, nxt) if unit else ("", at)


def _known(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    words = _surfaces(tokens, at)
    for surface, cased, nxt in reversed(words):
        if nxt < len(tokens) and tokens[nxt].kind == "number" and tokens[nxt].glued and tokens[nxt - 1].kind == "word":
            continue
        named = nxt + 1 < len(tokens) and tokens[nxt].text in _HYPHENS and tokens[nxt + 1].kind == "number"
        if cased in CASED_MEASURES and not (named and len(cased) == 1) and not _part_of_name(tokens, at, cased):
            return CASED_MEASURES[cased], nxt
        if surface in CURRENCY_WORDS:
            if _currency_fits(tokens, at, surface):
                return CURRENCY_WORDS[surface], nxt
        elif surface in MEASURES and (len(surface) > 1 or surface in "%％°x×′″" or _short_fits(tokens, at)):
            return MEASURES[surface], nxt
        if cased in CURRENCY_CODES:
            return CODE_ALIASES.get(cased, cased), nxt
    return "", at


def _surfaces(tokens: Sequence[Token], at: int) -> list[tuple[str, str, int]]:
    """(lower-case, as written, index after) of the 1..5 tokens from `at`, joined as a unit table writes them."""
    found: list[tuple[str, str, int]] = []
    lower = cased = ""
    for i in range(at, min(at + MAX_UNIT_WORDS, len(tokens))):
        token = tokens[i]
        if token.text in _HYPHENS and i > at:
            continue
        tight = i > at and token.glued and (token.text in "/°²³2" or tokens[i - 1].text in "/°" or lower == "u.")
        dotted = token.text == "."
        gap = "" if i == at or tight or dotted else " "
        lower, cased = lower + gap + token.lower, cased + gap + token.text
        found.append((lower.removesuffix(".") if len(lower) > 3 else lower, cased, i + 1))
    return found


def _currency_fits(tokens: Sequence[Token], at: int, surface: str) -> bool:
    """A sign behind the number must touch it, and not belong to the next number."""
    if not any(char in "$€£₹¢" for char in surface):
        return len(surface) > 1 or _short_fits(tokens, at)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    free = after is None or after.kind != "number" or not after.glued
    return free and tokens[at - 1].text not in _HYPHENS and (tokens[at].glued or len(surface) > 1)


def _short_fits(tokens: Sequence[Token], at: int) -> bool:
    """A one-letter unit counts only where nothing that looks like a noun phrase follows it."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or after.kind != "word" or after.lower in STOP


def _part_of_name(tokens: Sequence[Token], at: int, cased: str) -> bool:
    if len(cased) > 1:
        return False
    return (tokens[at].glued and cased in "CFab") or (
        cased in "abs" and not tokens[at].glued and not _short_fits(tokens, at)
    )


def with_per(tokens: Sequence[Token], unit: str, at: int) -> tuple[str, int]:
    """Adds "per barrel", "a month", "/day", "-a-day", "for each tonne" and the like to `unit`."""
    i = at
    i = _skip_country(tokens, i)
    if i < len(tokens) and tokens[i].text in _HYPHENS and tokens[i].glued:
        i += 1
    if [token.lower for token in tokens[i : i + 2]] in (["for", "each"], ["for", "every"]):
        i += 1
    if i >= len(tokens) or tokens[i].lower not in ("per", "a", "an", "/", "each", "every"):
        return unit, at
    i += 1
    if i < len(tokens) and tokens[i].text in _HYPHENS:
        i += 1
    for width in (3, 2, 1):
        surface = " ".join(token.lower for token in tokens[i : i + width]).replace(" - ", " ")
        after = tokens[i + width].lower if i + width < len(tokens) else ""
        if surface in PER and i + width <= len(tokens) and after not in ("earlier", "ago", "before", "later", "on"):
            return f"{unit} per {PER[surface]}", i + width
    if is_money(unit) and (thing := _thing(tokens, i)):
        return f"{unit} per {thing}", i + 1
    return unit, at


def _thing(tokens: Sequence[Token], at: int) -> str:
    """What a price is for where no table has it: "$3 per dose", "$3.10 a dose"; "" if it is something else."""
    if at >= len(tokens) or tokens[at].kind != "word" or tokens[at].lower in STOP or tokens[at].capital:
        return ""
    if tokens[at - 1].lower == "per":
        return tokens[at].lower
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = after is None or (after.kind == "sign" and after.text in ".,;:)") or after.lower in STOP
    return tokens[at].lower if tokens[at - 1].lower in ("a", "an") and ends and tokens[at].lower in _PRICED else ""


def _skip_country(tokens: Sequence[Token], at: int) -> int:
    """Steps over the "U.S." of "$75 U.S. per barrel"."""
    if at < len(tokens) and tokens[at].text == "US":
        return at + 1
    dotted = "".join(token.text for token in tokens[at : at + 4]) == "U.S."
    return at + 4 if dotted else at
