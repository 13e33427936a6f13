"""The words, names and figures that a text is recognised by: what copies and stories are compared on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from pipelines.types import Text
from pipelines.writing import folded

FIGURE = "#"
"""First character of a figure's term, such as "#5.5e+09" or "#69%"."""
NAME = "@"
"""First character of a name's term: the id of an entity in the taxonomy."""

LONGEST = 64
"""Characters beyond which a word is a key or a piece of data, and longer than an index takes."""

_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"(?P<number>(?<![\w.])\d+(?:,\d{{3}})*(?:\.\d+)?)[\s-]?(?P<scale>trillion|billion|million|thousand|bn|tn|mn|m|b|k"
    rf"|万亿|亿|万|percent|per\scent|pct|%)?(?![a-z0-9])"
    rf"|(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+(?:[-'’.][^\W_{_CJK}]+)*)"
)
_SCALES = {
    **dict.fromkeys(("trillion", "tn", "万亿"), 1e12),
    **dict.fromkeys(("billion", "bn", "b"), 1e9),
    "亿": 1e8,
    **dict.fromkeys(("million", "mn", "m"), 1e6),
    "万": 1e4,
    **dict.fromkeys(("thousand", "k"), 1e3),
}
_POSSESSIVE = re.compile(r"['’]s?$")

_ENGLISH = """
    a an the and or but nor so yet if than then that this these those it its itself he him his she her they them
    their we us our you your i me my who whom whose which what when where why how all any both each few more
    most other some such no not only own same too very can will just should now would could may might must shall
    do does did done be been being am is are was were has have had having of at by for with about against
    between into through during before after above below to from up down in out on off over under again once
    here there as while until because also however although though since per via amid among within without upon
    onto toward towards still even much many one two three s t said say says saying told tell tells added add
    adds according report reported reports reportedly year years month months week weeks day days time last next
    new first second like make made makes take takes took get got including include includes well back way
    another around already ago monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december read click share follow subscribe
"""
_GERMAN_FRENCH_SPANISH_ITALIAN_DUTCH = """
    der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es wird hat bei aus nach
    le la les du en un une que pour dans est sur qui par pas au aux plus ce avec sont ses et de il elle ont el
    los las del y se con su como al lo sus fue ha por para más di che e gli non sono si è da alla nel più het
    een van op te voor met zijn aan niet door ook naar bij worden heeft om uit dat
"""
FUNCTION_WORDS = frozenset(f"{_ENGLISH} {_GERMAN_FRENCH_SPANISH_ITALIAN_DUTCH}".split())
"""Words that every text of their language has, and those of reporting itself: they tell no two articles apart."""


@lru_cache(maxsize=16)
def terms(text: str) -> tuple[str, ...]:
    """The telling words, pairs of Han or kana characters, and figures of `text`, in order, repeats kept.

    Topics, copies and stories ask for the same text one after the other, hence the cache.
    """
    return tuple(_found(text))


def _found(text: str) -> Iterator[str]:
    for number, scale, han, word in _TOKEN.findall(folded(unicodedata.normalize("NFKC", text)).lower()):
        if word:
            term = _telling(word)
            if term is not None:
                yield term
        elif han:
            yield from (han[at : at + 2] for at in range(max(1, len(han) - 1)))
        else:
            yield from _figure(number, scale)


def article(text: Text) -> str:
    """The sentences that belong to the article itself, one a line."""
    return "\n".join(sentence.text for sentence in text.article_sentences)


def counted(text: str) -> Counter[str]:
    """How often each term stands in `text`."""
    return Counter(terms(text))


@lru_cache(maxsize=65_536)
def _telling(word: str) -> str | None:
    """The word's term; None where it tells nothing or is data."""
    word = _stem(word) if len(word) <= 2 * LONGEST else word
    return word if 1 < len(word) <= LONGEST and word not in FUNCTION_WORDS else None


def _stem(word: str) -> str:
    """Without possessive and plural endings, so that "the ministry's licences" meets "a licence of the ministry"."""
    word = _POSSESSIVE.sub("", word).replace("’", "'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _figure(number: str, scale: str) -> Iterator[str]:
    """A figure's term; bare small counts and days of the month tell nothing, bare years are plain words."""
    value = float(number.replace(",", ""))
    if scale in _SCALES:
        yield f"{FIGURE}{value * _SCALES[scale]:.4g}"
    elif scale:
        yield f"{FIGURE}{value:.4g}%"
    elif "." in number or "," in number:
        yield f"{FIGURE}{value:.6g}"
    elif 31 < value < 1e15:
        yield number
