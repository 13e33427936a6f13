"""The facts that the claims of one article may be, laid out so that each claim meets only those within its reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipelines.ledger.values import Extent, extent
from pipelines.types import Claim, Fact, Figure


class Shelves(Mapping[str, Fact]):
    """Facts by id, by unit and size, by subject and metric, and the moves apart.

    Most candidates of an article are far from most of its claims: sorting them once is cheaper than weighing each pair.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[str, Fact] = {}
        self._sizes: dict[str, list[tuple[float, float, float, str]]] = defaultdict(list)
        """Unit class -> how far each reading reaches: low, high, slack; and the fact's id."""
        self._lines: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
        self._moves: list[str] = []
        for fact in facts:
            self.put(fact)

    def __getitem__(self, id: str) -> Fact:
        return self._facts[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def put(self, fact: Fact) -> None:
        """Add a fact, or its new state."""
        known = self._facts.get(fact.id)
        self._facts[fact.id] = fact
        claim = fact.claim
        if not isinstance(claim, Figure):
            if known is None:
                self._moves.append(fact.id)
            return
        if known is None:
            self._lines[claim.subject, claim.metric].append(fact.id)
            self._lay(claim, fact.id)
        for reading in fact.others[len(known.others) if known else 0 :]:
            if isinstance(reading, Figure):
                self._lay(reading, fact.id)

    def _lay(self, reading: Figure, name: str) -> None:
        reach = extent(reading)
        self._sizes[reach.unit].append((reach.low, reach.high, reach.slack, name))

    def alike(self, claim: Claim) -> Sequence[Fact]:
        """The facts that the claim may state: all moves for a move; for a figure values within reach, and its line.

        Of its line a price in motion has other values by now, and a loose wording leaves room for others.
        """
        if not isinstance(claim, Figure):
            return [self._facts[name] for name in self._moves]
        near = self._near(extent(claim))
        line = self._lines.get((claim.subject, claim.metric), ())
        if claim.measure != "change" and claim.approx == "exact":
            line = [name for name in line if self._told_loosely(name)]
        return [self._facts[name] for name in dict.fromkeys((*near, *line))]

    def _told_loosely(self, name: str) -> bool:
        claim = self._facts[name].claim
        return isinstance(claim, Figure) and claim.approx != "exact"

    def _near(self, reach: Extent) -> list[str]:
        """Ids whose reach comes near; `Extent.near` written out, since it is asked of every candidate."""
        low, high, slack = reach.low, reach.high, reach.slack
        return [
            name
            for other_low, other_high, other_slack, name in self._sizes.get(reach.unit, ())
            if low <= other_high + max(slack, other_slack) and other_low <= high + max(slack, other_slack)
        ]

    def of_line(self, claim: Claim) -> Sequence[Fact]:
        """The facts that the claim may replace: other values of its subject and metric, all moves for a move."""
        if not isinstance(claim, Figure):
            return self.alike(claim)
        return [self._facts[name] for name in self._lines.get((claim.subject, claim.metric), ())]
