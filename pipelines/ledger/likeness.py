"""How evidence adds up to a likeness, for figures and policy moves alike: a sum of log odds, nothing hidden."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import TypeAlias

from pipelines.terms import FUNCTION_WORDS
from pipelines.writing import folded

Evidence: TypeAlias = tuple[str, float]
"""Its name in the table of weights, and its strength, 0..1."""
_STEM = 5
"""Letters that words have in common which only end differently."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]{3,}|[\u4e00-\u9fff](?=([\u4e00-\u9fff]))")
"""A word of three letters or more; a Chinese character with the one behind it."""


def likeness(before: float, weights: Mapping[str, float], evidence: Iterable[Evidence]) -> float:
    """The chance, 0..1, that two claims are one fact."""
    odds = before + sum(weights[name] * strength for name, strength in evidence if strength and name in weights)
    return 1 / (1 + math.exp(-odds))


def shared_words(one: str, other: str) -> float:
    """Share of the shorter sentence's telling words that the other has too."""
    ours, theirs = _telling_words(one), _telling_words(other)
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


def shared_stems(one: str, other: str) -> float:
    """As `shared_words`, whatever the words end in: "ordered" is "order", "suspension" is "suspended"."""
    ours, theirs = _telling_stems(one), _telling_stems(other)
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


def another_language(one: str, other: str) -> bool:
    """Whether the two are written in scripts so different that they cannot share words, whatever they say."""
    return _mostly_chinese(one) != _mostly_chinese(other)


def times(gap: timedelta) -> Iterator[Evidence]:
    """How near in time two statements are, whichever came first."""
    days = abs(gap) / timedelta(days=1)
    yield "within 3 days", days <= 3
    yield "within 3 weeks", days <= 21
    yield "over 4 months apart", days > 120


@lru_cache(maxsize=4096)
def _telling_words(quote: str) -> frozenset[str]:
    """Cached: a sentence is held against many, and often again with the next article."""
    return frozenset(found[0] + (found[1] or "") for found in _WORD.finditer(folded(quote).lower())) - FUNCTION_WORDS


@lru_cache(maxsize=4096)
def _telling_stems(quote: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _telling_words(quote))


def _mostly_chinese(quote: str) -> bool:
    return 4 * len(_HAN.findall(quote)) > len(quote)
