"""The grammar of quantities in Chinese: 约80亿美元, 九成, 三分之一, 150多万开发者, 下降了近一半."""

from __future__ import annotations

import math
from typing import Final

import regex  # type: ignore[import-untyped]  # its stubs are a package of their own

from pipelines.figures.quantity import Quantity
from pipelines.types import Approx, Measure, Trend

_DIGITS: Final = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两兩贰", "三叁", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG: Final = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}
_UNITS: Final = {
    surface: unit
    for unit, surfaces in {
        "USD": "美元|美金|美刀",
        "CNY": "元人民币|人民币元|人民币|人民幣|块钱|元",
        "HKD": "港元|港币|港幣",
        "TWD": "新台币|新台幣|新臺幣|台币",
        "EUR": "欧元|歐元",
        "GBP": "英镑|英鎊",
        "JPY": "日元|日圆|日圓",
        "KRW": "韩元|韓元|韩圆",
        "percent": "%|％|百分比",
        "percentage points": "个百分点|個百分點|百分点",
        "basis points": "个基点|個基點|基点",
        "times": "倍",
        "nm": "纳米|奈米|nm",
        "GB/s": "GB/s|GB/秒|GBps",
        "TB/s": "TB/s|TB/秒|TBps",
        "GB": "GB",
        "TB": "TB",
        "PFLOPS": "PFLOPS|PFlops",
        "TFLOPS": "TFLOPS|TFlops",
        "MW": "兆瓦|MW",
        "GW": "吉瓦|GW",
        "kilowatt": "千瓦|kW",
        "kilowatt hour": "千瓦时|度电",
        "watt": "瓦|W",
        "tonne": "公吨|吨|噸",
        "kilogram": "公斤|千克",
        "kilometer": "公里|千米",
        "mm2": "平方毫米",
        "square meter": "平方米",
        "millimeter": "毫米|mm",
        "month": "个月|個月",
        "week": "周|个星期",
        "day": "个工作日|天",
        "hour": "小时|个小时",
        "minute": "分钟",
        "year": "年",
    }.items()
    for surface in surfaces.split("|")
}
_SIGNS: Final = {
    "US$": "USD",
    "$": "USD",
    "＄": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "€": "EUR",
    "£": "GBP",
    "￥": "CNY",
    "¥": "CNY",
    "人民币": "CNY",
}
_COUNTERS: Final = "个個家名位片块塊颗顆枚台臺项項款种種件份张張只隻套所座条條起批人股户辆部"
_ABOUT: Final = "约莫|大约|大約|大概|约|約|将近|近|接近|差不多|几乎|估计"
_OVER: Final = "超过|超過|超出|逾|超|多于|高于|大于|至少|不少于|不低于|突破"
_UNDER: Final = "不到|不足|少于|低于|小于|未满|不满"
_UP_TO: Final = "至多|最多|最高|多达|高达|高達|多達|不超过|不超過|不多于"
_UP: Final = (
    "增长|增加|增至|上升|上涨|上漲|提升|提高|攀升|飙升|大涨|大漲|暴涨|增幅|涨幅|升幅|涨|漲|增|高出|上调|成长|成長"
)
_DOWN: Final = "下降|下跌|下滑|减少|減少|降低|暴跌|大跌|跌幅|降幅|缩水|缩减|萎缩|蒸发|收窄|跌|降|减|下调|重挫|低|便宜"
_NUMBER: Final = r"(?:\d{1,3}(?:[,，]\d{3})++(?!\d)(?:\.\d++)?+|\d++(?:\.\d++)?+|[零〇一二两兩三四五六七八九十百千]++(?:点[零〇一二三四五六七八九]++)?+|(?=[万亿][亿美元]))"
_SCALE: Final = r"[万萬亿億兆]"
_QUANTITY: Final = regex.compile(
    rf"""
    (?P<fraction>(?P<below>[二三四五六七八九十百\d]++)分之(?P<above>\d++(?:\.\d++)?+|[零〇一二三四五六七八九十百点]++))
  | (?P<half>(?<![上下前后第])一半|(?<![上下前后第半])半数|减半|腰斩|翻倍|翻番|翻一番|翻了一番)
  | (?P<sign>US\$|HK\$|NT\$|人民币|人民幣|[$＄€£￥¥])?\s?
    (?P<minus>(?<![\d\p{{L}}%％])[-−–负])?
    (?P<low>{_NUMBER})(?P<low_more>[多余餘几]?)\s?(?P<low_scale>{_SCALE}*+)(?P<low_tail>\d{{1,4}}万)?(?P<low_more2>[多余餘]?)
    (?P<low_unit>%|％|亿?美元)?
    (?:\s?(?P<link>[-–—~～至到])\s?(?P<sign2>US\$|[$＄€£￥¥])?(?P<high>{_NUMBER})\s?(?P<high_scale>{_SCALE}*+)(?P<high_more>[多余餘]?))?
    \s?(?P<unit>{"|".join(sorted(map(regex.escape, _UNITS), key=len, reverse=True))}|成(?![为立功员本长果交都就])|(?P<counter>[{_COUNTERS}])(?P<noun>[\p{{Han}}A-Za-z]{{0,4}}))?
    """,
    regex.VERBOSE,
)
_HAN: Final = regex.compile(r"\p{Han}")
_APPROX: Final[tuple[tuple[regex.Pattern[str], Approx], ...]] = tuple(
    (regex.compile(rf"(?:{words})(?:了|为|達|达|约|了约)?\s?$"), approx)
    for words, approx in ((_UP_TO, "up-to"), (_UNDER, "under"), (_OVER, "over"), (_ABOUT, "about"))
)
_TREND: Final = regex.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度?)?(?:达|达到|为|约|近|逾|超|超过|将近|不到|高达|至少|至多|大约)*\s?$"
)
_TO: Final = regex.compile(r"(?:至|到|为)(?:了|约|近|逾|超过?|大约)*\s?$")
_AFTER: Final[tuple[tuple[regex.Pattern[str], Approx], ...]] = (
    (regex.compile(r"(?:左右|上下)"), "about"),
    (regex.compile(r"(?:[\p{Han}]{0,2}以上|或更多)"), "over"),
    (regex.compile(r"(?:[\p{Han}]{0,2}(?:以下|以内|之内))"), "up-to"),
)
_NOT_BEFORE: Final = regex.compile(
    r"(?:第|[A-Za-z_]|[A-Za-z][- ]|\d[.,:：/]|(?:[\p{Han}]{2}(?:芯片|处理器)?)?[A-Za-z]+\s)$"
)
_NOT_AFTER: Final = regex.compile(r"[A-Za-z_:：/]|[月日号號](?!元)|季度|[级代]|\.\d|-\d")
_WINDOW: Final = 12


