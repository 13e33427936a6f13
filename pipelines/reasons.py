"""A verdict's reasons, in words: first as a colleague would say it, then the evidence, one kind a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from config.taxonomy import Taxonomy
from pipelines.evidence import TITLE, Evidence, Heard, Surroundings
from pipelines.likeness import Like

LANGUAGES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "ja": "Japanese", "ko": "Korean",
    "zh": "Chinese", "en": "English",
}  # fmt: skip
WORTH_NAMING = 0.05
"""Likeness to a seed below which it says nothing."""

Scoring = Callable[[str, Mapping[str, Evidence], Surroundings], float]
"""Topic, evidence, surroundings -> score 0..1: how it would be with something more, or without."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What an example did to a topic's score."""

    like: Like
    example: Literal["relevant", "irrelevant"] | None
    """How it was marked; None: a seed."""
    before: float
    after: float

    @property
    def shows(self) -> bool:
        """Whether two digits of the score show it."""
        return abs(self.after - self.before) >= 0.005

    @property
    def told(self) -> str:
        """What moved it."""
        return f"example {self.like.name} (marked {self.example})" if self.example else f"seed {self.like.name}"


@dataclass(frozen=True, slots=True)
class Weighing:
    """Everything that a verdict rests on."""

    taxonomy: Taxonomy
    language: str
    evidence: Mapping[str, Evidence]
    around: Surroundings
    scores: Mapping[str, float]
    moved: Mapping[str, tuple[Moved, ...]]
    """Topic -> the examples that moved its score."""

    @property
    def best(self) -> str:
        """The surest topic; empty where the desk has none."""
        return max(self.scores, key=lambda topic: self.scores[topic], default="")

    @property
    def topics(self) -> tuple[str, ...]:
        """Those at or over the threshold."""
        return tuple(topic for topic, score in self.scores.items() if score >= self.taxonomy.threshold)


def reasons_of(weighing: Weighing, score: Scoring) -> Iterator[str]:
    """A plain sentence, then lines of `kind: what was heard`, then what would let a rejected article in."""
    yield _sentence(weighing)
    if weighing.language not in (*weighing.taxonomy.languages, "und"):
        told = LANGUAGES.get(weighing.language, weighing.language)
        yield f"language: {told}, judged by names and figures only: lower confidence"
    yield from _evidence(weighing)
    if not weighing.topics and weighing.best:
        yield from _way_in(weighing, score)


def _sentence(weighing: Weighing) -> str:
    own, around = weighing.evidence.get(weighing.best), weighing.around
    score, threshold = weighing.scores.get(weighing.best, 0.0), weighing.taxonomy.threshold
    end = f"Score {score:.2f}, threshold {threshold:.2f}."
    pulled = _example_told(weighing)
    if weighing.topics:
        return f"Relevant to {_and(weighing.topics)}: {_spoken_of(weighing)}.{pulled} {end}"
    heard = _loudest(own.names, 2) if own else []
    named = f"{_names(weighing, heard)} {'is' if len(heard) == 1 else 'are'} named" if heard else ""
    if around.against:
        subject = f"it is about {around.against_id} ({_listed(around.against, 3)})"
        but = f"; {named}, but with too little else of this desk" if named else ""
        return f"Kept out: {subject}{but}.{pulled} {end}"
    if named:
        return f"Kept out: {named}, but with too little else of this desk.{pulled} {end}"
    if own and own.terms:
        return f"Kept out: it speaks of {_listed(own.terms, 3)}, but not of what this desk watches.{pulled} {end}"
    return f"Kept out: nothing that speaks for a topic of this desk.{pulled} {end}"


def _spoken_of(weighing: Weighing) -> str:
    heard = [weighing.evidence[topic] for topic in weighing.topics]
    names = _names(weighing, {one.label: one for own in heard for one in own.names}.values(), 4)
    terms = _listed({one.label: one for own in heard for one in own.terms}.values(), 4)
    field = _listed(weighing.around.field, 3)
    said = [f"it names {names}" if names else "", f"speaks of {terms or field}" if terms or field else ""]
    told = " and ".join(filter(None, said)) or "it is like what the desk was shown"
    against = weighing.around.against_id
    return told + (f", though it also sounds of {against}" if weighing.around.against else "")


