"""The grammar of quantities in Chinese: 约80亿美元, 九成, 三分之一, 150多万开发者, 下降了近一半."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import regex  # type: ignore[import-untyped]  # its stubs are a package of their own

from pipelines.figures.chinese_words import (
    BIG,
    COUNTERS,
    DIGITS,
    DOWN,
    HEDGES,
    NOT_A_NOUN,
    PER,
    SIGNS,
    TENS,
    UNITS,
    UP,
)
from pipelines.figures.quantity import Quantity
from pipelines.figures.units import is_money
from pipelines.types import Approx, Measure, Trend


def _any(surfaces: dict[str, str]) -> str:
    return "|".join(sorted(map(regex.escape, surfaces), key=len, reverse=True))


_HANZI: Final = "零〇一二两兩三四五六七八九十百千"
_NUMBER: Final = rf"(?:\d{{1,3}}(?:[,，]\d{{3}})++(?!\d)(?:\.\d++)?+|\d++(?:\.\d++)?+|[{_HANZI}]++(?:点[{_HANZI}]++)?+)"
_BIG: Final = "(?:[万萬亿億]|兆(?!瓦))"
_START: Final = regex.compile(
    rf"""
    (?P<below>[{_HANZI}\d]++)分之(?P<above>{_NUMBER})
  | (?P<half>(?<![上下前后後第])(?:一半|半数|半數)|减半|減半|腰斩|腰斬|翻倍|翻了?一?番)
  | (?:(?P<sign>{_any(SIGNS)})\s?)?(?P<minus>(?<![\d\p{{L}}%％])[-−负負])?(?P<number>{_NUMBER})
    """,
    regex.VERBOSE,
)
_AMOUNT: Final = regex.compile(
    rf"(?P<number>{_NUMBER})(?P<more>[多余餘几]?)\s?(?P<big>{_BIG}*+)(?:(?P<tail>\d{{1,4}}){_BIG})?(?P<more2>[多余餘]?)"
)
_LINK: Final = regex.compile(rf"\s?[-–—~～至到]\s?(?:{_any(SIGNS)})?(?=[\d{_HANZI}])")
_UNIT: Final = regex.compile(rf"\s?(?P<unit>{_any(UNITS)}|成(?![为為立功员員本长長果交都就]))")
_NOUN: Final = regex.compile(
    rf"(?P<counter>[{COUNTERS}])?(?:\p{{Han}}{{0,12}}?[A-Za-z0-9]++)?(?P<noun>[\p{{Han}}--{NOT_A_NOUN}]{{0,4}})",
    regex.V1,
)
_HAN: Final = regex.compile(r"\p{Han}")
_LATIN: Final = regex.compile(r"[A-Za-z]")
_LETTERS_PER_HAN: Final = 4
_HEDGES: Final[tuple[tuple[regex.Pattern[str], Approx], ...]] = tuple(
    (regex.compile(rf"(?:{surfaces})[可了为為達达约有]{{0,2}}\s?$"), approx) for approx, surfaces in HEDGES.items()
)
_HEDGE_WORDS: Final = "|".join(HEDGES.values())
_TREND: Final = regex.compile(
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|幅度?)?(?:[达達到为為]|{_HEDGE_WORDS}){{0,3}}\s?$"
)
_TO: Final = regex.compile(rf"(?:至|到|为|為)了?(?:{_HEDGE_WORDS})?\s?$")
_FROM: Final = regex.compile(rf"(?:从|從|由|自)(?:{_HEDGE_WORDS})?\s?$")
_AFTER: Final[tuple[tuple[regex.Pattern[str], Approx], ...]] = (
    (regex.compile(r"左右|上下"), "about"),
    (regex.compile(r"\p{Han}{0,2}以上|或更多"), "over"),
    (regex.compile(r"\p{Han}{0,2}(?:以下|以内|以內|之内|之內)"), "up-to"),
)
_NAME_BEFORE: Final = regex.compile(r"(?:第|[A-Za-z_]|[A-Za-z][- ]|\d[.,:：/])$")
_NAME_AFTER: Final = regex.compile(r"[A-Za-z_:：/]|[月日号號](?!元)|季度?|[级級代]|\.\d|-\d")
_WINDOW: Final = 12
_PER_BEFORE: Final = regex.compile(rf"每(?P<per>{_any(PER)})\p{{Han}}{{0,3}}$")
_PER_AFTER: Final = regex.compile(rf"\s?(?:/|每|一)(?P<per>{_any(PER)})")


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    end: int
    more: bool
    """Followed by 多 or 余: a little over."""
    scaled: bool
    text: str


def is_chinese(sentence: str) -> bool:
    """Whether the sentence is to be read as Chinese: its Han characters weigh more than its Latin letters."""
    han = len(_HAN.findall(sentence))
    return han > 0 and han * _LETTERS_PER_HAN >= len(_LATIN.findall(sentence))


def find_chinese(sentence: str) -> tuple[Quantity, ...]:
    """Every quantity of a Chinese sentence, in order."""
    found: list[Quantity] = []
    at = 0
    while (start := _START.search(sentence, at)) is not None:
        quantity, at = _read(sentence, start)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _read(sentence: str, start: regex.Match[str]) -> tuple[Quantity | None, int]:
    """The quantity that begins at `start`, if it is one, and where to look on."""
    if start["half"]:
        return _half(sentence, start), start.end()
    if start["below"]:
        below, above = _number(start["below"]), _number(start["above"])
        share = 100 * above / below if below > 0 else math.inf
        return _build(sentence, start.start(), start.end(), share, None, "percent"), start.end()
    low = _amount(sentence, start.start("number"))
    link = _LINK.match(sentence, low.end)
    high = _amount(sentence, link.end()) if link else None
    unit, end = _unit(sentence, high.end if high else low.end)
    own_unit, own_end = _unit(sentence, low.end)
    if own_unit and high is None and link is None:
        unit, end = own_unit, own_end
    elif own_unit or high is None:
        unit, end, high = own_unit, own_end, None
        again = _LINK.match(sentence, own_end)
        if again and own_unit:
            other = _amount(sentence, again.end())
            other_unit, other_end = _unit(sentence, other.end)
            if other_unit == own_unit:
                high, end = other, other_end
    unit = unit or SIGNS.get(start["sign"] or "", "")
    noun = counter = False
    if not unit:
        unit, counter, end = _noun(sentence, end)
        noun = bool(unit)
    if _is_name(sentence, start, low, unit if not noun else "", counter=counter):
        return None, max(low.end, start.end())
    factor = 10.0 if unit == "tenths" else 1.0
    values = [low.value * factor, None if high is None else high.value * factor]
    if high is not None and not low.scaled and high.scaled and low.value < _mantissa(high):
        values[0] = low.value * high.value / _mantissa(high)
    sign = -1.0 if start["minus"] else 1.0
    hedge: Approx = "over" if low.more else "exact"
    first = sign * (values[0] or 0.0)
    unit, end = _per(sentence, start.start(), end, "percent" if unit == "tenths" else unit)
    built = _build(sentence, start.start(), end, first, values[1], unit, hedge)
    return built, max(end, start.end())


def _amount(sentence: str, at: int) -> _Amount:
    match = _AMOUNT.match(sentence, at)
    value = _number(match["number"]) * math.prod(BIG[char] for char in match["big"])
    if match["tail"]:
        value += _number(match["tail"]) * BIG[match.group()[match.end("tail") - at]]
    return _Amount(value, match.end(), bool(match["more"] or match["more2"]), bool(match["big"]), match["number"])


def _mantissa(amount: _Amount) -> float:
    return _number(amount.text) or 1.0


def _unit(sentence: str, at: int) -> tuple[str, int]:
    match = _UNIT.match(sentence, at)
    if match is None:
        return "", at
    return ("tenths" if match["unit"] == "成" else UNITS[match["unit"]]), match.end()


def _noun(sentence: str, at: int) -> tuple[str, bool, int]:
    """(counted noun, or its counter; whether a counter was met; index after it)."""
    match = _NOUN.match(sentence, at)
    if match is None or not (match["counter"] or len(match["noun"]) > 1):
        return "", False, at
    noun = match["noun"] if len(match["noun"]) > 1 else match["counter"] or ""
    return noun, match["counter"] is not None, match.end() if noun == match["noun"] else match.end("counter")


def _per(sentence: str, start: int, end: int, unit: str) -> tuple[str, int]:
    """(unit, end) of the quantity at [start, end) with what its price is counted per: 每吨280美元, 280美元/吨."""
    if not is_money(unit):
        return unit, end
    before = _PER_BEFORE.search(sentence, max(0, start - _WINDOW), start)
    after = _PER_AFTER.match(sentence, end)
    found = before or after
    return (unit, end) if found is None else (f"{unit} per {PER[found['per']]}", after.end() if after else end)


def _is_name(sentence: str, start: regex.Match[str], low: _Amount, unit: str, *, counter: bool) -> bool:
    """Dates, ordinals, product names, and numerals inside words such as 一些 or 统一."""
    before = sentence[max(0, start.start() - _WINDOW) : start.start()]
    after = sentence[low.end : low.end + _WINDOW]
    if not math.isfinite(low.value) or (_NAME_BEFORE.search(before) and not start["sign"]):
        return True
    digits = low.text.isdecimal() and not low.scaled
    if unit == "year" and digits and len(low.text) == 4:
        return True
    if not unit and not start["sign"] and _NAME_AFTER.match(after):
        return True
    if not low.text[0].isdecimal() and not unit:
        return low.text == "一" or not (counter or low.scaled)
    return not unit and digits and len(low.text) == 4 and low.text.startswith(("19", "20"))


def _build(
    sentence: str, start: int, end: int, low: float, high: float | None, unit: str, hedge: Approx = "exact"
) -> Quantity | None:
    if not math.isfinite(low) or (high is not None and not math.isfinite(high)):
        return None
    before, after = sentence[max(0, start - _WINDOW) : start], sentence[end : end + _WINDOW]
    approx = _approx(before, after, hedge)
    trend = None if _TO.search(before) else _trend(before)
    measure: Measure = "multiple" if unit == "times" else "share" if "占" in before else "level"
    return Quantity(
        value=low,
        value_high=high,
        unit=unit,
        approx="range" if approx == "exact" and high is not None else approx,
        trend=trend,
        measure="change" if trend else measure,
        base=bool(_FROM.search(before)),
        start=start,
        end=end,
    )


def _approx(before: str, after: str, otherwise: Approx) -> Approx:
    for pattern, approx in _HEDGES:
        if pattern.search(before):
            return approx
    for pattern, approx in _AFTER:
        if pattern.match(after):
            return approx
    return otherwise


def _trend(before: str) -> Trend | None:
    found = _TREND.search(before)
    return None if found is None else "up" if found["up"] else "down"


def _half(sentence: str, start: regex.Match[str]) -> Quantity:
    before = sentence[max(0, start.start() - _WINDOW) : start.start()]
    doubled, halved = start["half"].startswith("翻"), start["half"][0] in "减減腰"
    trend: Trend | None = "up" if doubled else "down" if halved else _trend(before)
    measure: Measure = "multiple" if doubled else "change" if trend else "share"
    return Quantity(
        value=2.0 if doubled else 50.0,
        unit="times" if doubled else "percent",
        approx=_approx(before, "", "exact"),
        trend=trend,
        measure=measure,
        start=start.start(),
        end=start.end(),
    )


def _number(text: str) -> float:
    """A number in digits or in Chinese numerals; infinite where it is beyond counting."""
    if text[0].isdecimal():
        try:
            value = float(text.replace(",", "").replace("，", ""))
        except ValueError:
            return math.inf
        return value if value < 1e100 else math.inf
    whole, _, part = text.partition("点")
    decimals = "".join(str(DIGITS.get(char, 0)) for char in part)
    return _numeral(whole[:30]) + (float("0." + decimals) if decimals else 0.0)


def _numeral(text: str) -> float:
    if not any(char in TENS for char in text):
        return float("".join(str(DIGITS.get(char, 0)) for char in text) or 0)
    total = digit = 0
    for char in text:
        if char in TENS:
            total, digit = total + (digit or 1) * TENS[char], 0
        else:
            digit = DIGITS.get(char, 0)
    return float(total + digit)
