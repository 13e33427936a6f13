"""The facts that a claim could be, or could replace, by the keys that they share: one query for an article's claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from pipelines.ledger.keys import OF_LINE, PER_KEY, PER_KEY_MOVES, line_key, nearest, per_key, tiers
from pipelines.types import Claim, Fact
from storage.codec import fact_from_row, storable
from storage.tables import FactRow

LINE = -1
"""Stands for the tier of the key under which a figure's predecessors are."""
MOST = max(OF_LINE, PER_KEY, PER_KEY_MOVES)
"""Rows read of any key: a limit known beforehand has PostgreSQL read them off the index, however crowded the key."""
_CANDIDATES = text(f"""
    WITH wanted AS (
        SELECT * FROM jsonb_to_recordset(:wanted)
            AS given (claim integer, most integer, key text, tier integer, latest integer)
    ),
    listed AS (
        SELECT wanted.claim, wanted.most, wanted.tier, latest.* FROM wanted
        CROSS JOIN LATERAL (
            SELECT fact_id, last_seen, row_number() OVER (ORDER BY last_seen DESC, fact_id DESC) AS place
            FROM fact_keys WHERE fact_keys.key = wanted.key
            ORDER BY last_seen DESC, fact_id DESC LIMIT {MOST}
        ) AS latest WHERE place <= wanted.latest
    ),
    shared AS (
        SELECT claim, most, fact_id, last_seen, tier, count(*) AS keys FROM listed WHERE tier <> {LINE}
        GROUP BY claim, most, fact_id, last_seen, tier
    ),
    met AS (
        SELECT DISTINCT ON (claim, fact_id) * FROM shared ORDER BY claim, fact_id, tier
    ),
    ranked AS (
        SELECT fact_id, most,
            row_number() OVER (PARTITION BY claim ORDER BY tier, keys DESC, last_seen DESC, fact_id DESC) AS nearness
        FROM met
    )
    SELECT {", ".join(FactRow.model_fields)} FROM facts
    WHERE id IN (
        SELECT fact_id FROM ranked WHERE nearness <= most UNION ALL SELECT fact_id FROM listed WHERE tier = {LINE}
    )
""").bindparams(bindparam("wanted", type_=JSONB))  # noqa: S608 - names of ours only


def candidates(session: Session, claims: Iterable[Claim]) -> Sequence[Fact]:
    """The nearest facts of each claim, as `pipelines.ledger.keys` tells them, without repeats."""
    wanted = [
        {"claim": place, "most": nearest(claim), "key": storable(key), "tier": tier, "latest": latest}
        for place, claim in enumerate(claims)
        for tier, key, latest in _looked_up(claim)
    ]
    return [fact_from_row(row) for row in session.execute(_CANDIDATES, {"wanted": wanted})] if wanted else []


def _looked_up(claim: Claim) -> Iterator[tuple[int, str, int]]:
    """The keys under which a claim looks for facts: tier, key, and how many facts are read of it."""
    line = line_key(claim)
    if line:
        yield LINE, line, OF_LINE
    for place, tier in enumerate(tiers(claim)):
        yield from ((place, key, per_key(claim)) for key in tier)