def _example_told(weighing: Weighing) -> str:
    """A sentence on the example that moved the best topic most."""
    moved = max(weighing.moved.get(weighing.best, ()), key=lambda one: abs(one.after - one.before), default=None)
    if moved is None or not moved.shows:
        return ""
    return f" The {moved.told} moved it from {moved.before:.2f} to {moved.after:.2f}."


def _evidence(weighing: Weighing) -> Iterator[str]:
    scores, around = weighing.scores, weighing.around
    for topic in sorted(scores, key=lambda topic: -scores[topic]):
        for kind, heard in (("names", weighing.evidence[topic].names), ("terms", weighing.evidence[topic].terms)):
            if heard:
                yield f"{topic} {scores[topic]:.2f}, {kind}: {_listed(heard)}"
    if around.field:
        yield f"field: {_listed(around.field)}"
    if around.against:
        yield f"against: {around.against_id}: {_listed(around.against)}"
    if around.likes and around.likes[0].likeness >= WORTH_NAMING:
        yield f"closest: {around.likes[0].name} {around.likes[0].likeness:.2f}"
    for topic, examples in weighing.moved.items():
        for one in filter(lambda one: one.shows, examples):
            yield f"{one.told}: likeness {one.like.likeness:.2f}, {topic} {one.before:.2f} → {one.after:.2f}"


def _way_in(weighing: Weighing, score: Scoring) -> Iterator[str]:
    """The smallest thing that would have made it relevant, if there is one."""
    topic, threshold = weighing.best, weighing.taxonomy.threshold
    for told, evidence, around in _otherwise(topic, weighing):
        value = score(topic, evidence, around)
        if value >= threshold:
            yield f"it would be in: {told} ({topic} {value:.2f})"
            return


def _otherwise(topic: str, weighing: Weighing) -> Iterator[tuple[str, Mapping[str, Evidence], Surroundings]]:
    evidence, around = weighing.evidence, weighing.around
    own = evidence[topic]
    if around.against:
        quiet = replace(around, against=())
        yield f"without the words on {around.against_id}", evidence, quiet
    known = next((one for one in weighing.taxonomy.topics if one.id == topic), None)
    term = max(known.terms.items(), key=lambda pair: pair[1], default=None) if known else None
    speaking = (one for one in weighing.taxonomy.entities if topic in one.topics and one.weight >= 1)
    name = next((one for one in speaking if one.kind != "law"), None)
    if term is not None:
        more = replace(own, terms=(*own.terms, Heard(term[0], 1, term[1] * TITLE, True)))
        yield f"with words such as “{term[0]}” in its title", {**evidence, topic: more}, around
    if name is not None:
        louder = replace(own, names=(*own.names, Heard(name.id, 1, name.weight * TITLE, True)))
        told = f"with {name.names[0]} named in its title"
        yield told, {**evidence, topic: louder}, replace(around, watched=around.watched + 1)


def _names(weighing: Weighing, heard: Iterable[Heard], most: int = 2) -> str:
    return _and([f"{_name(weighing.taxonomy, one.label)}{_times(one)}" for one in _loudest(heard, most)])


def _name(taxonomy: Taxonomy, id: str) -> str:
    entity = taxonomy.entity(id)
    return entity.names[0] if entity else id


def _listed(heard: Iterable[Heard], most: int = 5) -> str:
    """The loudest, such as "orion ×4 (title), acme ×2"."""
    return ", ".join(f"{one.label}{_times(one)}{' (title)' if one.in_title else ''}" for one in _loudest(heard, most))


def _loudest(heard: Iterable[Heard], most: int) -> list[Heard]:
    return sorted(heard, key=lambda one: -one.loudness)[:most]


def _times(heard: Heard) -> str:
    return f" ×{heard.count}" if heard.count > 1 else ""


def _and(words: Iterable[str]) -> str:
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last
