"""What operators ruled where the ledger erred: merge, split, settle and undo, each within the caller's transaction."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.errors import Refused
from pipelines.ledger.keys import unit_class
from pipelines.ledger.rulings import Ruling, Told, apart_id, merged, same_kind, split, unmerged, unsplit
from pipelines.types import Claim, Fact, Figure, PolicyMove, Status
from storage.codec import fact_from_json, fact_from_row, fact_to_json, storable
from storage.memory import StoredMemory
from storage.tables import ChangeRow, ClaimRow, FactRow, ReadRow, RulingRow, SightingRow, table_of
from storage.views.asking import shown
from storage.views.families import family_of, no_fact, told_of

_FACTS, _SIGHTINGS, _CHANGES = table_of(FactRow), table_of(SightingRow), table_of(ChangeRow)
_CLAIMS, _READS, _RULINGS = table_of(ClaimRow), table_of(ReadRow), table_of(RulingRow)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a ruling would do."""

    before: tuple[Fact, ...]
    """A merge: winner, loser. A split: the fact."""
    after: tuple[Fact, Fact]
    """A merge: winner, loser. A split: what stays, what is split off."""
    urls: tuple[str, ...] = ()
    """Addresses that are split off: those named, and the copies of them."""


class Rulings:
    """To be called under `Unit.lock_ledger`, except for plans and lists. Raises Refused, with a cure."""

    def __init__(self, session: Session, memory: StoredMemory) -> None:
        self._session, self._memory = session, memory

    # ------------------------------------------------------------ plans
    def plan_merge(self, loser_id: str, winner_id: str, *, force: bool = False) -> Plan:
        """What merging the loser into the winner would do. `force`: even where their units differ."""
        if loser_id == winner_id:
            raise Refused(f"{loser_id} cannot be merged with itself: name two facts")
        loser, winner = self._standing(loser_id), self._standing(winner_id)
        if not same_kind(loser.claim, winner.claim):
            kinds = f"{loser.id} is a {loser.claim.kind}, {winner.id} a {winner.claim.kind}"
            raise Refused(f"{kinds}: only facts of one kind can be merged")
        if not force and (units := _units(loser.claim, winner.claim)):
            raise Refused(f"{loser.id} is in {units[0]}, {winner.id} in {units[1]}: if they are one, give --force")
        families = family_of(self._session, loser.id), family_of(self._session, winner.id)
        for ruling in self.list(facts=set.union(*families), standing=True):
            sides = {ruling.fact_id, ruling.into_id}
            if ruling.kind == "split" and all(sides & family for family in families):
                raise Refused(f"ruling {ruling.id} set these two apart: `deltawire facts undo {ruling.id}` lifts it")
        succeeded = any(
            not fact.current and self._succeeded(family, set.union(*families))
            for fact, family in zip((loser, winner), families, strict=True)
        )
        return Plan((winner, loser), merged(winner, loser, succeeded=succeeded))

    def plan_split(self, fact_id: str, urls: Sequence[str]) -> Plan:
        """What splitting off the claims of these addresses would do; copies go with what they copy."""
        fact = self._standing(fact_id)
        told = told_of(self._session, [fact.id])
        named = {storable(url) for url in urls}
        for url in sorted(named - {one.sighting.url for one in told}):
            self._refuse_sighting(fact, url, told)
        going = {one.sighting.url for one in told if {one.sighting.url, one.sighting.origin} & named}
        if fact.baseline and fact.first.url in going:
            raise Refused(
                f"{fact.first.url} is where the seed corpus states it: change the seed, or split off the others"
            )
        if len(going) == len(told):
            raise Refused(f"{fact.id} was met nowhere else: nothing would stay. Name fewer addresses")
        order = tuple(one.sighting.url for one in told if one.sighting.url in going)
        return Plan((fact,), split(fact, told, going, id=self._id_apart(fact, told, order[0])), order)

    # ------------------------------------------------------------ rulings
    def merge(self, loser_id: str, winner_id: str, *, why: str, by: str, now: datetime, force: bool = False) -> Ruling:
        """Rule that the loser is the winner. Its id stays, its sightings count for the winner. It tells nobody."""
        plan = self.plan_merge(loser_id, winner_id, force=force)
        (winner, loser), (then, _) = plan.before, plan.after
        self._memory.keep_facts(plan.after)
        before = {"loser": fact_to_json(loser), "winner": fact_to_json(winner), "then": fact_to_json(then)}
        return self._keep("merge", loser.id, winner.id, (), before, why=why, by=by, now=now)

    def split(self, fact_id: str, urls: Sequence[str], *, why: str, by: str, now: datetime) -> Ruling:
        """Rule that what these addresses say is another fact; it enters the ledger without an alert."""
        plan = self.plan_split(fact_id, urls)
        (fact,), (rest, apart) = plan.before, plan.after
        self._memory.keep_facts([rest, apart])
        self._move(rest.id, apart.id, plan.urls)
        return self._keep("split", rest.id, apart.id, plan.urls, {"fact": fact_to_json(fact)}, why=why, by=by, now=now)

    def settle(
        self, fact_id: str, status: Status, effective: date | None, *, why: str, by: str, now: datetime
    ) -> Ruling:
        """Rule where a control stands. The fact keeps its words, and so do the alerts that were sent; none is sent."""
        fact = self._standing(fact_id)
        if not isinstance(fact.claim, PolicyMove):
            raise Refused(f"{fact_id} is a figure: only policy facts have a status to settle")
        ruling = self._keep("settle", fact.id, fact.id, (), {"fact": fact_to_json(fact)}, why=why, by=by, now=now)
        said = {"status": status, "effective": effective}
        self._session.execute(update(_RULINGS).where(_RULINGS.c.id == ruling.id).values(**said))
        return self.one(ruling.id)

    def undo(self, id: int, *, by: str, now: datetime) -> Ruling:
        """Lift a ruling. What the winner of a merge has met since stays with it."""
        ruling = self.one(id)
        if ruling.undone_at is not None:
            raise Refused(f"ruling {id} was undone on {ruling.undone_at:%Y-%m-%d} by {ruling.undone_by}")
        later = self.list(facts={ruling.fact_id, ruling.into_id}, standing=True)
        if newest := max((one.id for one in later if one.id > id), default=None):
            raise Refused(f"ruling {newest} rests on ruling {id}: `deltawire facts undo {newest}` first")
        before = self._session.execute(select(_RULINGS.c.before).where(_RULINGS.c.id == id)).scalar_one()
        if ruling.kind == "merge":
            self._unmerge(ruling, before)
        elif ruling.kind == "split":
            self._unsplit(ruling, before)
        self._session.execute(update(_RULINGS).where(_RULINGS.c.id == id).values(undone_at=now, undone_by=storable(by)))
        return self.one(id)

    def one(self, id: int) -> Ruling:
        """The ruling of this number."""
        row = self._session.execute(select(_RULINGS).where(_RULINGS.c.id == id)).one_or_none()
        if row is None:
            raise Refused(f"there is no ruling {id}: `deltawire facts rulings` lists them")
        return shown(Ruling, row)

    def list(self, *, facts: Collection[str] | None = None, standing: bool = False) -> Sequence[Ruling]:
        """Rulings, oldest first; only those on `facts`, or only those that stand."""
        query = select(_RULINGS).order_by(_RULINGS.c.id)
        if facts is not None:
            query = query.where(_RULINGS.c.fact_id.in_(facts) | _RULINGS.c.into_id.in_(facts))
        if standing:
            query = query.where(_RULINGS.c.undone_at.is_(None))
        return [shown(Ruling, row) for row in self._session.execute(query)]

    # ------------------------------------------------------------ below
    def _unmerge(self, ruling: Ruling, before: dict[str, Any]) -> None:
        winner, loser, then = (fact_from_json(before[name]) for name in ("winner", "loser", "then"))
        met = [
            one.sighting
            for one in told_of(self._session, [winner.id])
            if one.claims or one.sighting.url == winner.first.url
        ]
        now = self._fact(winner.id)
        self._memory.keep_facts(unmerged(now, then, (winner, loser), met))
        own = [sighting.url for sighting in met]
        borrowed = (_SIGHTINGS.c.fact_id == winner.id) & (_SIGHTINGS.c.url == loser.first.url)
        self._session.execute(delete(_SIGHTINGS).where(borrowed, _SIGHTINGS.c.url.not_in(own)))

    def _unsplit(self, ruling: Ruling, before: dict[str, Any]) -> None:
        rest, apart = self._fact(ruling.fact_id), self._fact(ruling.into_id)
        whole = unsplit(rest, fact_from_json(before["fact"]), apart, ruling.urls)
        self._move(apart.id, rest.id, [one.sighting.url for one in told_of(self._session, [apart.id])])
        self._memory.keep_facts(whole)
        self._session.execute(delete(_SIGHTINGS).where(_SIGHTINGS.c.fact_id == apart.id))

    def _move(self, source: str, to: str, urls: Sequence[str]) -> None:
        """What was met at these addresses, from one fact to the other."""
        here = (_SIGHTINGS.c.fact_id == source) & _SIGHTINGS.c.url.in_(urls)
        names = [column.name for column in _SIGHTINGS.c if column.name != "fact_id"]
        moved = select(literal(to), *(_SIGHTINGS.c[name] for name in names)).where(here)
        there = upsert(_SIGHTINGS).from_select(["fact_id", *names], moved)
        self._session.execute(there.on_conflict_do_nothing())
        self._session.execute(delete(_SIGHTINGS).where(here))
        of_fact = (_CHANGES.c.fact_id == source) & _CHANGES.c.url.in_(urls)
        self._session.execute(update(_CHANGES).where(of_fact).values(fact_id=to))
        reads = select(_READS.c.id).where(_READS.c.url.in_(urls))
        of_reads = (_CLAIMS.c.fact_id == source) & _CLAIMS.c.read_id.in_(reads)
        self._session.execute(update(_CLAIMS).where(of_reads).values(fact_id=to))
        for row in self._session.execute(select(_READS.c.id, _READS.c.stated).where(_READS.c.url.in_(urls))).all():
            stated = list(dict.fromkeys(to if name == source else name for name in row.stated))
            self._session.execute(update(_READS).where(_READS.c.id == row.id).values(stated=stated))

    def _keep(
        self,
        kind: str,
        fact_id: str,
        into_id: str,
        urls: Sequence[str],
        before: dict[str, Any],
        *,
        why: str,
        by: str,
        now: datetime,
    ) -> Ruling:
        values = {"kind": kind, "fact_id": fact_id, "into_id": into_id, "urls": [*urls], "before": before, "at": now}
        said = {"why": storable(why), "ruled_by": storable(by)}
        stored = self._session.execute(insert(_RULINGS).values(**values, **said).returning(_RULINGS))
        return shown(Ruling, stored.one())

    def _fact(self, id: str) -> Fact:
        row = self._session.execute(select(_FACTS).where(_FACTS.c.id == id)).one_or_none()
        if row is None:
            raise no_fact(self._session, id)
        return fact_from_row(row)

    def _standing(self, id: str) -> Fact:
        fact = self._fact(id)
        if fact.merged_into:
            raise Refused(
                f"{id} went into {fact.merged_into}: name that one, or undo the ruling (`deltawire facts rulings`)"
            )
        return fact

    def _refuse_sighting(self, fact: Fact, url: str, told: Sequence[Told]) -> None:
        elsewhere = select(_SIGHTINGS.c.fact_id).where(
            _SIGHTINGS.c.fact_id.in_(family_of(self._session, fact.id)), _SIGHTINGS.c.url == url
        )
        if merged_fact := self._session.execute(elsewhere).scalars().first():
            raise Refused(
                f"{url} came with {merged_fact}, which was merged: undo that ruling (`deltawire facts rulings`)"
            )
        known = [one.sighting.url for one in told]
        near = difflib.get_close_matches(url, known, n=3) or known[:3]
        raise Refused(f"{fact.id} was not met at {url}; it was at {', '.join(near)}")

    def _id_apart(self, fact: Fact, told: Sequence[Told], url: str) -> str:
        """An id for what is split off: the very claim that the fact bears the id of must find it again."""
        (first,) = (one for one in told if one.sighting.url == url)
        own = apart_id(fact.id)
        taken = self._session.execute(select(_FACTS.c.merged_into).where(_FACTS.c.id == own)).one_or_none()
        free = taken is None or taken.merged_into == fact.id
        return own if free and fact.claim in first.claims else apart_id(f"{fact.id} {url}")

    def _succeeded(self, family: Collection[str], both: Collection[str]) -> bool:
        """Whether a third fact replaced one of the family."""
        query = select(_FACTS.c.id).where(_FACTS.c.supersedes.in_(family), _FACTS.c.id.not_in(both)).limit(1)
        return self._session.execute(query).first() is not None


def _units(one: Claim, other: Claim) -> tuple[str, str] | None:
    """Both units, where they are of different classes."""
    if not (isinstance(one, Figure) and isinstance(other, Figure)):
        return None
    return None if _unit(one) == _unit(other) else (one.unit or "no unit", other.unit or "no unit")


def _unit(figure: Figure) -> str:
    """Ratios are of one kind; counted things are what they are called."""
    return figure.unit if unit_class(figure.unit)[0] == "n" else unit_class(figure.unit)[0]
