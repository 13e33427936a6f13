"""Reads the unit that goes with a Chinese number: money or a measure, "per …", or the counted noun."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import regex

from pipelines.figures.chinese_units import PER_THING, PER_TIME, UNITS
from pipelines.figures.chinese_words import COUNTERS, NOT_A_NOUN, NOT_COUNTED, SHORT_NOUNS, TELLING_COUNTERS, VERBS
from pipelines.figures.units import is_money


def any_of(surfaces: Iterable[str]) -> str:
    """A pattern of these surfaces, the longest first."""
    return "|".join(sorted(map(regex.escape, surfaces), key=len, reverse=True))


_LONGER: Final = {
    "元": "[化素件旦宵首宇老]",
    "倍": "[率数增]",
    "米": "[其兰勒国尔歇饭粉]",
    "克": "[拉服隆罗里莱兰朗]",
    "升": "[至到为幅级降]",
    "周": "[年岁期边末一二三四五六日]",
    "天": "[然河津猫]",
    "年": "[代级货]|\\d+月|度",
    "点": "[\\d钟半整前后]",
    "度": "[过电假]",
}
"""What stands behind a sign that is no unit there."""
_UNIT: Final = regex.compile(
    r"\s?(?P<unit>"
    + "|".join(
        regex.escape(surface)
        + (f"(?!{_LONGER[surface]})" if surface in _LONGER else "")
        + (r"(?![A-Za-z])" if surface[-1].isascii() and surface[-1].isalpha() else "")
        for surface in sorted(UNITS, key=len, reverse=True)
    )
    + r"|成(?![为立功员本长果交都就分品])(?=\p{Han}{0,3}|[，。；,.;]))"
)
_HALF: Final = regex.compile(r"个半(?P<span>月|小时|星期|钟头|交易日)")
_SPANS: Final = {"月": "month", "小时": "hour", "星期": "week", "钟头": "hour", "交易日": "day"}
_IN_DIGITS: Final = frozenset({"度", "点", "升", "克", "桶", "周", "匹马力"})
"""No units behind a small number in words: 两度, 一点."""
_NOUN: Final = regex.compile(
    rf"(?:(?P<people>人(?:次|口)?(?!民币|工|均|造|事|才|质|类))|(?P<counter>[{COUNTERS}]))?"
    r"(?:多)?(?:(?P<model>[\p{Han}--[NOT]]{0,6}?[A-Za-z0-9.-]*[A-Za-z][A-Za-z0-9-]*+)\s?(?=\p{Han}))?"
    r"(?P<noun>(?:许可|[\p{Han}--[NOT]]){0,8})".replace("NOT", NOT_A_NOUN.replace("，", "").replace("。", "")),
    regex.V1,
)


_PER_BEFORE: Final = regex.compile(
    rf"每(?:一)?(?:(?P<thing>{any_of(PER_THING)})\p{{Han}}{{0,5}}|(?P<time>{any_of(PER_TIME)})(?:约|近|逾|仅|超过|不到)?|小时\p{{Han}}{{0,4}})$",
    regex.V1,
)
_PER_AFTER: Final = regex.compile(rf"\s?(?:/|每|一(?=[吨桶股斤盎度]))(?P<per>{any_of(PER_THING | PER_TIME)})")
_ALL_PER: Final = PER_THING | PER_TIME
_WINDOW: Final = 12
_HEAD: Final = regex.compile(r"\p{Han}{2,6}?[厂商店司者员国院校行局站车船机器业]|\p{Han}{1,5}?许可证")
"""Where a long noun ends: at a sign that nouns end in."""
_HEDGED: Final = r"(?:[约近逾仅超达为]|可达|高达|超过|最高|不到){0,2}$"
_RATES: Final = {
    "kilometer": ("(?:时速|每小时)", "kilometer per hour"),
    "meter": ("每秒", "meter per second"),
    "barrel": ("(?:日产|每日|每天|日均)", "barrel per day"),
    "GB": ("每秒", "GB/s"),
    "TB": ("每秒", "TB/s"),
    "MB": ("每秒", "MB/s"),
}
_SUFFERED: Final = frozenset("受遭获")
_PARTICLES: Final = frozenset("到了于过着为成")
_NOUN_LENGTH: Final = 4


def read_unit(plain: str, at: int, *, in_digits: bool) -> tuple[str, int]:
    """(unit, index after it) at `at`; "tenths" for 成; ("", at) if there is none."""
    match = _UNIT.match(plain, at)
    if match is None or (match["unit"] in _IN_DIGITS and not in_digits):
        return "", at
    return ("tenths" if match["unit"] == "成" else UNITS[match["unit"]]), match.end()


def half_more(plain: str, at: int) -> tuple[str, int]:
    """(unit, index after it) of the 个半月 in 两个半月; ("", at) if there is none."""
    match = _HALF.match(plain, at)
    return ("", at) if match is None else (_SPANS[match["span"]], match.end())


def counted_noun(sentence: str, plain: str, at: int) -> tuple[str, bool, int]:
    """(what is counted, or its counter; whether a telling counter was met; index after it)."""
    match = _NOUN.match(plain, at)
    if match["people"]:
        return match["people"], True, match.end("people")
    counter = match["counter"] or ""
    first, last = match.span("noun")
    last = first + _noun_length(plain[first:last], plain[last : last + 1])
    if plain[first:last] in NOT_COUNTED:
        last = first
    if last - first > 1 or (last - first == 1 and counter and plain[first] in SHORT_NOUNS):
        return sentence[first:last], counter in TELLING_COUNTERS and bool(counter), last
    if not counter:
        return "", False, at
    return sentence[match.start("counter") : match.end("counter")], counter in TELLING_COUNTERS, match.end("counter")


def _noun_length(run: str, after: str) -> int:
    """Where the noun ends: before a verb, known or shown by its particle (收[到], 建[于])."""
    whole = run + after
    for at in range(2, len(run)):
        if whole[at : at + 2] in VERBS or run[at] in _SUFFERED:
            return at
    if len(run) > _NOUN_LENGTH and (head := _HEAD.match(run)):
        return int(head.end())
    return min(len(run) - 1 if len(run) > 2 and after in _PARTICLES else len(run), _NOUN_LENGTH)


def with_per(plain: str, start: int, end: int, unit: str) -> tuple[str, int]:
    """(unit, end) of the quantity at [start, end) with what it is counted per: 每吨280美元, 280美元/吨, 时速350公里."""
    low = max(0, start - _WINDOW)
    if unit in _RATES:
        per, name = _RATES[unit]
        return (name if regex.search(per + _HEDGED, plain, pos=low, endpos=start) else unit), end
    if not is_money(unit):
        return unit, end
    before = _PER_BEFORE.search(plain, low, start)
    if before is not None:
        return f"{unit} per {_ALL_PER[before['thing'] or before['time'] or '小时']}", end
    after = _PER_AFTER.match(plain, end)
    return (unit, end) if after is None else (f"{unit} per {_ALL_PER[after['per']]}", after.end())
