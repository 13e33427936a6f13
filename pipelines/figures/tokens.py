"""Cuts a sentence into number, word and sign tokens, in one linear pass."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import regex

Kind = Literal["number", "word", "sign", "name"]

_TOKEN: Final = regex.compile(
    r"""
      (?=[\d(+\[hw])(?P<name>
          https?://\S++ | www\.\S++
        | (?<![\d.,])\d{1,2}:\d{2}(?::\d{2})?+(?:\s?[ap]\.?m\b\.?)?+
        | (?<![\d.,])\d{1,2}(?:\.\d{2})?+\s?[ap](?:m\b|\.m\.)
        | (?<![\d.,:])\d{1,3}:\d{1,3}(?![\d:]) | (?<![\d.,$€£¥])[48]K\b
        | (?<=\b(?:call|dial|phone|ring|telephone|tel|text|fax)[.:]?\s)\d{3,}(?:[\s-]\d{2,})+
        | (?<![\d.,/])\d{1,4}[/]\d{1,2}[/]\d{2,4}(?![\d/])
        | (?<![\d.,-])\d{4}-\d{2}-\d{2}(?!\d)
        | (?<![\d.,-])(?:19|20)\d{2}[-–/]\d{2}(?!\d|[.,]\d|\s?(?:%|percent|per\scent|million|billion))
        | (?<![\d.,-])(?:19|20)\d{2}-(?:19|20)\d{2}(?![\d.,])
        | \+\d{1,4}[\s-]\(?\d{2,4}\)?[\s-]\d{3,4}[\s-]\d{2,6}\b
        | (?<![\d.,-])\d{1,4}-\d{2,4}-\d{3,4}-\d{2,6}\b
        | \(\d{3}\)\s?\d{3}-\d{4} | (?<![\d.,-])\d{3}-\d{3}-\d{4}(?!\d)
        | (?<![\d.,$€£¥])\(?0\d{2,4}\)?[\s-]\d{3,4}[\s-]\d{3,4}(?!\d|[.,]\d|%)
        | (?<![\d.,$€£¥])0\d{2,4}[\s-]\d{5,8}(?!\d|[.,]\d|%)
        | \d++(?:,\d{3})*+(?:st|nd|rd|th)\b
        | \d++\.(?:com|net|org|cn|io)\b
        | \d++(?:\.\d++){2,}
        | \[\d{1,3}\]
      )
    | (?P<fraction>(?<![\d./])\d{1,3}[/⁄]\d{1,3}(?![\d/⁄]))
    | (?P<number>\d{1,3}(?:,\d{3})++(?!\d)(?:\.\d++)?+
        | \d{1,3}(?:[\u00a0\u202f\u2009]\d{3})++(?!\d) | \d{1,3}(?:\x20\d{3}){2,}+(?![\d,.])
        | \d++(?:\.\d++)?+ | (?<![\w.])\.\d++)
    | (?P<word>\p{L}[\p{L}\p{M}]*+(?:['’]\p{L}++)?+)
    | (?P<sign>\S)
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_DECIMAL_COMMA: Final = regex.compile(r"(?<![\d,])(\d++),(\d{1,2})(?![\d,])")
_CONTINENTAL: Final = regex.compile(
    r"(?<![\d,])(\d++),(\d{1,2})(?=\s?(?:%|milliard|miljard|mrd|mio|prozent|procent|pour\scent|millionen))",
    regex.IGNORECASE,
)
"""A decimal comma whatever the language: what follows is no English."""
_GAPS: Final = regex.compile(r"[,\s]")
_DENOMINATORS: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 64, 100, 128})


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `glued` says that it touches the one before."""

    kind: Kind
    text: str
    lower: str
    start: int
    end: int
    glued: bool
    value: float = math.nan
    whole: bool = False
    """Digits only: no grouping, no decimals."""

    @property
    def capital(self) -> bool:
        """Has a capital letter, at the start or within ("iPhone")."""
        return self.kind != "number" and self.text != self.lower


def cut(sentence: str, *, decimal_comma: bool = False) -> list[Token]:
    """The tokens of a sentence. `decimal_comma`: "4,5" is four and a half, as on the European continent."""
    pattern = _DECIMAL_COMMA if decimal_comma else _CONTINENTAL
    sentence = pattern.sub(r"\1.\2", sentence)
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(sentence):
        text, start = match.group(), match.start()
        kind, value, whole = _read(match.lastgroup or "sign", text)
        lower = text.lower().replace("’", "'")
        tokens.append(Token(kind, text, lower, start, match.end(), start == last, value, whole))
        last = match.end()
    return tokens


def _read(group: str, text: str) -> tuple[Kind, float, bool]:
    if group == "number":
        value = _float(_GAPS.sub("", text))
        return (
            ("number", value, text.isdecimal()) if math.isfinite(value) and value < 1e100 else ("name", math.nan, False)
        )
    if group == "fraction":
        above, below = (int(part) for part in regex.split("[/⁄]", text))
        fraction = below in _DENOMINATORS and 0 < above < below
        return ("number", above / below, False) if fraction else ("name", math.nan, False)
    if group == "word":
        return "word", math.nan, False
    return ("name" if group == "name" else "sign"), math.nan, False


def _float(text: str) -> float:
    try:
        return float(text)
    except (ValueError, OverflowError):
        return math.inf