def is_chinese(sentence: str) -> bool:
    """Whether the sentence is to be read as Chinese: it holds more than a stray Han character."""
    return len(_HAN.findall(sentence)) > 3


def find_chinese(sentence: str) -> tuple[Quantity, ...]:
    """Every quantity of a Chinese sentence, in order."""
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(sentence):
        quantity = _read(sentence, match)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _read(sentence: str, match: regex.Match[str]) -> Quantity | None:
    before = sentence[max(0, match.start() - _WINDOW) : match.start()]
    after = sentence[match.end() : match.end() + _WINDOW]
    if match["half"]:
        return _halves(match, before)
    if match["fraction"]:
        below, above = _value(match["below"]), _value(match["above"])
        if below <= 0 or not math.isfinite(above):
            return None
        return _build(match, before, after, 100 * above / below, None, "percent")
    low = _value(match["low"]) * _scale(match["low_scale"])
    if match["low_tail"]:
        low += _value(match["low_tail"][:-1]) * 1e4
    high = _value(match["high"]) * _scale(match["high_scale"]) if match["high"] else None
    if high is not None and not match["low_scale"] and match["high_scale"] and not match["low_unit"]:
        low *= _scale(match["high_scale"])
    if not math.isfinite(low) or (high is not None and not math.isfinite(high)) or _is_name(match, before, after):
        return None
    unit = _unit(match)
    if unit == "tenths":
        low, high, unit = low * 10, None if high is None else high * 10, "percent"
    return _build(match, before, after, -low if match["minus"] else low, high, unit)


