"""Tells a number that names or dates something ("Orion 9000", "March 29", "S&P 500") from one that counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.figures.nouns import counted_noun
from pipelines.figures.numerals import Numeral
from pipelines.figures.tokens import Token
from pipelines.figures.wordlists import listed, words

_MONTH_NAMES: Final = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
    "|october oct|november nov|december dec"
)
MONTHS: Final = {
    name: number for number, names in enumerate(listed(_MONTH_NAMES, "|"), start=1) for name in names.split()
}
_ADDRESS: Final = words("avenue ave road rd street st way drive lane boulevard blvd square place court")
_REFERENCE: Final = words(
    """
    section sections rule no no. nos number article articles chapter page pages figure group tier phase
    channel category unit game version generation round grade class route highway flight room gate level
    annex part title paragraph footnote note table item form order pub issue vol volume step stage
    episode season day week lot model sp ftse nasdaq dow type zone terminal building floor platform
    series bottom code exhibit schedule appendix executive article
    """
)
_REFERENCE_IN_WORDS: Final = words(
    """
    section article chapter page paragraph footnote table item part phase stage tier annex volume episode game zone
    category
    """
)
"""What a number in words may name a part of: "paragraph two"."""
_ORDINARY: Final = words(
    """
    the a an in on at by for from with of to as and or but about around roughly approximately some
    nearly almost over under above below more less than up down between within after before during since
    until only just even exactly at least most all both these those this that its their his her our your
    my when while if because so then there here it they we he she you i is are was were has have had
    will would can could may might should must not no yes among across through per plus minus another
    each every any many few several first last next total totalling sell sold bought buy hire added adds
    add cut cuts raise raised another either neither nor also including with some however meanwhile
    today yesterday officials analysts sources shipping ship for out off
    """
)
_HYPHENS: Final = "-‑–"
_FIRST_YEAR: Final = 1500
_LAST_YEAR: Final = 2150


def names_something(tokens: Sequence[Token], at: int, numeral: Numeral) -> bool:
    """Whether the unitless numeral at token `at` is a name, a date, an address or a reference."""
    before = tokens[at - 1] if at else None
    if tokens[at].kind != "number":
        ranked = before is not None and before.lower in ("big", "group", "channel", "bottom", "top", "formula", "final")
        part = before is not None and before.lower in _REFERENCE_IN_WORDS
        return part or (ranked and not counted_noun(tokens, numeral.next)[0]) or _capital_in_text(tokens, at)
    after = tokens[numeral.next] if numeral.next < len(tokens) else None
    if after is not None and after.kind in ("word", "name") and after.glued:
        return True
    if before is not None and before.text in "'’‘" and len(tokens[at].text) == 2 and tokens[at].glued:
        return True
    if _is_age(tokens, at, numeral):
        return True
    if not numeral.bare:
        return not numeral.scaled and _is_version(tokens, at)
    return _is_date(tokens, at, numeral) or _in_name(tokens, at, numeral) or _in_address(tokens, numeral.next)


def is_glued(tokens: Sequence[Token], at: int, numeral: Numeral) -> bool:
    """Glued to letters ("P20", "2010s"), hung to a word by a hyphen ("GPT-4", "COVID-19"), or behind a "#": a name."""
    after = tokens[numeral.next] if numeral.next < len(tokens) else None
    if after is not None and after.glued and after.lower in ("s", "′", "'s") and numeral.bare:
        return True
    if not at:
        return False
    before = tokens[at - 1]
    if before.text in "#№" and numeral.bare:
        return True
    if tokens[at].glued and before.kind in ("word", "name"):
        return True
    if before.text == "." and at > 1 and tokens[at - 2].lower in ("no", "nos"):
        return True
    if before.text == "." and before.glued and tokens[at].glued and at > 1 and tokens[at - 2].capital:
        return True
    if numeral.bare and after is not None and after.text == "-" and _word(tokens, numeral.next + 1) == "for":
        return True
    if before.text in "+:" and before.glued and tokens[at].glued and at > 1:
        owner = (
            tokens[at - 3] if at > 2 and tokens[at - 2].kind == "number" and tokens[at - 2].glued else tokens[at - 2]
        )
        if owner.capital:
            return True
    hung = before.text in _HYPHENS and before.glued and tokens[at].glued and at > 1
    if not hung or tokens[at].kind != "number":
        return hung and tokens[at - 2].kind == "name"
    owner = tokens[at - 2]
    return owner.kind in ("word", "name") and owner.lower not in ("to", "minus", "sub", "plus", "and", "a", "now")


def _is_date(tokens: Sequence[Token], at: int, numeral: Numeral) -> bool:
    value = tokens[at].value
    before = _word(tokens, at - 2 if at > 1 and tokens[at - 1].text in ".," else at - 1)
    after = _word(tokens, numeral.next)
    linked = at > 2 and tokens[at - 1].text in ("to", "and", "-", "–") and tokens[at - 2].kind == "number"
    if value <= 31 and linked and _word(tokens, at - 3) in MONTHS:
        return True
    if value <= 31 and (before in MONTHS or (after in MONTHS and (after != "may" or tokens[numeral.next].capital))):
        return True
    if not (_FIRST_YEAR <= value <= _LAST_YEAR and len(tokens[at].text) == 4):
        return False
    return " ".join(token.lower for token in tokens[max(0, at - 2) : at]) not in ("more than", "less than", "at least")


def _capital_in_text(tokens: Sequence[Token], at: int) -> bool:
    """A number word with a capital amid plain words: "the Big Four", "the Five Eyes", "the Group of Seven"."""
    if not at or not tokens[at].capital or tokens[at].text.isupper() or tokens[at - 1].kind != "word":
        return False
    around = tokens[max(0, at - 8) : at + 9]
    return any(token.kind == "word" and len(token.text) > 3 and token.text.islower() for token in around)


def _is_version(tokens: Sequence[Token], at: int) -> bool:
    """ "Orion 3.1", "PCIe 5.0"."""
    before = tokens[at - 1] if at else None
    whole, point, part = tokens[at].text.partition(".")
    acronym = before is not None and before.text.isupper() and len(before.text) > 1
    short = bool(point) and whole.isdecimal() and len(whole) <= 2 and len(part) <= (1 if acronym else 2)
    return short and before is not None and before.kind == "word" and before.capital and before.lower not in _ORDINARY


def _is_age(tokens: Sequence[Token], at: int, numeral: Numeral) -> bool:
    """ "Ann Lee (62)", "aged 9", "she turned 90", "he is 45."."""
    if not numeral.bare or not at or not 0 < tokens[at].value < 120:
        return False
    before, after = tokens[at - 1], tokens[numeral.next] if numeral.next < len(tokens) else None
    who = tokens[at - 2] if at > 1 else before
    if before.lower in ("aged", "turned") or (before.lower == "age" and who.lower in ("at", "of")):
        return True
    ends = after is None or after.kind == "sign"
    if before.text == "(" and after is not None and after.text == ")":
        return tokens[at].value > 15 and who.capital and who.text[1:].islower()
    return before.lower in ("is", "was") and who.lower in ("he", "she") and ends


def _in_name(tokens: Sequence[Token], at: int, numeral: Numeral) -> bool:
    before = tokens[at - 1] if at else None
    after = tokens[numeral.next : numeral.next + 2]
    if len(after) == 2 and after[0].text == "-" and len(after[1].text) == 1 and after[1].capital:
        return True
    if tokens[at].value >= 100 and after and after[0].capital and after[0].kind == "word":
        noun = counted_noun(tokens, numeral.next)[0]
        if not noun or noun.isupper():
            return True
    if before is None:
        return False
    if (
        before.lower == "of"
        and at > 1
        and tokens[at - 2].lower in ("group", "class", "council")
        and tokens[at - 2].capital
    ):
        return True
    initial = (
        before.text == "." and before.glued and at > 1 and len(tokens[at - 2].text) == 1 and tokens[at - 2].capital
    )
    if initial and not counted_noun(tokens, numeral.next)[0]:
        return True
    if before.lower in _REFERENCE or (before.text == "." and at > 1 and tokens[at - 2].lower in ("no", "sec", "art")):
        return True
    if before.lower == "the" and tokens[at].value >= 100 and not counted_noun(tokens, numeral.next)[0]:
        return True
    if before.text == ":" and after and after[0].capital:
        return True
    if before.kind == "name" or (before.capital and before.lower not in _ORDINARY):
        return True
    aged = before.text == "," and at > 1 and tokens[at - 2].capital and bool(after) and after[0].text == ","
    return aged and 15 < tokens[at].value < 100


def _in_address(tokens: Sequence[Token], nxt: int) -> bool:
    run = tokens[nxt : nxt + 5]
    if len(run) > 2 and run[0].text in _HYPHENS and run[1].kind == "number":
        run = tokens[nxt + 2 : nxt + 7]
    if not run or not run[0].capital:
        return False
    return any(token.lower in _ADDRESS and token.capital for token in run)


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
