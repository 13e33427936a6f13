"""Facts that an operator merged, which one stands for which; and where a fact was met, with what was said there."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipelines.errors import Refused
from pipelines.ledger.rulings import Told
from pipelines.types import Claim, Sighting
from storage.codec import claim_from_json, storable
from storage.tables import ChangeRow, FactRow, ReadRow, SightingRow, table_of
from storage.views.asking import shown

_AGREED = 3
"""Leading characters in which ids must agree to be taken for a slip of the hand."""
_FACTS, _SIGHTINGS, _CHANGES = table_of(FactRow), table_of(SightingRow), table_of(ChangeRow)
_READS = table_of(ReadRow)


def roots_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """For each of these ids that exists, the fact that stands for it: itself, unless it was merged."""
    start = select(_FACTS.c.id.label("asked"), _FACTS.c.id, _FACTS.c.merged_into).where(_FACTS.c.id.in_(set(ids)))
    way = start.cte("way", recursive=True)
    step = select(way.c.asked, _FACTS.c.id, _FACTS.c.merged_into).join(way, way.c.merged_into == _FACTS.c.id)
    walked = way.union_all(step)
    found = session.execute(select(walked.c.asked, walked.c.id).where(walked.c.merged_into.is_(None)))
    return {row.asked: row.id for row in found}


def family_of(session: Session, id: str) -> set[str]:
    """This fact and all that went into it, directly or through others."""
    start = select(_FACTS.c.id).where(_FACTS.c.id == id).cte("family", recursive=True)
    family = start.union_all(select(_FACTS.c.id).join(start, start.c.id == _FACTS.c.merged_into))
    return set(session.execute(select(family.c.id)).scalars())


def told_of(session: Session, ids: Collection[str]) -> Sequence[Told]:
    """Where these facts were met, each address once, oldest first, with what was said there."""
    said: dict[str, dict[Claim, None]] = defaultdict(dict)
    changes = select(_CHANGES.c.url, _CHANGES.c.claim).where(_CHANGES.c.fact_id.in_(ids))
    for row in session.execute(changes.where(_CHANGES.c.kind != "withdrawn").order_by(_CHANGES.c.at, _CHANGES.c.id)):
        said[row.url][claim_from_json(row.claim)] = None
    met = select(_SIGHTINGS).where(_SIGHTINGS.c.fact_id.in_(ids)).order_by(_SIGHTINGS.c.seen, _SIGHTINGS.c.url)
    first: dict[str, Sighting] = {}
    for one in session.execute(met):
        first.setdefault(one.url, shown(Sighting, one))
    return [Told(sighting, tuple(said[url])) for url, sighting in first.items()]


def first_hand(session: Session, urls: Collection[str]) -> frozenset[str]:
    """Those of the addresses that a source of the first tier gave."""
    read = select(_READS.c.url).where(_READS.c.url.in_(urls), _READS.c.tier == 1)
    return frozenset(session.execute(read).scalars())


def no_fact(session: Session, id: str) -> Refused:
    """What to tell a person who asks for a fact that there is none of: which ids come close."""
    alike = select(_FACTS.c.id).where(_FACTS.c.id.startswith(storable(id)[:_AGREED], autoescape=True)).limit(5_000)
    close = difflib.get_close_matches(id, session.execute(alike).scalars().all(), n=3)
    near = f"; close: {', '.join(close)}" if close else ""
    return Refused(f"there is no fact {id!r}{near}; `deltawire facts list` shows their ids")
