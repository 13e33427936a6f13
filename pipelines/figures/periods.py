"""The period a figure is for, made absolute: "the July quarter" → "FY2026-Q2"; "last year", "去年" → "2024"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import regex

from pipelines.figures.names import MONTHS

_ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
}
_MONTH: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_COUNTED: Final = {
    word: value
    for value, words in enumerate(
        (
            "二 两 two",
            "三 three",
            "四 four",
            "五 five",
            "六 six",
            "七 seven",
            "八 eight",
            "九 nine",
            "十 ten",
            "十一 eleven",
            "十二 twelve",
        ),
        start=2,
    )
    for word in words.split()
}
_NUMBER_WORD: Final = "|".join(word for word in _COUNTED if word.isascii())
_PERIOD: Final = regex.compile(
    rf"""
      \b(?P<ending>{_MONTH})[-\s](?:quarter|period)\b
    | \b(?P<run>{_NUMBER_WORD}|\d\d?)[-\s]months?\s(?:period\s)?(?:ended|ending|to|through|until)\s(?:in\s|on\s)?
      (?P<run_end>{_MONTH})\b(?:\s\d\d?\b)?(?:,?\s(?P<run_year>20\d\d)\b)?
    | (?P<so_far>\bso\sfar\sthis\syear\b|\byear[-\s]to[-\s]date\b|\bsince\sthe\s(?:start|beginning)\sof\sthe\syear\b
      |今年以来|今年迄今|年初至今|年初以来)
    | \bquarter\s(?:ended|ending|through|to|that\sended)\s(?:in\s|on\s)?(?P<ended>{_MONTH})\b
    | \b(?:fiscal\s)?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|final)[-\s](?:fiscal\s)?quarter
      (?:\sof)?(?:\sthe)?(?:\s(?P<fiscal1>fiscal|fy|fiscal\syear)?\s?(?P<year1>20\d\d))?
    | \b(?P<half>first|second|1st|2nd)[-\s]half(?:\sof)?(?:\s(?:the|its|fiscal|fy|year))*
      (?:\s?(?P<half_year>20\d\d)\b|\s(?P<half_back>last|this|next)\syear)?
    | \bH(?P<h>[12])\b(?:\s(?:of\s)?(?:FY|fiscal)?\s?'?(?P<h_year>(?:20)?\d\d)\b)?
    | \b(?P<h_before>[12])H\s?'?(?P<h_year2>(?:20)?\d\d)\b
    | \bfirst\s(?P<months>{_NUMBER_WORD}|\d\d?)\smonths(?:\sof)?(?:\s(?:the|its|fiscal|year))*
      (?:\s(?P<months_year>20\d\d)\b|\s(?P<months_back>last|this)\syear)?
    | \bfirst\s(?P<quarters>two|three)\squarters(?:\sof)?(?:\s(?P<quarters_year>20\d\d)\b)?
    | (?:(?P<zh_of>20\d\d)年|(?P<zh_back>去年|今年|明年))?的?
      (?:(?P<zh_half>[上下])半年|前(?P<zh_months>[二三四五六七八九十]{{1,2}}|\d\d?)个月|前(?P<zh_quarters>[二两三2-3])个?季度?)
    | \bQ(?P<q>[1-4])\b(?:\s(?:of\s)?(?P<fiscal2>FY|fiscal|fiscal\syear)?\s?'?(?P<year2>(?:20)?\d\d)\b)?
    | \bFY\s?'?(?P<year3>(?:20)?\d\d)\b(?:[-\s]?Q(?P<q3>[1-4]))?
    | \b(?:fiscal|financial|business)\s(?:year\s)?(?P<fy>20\d\d)\b
    | \b(?P<quarter>last|previous|prior|latest|past|recent|this|current|next|upcoming|coming|present)\squarter\b
    | \b(?P<fyear>last|previous|this|current|next)\s(?:fiscal|financial|business)\syear\b
    | \b(?P<calendar>last|this|next)\syear\b
    | \b(?:in|for|during|of|early|late|end\sof|throughout)\s(?P<year>20\d\d)\b(?!\s?[-–/]\d)
    | (?P<zh_year>20\d\d)年(?:第?(?P<zh_q1>[一二三四1-4])季度?)?
    | (?<!前)第?(?P<zh_q>[一二三四])财?季度?
    | (?P<zh>去年|今年|明年|上一?季度?|本季度?|下一?季度?)
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_LONG_YEARS: Final = ("half_year", "h_year", "h_year2", "months_year", "quarters_year", "zh_of")
_REACH: Final = 120
_PRIOR_REACH: Final = 30
_ACROSS: Final = 30


@dataclass(frozen=True, slots=True)
class Span:
    """A period named in a sentence; offsets are into the sentence."""

    match: regex.Match[str]
    start: int
    end: int


def find_periods(sentence: str) -> tuple[Span, ...]:
    """Every expression of a period in the sentence, in order."""
    return tuple(Span(match, match.start(), match.end()) for match in _PERIOD.finditer(sentence))


def period_near(
    spans: Sequence[Span],
    start: int,
    end: int,
    *,
    others: Sequence[int],
    prior: bool,
    published: date | None,
    year_ends: int | None,
) -> str | None:
    """The absolute period of the figure at [start, end), or None.

    The nearest expression wins; figures in between (`others`) count as distance, and bar bare years. The old
    value of a comparison (`prior`) has only one that follows it. `year_ends`: month in which the subject's
    fiscal year ends.
    """
    best: tuple[int, Span] | None = None
    low_span = bisect_left(spans, start - 2 * _REACH, key=_start_of)
    for span in spans[low_span : bisect_left(spans, end + 2 * _REACH, key=_start_of)]:
        if prior and not 0 <= span.start - end <= _PRIOR_REACH:
            continue
        gap = max(span.start - end, start - span.end, 0)
        low, high = sorted((span.start, start))
        between = sum(low < place < high for place in others)
        if between and not _names_quarter(span.match):
            continue
        weighed = gap + _ACROSS * between
        if gap <= _REACH and (best is None or weighed < best[0]):
            best = weighed, span
    return absolute(best[1].match, published=published, year_ends=year_ends) if best else None


def _names_quarter(match: regex.Match[str]) -> bool:
    """A quarter holds for all of a report's sentence; a bare year only for the figure beside it."""
    return not any(match[name] for name in ("year", "zh_year", "calendar", "fy", "fyear"))


def _start_of(span: Span) -> int:
    return span.start


def absolute(match: regex.Match[str], *, published: date | None, year_ends: int | None) -> str | None:
    """The absolute name of a matched period; None where it hangs on an unknown date."""
    found: dict[str, str] = {name: text.lower() for name, text in match.groupdict().items() if text}
    ends = year_ends or 12
    if year := found.get("year") or (found.get("zh_year") if "zh_q1" not in found else None):
        return year
    if stretch := _stretch(found):
        return _long(*stretch, published, ends)
    if "run_end" in found:
        return _run(found, published, ends)
    if "so_far" in found:
        return None if published is None else f"{published.year}-YTD"
    if "fy" in found or ("year3" in found and "q3" not in found):
        return _named_year(_full(found.get("fy") or found["year3"]), ends)
    if quarter := _quarter_number(found):
        year = found.get("year1") or found.get("year2") or found.get("year3") or found.get("zh_year")
        return _numbered(quarter, _full(year) if year else None, published, ends)
    if published is None:
        return None
    if month := found.get("ending") or found.get("ended"):
        return _ending(MONTHS[month], published, ends)
    if "fyear" in found:
        return _named_year(_fiscal_year(published.year, published.month, ends) + _shift(found["fyear"]), ends)
    return _relative(found, published, ends)


def _stretch(found: dict[str, str]) -> tuple[str, str | None, int | None] | None:
    """("H2" or "9M", the year named, or how far the year lies off) of a half-year or of a year's first months."""
    year = next((found[name] for name in _LONG_YEARS if name in found), None)
    back = found.get("half_back") or found.get("months_back") or found.get("zh_back")
    shift = None if back is None else _shift(back)
    if half := found.get("half") or found.get("h") or found.get("h_before") or found.get("zh_half"):
        return ("H1" if half in ("first", "1st", "1", "上") else "H2"), year, shift
    if quarters := found.get("quarters") or found.get("zh_quarters"):
        count = 3 * (_COUNTED.get(quarters) or int(quarters))
    elif months := found.get("months") or found.get("zh_months"):
        count = _COUNTED.get(months) or (int(months) if months.isdecimal() else 10)
    else:
        return None
    part = {3: "Q1", 6: "H1"}.get(count, f"{count}M")
    return (part, year, shift) if 2 <= count <= 11 else None


def _long(part: str, year: str | None, shift: int | None, published: date | None, ends: int) -> str | None:
    """Such a stretch by its year; where none is named, the one whose end lies nearest to publication."""
    if year is not None:
        named = _full(year)
    elif published is None:
        return None
    elif shift is not None:
        named = _fiscal_year(published.year, published.month, ends) + shift
    else:
        length = {"Q1": 3, "H1": 6, "H2": 12}.get(part) or int(part[:-1])
        end, now = (ends + length - 1) % 12 + 1, published.year * 12 + published.month
        last = min((published.year + back for back in (-1, 0, 1)), key=lambda y: abs(y * 12 + end - now))
        named = _fiscal_year(last, end, ends)
    return f"{_named_year(named, ends)}-{part}"


def _run(found: dict[str, str], published: date | None, ends: int) -> str | None:
    """ "Nine months to September": the quarter, half, year or first months of the year that end there, if any do."""
    count, month = _COUNTED.get(found["run"]) or int(found["run"]), MONTHS[found["run_end"]]
    if "run_year" in found:
        year = int(found["run_year"])
    elif published is not None:
        year = _nearest_year(month, published)
    else:
        return None
    if count == 3:
        return _name(year, month, ends)
    of_year = (month - ends - 1) % 12 + 1
    named = _named_year(_fiscal_year(year, month, ends), ends)
    if (count, of_year) == (6, 12):
        return f"{named}-H2"
    if count != of_year:
        return None
    return named if count == 12 else f"{named}-{'H1' if count == 6 else f'{count}M'}"


def _relative(found: dict[str, str], published: date, ends: int) -> str | None:
    word = found.get("calendar") or found.get("quarter") or found.get("zh", "")
    if "calendar" in found or word in ("去年", "今年", "明年"):
        return str(published.year + _shift(word))
    year, month = published.year, published.month
    if _shift(word) < 0:
        back = (month - ends - 1) % 3 + 1
        year, month = (year, month - back) if month > back else (year - 1, month - back + 12)
    return _name(year, month, ends)


def _shift(word: str) -> int:
    if word in ("last", "previous", "prior", "latest", "past", "recent", "去年") or word.startswith("上"):
        return -1
    return 1 if word in ("next", "明年") else 0


def _quarter_number(found: dict[str, str]) -> int:
    text = found.get("ordinal") or found.get("q") or found.get("q3") or found.get("zh_q") or found.get("zh_q1") or ""
    return _ORDINALS.get(text) or (int(text) if text.isdigit() else 0)


def _numbered(quarter: int, year: int | None, published: date | None, ends: int) -> str | None:
    """A quarter by its number; without a year it is the one whose end lies nearest to publication."""
    if year is None:
        if published is None:
            return None
        month = (ends + 3 * quarter - 1) % 12 + 1
        return _ending(month, published, ends)
    return f"{year}-Q{quarter}" if ends == 12 else f"FY{year}-Q{quarter}"


def _ending(month: int, published: date, ends: int) -> str:
    """The quarter that ends in `month` of the year nearest to publication."""
    return _name(_nearest_year(month, published), month, ends)


def _nearest_year(month: int, published: date) -> int:
    """That in which this month ends nearest to publication."""
    now = published.year * 12 + published.month
    return min((published.year + shift for shift in (-1, 0, 1)), key=lambda year: abs(year * 12 + month - now))


def _name(year: int, month: int, ends: int) -> str:
    quarter = (month - ends - 1) % 12 // 3 + 1
    return f"{year}-Q{quarter}" if ends == 12 else f"FY{_fiscal_year(year, month, ends)}-Q{quarter}"


def _fiscal_year(year: int, month: int, ends: int) -> int:
    return year if month <= ends else year + 1


def _named_year(year: int, ends: int) -> str:
    return str(year) if ends == 12 else f"FY{year}"


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
