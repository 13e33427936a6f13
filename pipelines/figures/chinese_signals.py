"""Approximation and trend in Chinese: what the words around a quantity say about it. All text is `narrowed`."""

from __future__ import annotations

from typing import Final

import regex

from pipelines.figures.chinese_words import DOWN, HEDGES, MOVED_DOWN, MOVED_UP, RATE_DOWN, RATE_UP, UP
from pipelines.types import Approx, Trend

WINDOW: Final = 16
"""Characters before and after a quantity that may speak of it."""
_NAMED: Final[dict[str, Approx]] = {"up_to": "up-to", "under": "under", "over": "over", "about": "about"}
_HEDGE_WORDS: Final = "|".join(HEDGES.values())
_HEDGE: Final = regex.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{surfaces})" for name, surfaces in HEDGES.items())
    + r")[可了为达约有至在是到的共要需须]{0,2}\s?$"
)
_FAR: Final = regex.compile(
    r"(?:(?P<about>大约|大概|约莫|(?<![合条预契签节制违纽履邀])约(?=[占需耗产值有用花售]))"
    r"|(?P<over>超过|至少|逾)(?=占)|(?P<under>不到|不足)(?=占))\p{Han}{1,10}$"
)
_STRONG: Final = r"强(?=[的，。、；]|$)"
_AFTER: Final[tuple[tuple[regex.Pattern[str], Approx], ...]] = (
    (regex.compile(r"左右|上下(?!浮)|前后|许(?=[，。、；的]|$)"), "about"),
    (
        regex.compile(
            r"(?:\p{Han}{0,2}(?:以上|之上)|或更多|或以上|(?:多|有余|余|出头|开外)(?![元数个家次半种方边样名位]))"
        ),
        "over",
    ),
    (regex.compile(_STRONG), "over"),
    (regex.compile(r"\p{Han}{0,2}(?:以下|以内|之内|之下)|[或及]更(?:少|低|先进)"), "up-to"),
)
_BETWEEN: Final = rf"(?:[达约仅只又共再就近均竟后]|高达|整整|同比|环比|分别|合计|累计|大约|{_HEDGE_WORDS})"
_TREND: Final = regex.compile(
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:价格?)?(?:了|幅度?|[为])?{_BETWEEN}{{0,3}}[了有]?\s?$"
)
_RATE: Final = regex.compile(
    rf"(?:(?P<up>{RATE_UP})|(?P<down>{RATE_DOWN}))(?:[达到为是在有仅]|分别|{_HEDGE_WORDS}){{0,3}}\s?$"
)
_MOVED: Final = regex.compile(
    rf"(?:(?P<up>{MOVED_UP})|(?P<down>{MOVED_DOWN}))(?:[\p{{Han}}--[至到为成值的达是在与和由从将以比较了率点后前]]{{1,6}}"
    rf"|[\p{{Han}}--[至到为成值的达是在与和由从将以比较了点后前]]{{1,4}}率)(?:{_HEDGE_WORDS})?$",
    regex.V1,
)
_TREND_AFTER: Final = regex.compile(
    r"\s?的?(?:同比|环比|年均|年化|净|销售|收入|业绩|利润|营收|平均|股价|价格|月度|年度|累计|最大)?"
    r"(?:(?P<up>增长|增幅|涨幅|升幅|增速|上涨|升值)|(?P<down>下降|降幅|跌幅|下滑|下跌|缩水|减幅|降价|贬值))(?![至到了为])"
)
_TO: Final = regex.compile(rf"(?:至|到|为|成|破)了?(?:{_HEDGE_WORDS})?\s?$")
_FROM: Final = regex.compile(
    rf"(?:从|由|(?<![来出源])自)(?:[\p{{Han}}\d]{{0,8}}的|每[年月日天周季]|每?桶|每?吨|目前|当前|原先|原来)?(?:{_HEDGE_WORDS})?\s?$"
)
_MOVE: Final = regex.compile(
    rf"(?:(?P<up>{UP}|{MOVED_UP}|扩|拉长|改善)|(?P<down>{DOWN}|{MOVED_DOWN}|滑|砍|裁))\p{{Han}}{{0,4}}?(?:至|到|为|成)了?(?:{_HEDGE_WORDS})?\s?$"
)


def approximation(before: str, after: str, otherwise: Approx) -> Approx:
    """The approximation that the words before or after a quantity give it, else `otherwise`."""
    if found := _HEDGE.search(before):
        return _NAMED[found.lastgroup or "about"]
    for pattern, approx in _AFTER:
        if pattern.match(after):
            return approx
    if otherwise == "exact" and (far := _FAR.search(before)):
        return _NAMED[far.lastgroup or "about"]
    return otherwise


def trend_of(before: str, after: str, *, ratio: bool) -> Trend | None:
    """Up or down where the quantity itself is the change: 增长18%, 净减1400人, 下调利率25个基点, 5%的增幅."""
    if found := _RATE.search(before):
        return _way(found)
    if _TO.search(before):
        return None
    found = _TREND.search(before) or _MOVED.search(before)
    if found is None and ratio:
        found = _TREND_AFTER.match(after)
    return None if found is None else _way(found)


def is_base(before: str) -> bool:
    """The number stands behind "from" (从95%, 由1.2万美元)."""
    return _FROM.search(before) is not None


def move_between(between: str) -> Trend | None:
    """Which way it went between the two ends of a move: 从95%[降至]50%."""
    found = _MOVE.search(between)
    return None if found is None else _way(found)


def _way(found: regex.Match[str]) -> Trend:
    return "up" if found["up"] else "down"
