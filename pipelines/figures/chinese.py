"""The grammar of quantities in Chinese: 约80亿美元, 九成, 三分之一, 150多万开发者, 数千万元, 从95%降至50%."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import regex

from pipelines.figures.chinese_names import SKIPPED, is_name
from pipelines.figures.chinese_numbers import HANZI, NUMBER, VAGUE, Amount, number, read_amount, read_vague
from pipelines.figures.chinese_signals import WINDOW, approximation, is_base, move_between, trend_of
from pipelines.figures.chinese_units import SIGNS
from pipelines.figures.chinese_unitwords import any_of, counted_noun, half_more, read_unit, with_per
from pipelines.figures.chinese_words import narrowed
from pipelines.figures.quantity import Quantity
from pipelines.figures.units import is_money
from pipelines.types import Approx, Measure, Trend

_HALF: Final = (
    r"(?<![上下前后第])(?:一半|半数|过半数?|逾半数?|近半数?)(?!导)|减半|腰斩|翻倍|翻番|翻了?(?:近|约)?[一两二三四]番"
    r"|翻了?(?:近|约)?一倍|[半一两三]打(?=\p{Han})"
)
_EACH: Final = "[个名位家人户台辆件]"
_START: Final = regex.compile(
    rf"""
    (?P<skipped>{SKIPPED})
  | (?P<below>[{HANZI}万\d]{{1,8}}+)分之(?P<above>{NUMBER})(?:[至到~～—-](?:百分之)?(?P<to>{NUMBER}))?
  | 每(?P<below>[{HANZI}\d]{{1,4}}+){_EACH}(?:\p{{Han}}{{0,4}}?[中里])?[就便约只即]?有(?P<above>{NUMBER}){_EACH}
  | (?P<half>{_HALF})
  | (?:(?P<sign>{any_of(SIGNS)})\s?)?(?P<bracket>\((?=\d[\d.,]*\)))?
    (?P<minus>(?<![\dA-Za-z%年月日号第])[-–]|(?<!正)负|零下)?
    (?:(?P<vague>{VAGUE})|(?P<number>{NUMBER}))
    """,
    regex.VERBOSE,
)
_LINK: Final = regex.compile(rf"\s?(?:[-–—~～至到]|——)\s?(?:{any_of(SIGNS)})?(?=[\d{HANZI}])")
_PAIRED: Final = regex.compile(rf"(?:和|与|[至到])(?:{any_of(SIGNS)})?(?=[\d{HANZI}])")
_BOTH: Final = regex.compile(r"\p{Han}{0,4}?之?间")
_LISTED: Final = regex.compile(r"[、,和及与或/]|、\s")
_HAN: Final = regex.compile(r"\p{Han}")
_LATIN: Final = regex.compile(r"[A-Za-z]")
_LETTERS_PER_HAN: Final = 4
_NUMBERS: Final = {"半": 0.5, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_ELLIPSIS: Final = regex.compile(r"[，,、；]?[[\p{Han}A-Za-z]--[率占比为是至到达在升降增减涨跌低高的]]{1,8}", regex.V1)
_CLAUSE: Final = regex.compile(r"[，,。；;、！!?？\s”’)]|$")
_RESTATED: Final = regex.compile(r"(?:元|元人民币)?\s?\((?:折合|约合|合|约|即|相当于)?\s?$")
_UPWARD: Final = regex.compile(r"(?<![以之向马晚早汇])上[百千万亿]")
_ACROSS: Final = 18
_HALVES: Final = frozenset({"year", "month", "week", "day", "hour", "times"})
"""Units that may have 半 behind them: 两年半."""
_HALF_OF: Final = frozenset("导数径岛")
_SCALES: Final = regex.compile("[万亿兆]*+")
_LEAP: Final = 5
"""What moved by one sum to another this much larger is no range: 上调100元至2300元."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """One or two values with their unit, before anything is said of them; `end` is behind the unit."""

    low: float
    high: float | None
    unit: str
    end: int
    more: bool = False
    vague: bool = False


def is_chinese(sentence: str) -> bool:
    """Whether the sentence is to be read as Chinese: its Han characters weigh more than its Latin letters."""
    han = len(_HAN.findall(sentence))
    return han > 0 and han * _LETTERS_PER_HAN >= len(_LATIN.findall(sentence))


def find_chinese(sentence: str) -> tuple[Quantity, ...]:
    """Every quantity of a Chinese sentence, in order."""
    plain = narrowed(sentence)
    found: list[Quantity] = []
    at = 0
    while (start := _START.search(plain, at)) is not None:
        quantity, at = _read(sentence, plain, start)
        if quantity is not None:
            found.append(quantity)
    return tuple(_related(plain, found))


def _read(sentence: str, plain: str, start: regex.Match[str]) -> tuple[Quantity | None, int]:
    """The quantity that begins at `start`, if it is one, and where to look on."""
    if start["skipped"]:
        return None, start.end()
    if start["half"]:
        return _half(sentence, plain, start)
    if start["below"]:
        return _fraction(plain, start), start.end()
    amount = _amount(plain, start)
    if amount is None:
        return None, start.end()
    measured = _measured(sentence, plain, start, amount)
    if measured is None:
        return None, max(amount.end, start.end())
    sign = -1.0 if start["minus"] or start["bracket"] or _booked(plain, start, measured) else 1.0
    high = None if measured.high is None else sign * measured.high
    hedge: Approx = "over" if measured.more or _UPWARD.match(plain, start.start() - 1) else "exact"
    built = _build(plain, start.start(), measured.end, sign * measured.low, high, measured.unit, hedge)
    return built, max(measured.end, start.end())


def _amount(plain: str, start: regex.Match[str]) -> Amount | None:
    if start["vague"]:
        return read_vague(plain, start.start("vague"))
    amount = read_amount(plain, start.start("number"))
    if start["bracket"] and amount is not None:
        scaled = _SCALES.match(plain, amount.end + 1)
        factor = read_amount("1" + scaled.group(), 0).value
        amount = replace(amount, value=amount.value * factor, end=scaled.end(), scaled=factor > 1)
    return amount


def _measured(sentence: str, plain: str, start: regex.Match[str], low: Amount) -> _Measured | None:
    """The amount with the other end of its range and its unit; None where it names or dates something."""
    half, half_end = half_more(plain, low.end)
    if half:
        return _Measured(low.value + 0.5, None, half, half_end)
    unit, end = read_unit(plain, low.end, in_digits=low.in_digits or low.scaled)
    sign = SIGNS.get(start["sign"] or "", "")
    high = _other_end(plain, start.start(), low, unit, end)
    if high is not None:
        unit, end = read_unit(plain, high.end, in_digits=True)
    if sign and (not unit or is_money(unit)):
        unit = sign
    counter = False
    noun = ""
    if not unit:
        noun, counter, end = counted_noun(sentence, plain, high.end if high else low.end)
    if is_name(plain, start.start(), low, unit, noun=noun, counter=counter, ranged=high is not None):
        return None
    first, last = low.value, low.high if high is None else high.value
    if high is not None and not low.scaled and high.scaled and low.value < high.mantissa:
        first *= high.value / high.mantissa
    if unit == "tenths":
        first, last, unit = first * 10, None if last is None else last * 10, "percent"
        part, end = _tenths(plain, end)
        first += part
    elif unit in _HALVES and plain[end : end + 1] == "半" and plain[end + 1 : end + 2] not in _HALF_OF:
        first, end = first + 0.5, end + 1
    unit, end = with_per(plain, start.start(), end, unit)
    return _Measured(first, last, unit or noun, end, more=low.more, vague=low.high is not None)


def _tenths(plain: str, end: int) -> tuple[float, int]:
    """What follows the 成 of 一成五 and 三成半."""
    after = plain[end : end + 1]
    if after == "半":
        return 5.0, end + 1
    if after and after in HANZI[2:12] and not regex.match(r"\w[成家个名位万千百十]", plain, pos=end):
        return number(after), end + 1
    return 0.0, end


def _other_end(plain: str, start: int, low: Amount, unit: str, end: int) -> Amount | None:
    """The upper end of a range that begins with `low`: 3-5亿美元, 57%～59%, 8万元至10万元, 在3%和5%之间."""
    if low.high is not None:
        return None
    link = _LINK.match(plain, end)
    paired = link is None and (link := _PAIRED.match(plain, end)) is not None
    if link is None:
        return None
    other = read_amount(plain, link.end())
    other_unit, other_end = read_unit(plain, other.end, in_digits=True)
    if not math.isfinite(other.value) or (unit and other_unit != unit):
        return None
    if (
        is_money(unit)
        and other.value > _LEAP * low.value
        and trend_of(plain[max(0, start - WINDOW) : start], "", ratio=False)
    ):
        return None
    if paired and not _BOTH.match(plain, other_end):
        return None
    return other


def _booked(plain: str, start: regex.Match[str], measured: _Measured) -> bool:
    """A sum alone in brackets behind a colon or a bar is below nought, as accounts have it."""
    before = plain[max(0, start.start() - 3) : start.start()].replace(" ", "")
    return (
        is_money(measured.unit)
        and before.endswith((":(", "：(", "|("))
        and plain[measured.end : measured.end + 1] == ")"
    )


def _fraction(plain: str, start: regex.Match[str]) -> Quantity | None:
    below, above = read_amount(plain, start.start("below")).value, number(start["above"])
    share = 100 * above / below if below > 0 else math.inf
    high = 100 * number(start["to"]) / below if start["to"] and below > 0 else None
    return _build(plain, start.start(), start.end(), share, high, "percent")


def _build(
    plain: str, start: int, end: int, low: float, high: float | None, unit: str, hedge: Approx = "exact"
) -> Quantity | None:
    if not math.isfinite(low) or (high is not None and not math.isfinite(high)):
        return None
    leading = 1 if plain[start] == "(" else 0
    before, after = plain[max(0, start - WINDOW) : start], plain[end : end + WINDOW]
    approx = approximation(before, after, hedge)
    ratio = unit in ("percent", "percentage points", "basis points")
    trend = trend_of(before, after, ratio=ratio)
    measure: Measure = "multiple" if unit == "times" else "share" if "占" in before else "level"
    return Quantity(
        value=low,
        value_high=high,
        unit=unit,
        approx="range" if approx == "exact" and high is not None else approx,
        trend=trend,
        measure="change" if trend else measure,
        base=is_base(before),
        start=start + leading,
        end=end,
    )


def _half(sentence: str, plain: str, start: regex.Match[str]) -> tuple[Quantity | None, int]:
    """Words that are quantities by themselves: 近一半, 过半, 减半, 翻倍, 翻了两番, 半打."""
    text, before = start["half"], plain[max(0, start.start() - WINDOW) : start.start()]
    if text.endswith("打"):
        noun, _, end = counted_noun(sentence, plain, start.end())
        return _build(plain, start.start(), max(end, start.end()), 12 * _NUMBERS[text[0]], None, noun), start.end()
    multiplied = text[0] == "翻"
    trend: Trend | None = "up" if multiplied else "down" if text[0] in "减腰" else trend_of(before, "", ratio=True)
    inner: Approx = "over" if text[0] in "过逾" else "about" if "近" in text or "约" in text else "exact"
    measure: Measure = "multiple" if multiplied else "change" if trend else "share"
    times = 2.0 ** _NUMBERS.get(text[-2], 1) if text.endswith("番") else 2.0
    quantity = Quantity(
        value=times if multiplied else 50.0,
        unit="times" if multiplied else "percent",
        approx=approximation(before, plain[start.end() : start.end() + WINDOW], inner),
        trend=trend,
        measure=measure,
        start=start.start(),
        end=start.end(),
    )
    return quantity, start.end()


def _related(plain: str, found: Iterable[Quantity]) -> list[Quantity]:
    """Each quantity with what it takes from the one before (or gives to it): unit, trend, approximation."""
    related: list[Quantity] = []
    for quantity in found:
        before = related[-1] if related else None
        if before is not None and quantity.start - before.end <= _ACROSS:
            between = plain[before.end : quantity.start]
            if not before.unit and quantity.unit and _LISTED.fullmatch(between):
                related[-1] = replace(before, unit=quantity.unit)
            quantity = _after(plain, before, quantity, between)
        related.append(quantity)
    return related


def _after(plain: str, before: Quantity, quantity: Quantity, between: str) -> Quantity:
    if before.base and (before.unit == quantity.unit) and (way := move_between(between)):
        return replace(quantity, trend=way, measure="change")
    if _RESTATED.fullmatch(between) and is_money(before.unit) and is_money(quantity.unit):
        approx = before.approx if quantity.approx == "exact" else quantity.approx
        return replace(quantity, approx=approx, trend=before.trend)
    elliptic = quantity.unit == before.unit == "percent" and quantity.trend is None and before.trend is not None
    if elliptic and _ELLIPSIS.fullmatch(between) and _CLAUSE.match(plain, quantity.end):
        return replace(quantity, trend=before.trend, measure="change")
    return quantity
