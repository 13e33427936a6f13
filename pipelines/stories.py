"""Stories: which event an article is about, decided as it arrives from the articles of the last days.

How rare a term is cannot be known beforehand, so it is read off the neighbours at hand: a name that all of them
carry tells nothing apart, a figure that two of them share tells a lot.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pipelines.terms import FIGURE, NAME, article, counted
from pipelines.types import Mention, Read, Sketch, Text, Twin

TERMS = 96
"""Terms kept of an article: enough for a page of news, small enough to keep thousands in memory."""
FIGURES = 32
"""Figures kept among them whatever their weight: copies are told from filled-in templates by their figures."""
IN_TITLE, IN_FIGURE, IN_NAME = 2.0, 1.5, 0.8
"""How much a term says that stands in the title, is a figure, or is a name of the taxonomy, next to a plain word.

A name counts beside the words it is written with, hence less than one."""
HALVED_AFTER = timedelta(days=4)
"""An article this much older needs twice the likeness to be of the same story."""
SAME_STORY = 0.2
"""Likeness from which two articles are about one event."""
BEST = 8
"""A story is as near as the mean of this many of its nearest articles."""
PRIOR = 50
"""Imagined neighbours, none of which has the term: keeps the first rare word from deciding alone."""


def sketch(text: Text, names: Sequence[Mention]) -> Sketch:
    """The article's terms by weight: how often, whether in the title, figures and names above plain words.

    `names` are those found in the title, a line break, and the body, taken as one text.
    """
    title, body = counted(text.title), counted(article(text))
    weights = {
        term: (1 + math.log(title[term] + body[term]))
        * (IN_TITLE if term in title else 1.0)
        * (IN_FIGURE if term.startswith(FIGURE) else 1.0)
        for term in title | body
    }
    in_title = {mention.entity for mention in names if mention.start < len(text.title)}
    for entity, count in Counter(mention.entity for mention in names).items():
        weights[f"{NAME}{entity}"] = (1 + math.log(count)) * IN_NAME * (IN_TITLE if entity in in_title else 1.0)
    return Sketch(weights=_unit_length(_kept(weights)))


def assign_story(sketch: Sketch, neighbours: Sequence[Read], *, url: str, seen: datetime, twin: Twin | None) -> str:
    """Id of the story: the origin's for a copy, else the nearest story's, else a new one named after `url`."""
    if twin is not None:
        for read in neighbours:
            if read.origin == twin.origin:
                return read.story
    likeness: dict[str, list[float]] = defaultdict(list)
    rarity = _rarity(sketch, neighbours)
    ours = _weighed(dict(sketch.weights), rarity)
    for read in neighbours:
        age = abs(seen - read.seen) / HALVED_AFTER
        theirs = _weighed(dict(read.sketch.weights), rarity)
        likeness[read.story].append(_cosine(ours, theirs) * 0.5**age)
    nearest = max(likeness, key=lambda story: (_best(likeness[story]), story), default=None)
    if nearest is not None and _best(likeness[nearest]) >= SAME_STORY:
        return nearest
    return "s_" + hashlib.sha256(url.encode()).hexdigest()[:12]


def _kept(weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """The figures and the heaviest other terms, heaviest first, ties in order of the alphabet."""
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    figures = [pair for pair in ranked if pair[0].startswith(FIGURE)][:FIGURES]
    others = [pair for pair in ranked if not pair[0].startswith(FIGURE)][: TERMS - len(figures)]
    return sorted([*figures, *others], key=lambda pair: (-pair[1], pair[0]))


def _unit_length(weights: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    length = math.hypot(*(weight for _, weight in weights))
    return tuple((term, weight / length) for term, weight in weights) if length else ()


def _best(likeness: Sequence[float]) -> float:
    nearest = sorted(likeness, reverse=True)[:BEST]
    return sum(nearest) / len(nearest)


def _rarity(sketch: Sketch, neighbours: Sequence[Read]) -> dict[str, float]:
    """Inverse document frequency of every term among the article and its neighbours."""
    spread = Counter(term for term, _ in sketch.weights)
    for read in neighbours:
        spread.update(term for term, _ in read.sketch.weights)
    total = len(neighbours) + 1 + PRIOR
    return {term: math.log(1 + total / count) for term, count in spread.items()}


def _weighed(weights: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    return {term: weight * rarity[term] for term, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    dot = sum(weight * other[term] for term, weight in one.items() if term in other)
    return dot / (math.hypot(*one.values()) * math.hypot(*other.values())) if dot else 0.0
