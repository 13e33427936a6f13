"""Where copies and stories are looked for: what was read within a window, listed under its bands and heaviest terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Table,
    TableValuedAlias,
    any_,
    collate,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.memory import CROWD, NEIGHBOURS, heaviest
from pipelines.types import Read, Signature, Sketch
from storage.codec import exact_key, folded, read_from_row, signature_to_row, storable, term_key
from storage.tables import BANDS, LANES, ReadRow, SignatureRow, TermRow, table_of

_READS, _SIGNATURES, _TERMS = table_of(ReadRow), table_of(SignatureRow), table_of(TermRow)
_HASHES = ARRAY(Integer)


class Listings:
    """The part of `pipelines.ports.Memory` that finds what an article may copy or share a story with."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def twins(self, signature: Signature, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles other than `url` that share the exact hash or a band, oldest first."""
        same_hash = select(_SIGNATURES.c.read_id, _SIGNATURES.c.seen).where(
            _SIGNATURES.c.exact == exact_key(signature.exact), _SIGNATURES.c.seen >= since
        )
        same_band = select(BANDS.c.read_id, BANDS.c.seen).where(_in_a_lane(signature.bands), BANDS.c.seen >= since)
        alike = same_hash.union(same_band).subquery()
        found = _with_signature(select(alike.c.read_id, alike.c.seen).subquery()).where(_READS.c.url != storable(url))
        in_order = found.order_by(_READS.c.seen, collate(_READS.c.url, "C")).limit(NEIGHBOURS)
        bands = set(signature.bands)
        reads = [read_from_row(row) for row in self._session.execute(in_order)]
        return [read for read in reads if read.signature.exact == signature.exact or bands & set(read.signature.bands)]

    def neighbours(self, sketch: Sketch, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles of other addresses that share one of the sketch's heaviest terms, newest first."""
        terms = heaviest(sketch)
        wanted = _unnested("term", {*map(term_key, terms)})
        latest = (
            select(_TERMS.c.read_id, _TERMS.c.seen)
            .where(_TERMS.c.term == wanted.c.term, _TERMS.c.seen >= since)
            .order_by(_TERMS.c.seen.desc(), _TERMS.c.read_id.desc())
            .limit(CROWD)
            .lateral()
        )
        own = select(_READS.c.id).where(_READS.c.url == storable(url)).scalar_subquery()
        nearest = (
            select(latest.c.read_id, latest.c.seen)
            .select_from(wanted)
            .join(latest, true())
            .where(latest.c.read_id.is_distinct_from(own))
            .group_by(latest.c.read_id, latest.c.seen)
            .order_by(func.count().desc(), latest.c.seen.desc(), latest.c.read_id.desc())
            .limit(NEIGHBOURS)
            .subquery()
        )
        in_order = _with_signature(nearest).order_by(_READS.c.seen.desc(), _READS.c.id.desc())
        reads = [read_from_row(row) for row in self._session.execute(in_order)]
        return [read for read in reads if not set(terms).isdisjoint(heaviest(read.sketch))]

    def unlist(self, read_id: int, seen: datetime) -> None:
        """Forget under what the read was listed when it was last read: its text is another now."""
        stored = select(_SIGNATURES).where(_SIGNATURES.c.read_id == read_id, _SIGNATURES.c.seen == seen)
        row = self._session.execute(_with_signature(stored.subquery())).one_or_none()
        if row is None:
            return
        read = read_from_row(row)
        keys = [*map(term_key, heaviest(read.sketch))]
        self._session.execute(delete(BANDS).where(_of(BANDS, read_id, seen), _in_a_lane(read.signature.bands)))
        self._session.execute(delete(_TERMS).where(_of(_TERMS, read_id, seen), _TERMS.c.term.in_(keys)))
        self._session.execute(delete(_SIGNATURES).where(_of(_SIGNATURES, read_id, seen)))

    def keep(self, read: dict[str, Any], signature: Signature, sketch: Sketch) -> int:
        """Store a read, given as the columns of its row, and list it; its id. All of it in one statement."""
        stored = upsert(_READS).values(read).on_conflict_do_update(index_elements=["url"], set_=read)
        kept = stored.returning(_READS.c.id, _READS.c.seen).cte("kept")
        columns = signature_to_row(signature, sketch)
        signed = insert(_SIGNATURES).from_select(
            ["read_id", "seen", *columns],
            select(kept, *(literal(value, _SIGNATURES.c[name].type) for name, value in columns.items())),
        )
        dealt = func.unnest(*(literal(lane, _HASHES) for lane in lanes(signature.bands)))
        four = dealt.table_valued(*(lane.name for lane in LANES), name="four").render_derived()
        banded = insert(BANDS).from_select(
            ["read_id", "seen", *(lane.name for lane in LANES)], select(kept, four).join(four, true())
        )
        term = _unnested("term", {*map(term_key, heaviest(sketch))})
        termed = insert(_TERMS).from_select(["read_id", "seen", "term"], select(kept, term).join(term, true()))
        listed = (
            statement.cte(name) for name, statement in (("signed", signed), ("banded", banded), ("termed", termed))
        )
        return int(self._session.execute(select(kept.c.id).add_cte(*listed)).scalar_one())


def _with_signature(ids: Subquery) -> Select[Any]:
    """Reads and what they are compared by; a listing without a signature belongs to an earlier text."""
    return (
        select(_READS, *(column for column in _SIGNATURES.c if column.name not in ("read_id", "seen", "exact")))
        .join(ids, _READS.c.id == ids.c.read_id)
        .join(_SIGNATURES, (_SIGNATURES.c.read_id == ids.c.read_id) & (_SIGNATURES.c.seen == ids.c.seen))
    )


def lanes(bands: Sequence[int]) -> list[list[int | None]]:
    """The bands dealt out to the lanes in turn; the last ones may stay empty."""
    fours = zip_longest(*[iter(map(folded, bands))] * len(LANES))
    return [list(lane) for lane in zip(*fours, strict=True)] or [[] for _ in LANES]


def _in_a_lane(bands: Sequence[int]) -> ColumnElement[bool]:
    """Rows that have one of the bands, each looked for in its own lane."""
    dealt = zip(LANES, lanes(bands), strict=True)
    return or_(*(lane == any_(literal([key for key in keys if key is not None], _HASHES)) for lane, keys in dealt))


def _unnested(name: str, keys: Iterable[int]) -> TableValuedAlias:
    return func.unnest(literal(sorted(keys), _HASHES)).table_valued(name, name=f"given_{name}").render_derived()


def _of(table: Table, read_id: int, seen: datetime) -> ColumnElement[bool]:
    return (table.c.read_id == read_id) & (table.c.seen == seen)
