"""Tells a Chinese numeral that names, dates or numbers something from one that counts. All text is `narrowed`."""

from __future__ import annotations

import math
from typing import Final

import regex

from pipelines.figures.chinese_numbers import HANZI, Amount
from pipelines.figures.chinese_units import SPANS
from pipelines.figures.chinese_words import COUNTERS, IDIOMS

SKIPPED: Final = (
    rf"(?:{IDIOMS})|https?://[\x21-\x7e]++|www\.[\x21-\x7e]++"
    r"|(?<![\d.-])(?:0\d{2,3}|400|800)-\d{3,8}(?:-\d{3,6})?(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"
    r"|(?<=(?:电话|热线|致电|拨打|传真|手机)(?:号码?)?[：:为是]?\s?)\+?\d[\d -]{5,20}+"
    r"|(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d{2}[-–—~～/至到](?:20)?\d{2}(?=年|财年|学年)"
    r"|(?<!\d)\d{1,3}\s?比\s?\d{1,3}(?![\d.]|个|倍|成)|[一二三四五六七八九十]++比[一二三四五六七八九十]++(?![个倍成])"
    r"|(?<=每)(?:千瓦时?|千克|百万英热(?:单位)?|千米)|(?<!\d)\d{1,2}·\d{1,2}(?!\d)"
    r"|(?<!\d)\d{2}年\d{1,2}月|\d0后|[〇零一二三四五六七八九]{4}年|[五六七八九]零后|双\s?(?:11|12|十一|十二)"
    r"|第\d++(?:[、,和及与至到～~-]第?\d++)++|(?<![\d.第])\d++(?:[、,和及与]\d++)++号(?!码)"
    r"|[二三四五六七八九]十年代|\d{2,4}年代|(?<=[下上同这那每某前后当唯第头次另])一(?=[年月周天日季个家批小])|24/7|[前头首][一二三四五六七八九十两\d]{1,2}(?:个月|个?季度?|周(?!年))"
)
"""Idioms, addresses, telephone numbers, dates, scores, numbers of documents: passed over whole."""
_NAME_BEFORE: Final = regex.compile(r"(?:第|[A-Za-z_]|[A-Za-z][-‑ ]|\d[.,:：/]|[零〇一二三四五六七八九十]点)$")
_NAME_AFTER: Final = regex.compile(
    r"[A-Za-z_:：/]|[月日号](?!元)|季度?|[级代届]|世纪|线城|\.\d|-\d|年?[财学]年|点(?:\d|钟|半|整|前|后|左右)|时(?!间)|后(?=[员一群人青的])|比\d|章|款(?!项)"
)
_CLOCK: Final = regex.compile(r"(?:上午|下午|凌晨|晚上?|晚间|早上?|早晨|中午|傍晚|清晨|[日号天])$")
_VERBAL: Final = regex.compile(
    r"[为达至到约超是有破于在共增减降跌涨升从由近逾过了出入计满仅只又再及或按分每需要各收派发卖售买购产投供招裁加少多将被各余上下]$"
)
_LEADING: Final = regex.compile(
    r"(?:[为达至到约超是有破于在共增减降跌涨升从由近逾过了出入计满仅只又再及或按分每需要各收派发卖售买购产投供招裁加少多将被各余上下]"
    r"|[和与、，,。；;：:|(“\"'\s%元个吨家名位年月日天股]|^)$"
)
_YEARS: Final = range(1900, 2101)


def is_name(plain: str, start: int, low: Amount, unit: str, *, noun: str, counter: bool, ranged: bool) -> bool:
    """Whether the number at `start` is a date, an ordinal, a product's name, or a numeral inside a word."""
    before, after = plain[max(0, start - 4) : start], plain[low.end : low.end + 6]
    if not math.isfinite(low.value) or _numbers_something(before, plain[start]):
        return True
    if unit == "year" and _is_year(low, after):
        return True
    if unit in SPANS or unit == "point":
        return bool(_CLOCK.search(before)) and unit == "point"
    if unit:
        return False
    if _NAME_AFTER.match(after) and not counter:
        return True
    if low.high is not None:
        return not (counter or noun or low.scaled)
    if not low.in_digits:
        return low.value == 1 or not (counter or low.scaled)
    if not low.bare:
        return False
    if len(low.text) == 4 and int(low.text) in _YEARS and not counter:
        return True
    opening = _VERBAL if noun and noun not in COUNTERS else _LEADING
    return not counter and not ranged and not opening.search(before)


def _numbers_something(before: str, first: str) -> bool:
    return _NAME_BEFORE.search(before) is not None and (first.isdecimal() or first in HANZI)


def _is_year(low: Amount, after: str) -> bool:
    """The 年 of 2025年 and of 一年度, and not of 三年."""
    return (low.bare and len(low.text) == 4) or after[1:2] in ("度", "代") or (low.bare and low.value > 1000)
