"""Where copies and stories are looked for: what was read within a window, listed under its bands and heaviest terms.

Every article passes here while others wait for the ledger's lock, hence few statements, and those in plain SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from pipelines.memory import CROWD, NEIGHBOURS, heaviest
from pipelines.types import Read, Signature, Sketch
from storage.codec import bands_from_bytes, exact_key, folded, read_from_row, signature_to_row, storable, term_key
from storage.tables import LANES, ReadRow

_LANES = tuple(lane.name for lane in LANES)
_COLUMNS = tuple(name for name in ReadRow.model_fields if name != "id")

_IN_A_LANE = " OR ".join(f"{lane} = ANY(CAST(:{lane} AS integer[]))" for lane in _LANES)
_FOUR = ", ".join(f"CAST(:{lane} AS integer[])" for lane in _LANES)
_WITH_SIGNATURE = """
    SELECT reads.url, outlet, tier, reads.seen, story, origin, reads.exact, version, bands, words, sketch
    FROM found
    JOIN reads ON reads.id = found.read_id
    JOIN signatures ON signatures.read_id = found.read_id AND signatures.seen = found.seen
"""
_TWINS = text(f"""
    WITH found AS (
        SELECT read_id, seen FROM signatures WHERE exact = :exact AND seen >= :since
        UNION SELECT read_id, seen FROM bands WHERE ({_IN_A_LANE}) AND seen >= :since
    )
    {_WITH_SIGNATURE} WHERE reads.url <> :url ORDER BY reads.seen, reads.url COLLATE "C" LIMIT {NEIGHBOURS}
""")  # noqa: S608 - names of ours only
_NEIGHBOURS = text(f"""
    WITH found AS (
        SELECT latest.read_id, latest.seen
        FROM unnest(CAST(:terms AS integer[])) AS given (term)
        CROSS JOIN LATERAL (
            SELECT read_id, seen FROM terms WHERE terms.term = given.term AND seen >= :since
            ORDER BY seen DESC, read_id DESC LIMIT {CROWD}
        ) AS latest
        WHERE latest.read_id IS DISTINCT FROM (SELECT id FROM reads WHERE url = :url)
        GROUP BY latest.read_id, latest.seen
        ORDER BY count(*) DESC, latest.seen DESC, latest.read_id DESC LIMIT {NEIGHBOURS}
    )
    {_WITH_SIGNATURE} ORDER BY reads.seen DESC, reads.id DESC
""")  # noqa: S608 - names of ours only
_ONE = text(f"WITH found AS (SELECT CAST(:read_id AS integer) AS read_id, :seen AS seen) {_WITH_SIGNATURE}")
_UNLIST = (
    text(f"DELETE FROM bands WHERE read_id = :read_id AND seen = :seen AND ({_IN_A_LANE})"),  # noqa: S608 - names of ours only
    text("DELETE FROM terms WHERE read_id = :read_id AND seen = :seen AND term = ANY(CAST(:terms AS integer[]))"),
    text("DELETE FROM signatures WHERE read_id = :read_id AND seen = :seen"),
)
_LISTED = f"""
    signed AS (
        INSERT INTO signatures (read_id, seen, version, exact, bands, words, sketch)
        SELECT id, seen, :version, :key, :bands, :words, :sketch FROM kept
    ), banded AS (
        INSERT INTO bands (read_id, seen, {", ".join(_LANES)})
        SELECT id, seen, four.* FROM kept, unnest({_FOUR}) AS four
    ), termed AS (
        INSERT INTO terms (read_id, seen, term)
        SELECT id, seen, term FROM kept, unnest(CAST(:terms AS integer[])) AS term
    )
    SELECT id FROM kept
