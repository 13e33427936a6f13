"""How figures and states moved: the facts that replaced or disputed one another, in lines, oldest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from pipelines.ledger.rulings import Ruling
from storage.codec import fact_from_row
from storage.tables import FactRow, RulingRow, table_of
from storage.views.asking import Asking, shown
from storage.views.facts import STATE, FactListed

_FACTS, _RULINGS = table_of(FactRow), table_of(RulingRow)


@dataclass(frozen=True, slots=True)
class FactLine:
    """Facts that hang together, with what operators ruled on them."""

    facts: tuple[FactListed, ...]
    """Oldest first; merged ones are left out."""
    before: Mapping[str, str]
    """Id of a fact -> id of the one that it replaced or disputed."""
    rulings: tuple[Ruling, ...]
    """Oldest first, undone ones too."""


class LineViews(Asking):
    """The ledger along time."""

    def fact_lines(self, ids: Collection[str]) -> Sequence[FactLine]:
        """The lines in which these facts stand, the one that moved last first."""
        met = self._connected(ids)
        lines = [self._line(line, met) for line in _components(met) if not line.isdisjoint(ids)]
        return sorted(lines, key=lambda line: line.facts[-1].fact.first.seen, reverse=True)

    def _connected(self, ids: Collection[str]) -> dict[str, FactListed]:
        """Every fact that is reached from these over what was replaced or merged, either way."""
        met: dict[str, FactListed] = {}
        ahead = set(ids)
        while ahead:
            linked = _FACTS.c.id.in_(ahead) | _FACTS.c.supersedes.in_(ahead) | _FACTS.c.merged_into.in_(ahead)
            found = self._session.execute(
                select(_FACTS, STATE.label("state")).where(linked, _FACTS.c.id.not_in([*met]))
            )
            fresh = {row.id: FactListed(fact_from_row(row), row.state) for row in found}
            met |= fresh
            facts = [one.fact for one in fresh.values()]
            ends = {end for fact in facts for end in (fact.id, fact.supersedes, fact.merged_into) if end}
            ahead = ends - (met.keys() - fresh.keys()) if fresh else set()
        return met

    def _line(self, line: Collection[str], met: Mapping[str, FactListed]) -> FactLine:
        ruled = _RULINGS.c.fact_id.in_(line) | _RULINGS.c.into_id.in_(line)
        rulings = self._session.execute(select(_RULINGS).where(ruled).order_by(_RULINGS.c.id))
        standing = [met[name] for name in line if met[name].fact.merged_into is None]
        links = ((one.fact.id, one.fact.supersedes) for one in standing)
        return FactLine(
            facts=tuple(sorted(standing, key=lambda one: (one.fact.first.seen, one.fact.id))),
            before={name: _root(before, met) for name, before in links if before and before in met},
            rulings=tuple(shown(Ruling, row) for row in rulings),
        )


def _root(name: str, met: Mapping[str, FactListed]) -> str:
    into = met[name].fact.merged_into
    return _root(into, met) if into is not None and into in met else name


def _components(met: Mapping[str, FactListed]) -> Sequence[set[str]]:
    """Ids that hang together, each set once."""
    group: dict[str, set[str]] = {name: {name} for name in met}
    for name, one in met.items():
        other = one.fact.merged_into or one.fact.supersedes
        if other in group and group[other] is not group[name]:
            joined = group[name] | group[other]
            group.update(dict.fromkeys(joined, joined))
    return list({id(line): line for line in group.values()}.values())
