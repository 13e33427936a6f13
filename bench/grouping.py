"""How well texts were grouped: pairwise and B-cubed scores of one grouping held against another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(found: Mapping[str, Hashable], due: Mapping[str, Hashable]) -> Score:
    """Over pairs of items: is what was put together due together? `found` and `due`: item -> its group."""
    hits = _pairs(Counter((found[item], due[item]) for item in due))
    said, wanted = _pairs(Counter(found[item] for item in due)), _pairs(Counter(due.values()))
    return Score(hits / said if said else 1.0, hits / wanted if wanted else 1.0)


def b_cubed(found: Mapping[str, Hashable], due: Mapping[str, Hashable]) -> Score:
    """Over items: how much of an item's found group belongs to it, and how much of what is due is there.

    Source: Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model", 1998.
    """
    both = Counter((found[item], due[item]) for item in due)
    said, wanted = Counter(found[item] for item in due), Counter(due.values())
    return Score(
        sum(count * count / said[group] for (group, _), count in both.items()) / len(due),
        sum(count * count / wanted[group] for (_, group), count in both.items()) / len(due),
    )


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())
