"""What was read and what is known, in PostgreSQL: the candidates for copies, stories and facts, and the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.ledger.keys import candidate_keys
from pipelines.memory import stated_facts
from pipelines.types import Change, ChangeKind, Claim, Document, Fact, Held, Ingested, Read, Sighting, Signature, Sketch
from storage.candidates import candidates
from storage.codec import (
    claim_to_json,
    fact_from_row,
    fact_to_json,
    fact_to_row,
    storable,
)
from storage.furniture import Margins
from storage.listings import Listings
from storage.tables import (
    ChangeRow,
    ClaimRow,
    FactKeyRow,
    FactRow,
    ReadRow,
    RulingRow,
    SightingRow,
    table_of,
)

_READS = table_of(ReadRow)
_FACTS, _KEYS, _SIGHTINGS = table_of(FactRow), table_of(FactKeyRow), table_of(SightingRow)
_CHANGES, _CLAIMS, _RULINGS = table_of(ChangeRow), table_of(ClaimRow), table_of(RulingRow)
_EARLIER = text("SELECT id, seen, stated FROM reads WHERE url = :url")
_STANDING = text("""
    WITH RECURSIVE way AS (
        SELECT id, merged_into FROM stories WHERE id = coalesce(
            (
                SELECT into_id FROM story_rulings
                WHERE kind = 'split' AND undone_at IS NULL AND urls @> :urls ORDER BY id DESC LIMIT 1
            ),
            :assigned
        )
        UNION ALL
        SELECT stories.id, stories.merged_into FROM stories JOIN way ON way.merged_into = stories.id
    )
    SELECT id FROM way WHERE merged_into IS NULL