def _is_name(match: regex.Match[str], before: str, after: str) -> bool:
    """Dates, ordinals, product names, and numerals inside words such as 一些 or 统一."""
    if _NOT_BEFORE.search(before) and not match["sign"]:
        return True
    unit = match["unit"]
    digits = match["low"].isdecimal()
    if (
        unit == "年"
        and not match["low_scale"]
        and digits
        and (len(match["low"]) == 4 or (len(match["low"]) == 2 and "以来" in after[:3]))
    ):
        return True
    if unit is None and _NOT_AFTER.match(after):
        return True
    if unit == "个月" and before.endswith("第"):
        return True
    worded = not match["low"][:1].isdecimal()
    if worded and (unit is None or (match["counter"] and match["low"] in ("一", "")) or not match["low"]):
        return not (match["low_scale"] and len(match["low"]) > 1)
    return (
        unit is None
        and not match["sign"]
        and digits
        and len(match["low"]) == 4
        and match["low"].startswith(("19", "20"))
    )


def _unit(match: regex.Match[str]) -> str:
    unit, sign = match["unit"], match["sign"]
    if match["counter"]:
        return (match["noun"] or match["counter"]) if not sign else _SIGNS.get(sign, "CNY")
    if unit and unit.startswith("成"):
        return "tenths"
    if match["low_unit"] and not unit:
        return "percent" if match["low_unit"] in "%％" else "USD"
    if unit:
        return _UNITS[unit]
    return _SIGNS.get(sign, "CNY") if sign else ""


def _build(match: regex.Match[str], before: str, after: str, low: float, high: float | None, unit: str) -> Quantity:
    approx = _approx(match, before, after)
    if approx == "exact" and high is not None:
        approx = "range"
    trend = None if _TO.search(before) else _trend(before)
    measure: Measure = "change" if trend else "multiple" if unit == "times" else "share" if "占" in before else "level"
    return Quantity(
        value=low, value_high=high, unit=unit, approx=approx, trend=trend, measure=measure,
        base=bool(regex.search(r"(?:从|由|自)(?:约|近|逾)?$", before)), start=match.start("sign") if match["sign"] else _start(match), end=match.end(),
    )  # fmt: skip


def _start(match: regex.Match[str]) -> int:
    text: str = match.group()
    return int(match.start()) + len(text) - len(text.lstrip())


def _approx(match: regex.Match[str], before: str, after: str) -> Approx:
    hedged = _approx_before(before)
    if hedged != "exact":
        return hedged
    for pattern, approx in _AFTER:
        if pattern.match(after):
            return approx
    more = not match["fraction"] and (match["low_more"] or match["low_more2"] or match["high_more"])
    return "over" if more else "exact"


def _approx_before(before: str) -> Approx:
    for pattern, approx in _APPROX:
        if pattern.search(before):
            return approx
    return "exact"


def _trend(before: str) -> Trend | None:
    found = _TREND.search(before)
    return None if found is None else "up" if found["up"] else "down"


def _halves(match: regex.Match[str], before: str) -> Quantity:
    word = match["half"]
    approx: Approx = _approx_before(before)
    if word.startswith("翻"):
        return Quantity(
            value=2.0,
            unit="times",
            approx=approx,
            trend="up",
            measure="multiple",
            start=match.start("half"),
            end=match.end("half"),
        )
    trend: Trend | None = "down" if word in ("减半", "腰斩") else _trend(before)
    measure: Measure = "change" if trend else "share"
    return Quantity(
        value=50.0,
        unit="percent",
        approx=approx,
        trend=trend,
        measure=measure,
        start=match.start("half"),
        end=match.end("half"),
    )


def _scale(words: str | None) -> float:
    return math.prod(_BIG[word] for word in words or "")


def _value(text: str) -> float:
    """A number in digits or in Chinese numerals; infinite where it is beyond counting."""
    if not text:
        return 1.0
    if text[0].isdecimal():
        try:
            value = float(text.replace(",", "").replace("，", ""))
        except ValueError:
            return math.inf
        return value if value < 1e100 else math.inf
    whole, _, part = text.partition("点")
    decimals = "".join(str(_DIGITS.get(char, 0)) for char in part)
    return _numeral(whole) + (float("0." + decimals) if decimals else 0.0)


def _numeral(text: str) -> float:
    if not any(char in _TENS for char in text):
        return float("".join(str(_DIGITS.get(char, 0)) for char in text[:30]) or 0)
    total, digit = 0, 0
    for char in text[:30]:
        if char in _TENS:
            total, digit = total + (digit or 1) * _TENS[char], 0
        else:
            digit = _DIGITS.get(char, 0)
    return float(total + digit)
