"""Which facts moved which on: as the ledger found it, and as official documents name what they replace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.controls.heard import Heard


@dataclass(frozen=True, slots=True)
class Links:
    """Ids of facts, each with the ids that it leads to."""

    earlier: Mapping[str, Sequence[str]]
    """A fact -> those that it moved on from."""
    later: Mapping[str, Sequence[str]]
    """A fact -> those that moved it on."""
    named: Mapping[str, Sequence[str]]
    """A fact that a document states -> those of the documents that say by its number that they replace it."""

    @classmethod
    def between(cls, heard: Sequence[Heard]) -> Links:
        """All links among these facts."""
        stating: dict[str, list[str]] = defaultdict(list)
        for one in heard:
            for name in {name for filing in one.filings for name in (filing.number, filing.citation) if name}:
                stating[name].append(one.fact.id)
        earlier: dict[str, list[str]] = defaultdict(list)
        later: dict[str, list[str]] = defaultdict(list)
        named: dict[str, list[str]] = defaultdict(list)
        for one in heard:
            replaced = {name for filing in one.filings for name in filing.replaces}
            documents = [fact for name in sorted(replaced) for fact in stating.get(name, ()) if fact != one.fact.id]
            for fact in dict.fromkeys([*([one.fact.supersedes] if one.fact.supersedes else []), *documents]):
                earlier[one.fact.id].append(fact)
                later[fact].append(one.fact.id)
            for fact in documents:
                named[fact].append(one.fact.id)
        return cls(earlier, later, named)

    def before(self, facts: Sequence[str]) -> tuple[str, ...]:
        """What one of these facts moved on from."""
        return _beyond(facts, self.earlier)

    def after(self, facts: Sequence[str]) -> tuple[str, ...]:
        """What moved one of these facts on."""
        return _beyond(facts, self.later)

    def ended(self, facts: Sequence[str]) -> bool:
        """Whether a document that is none of these facts says that it replaces the document behind one of them."""
        return bool(_beyond(facts, self.named))


def _beyond(facts: Sequence[str], links: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for fact in facts for name in links.get(fact, ()) if name not in facts))
