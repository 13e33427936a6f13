"""Quantities as a person would write them: "$5.5 billion", "up to 30%", "55亿美元"."""

from __future__ import annotations

import math

from pipelines.ledger.keys import unit_class
from pipelines.render.words import CHINESE, ENGLISH, Words
from pipelines.types import Figure

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "TWD": "NT$", "HKD": "HK$", "KRW": "₩"}
_CHINESE_MONEY = {
    "USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "CNY": "元人民币", "TWD": "新台币", "HKD": "港元",
    "KRW": "韩元",
}  # fmt: skip
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_CHINESE_SCALES = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_APPROX = {"about": "about ", "over": "over ", "under": "under ", "up-to": "up to "}


def amount(figure: Figure, words: Words = ENGLISH) -> str:
    """The value: "$5.5 billion", "up to 30%", "$2 billion to $3 billion", "1.5 million developers"."""
    if figure.value_high is not None and figure.value_high != figure.value:
        low, high = sorted((figure.value, figure.value_high))
        return f"{quantity(low, figure.unit, words)}{words.to}{quantity(high, figure.unit, words)}"
    approx = words.term(figure.approx) if words is CHINESE else _APPROX.get(figure.approx, "")
    return ("" if figure.approx in ("exact", "range") else approx) + quantity(figure.value, figure.unit, words)


def quantity(value: float, unit: str, words: Words = ENGLISH) -> str:
    """A number with its unit."""
    if words is CHINESE:
        return _in_chinese(value, unit)
    if _is_currency(unit):
        sign = _SIGNS.get(unit)
        return f"{sign}{_scaled(value)}" if sign else f"{_scaled(value)} {unit}"
    if unit == "percent":
        return f"{_scaled(value)}%"
    return f"{_scaled(value)} {unit if abs(value) == 1 else plural(unit)}".strip()


def moved(now: Figure, before: Figure) -> tuple[str, str] | None:
    """By how much a value moved, as "-$1.2 billion" and "-21.8%"; None where the two cannot be subtracted."""
    if unit_class(now.unit) != unit_class(before.unit) or not math.isfinite(now.value - before.value):
        return None
    delta = now.value - before.value
    sign = "+" if delta > 0 else "-" if delta < 0 else "±"
    unit = "percentage points" if now.unit == "percent" else now.unit
    share = f"{sign}{abs(delta / before.value):.1%}" if before.value and delta else ""
    return sign + quantity(abs(delta), unit), share


def plural(unit: str) -> str:
    """A counted noun in the plural; measures such as "GB/s" and "nm" have none."""
    if not (unit.isascii() and unit.isalpha() and unit.islower() and len(unit) > 3) or unit.endswith("s"):
        return unit
    if unit.endswith("y") and unit[-2] not in "aeiou":
        return f"{unit[:-1]}ies"
    return f"{unit}es" if unit.endswith(("x", "ch", "sh")) else f"{unit}s"


def _in_chinese(value: float, unit: str) -> str:
    number = _scaled(value, CHINESE)
    if _is_currency(unit):
        return f"{number}{_CHINESE_MONEY.get(unit, unit)}"
    term = CHINESE.term(unit)
    return f"{number}{'' if term != unit or not unit.isascii() else ' '}{term}".strip()


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def _scaled(value: float, words: Words = ENGLISH) -> str:
    for scale, word in _CHINESE_SCALES if words is CHINESE else _SCALES:
        if abs(value) >= scale:
            number = f"{value / scale:.6g}"
            return f"{number}{word}" if words is CHINESE else f"{number} {word}"
    return f"{value:,.6g}" if abs(value) < 1e5 else f"{value:,.0f}"