"""  # noqa: S608 - names of ours only
_KEEP_SQL = f"""
    WITH told AS (
        INSERT INTO stories (id, title, first_seen, last_seen) VALUES (:story, :title, :seen, :seen)
        ON CONFLICT (id) DO UPDATE SET last_seen = greatest(stories.last_seen, excluded.last_seen)
    ), kept AS (
        INSERT INTO reads ({", ".join(_COLUMNS)}) VALUES ({", ".join(f":{name}" for name in _COLUMNS)})
        ON CONFLICT (url) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
        RETURNING id, seen
    ), {_LISTED}
"""  # noqa: S608 - names of ours only
_KEEP = text(_KEEP_SQL).bindparams(*(bindparam(name, type_=JSONB) for name in ("topics", "reasons", "stated")))
_SIGN_AGAIN = text(f"""
    WITH same AS (
        UPDATE claims SET text_digest = :exact FROM reads
        WHERE reads.id = :read_id AND claims.read_id = reads.id AND claims.text_digest = reads.exact
    ), kept AS (UPDATE reads SET exact = :exact WHERE id = :read_id RETURNING id, seen), {_LISTED}
""")  # noqa: S608 - names of ours only


class Listings:
    """The part of `pipelines.ports.Memory` that finds what an article may copy or share a story with."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def twins(self, signature: Signature, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles other than `url` that share the exact hash or a band, oldest first."""
        asked = {"exact": exact_key(signature.exact), **_keys(signature.bands), "url": storable(url), "since": since}
        bands = set(signature.bands)
        return [
            read
            for read in map(read_from_row, self._session.execute(_TWINS, asked))
            if read.signature.exact == signature.exact or not bands.isdisjoint(read.signature.bands)
        ]

    def neighbours(self, sketch: Sketch, *, url: str, since: datetime) -> Sequence[Read]:
        """Articles of other addresses that share one of the sketch's heaviest terms, newest first."""
        asked = {"terms": _terms(sketch), "url": storable(url), "since": since}
        terms = set(heaviest(sketch))
        found = map(read_from_row, self._session.execute(_NEIGHBOURS, asked))
        return [read for read in found if not terms.isdisjoint(heaviest(read.sketch))]

    def keep(self, read: Mapping[str, Any], signature: Signature, sketch: Sketch) -> int:
        """Store a read, given as the columns of its row, with its story, and list it; its id."""
        return int(self._session.execute(_KEEP, {**_listed(signature, sketch), **read}).scalar_one())

    def sign_again(self, read_id: int, seen: datetime, signature: Signature, sketch: Sketch) -> None:
        """The same text under new hashes: nothing that was decided about it changes."""
        self.unlist(read_id, seen)
        values = {**_listed(signature, sketch), "exact": signature.exact, "read_id": read_id}
        self._session.execute(_SIGN_AGAIN, values)

    def unlist(self, read_id: int, seen: datetime) -> None:
        """Forget what the article was listed under when it was read last: its text is another now."""
        this = {"read_id": read_id, "seen": seen}
        row = self._session.execute(_ONE, this).one_or_none()
        if row is None:
            return
        read, bands = read_from_row(row), bands_from_bytes(row.bands)  # whatever the version
        for statement in _UNLIST:
            self._session.execute(statement, {**this, **_keys(bands), "terms": _terms(read.sketch)})


def lanes(bands: Sequence[int]) -> list[list[int | None]]:
    """The bands dealt out to the lanes in turn; the last ones may stay empty."""
    fours = zip_longest(*[iter(map(folded, bands))] * len(_LANES))
    return [list(lane) for lane in zip(*fours, strict=True)] or [[] for _ in _LANES]


def _listed(signature: Signature, sketch: Sketch) -> dict[str, Any]:
    stored = signature_to_row(signature, sketch)
    return {**stored, "key": stored["exact"], **_keys(signature.bands), "terms": _terms(sketch)}


def _keys(bands: Sequence[int]) -> dict[str, list[int | None]]:
    return dict(zip(_LANES, lanes(bands), strict=True))


def _terms(sketch: Sketch) -> list[int]:
    return sorted({*map(term_key, heaviest(sketch))})
