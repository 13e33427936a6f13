"""Chinese amounts: digits and numerals in sections (1万2000亿, 一万两千, 三万五), vague ones (数千万, 三四十, 十几)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import regex

from pipelines.figures.chinese_words import BIG, DIGITS, TENS

HANZI: Final = "零〇一二两三四五六七八九十百千"
_DIGIT: Final = "一二两三四五六七八九"
NUMBER: Final = (
    rf"(?:\d{{1,3}}(?:[,，]\d{{3}})++(?!\d)(?:\.\d++)?+|\d++(?:\.\d++)?+|[{HANZI}]++(?:点[{HANZI}]++)?+"
    r"|(?<=[上近逾超过破约达])[万亿])"
)
"""Also a bare 万 or 亿 behind a hedge: 上万, 近亿."""
VAGUE: Final = (
    rf"(?:(?<![人指倍总参次户分半])数(?=[十百千万亿])|好?几(?=[十百千万亿])|[{_DIGIT}]?十几"
    r"|数以(?=[十百千万亿]++计))"
)
_BIG: Final = "(?:[万亿]|兆(?!瓦|赫|字|比))"
_AMOUNT: Final = regex.compile(
    rf"(?P<number>{NUMBER})(?P<more>[多余来]?)\s?(?P<big>{_BIG}*+)"
    rf"(?P<rest>(?:(?<=[万亿兆])(?:[{HANZI}]++|\d{{1,4}}+(?![\d.年月日%]|,\d)){_BIG}*+){{0,4}}+)(?P<more2>[多余来]?)"
)
_SECTION: Final = regex.compile(rf"(?P<number>[{HANZI}]++|\d++)(?P<big>{_BIG}*+)")
_ROUGHLY: Final = regex.compile(
    rf"(?P<tens>[{_DIGIT}]?)(?P<odd>十几)|(?:数以?|好?几)(?P<ten>[十百千]?)"
    rf"|(?P<low>[{_DIGIT}])(?P<high>[{_DIGIT}])(?P<of>[十百千]?)"
)
_TAIL: Final = regex.compile(rf"(?P<big>{_BIG}*+)(?P<counted>计的?)?")
_LONGEST: Final = 30
_GOES_ON: Final = frozenset(HANZI + "点分")


@dataclass(frozen=True, slots=True)
class Amount:
    """A value (or both ends of a vague one), the index after it, and how it was written."""

    value: float
    end: int
    text: str
    """Its first number, without scale."""
    high: float | None = None
    more: bool = False
    """Followed by 多 or 余: a little over."""
    scaled: bool = False

    @property
    def mantissa(self) -> float:
        """The number before its scale."""
        return number(self.text) or 1.0

    @property
    def in_digits(self) -> bool:
        """Written in decimal digits."""
        return self.text[0].isdecimal()

    @property
    def bare(self) -> bool:
        """A whole number in digits, without grouping or scale."""
        return self.text.isdecimal() and not self.scaled


def read_amount(sentence: str, at: int) -> Amount:
    """The amount whose first number stands at `at`, where `NUMBER` matches."""
    if sentence[at] in _DIGIT and (vague := _adjacent(sentence, at)) is not None:
        return vague
    match = _AMOUNT.match(sentence, at)
    first = _scale(match["big"])
    value, last = number(match["number"]) * first, first
    for section in _SECTION.finditer(match["rest"]):
        part, scale = number(section["number"]), _scale(section["big"])
        if not section["big"] and len(section["number"]) == 1 and section["number"] in DIGITS:
            value += part * last / 10  # 三万五 is thirty-five thousand
        elif scale > last:
            value = (value + part) * scale
        else:
            value, last = value + part * scale, scale
    more = bool(match["more"] or match["more2"])
    return Amount(value, match.end(), match["number"], more=more, scaled=bool(match["big"]))


def read_vague(sentence: str, at: int) -> Amount | None:
    """The orders of magnitude that begin at `at`, where `VAGUE` matches: 数千万, 几十亿, 十几, 数以万计."""
    match = _ROUGHLY.match(sentence, at)
    return None if match is None else _rough(sentence, match)


def _adjacent(sentence: str, at: int) -> Amount | None:
    """Two digits that follow each other: 三四十, 七八个, 两三年."""
    match = _ROUGHLY.match(sentence, at)
    if match is None or not match["low"] or DIGITS[match["high"]] != DIGITS[match["low"]] + 1:
        return None
    rough = _rough(sentence, match)
    return None if sentence[rough.end : rough.end + 1] in _GOES_ON else rough


def _rough(sentence: str, match: regex.Match[str]) -> Amount:
    tail = _TAIL.match(sentence, match.end())
    scale, end = _scale(tail["big"]), tail.end()
    if match["odd"]:
        low = 10.0 * DIGITS.get(match["tens"], 1)
        high = low + 10
    elif match["low"]:
        of = TENS.get(match["of"], 1)
        low, high = float(DIGITS[match["low"]] * of), float(DIGITS[match["high"]] * of)
    else:
        low = float(TENS.get(match["ten"], 1))
        high = 10 * low
    return Amount(low * scale, end, match.group(), high=high * scale, scaled=low * scale >= 10)


def number(text: str) -> float:
    """A number in digits or in Chinese numerals; infinite where it is beyond counting."""
    if text[0].isdecimal():
        try:
            value = float(text.replace(",", "").replace("，", ""))
        except ValueError:
            return math.inf
        return value if value < 1e100 else math.inf
    whole, _, part = text.partition("点")
    decimals = "".join(str(DIGITS.get(char, 0)) for char in part[:_LONGEST])
    return _numeral(whole[:_LONGEST]) + (float("0." + decimals) if decimals else 0.0)


def _scale(bigs: str) -> float:
    return math.prod(BIG[char] for char in bigs)


def _numeral(text: str) -> float:
    if text in BIG:
        return BIG[text]
    if not any(char in TENS for char in text):
        return float("".join(str(DIGITS.get(char, 0)) for char in text) or 0)
    total = digit = 0
    for char in text:
        if char in TENS:
            total, digit = total + (digit or 1) * TENS[char], 0
        else:
            digit = DIGITS.get(char, 0)
    place = TENS.get(text[-2:-1], 1)
    return float(total + digit * (place // 10 if place > 10 else 1))  # 三百五 is 350
