"""The words of the Chinese grammar: numerals, units, counters, hedges and directions."""

from __future__ import annotations

from typing import Final

from pipelines.types import Approx

DIGITS: Final = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两兩贰", "三叁", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
TENS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG: Final = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}

UNITS: Final = {
    surface: unit
    for unit, surfaces in {
        "USD": "美元|美金|美刀",
        "CNY": "元人民币|元人民幣|人民币元|人民币|人民幣|块钱|元",
        "HKD": "港元|港币|港幣",
        "TWD": "元新台币|元新台幣|元台币|元台幣|新台币|新台幣|新臺幣|台币|台幣",
        "EUR": "欧元|歐元",
        "GBP": "英镑|英鎊",
        "JPY": "日元|日圆|日圓|円",
        "KRW": "韩元|韓元|韩圆",
        "RUB": "卢布|盧布",
        "INR": "卢比|盧比|印度卢比",
        "percent": "%|％|個百分比",
        "percentage points": "个百分点|個百分點|百分点|百分點",
        "basis points": "个基点|個基點|基点",
        "times": "倍",
        "nanometer": "纳米|奈米|nm",
        "GB/s": "GB/s|GB/秒|GBps",
        "TB/s": "TB/s|TB/秒|TBps",
        "GB": "GB",
        "TB": "TB",
        "PFLOPS": "PFLOPS|PFlops|PFlop/s",
        "TFLOPS": "TFLOPS|TFlops|TFlop/s",
        "MW": "兆瓦|MW",
        "GW": "吉瓦|GW",
        "kilowatt hour": "千瓦时|度电",
        "kilowatt": "千瓦|kW",
        "watt": "瓦|W",
        "tonne": "公吨|公噸|吨|噸",
        "bushel": "蒲式耳",
        "hectare": "公顷|公頃",
        "kilogram": "公斤|千克",
        "kilometer": "公里|千米",
        "mm2": "平方毫米|mm2|mm²",
        "square meter": "平方米",
        "millimeter": "毫米|mm",
        "month": "个月|個月",
        "week": "个星期|周",
        "day": "个工作日|個工作日|天",
        "hour": "个小时|小时|小時",
        "minute": "分钟|分鐘",
        "year": "年",
    }.items()
    for surface in surfaces.split("|")
}
PER: Final = {"公吨": "tonne", "公噸": "tonne", "吨": "tonne", "噸": "tonne", "蒲式耳": "bushel", "公斤": "kilogram"}
"""What a price is counted per: before the number (每吨), or behind its unit (/吨)."""
SIGNS: Final = {
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
    "人民幣": "CNY",
}
COUNTERS: Final = "个個家名位片块塊颗顆枚台臺项項款种種件份张張只隻套所座条條起批人股户辆部"
NOT_A_NOUN: Final = (
    "的了在是为為被将將与與和及或以左上下至到等，。、；内內外前后後中并並而也已均共可能会會让使给給对對从從组組构構达達"
)

HEDGES: Final[dict[Approx, str]] = {
    "up-to": "至多|最多|最高|多达|高达|高達|多達|不超过|不超過|不多于",
    "under": "不到|不足|(?<!不)(?<!不得)(?:少于|低于|低於|小于)|未满|不满",
    "over": (
        "不得低于|不得低於|不得少于|不得少於|不少于|不少於|不低于|不低於"
        "|超过|超過|超出|逾|超|多于|高于|高於|大于|至少|突破"
    ),
    "about": "约莫|大约|大約|大概|约|約|将近|將近|近|接近|差不多|几乎|幾乎|估计|估計",
}
UP: Final = (
    "增长|增長|增加|上升|上涨|上漲|提升|提高|攀升|飙升|飆升|大涨|大漲|暴涨|暴漲|增幅|涨幅|升幅|漲幅|涨|漲|(?<!新)增|高出|上调"
    "|成长|成長"
)
DOWN: Final = (
    "下降|下跌|下滑|减少|減少|降低|暴跌|大跌|跌幅|降幅|缩水|縮水|缩减|萎缩|蒸发|蒸發|收窄|跌|降|减|下调|重挫|低|便宜"
)
