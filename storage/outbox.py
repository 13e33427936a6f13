"""Bundles on their way to their targets, one delivery row each, until each is settled.

One worker at a time sends to a target: it takes the target's lane, and begins one delivery after the other, the oldest
that is due first. A row is marked as being sent in a transaction of its own right before the send, so that whoever
dies leaves at most one uncertain row a lane. A send that may have arrived is never repeated in silence: it leaves
`uncertain` above zero, and every later try says that it may be a repeat, with the same bundle's id.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text, update
from sqlalchemy.orm import Session

from pipelines.errors import Permanent
from pipelines.work import Delivery
from storage.alert_codec import bundle_from_row
from storage.codec import storable
from storage.settling import UNCERTAIN_TRIES, Settling
from storage.tables import DeliveryRow, table_of
from storage.tables.columns import Moment

_DELIVERIES = table_of(DeliveryRow)

_DUE = "stage IN ('pending', 'failed', 'ambiguous') AND next_attempt_at <= :now"
"""Written out, as the partial indexes are only used for conditions that can be proven without parameters."""
_INTERRUPTED = "stage = 'sending' AND leased_until <= :now"
_FREE = "(lane_until IS NULL OR lane_until <= :now) AND (not_before IS NULL OR not_before <= :now)"
_FILLED = """LEAST(burst, tokens + rate * GREATEST(0, EXTRACT(EPOCH FROM :now - COALESCE(refilled_at, :now))))"""
_NOW = bindparam("now", type_=Moment)
_UNTIL = bindparam("until", type_=Moment)
_LANES = "unnest(CAST(:targets AS bigint[]), CAST(:mine AS timestamptz[])) AS lane (target_id, mine)"

_TAKE = text(f"""
    UPDATE targets SET lane_until = :until WHERE id IN (
        SELECT id FROM targets
        WHERE id IN (SELECT target_id FROM deliveries WHERE id = ANY(:ids)) AND {_FREE}
        ORDER BY id FOR UPDATE SKIP LOCKED
    ) RETURNING id
""").bindparams(_NOW, _UNTIL)  # noqa: S608 - words of ours only
_SETTLE_INTERRUPTED = text(f"""
    UPDATE deliveries SET
        stage = 'ambiguous', uncertain = uncertain + 1, leased_until = NULL,
        last_error = 'the worker vanished while it was sending',
        next_attempt_at = CASE WHEN on_ambiguous = 'hold' OR uncertain + 1 >= :most THEN NULL ELSE :now END
    FROM targets WHERE targets.id = target_id AND target_id = ANY(:targets) AND {_INTERRUPTED}
""").bindparams(_NOW)  # noqa: S608 - as above: our own words
_BEGIN = text(f"""
    WITH next AS (
        SELECT oldest.id, lane.* FROM {_LANES}
        CROSS JOIN LATERAL (
            SELECT id FROM deliveries WHERE target_id = lane.target_id AND {_DUE} ORDER BY id LIMIT 1
        ) AS oldest
    ),
    paid AS (
        UPDATE targets SET
            tokens = {_FILLED} - 1, refilled_at = GREATEST(:now, COALESCE(refilled_at, :now)), lane_until = :until
        FROM next
        WHERE targets.id = next.target_id AND lane_until = next.mine AND {_FILLED} >= 1
            AND (not_before IS NULL OR not_before <= :now)
        RETURNING next.id, targets.sealed
    )
    UPDATE deliveries SET stage = 'sending', leased_until = :until, attempts = attempts + 1
    FROM paid, bundles WHERE deliveries.id = paid.id AND bundles.id = deliveries.bundle_id
    RETURNING deliveries.id AS delivery, deliveries.target_id, deliveries.attempts, deliveries.uncertain, paid.sealed,
        bundles.id, bundles.subscription, bundles.tellings, bundles.language, bundles.note, bundles.reminder,
        bundles.created_at
""").bindparams(_NOW, _UNTIL)  # noqa: S608 - as above: our own words
_WAIT = text(f"""
    SELECT target_id, (1 - {_FILLED}) / NULLIF(rate, 0) AS seconds FROM {_LANES}
    JOIN targets ON targets.id = lane.target_id AND lane_until = lane.mine
    WHERE (not_before IS NULL OR not_before <= :now)
        AND EXISTS (SELECT 1 FROM deliveries WHERE deliveries.target_id = targets.id AND {_DUE})