""").bindparams(bindparam("urls", type_=JSONB))


class StoredMemory:
    """`pipelines.ports.Memory` on PostgreSQL. Decisions are taken under `Unit.lock_ledger`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._listings = Listings(session)
        self._margins = Margins(session)
        self._known: dict[str, Any] = {}

    def twins(self, signature: Signature, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles other than `url` that share the exact hash or a band, oldest first."""
        return self._listings.twins(signature, url=url, since=since)

    def neighbours(self, sketch: Sketch, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles of other addresses that share one of the sketch's heaviest terms, newest first."""
        return self._listings.neighbours(sketch, url=url, since=since)

    def standing_story(self, assigned: str, *, url: str) -> str:
        """The story that an article of this address goes into: where an operator ruled otherwise, not `assigned`.

        Only an address read before can be affected: the neighbours' stories stand, and a new name is the address's.
        """
        if self._earlier(url) is None:
            return assigned
        asked = {"assigned": assigned, "urls": [storable(url)]}
        return self._session.execute(_STANDING, asked).scalar_one_or_none() or assigned

    def facts(self, claims: Iterable[Claim]) -> Sequence[Fact]:
        """The facts most likely to be the same as, or the predecessor of, one of these claims, in order of id.

        A fact that an operator merged comes with the one that it went into.
        """
        found = candidates(self._session, claims)
        return sorted(self._with_what_they_went_into(found), key=lambda fact: fact.id)

    def stated(self, url: str) -> Sequence[Fact]:
        """Facts that the version of this address remembered last has stated."""
        earlier = self._earlier(url)
        ids: list[str] = earlier.stated if earlier else []
        if not ids:
            return []
        found = self._session.execute(select(_FACTS).where(_FACTS.c.id.in_(ids)))
        facts = {fact.id: fact for fact in self._with_what_they_went_into(map(fact_from_row, found))}
        return [facts[name] for name in dict.fromkeys((*ids, *facts)) if name in facts]

    def furniture(self, document: Document, *, now: datetime) -> frozenset[int]:
        """Hashes of the lines that the document's site puts around its articles, as far as settled before `now`."""
        return self._margins.furniture(document, now=now)

    def remember(self, ingested: Ingested, facts: Sequence[Fact], *, now: datetime) -> None:
        """Store what was decided; `facts` are the new and updated ones. Deciding a version twice stores it once."""
        self.keep_facts(facts)
        earlier = self._earlier(ingested.document.url)
        self._known.clear()
        if earlier is not None:
            self._listings.unlist(earlier.id, earlier.seen)
        read_id = self._listings.keep(_read_row(ingested, now), ingested.signature, ingested.sketch)
        reasons = dict(ingested.held)
        self._keep_changes(ingested, reasons, now)
        if earlier is not None:
            self._forget_claims(read_id, ingested)
        self._keep_claims(read_id, ingested, reasons)
        self._margins.keep(ingested, now=now)

    def lay_baseline(self, facts: Sequence[Fact]) -> int:
        """Make the facts known before the first poll those of the seeds as they are now; how many were new.

        What an article has met since, or an operator ruled on, is history and stays; of the rest, what no seed states
        any more is forgotten.
        """
        ids = [fact.id for fact in facts]
        said = exists().where(_CHANGES.c.fact_id == _FACTS.c.id)
        ruled = exists().where((_RULINGS.c.fact_id == _FACTS.c.id) | (_RULINGS.c.into_id == _FACTS.c.id))
        met = said | ruled
        dropped = _FACTS.c.baseline & _FACTS.c.id.not_in(ids)
        self._session.execute(delete(_FACTS).where(dropped, ~met))
        self._session.execute(update(_FACTS).where(dropped).values(baseline=False))
        stored = self._session.execute(select(_FACTS.c.id, met.label("met")).where(_FACTS.c.id.in_(ids)))
        known: dict[str, bool] = {row.id: row.met for row in stored}
        self.keep_facts([fact for fact in facts if not known.get(fact.id)])
        return len(set(ids) - known.keys())

    def _with_what_they_went_into(self, found: Iterable[Fact]) -> Iterable[Fact]:
        """These facts, and those that they were merged into, through every step."""
        facts = {fact.id: fact for fact in found}
        while missing := {fact.merged_into for fact in facts.values() if fact.merged_into} - facts.keys():
            for row in self._session.execute(select(_FACTS).where(_FACTS.c.id.in_(missing))):
                facts[row.id] = fact_from_row(row)
        return facts.values()

    def keep_facts(self, facts: Sequence[Fact]) -> None:
        """Store facts as they stand now, with the keys that they are found by and where each was first met."""
        facts = list({fact.id: fact for fact in facts}.values())
        if not facts:
            return
        stored = upsert(_FACTS)
        replaced = {name: stored.excluded[name] for name in FactRow.model_fields if name != "id"}
        self._session.execute(
            stored.on_conflict_do_update(index_elements=["id"], set_=replaced), [fact_to_row(fact) for fact in facts]
        )
        self._session.execute(delete(_KEYS).where(_KEYS.c.fact_id.in_([fact.id for fact in facts])))
        keys = [
            {"key": key, "last_seen": fact.last_seen, "fact_id": fact.id} for fact in facts for key in _keys_of(fact)
        ]
        if keys:
            self._session.execute(insert(_KEYS), keys)
        met = upsert(_SIGHTINGS).on_conflict_do_nothing(index_elements=["fact_id", "url"])
        self._session.execute(met, [_sighting_row(fact.id, fact.first) for fact in facts])

    def _earlier(self, url: str) -> Any:
        """The read of this address as it is stored; asked once for each decision."""
        if url not in self._known:
            self._known = {url: self._session.execute(_EARLIER, {"url": storable(url)}).one_or_none()}
        return self._known[url]

    def _keep_changes(self, ingested: Ingested, reasons: dict[Claim, Held], now: datetime) -> None:
        if not ingested.changes:
            return
        ringing = {change.id for change in ingested.ringing}
        rows = [
            _change_row(change, change.id in ringing, reasons.get(change.claim), now) for change in ingested.changes
        ]
        self._session.execute(upsert(_CHANGES).on_conflict_do_nothing(index_elements=["id"]), rows)
        met = upsert(_SIGHTINGS).on_conflict_do_nothing(index_elements=["fact_id", "url"])
        self._session.execute(met, [_sighting_row(change.fact.id, change.sighting) for change in ingested.changes])

    def _forget_claims(self, read_id: int, ingested: Ingested) -> None:
        """Where this state of the text has been decided upon before."""
        digest = ingested.signature.exact
        self._session.execute(delete(_CLAIMS).where(_CLAIMS.c.read_id == read_id, _CLAIMS.c.text_digest == digest))

    def _keep_claims(self, read_id: int, ingested: Ingested, reasons: dict[Claim, Held]) -> None:
        """Everything this state of the text says, with what became of it."""
        digest = ingested.signature.exact
        changes = {change.claim: change for change in ingested.changes if change.kind is not ChangeKind.WITHDRAWN}
        gone = {change.claim for change in ingested.changes} - set(changes)
        said = sorted((set(changes) | set(reasons)) - gone, key=lambda claim: (claim.start, claim.end))
        rows = [
            {
                "read_id": read_id,
                "text_digest": digest,
                "position": place,
                "kind": claim.kind,
                "claim": claim_to_json(claim),
                **_decided(changes.get(claim)),
                **_held(reasons.get(claim)),
            }
            for place, claim in enumerate(said)
        ]
        if rows:
            self._session.execute(insert(_CLAIMS), rows)


def _read_row(ingested: Ingested, now: datetime) -> dict[str, Any]:
    document, verdict, twin, signature = ingested.document, ingested.verdict, ingested.twin, ingested.signature
    return {
        "url": storable(document.url),
        "outlet": storable(document.outlet),
        "tier": document.tier,
        "title": storable(document.title),
        "language": ingested.text.language,
        "seen": now,
        "relevant": verdict.relevant,
        "score": verdict.score,
        "topics": list(verdict.topics),
        "reasons": storable(list(verdict.reasons)),
        "story": ingested.story,
        "origin": storable(twin.origin if twin else document.url),
        "copy_kind": twin.kind if twin else None,
        "overlap": twin.overlap if twin else None,
        "exact": signature.exact,
        "stated": list(stated_facts(ingested)),
    }


def _change_row(change: Change, rings: bool, held: Held | None, now: datetime) -> dict[str, Any]:
    return {
        "id": change.id,
        "kind": str(change.kind),
        "fact_id": change.fact.id,
        "url": storable(change.sighting.url),
        "claim": claim_to_json(change.claim),
        "previous": fact_to_json(change.previous) if change.previous else None,
        "reasons": storable(list(change.reasons)),
        "rings": rings,
        "at": now,
        **_held(None if rings else held),
    }


def _sighting_row(fact_id: str, sighting: Sighting) -> dict[str, Any]:
    return {
        "fact_id": fact_id,
        "url": storable(sighting.url),
        "outlet": storable(sighting.outlet),
        "origin": storable(sighting.origin),
        "story": sighting.story,
        "seen": sighting.seen,
        "title": storable(sighting.title),
    }


def _decided(change: Change | None) -> dict[str, str | None]:
    return {"fact_id": change.fact.id if change else None, "change_id": change.id if change else None}


def _held(held: Held | None) -> dict[str, str]:
    return {"held_reason": held.reason if held else "", "held_detail": storable(held.detail) if held else ""}


def _keys_of(fact: Fact) -> set[str]:
    return {storable(key) for claim in fact.readings for key in candidate_keys(claim)}
