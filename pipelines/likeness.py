"""How like a document is to others: the seeds of a desk, and the examples that it was given."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

ENOUGH = 5
"""Words in common from which a likeness counts in full: two headlines that share one word are not alike."""


class Like(NamedTuple):
    """A document that a text was found to be like."""

    likeness: float
    """Cosine, 0..1; less where only a few words are shared."""
    name: str


@dataclass(frozen=True, slots=True)
class Likenesses:
    """Documents laid out by their words, so that one pass over a text's words meets all of them."""

    names: tuple[str, ...]
    postings: Mapping[str, tuple[tuple[int, float], ...]]
    """Word -> (place of a document in `names`, the word's weight in it); a document's weights are of length 1."""
    rarity: Mapping[str, float]
    """Word -> inverse document frequency among the seeds."""
    unheard: float
    """That of a word which no seed has."""

    def to(self, count: Mapping[str, int]) -> tuple[Like, ...]:
        """Every document that shares a word with the text of these words, the likest first."""
        weights = _weights(count, self.rarity, self.unheard)
        found: dict[int, list[float]] = defaultdict(list)
        for term in weights.keys() & self.postings.keys():
            for place, other in self.postings[term]:
                found[place].append(weights[term] * other)
        length = _length(weights)
        likes = (
            Like(sum(shared) / length * min(1.0, len(shared) / ENOUGH), self.names[place])
            for place, shared in found.items()
        )
        return tuple(sorted(likes, reverse=True))


def lay_out(seeds: Mapping[str, Mapping[str, int]], examples: Mapping[str, Mapping[str, int]]) -> Likenesses:
    """Prepare documents: name -> how often each word stands in it.

    How rare a word is, the seeds alone say: so an example moves what is like it, and nothing else.
    """
    spread = Counter(term for count in seeds.values() for term in count)
    rarity = {term: math.log((1 + len(seeds)) / (1 + documents)) + 1 for term, documents in spread.items()}
    unheard = math.log(1 + len(seeds)) + 1
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    everything = [*seeds.items(), *examples.items()]
    for place, (_, count) in enumerate(everything):
        weights = _weights(count, rarity, unheard)
        length = _length(weights)
        for term, weight in weights.items():
            postings[term].append((place, weight / length))
    return Likenesses(
        names=tuple(name for name, _ in everything),
        postings={term: tuple(places) for term, places in postings.items()},
        rarity=rarity,
        unheard=unheard,
    )


def _weights(count: Mapping[str, int], rarity: Mapping[str, float], unheard: float) -> dict[str, float]:
    """A text's words, weighed: rare ones weigh more, repeats ever less."""
    return {term: (1 + math.log(times)) * rarity.get(term, unheard) for term, times in count.items()}


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
