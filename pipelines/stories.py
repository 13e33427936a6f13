"""Stories: which event an article is about, decided as it arrives from the articles of the last days.

How much a shared term tells is known twice: from the language, where an everyday word tells less than one that is on
no list, and from the neighbours at hand, where a name that all of them carry tells nothing apart and a figure that two
of them share tells a lot.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import mul

from pipelines.everyday import EVERYDAY
from pipelines.terms import FIGURE, NAME, article, counted
from pipelines.types import Mention, Read, Sketch, Text, Twin

TERMS = 96
"""Terms kept of an article: enough for a page of news, small enough to keep thousands in memory."""
COMPARED = 48
"""Terms of them, the heaviest, that stories are compared on: more of them cost time and change no decision."""
FIGURES = 32
"""Figures kept among them whatever their weight: copies are told from filled-in templates by their figures."""
IN_TITLE, IN_FIGURE, IN_NAME = 2.0, 1.5, 0.8
"""How much a term says that stands in the title, is a figure, or is a name of the taxonomy, next to a plain word.

A name counts beside the words it is written with, hence less than one."""
BEFORE, COMMON, UNLISTED = 200, 30, 300_000
"""Rank among all words before the first everyday one; rank of words that every article has; of those not listed."""
HALVED_AFTER = timedelta(days=4)
"""An article this much older needs twice the likeness to be of the same story."""
SAME_STORY = 0.25
"""Likeness from which two articles are about one event, if each has at least `FULL` terms."""
FULL, SHORTER = 20, 0.35
"""Two headlines about one event share less than two reports: how the likeness asked for falls with fewer terms."""
BEST = 8
"""A story is as near as the mean of this many of its nearest articles."""
RIVALS, STANDING_OUT = 5, 0.5
"""The story must stand out: this share of the mean likeness of the next stories is taken off its own. Where all news
is about one company, every article is somewhat like every other."""
PRIOR = 150
"""Imagined neighbours, none of which has the term: keeps the first rare word from deciding alone."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An article met before, and how like it this one is."""

    read: Read
    likeness: float
    """Cosine of the two sketches' heaviest terms by their rarity, 0..1."""


def sketch(text: Text, names: Sequence[Mention]) -> Sketch:
    """The article's terms by weight: how often, whether in the title, how rare a word, figures above words.

    `names` are those found in the title, a line break, and the body, taken as one text.
    """
    title, body = counted(text.title), counted(article(text))
    weights = {
        term: (1 + math.log(title[term] + body[term]))
        * (IN_TITLE if term in title else 1.0)
        * (IN_FIGURE if term.startswith(FIGURE) else _TELLING.get(term, 1.0))
        for term in title | body
    }
    in_title = {mention.entity for mention in names if mention.start < len(text.title)}
    for entity, count in Counter(mention.entity for mention in names).items():
        weights[f"{NAME}{entity}"] = (1 + math.log(count)) * IN_NAME * (IN_TITLE if entity in in_title else 1.0)
    return Sketch(weights=_unit_length(_kept(weights)))


def alike(sketch: Sketch, reads: Sequence[Read]) -> Sequence[Alike]:
    """Every one of `reads`, the likest first. How rare a term is, they say; their order does not matter."""
    compared = [tuple(zip(*read.sketch.weights[:COMPARED], strict=True)) or ((), ()) for read in reads]
    rarity = _rarity([term for term, _ in sketch.weights[:COMPARED]], [terms for terms, _ in compared])
    ours = _unit({term: weight * rarity[term] for term, weight in sketch.weights[:COMPARED]})
    found = []
    for read, (terms, weights) in zip(reads, compared, strict=True):
        theirs = list(map(mul, weights, map(rarity.__getitem__, terms)))
        shared = sum(weight * ours[term] for term, weight in zip(terms, theirs, strict=True) if term in ours)
        found.append(Alike(read, shared / (math.hypot(*theirs) or 1.0)))
    return sorted(found, key=lambda one: (-one.likeness, one.read.url))


def assign_story(sketch: Sketch, known: Sequence[Alike], *, url: str, seen: datetime, twin: Twin | None) -> str:
    """Id of the story: the origin's for a copy, else the nearest story's, else a new one named after `url`."""
    if twin is not None:
        for one in known:
            if one.read.origin == twin.origin:
                return one.read.story
    nearest, likeness = _nearest(_by_story(known, seen))
    enough = SAME_STORY * min(1.0, len(sketch.weights) / FULL) ** SHORTER
    if nearest is not None and likeness >= max(enough, sys.float_info.min):
        return nearest
    return named_after(url)


def named_after(url: str, *, apart_from: str = "") -> str:
    """Id of a story whose first article is `url`; `apart_from`: of one that an operator split off that story."""
    name = f"{url} apart from {apart_from}" if apart_from else url
    return "s_" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _kept(weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """The figures and the heaviest other terms, heaviest first, ties in order of the alphabet."""
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    figures = [pair for pair in ranked if pair[0].startswith(FIGURE)][:FIGURES]
    others = [pair for pair in ranked if not pair[0].startswith(FIGURE)][: TERMS - len(figures)]
    return sorted([*figures, *others], key=lambda pair: (-pair[1], pair[0]))


def _unit_length(weights: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    length = math.hypot(*(weight for _, weight in weights))
    return tuple((term, weight / length) for term, weight in weights) if length else ()


def _by_story(known: Sequence[Alike], seen: datetime) -> dict[str, float]:
    """Of every story, the mean likeness of its nearest articles, less for older ones."""
    found: dict[str, list[float]] = defaultdict(list)
    for one in known:
        found[one.read.story].append(one.likeness * 0.5 ** (abs(seen - one.read.seen) / HALVED_AFTER))
    return {story: _mean(sorted(likeness, reverse=True)[:BEST]) for story, likeness in found.items()}


def _nearest(likeness: Mapping[str, float]) -> tuple[str | None, float]:
    """The nearest story, the first by id of several, and how far it stands out from the others."""
    ranked = sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return None, 0.0
    (story, nearest), rivals = ranked[0], ranked[1 : 1 + RIVALS]
    return story, nearest - STANDING_OUT * sum(rival for _, rival in rivals) / RIVALS


def _rarity(ours: Sequence[str], theirs: Sequence[Iterable[str]]) -> dict[str, float]:
    """Inverse document frequency of every term among the article and its neighbours."""
    spread = Counter(ours)
    for terms in theirs:
        spread.update(terms)
    total = len(theirs) + 1 + PRIOR
    by_count = {count: math.log(1 + total / count) for count in set(spread.values())}
    return {term: by_count[count] for term, count in spread.items()}


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.hypot(*weights.values()) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _telling(rank: int) -> float:
    """How much the word of this rank tells, 0..1: the logarithm of how few articles have it, evened out."""
    return math.sqrt(math.sqrt(math.log(rank / COMMON) / math.log(UNLISTED / COMMON)))


_TELLING = {word: _telling(rank) for rank, word in enumerate(EVERYDAY, BEFORE)}
