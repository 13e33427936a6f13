"""What is heard in a document for and against each topic of a desk: names, terms, near misses, likenesses."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.taxonomy import Entity, Taxonomy
from pipelines.likeness import Like
from pipelines.names import NOT_BEFORE, Index, compile_index, find_names, mentions
from pipelines.types import Mention

LEAD = 400
"""Characters of the body that count as its lead."""
TITLE, LEADING, BODY = 3.0, 1.5, 1.0
"""How loud a name or term is, by the best place where it stands."""
OFTEN = 7
"""Mentions after which a repeat adds nothing."""
FULL, MOST = 50, 2.0
"""Words of a text in which nothing is amplified, and how much at most: a headline cannot repeat itself, so what
little it says counts for more."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What a desk listens for beyond the names it knows, laid out for one pass over a text."""

    phrases: Index
    """Of topics, near misses and the field, each its own label."""
    shapes: tuple[re.Pattern[str], ...]
    """How names look that are on no list yet; one by one, because so they are found several times faster."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How one name or term was met."""

    label: str
    count: int
    loudness: float
    in_title: bool

    def times(self, weight: float) -> Heard:
        """The same, louder or less loud."""
        return Heard(self.label, self.count, self.loudness * weight, self.in_title)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one topic."""

    names: tuple[Heard, ...]
    terms: tuple[Heard, ...]

    @property
    def loudness(self) -> float:
        """Of names and terms together."""
        return loudness(self.names) + loudness(self.terms)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole document brings to the question, whatever the topic."""

    watched: int
    """Different names that the desk watches."""
    field: tuple[Heard, ...]
    """Goods and words of the desk's field."""
    against_id: str
    against: tuple[Heard, ...]
    """The near miss that is heard loudest."""
    likes: tuple[Like, ...]
    """The desk's seeds and examples that share words with the document, the likest first."""


def listen_for(taxonomy: Taxonomy) -> Listening:
    """Prepare what a desk listens for, once."""
    groups = [*(topic.terms for topic in taxonomy.topics), *(near.terms for near in taxonomy.near_misses)]
    return Listening(
        phrases=compile_index((term, term) for group in (*groups, taxonomy.field) for term in group),
        shapes=tuple(re.compile(f"(?:{shape}){NOT_BEFORE}") for shape in taxonomy.shapes),
    )


@dataclass(frozen=True, slots=True)
class Heardings:
    """Everything that was heard in one document."""

    names: Mapping[str, Heard]
    phrases: Mapping[str, Heard]
    shapes: Mapping[str, Heard]


def hear(title: str, body: str, words: int, taxonomy: Taxonomy, listening: Listening) -> Heardings:
    """Listen to a document of so many telling words."""
    read = f"{title}\n{body}"
    amplified = min(MOST, max(1.0, math.sqrt(FULL / max(words, 1))))

    def heard(found: Iterable[Mention]) -> dict[str, Heard]:
        places: dict[str, list[int]] = defaultdict(list)
        for mention in found:
            places[mention.entity].append(mention.start)
        return {label: _met(label, starts, len(title)).times(amplified) for label, starts in places.items()}

    looks = [found for shape in listening.shapes for found in shape.finditer(read) if _begins(read, found.start())]
    return Heardings(
        names=heard(find_names(read, taxonomy)),
        phrases=heard(mentions(read, listening.phrases)),
        shapes=heard(Mention(found.group(), found.start(), found.end()) for found in looks),
    )


def evidence_of(heard: Heardings, taxonomy: Taxonomy) -> dict[str, Evidence]:
    """What speaks for each topic."""
    speaking = [entity for entity in taxonomy.entities if entity.id in heard.names and entity.topics and entity.weight]
    return {
        topic.id: Evidence(
            names=tuple(heard.names[one.id].times(one.weight) for one in speaking if topic.id in one.topics),
            terms=_spoken(topic.terms, heard.phrases),
        )
        for topic in taxonomy.topics
    }


def surroundings_of(heard: Heardings, taxonomy: Taxonomy, likes: tuple[Like, ...]) -> Surroundings:
    """What the whole document brings, whatever the topic."""
    named = [entity for entity in taxonomy.entities if entity.id in heard.names]
    goods = [heard.names[one.id].times(one.weight) for one in named if one.kind == "good" and one.watched]
    against = [(near.id, _spoken(near.terms, heard.phrases)) for near in taxonomy.near_misses]
    against_id, loudest = max(against, key=lambda pair: loudness(pair[1]), default=("", ()))
    return Surroundings(
        watched=sum(map(_is_watched, named)),
        field=(*goods, *_spoken(taxonomy.field, heard.phrases), *heard.shapes.values()),
        against_id=against_id,
        against=loudest,
        likes=likes,
    )


def _begins(text: str, start: int) -> bool:
    """Whether no letter, digit or hyphen of a longer word stands before."""
    before = text[start - 1 : start]
    return not (before == "-" or (before.isalnum() and re.match(NOT_BEFORE, before) is None))


def loudness(heard: Iterable[Heard]) -> float:
    """Of several together."""
    return sum(one.loudness for one in heard)


def _is_watched(entity: Entity) -> bool:
    return entity.watched or (entity.kind == "law" and bool(entity.topics))


def _spoken(terms: Mapping[str, float], phrases: Mapping[str, Heard]) -> tuple[Heard, ...]:
    return tuple(heard.times(terms[label]) for label, heard in phrases.items() if label in terms)


def _met(label: str, starts: list[int], title: int) -> Heard:
    first, count = starts[0], len(starts)
    place = TITLE if first < title else LEADING if first < title + LEAD else BODY
    return Heard(label, count, place * math.log2(1 + min(count, OFTEN)), in_title=first < title)