""").bindparams(_NOW)  # noqa: S608 - as above: our own words
_LEAVE = text(f"""
    UPDATE targets SET lane_until = NULL FROM {_LANES} WHERE targets.id = lane.target_id AND lane_until = lane.mine
""")  # noqa: S608 - as above: our own words
_LEFT = text(f"""
    SELECT oldest.id FROM targets CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE target_id = targets.id AND (({_DUE}) OR ({_INTERRUPTED})) ORDER BY id LIMIT 1
    ) AS oldest
    WHERE {_FREE} AND {_FILLED} >= 1 ORDER BY oldest.id LIMIT :limit
""").bindparams(_NOW)  # noqa: S608 - as above: our own words


Lanes = Mapping[int, datetime]
"""The right to send to some targets, each until a moment at which others may take it for lost."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is to be sent now, a delivery a target at most."""

    deliveries: Mapping[int, Delivery]
    """By target."""
    lanes: Lanes
    """The right to send to those, renewed."""
    waits: Mapping[int, float]
    """Targets that were written to as fast as they may be: seconds until the next message may go."""


class Outbox(Settling):
    """The deliveries; `unseal` turns a stored address into the one to send to."""

    def __init__(self, session: Session, *, lease: timedelta, unseal: Callable[[bytes], str]) -> None:
        super().__init__(session)
        self._lease, self._unseal = lease, unseal

    def take(self, ids: Sequence[int], *, now: datetime) -> Lanes:
        """Those lanes of these deliveries' targets in which nobody sends. What was cut off in them is ambiguous."""
        until = now + self._lease
        found = self._session.execute(_TAKE, {"ids": list(ids), "now": now, "until": until})
        targets = sorted(found.scalars())
        if targets:
            self._session.execute(_SETTLE_INTERRUPTED, {"targets": targets, "now": now, "most": UNCERTAIN_TRIES})
        return dict.fromkeys(targets, until)

    def begin(self, lanes: Lanes, *, now: datetime) -> Begun:
        """Mark the oldest due delivery of each lane as being sent, at the price of a token of its target.

        To be committed before anything is sent. One whose address cannot be opened, as it was sealed under another
        key, is dead, and says so. Lanes that somebody else took meanwhile bring nothing.
        """
        if not lanes:
            return Begun({}, {}, {})
        until = max(now + self._lease, *lanes.values())
        deliveries: dict[int, Delivery] = {}
        renewed: dict[int, datetime] = {}
        for row in self._session.execute(_BEGIN, {**_given(lanes), "now": now, "until": until}).all():
            renewed[row.target_id] = until
            try:
                address = self._unseal(row.sealed)
            except Permanent as error:
                self._give_up(row.delivery, error, now)
                continue
            deliveries[row.target_id] = Delivery(
                row.delivery, bundle_from_row(row), address, attempts=row.attempts - 1, repeat=row.uncertain > 0
            )
        waits = dict.fromkeys(renewed.keys() - deliveries.keys(), 0.0)
        if unpaid := {target: mine for target, mine in lanes.items() if target not in renewed}:
            for row in self._session.execute(_WAIT, {**_given(unpaid), "now": now}):
                waits[row.target_id] = max(0.0, float(row.seconds)) if row.seconds is not None else math.inf
        return Begun(deliveries, renewed, waits)

    def leave(self, lanes: Lanes) -> None:
        """Let others send to these targets."""
        if lanes:
            self._session.execute(_LEAVE, _given(lanes))

    def left(self, *, now: datetime, limit: int) -> tuple[int, ...]:
        """For each target that may be written to now, the oldest delivery that waits, or whose sender vanished."""
        return tuple(self._session.execute(_LEFT, {"now": now, "limit": limit}).scalars())

    def _give_up(self, id: int, error: Permanent, now: datetime) -> None:
        self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id == id)
            .values(
                stage="dead", settled_at=now, next_attempt_at=None, leased_until=None, last_error=storable(str(error))
            )
        )


def _given(lanes: Lanes) -> dict[str, object]:
    return {"targets": list(lanes.keys()), "mine": list(lanes.values())}
