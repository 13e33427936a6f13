"""The documents that an official document says it replaces, ends or suspends, by their numbers and citations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.types import Text

_REPLACES = re.compile(
    r"\b(?:replac|supersed|rescind|rescission|revo[kc]|repeal|withdraw)\w*|废止|取代|替代|停止执行|撤销|暂停实施",
    re.IGNORECASE,
)
_NAMED = (
    re.compile(r"\b(\d{2,3})\s(?:FR|Fed\. Reg\.)\s(\d{1,3}(?:,\d{3})|\d{3,6})\b"),
    re.compile(r"\b(Executive Order|Proclamation)\s+(?:No\.\s*)?(\d{4,5})\b"),
    re.compile(r"\b(?:FR Doc\.|document)\s+(?:No\.\s*|number\s+)?((?:19|20)\d\d-\d{5})\b", re.IGNORECASE),
    re.compile(r"([\u4e00-\u9fff、 ]{2,20}公告)\s?((?:19|20)\d\d)\s?年第\s?(\d+)\s?号((?:[、和及]\s?第\s?\d+\s?号)*)"),
)
_VERB = re.compile(r".*(?:暂停|停止|实施|执行|废止|撤销|取代|替代)")
"""What stands before the first ministry of a number."""


def replaced_in(text: Text, start: int, end: int) -> tuple[str, ...]:
    """Numbers and citations named in sentences between two offsets that say something is replaced, in order."""
    inside = (sentence for sentence in text.article_sentences if sentence.end > start and sentence.start < end)
    return tuple(dict.fromkeys(name for sentence in inside for name in _named(sentence.text)))


def undoes(sentence: str) -> bool:
    """Whether a sentence says that a document known by its number no longer applies."""
    return any(True for _ in _named(sentence))


def citation(volume: str, page: str) -> str:
    """How the print is cited: "91 FR 10001"."""
    return f"{volume} FR {page.replace(',', '')}"


def announcement_number(issuer: str, year: str, number: str) -> str:
    """How an announcement is called, without the spaces that pages differ in."""
    return f"{''.join(issuer.split()).strip('和及与或将对、')}{year}年第{number}号"


def _named(sentence: str) -> Iterator[str]:
    if not _REPLACES.search(sentence):
        return
    print_, order, document, announcement = _NAMED
    yield from (citation(*found.groups()) for found in print_.finditer(sentence))
    yield from (f"{found[1]} {found[2]}" for found in order.finditer(sentence))
    yield from (found[1] for found in document.finditer(sentence))
    for found in announcement.finditer(sentence):
        issuer, numbers = _VERB.sub("", found[1]), (found[3], *re.findall(r"\d+", found[4]))
        yield from (announcement_number(issuer, found[2], number) for number in numbers)
