"""What becomes of a delivery once its target has answered, or somebody has spoken: the columns that it sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, or_, select, text, update
from sqlalchemy.orm import Session

from pipelines.ports import Sent
from pipelines.work import Delivery
from storage.codec import storable
from storage.tables import DeliveryRow, TargetRow, table_of
from storage.tables.columns import Moment
from storage.work import DAY, backoff

TRIES = 13
"""Sends after which a target that keeps asking for later is given up: the twelve waits add up to 34 hours."""
UNCERTAIN_TRIES = 3
"""Sends that may all have arrived, after which only a person sends again."""
_FIRST_RETRY = timedelta(seconds=30)
_SETTLED = ("sent", "dead", "suppressed")

_DELIVERIES, _TARGETS = table_of(DeliveryRow), table_of(TargetRow)
_ARRIVED = text("""
    UPDATE deliveries
    SET stage = 'sent', settled_at = :now, next_attempt_at = NULL, leased_until = NULL, last_error = ''
    WHERE id = ANY(:ids) AND stage NOT IN ('sent', 'dead', 'suppressed')
""").bindparams(bindparam("now", type_=Moment))
"""As text, as it is on the way of every message: putting it together took longer than the database did."""


class Settling:
    """Deliveries, from their answers on."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def settled(self, answers: Sequence[tuple[Delivery, Sent]], *, now: datetime) -> Sequence[int]:
        """sent; refused → dead; retry → later; ambiguous → visible, and later as a possible repeat.

        A late word on a row that was settled meanwhile changes nothing. Ids of those that wait for a person now.
        """
        arrived = [delivery.id for delivery, sent in answers if sent.outcome == "sent"]
        if arrived:
            self._session.execute(_ARRIVED, {"ids": arrived, "now": now})
        failed = [(delivery, sent) for delivery, sent in answers if sent.outcome != "sent"]
        return [delivery.id for delivery, sent in failed if self._failed(delivery, sent, now)]

    def retry(self, ids: Sequence[int], *, now: datetime) -> Sequence[int]:
        """By hand: send those of `ids` again that are dead or held; a possible repeat still says so. Their ids."""
        again = self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id.in_(ids), set_aside())
            .values(
                stage=case((_DELIVERIES.c.uncertain > 0, "ambiguous"), else_="pending"),
                attempts=0,
                next_attempt_at=now,
                settled_at=None,
            )
            .returning(_DELIVERIES.c.id)
        )
        return sorted(again.scalars())

    def drop(self, ids: Sequence[int], *, now: datetime) -> Sequence[int]:
        """By hand: give up those of `ids` that are dead or held, for good. Their ids."""
        dropped = (
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id.in_(ids), set_aside())
            .values(stage="suppressed", settled_at=now, next_attempt_at=None)
            .returning(_DELIVERIES.c.id)
        )
        return sorted(self._session.execute(dropped).scalars())

    def _failed(self, delivery: Delivery, sent: Sent, now: datetime) -> bool:
        """Note it; whether a person has to look at it now."""
        row = self._session.execute(
            select(_DELIVERIES, _TARGETS.c.on_ambiguous)
            .join(_TARGETS, _TARGETS.c.id == _DELIVERIES.c.target_id)
            .where(_DELIVERIES.c.id == delivery.id)
            .with_for_update(of=_DELIVERIES)
        ).one()
        if row.stage in _SETTLED:
            return False
        outcome = _outcome(row, sent, now)
        self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id == delivery.id)
            .values(**outcome, leased_until=None, last_error=storable(sent.detail))
        )
        if sent.retry_after:
            self._hold_target(row.target_id, now + _asked(sent))
        return outcome["next_attempt_at"] is None

    def _hold_target(self, target: int, until: datetime) -> None:
        """What one delivery was told to wait for, all of that target's wait for."""
        later = func.greatest(func.coalesce(_TARGETS.c.not_before, until), until)
        self._session.execute(update(_TARGETS).where(_TARGETS.c.id == target).values(not_before=later))


def set_aside() -> ColumnElement[bool]:
    """Dead, or held for a person."""
    held = and_(_DELIVERIES.c.stage == "ambiguous", _DELIVERIES.c.next_attempt_at.is_(None))
    return or_(_DELIVERIES.c.stage == "dead", held)


def _asked(sent: Sent) -> timedelta:
    """How long the target asks us to wait: believed up to a day, as the number is the other side's."""
    return timedelta(seconds=min(sent.retry_after or 0.0, DAY.total_seconds()))


def _outcome(row: Row[Any], sent: Sent, now: datetime) -> dict[str, object]:
    """The columns that one answer sets."""
    if sent.outcome == "sent":
        return {"stage": "sent", "settled_at": now, "next_attempt_at": None}
    if sent.outcome == "refused":
        return {"stage": "dead", "settled_at": now, "next_attempt_at": None}
    wait = backoff(row.id, row.attempts, first=_FIRST_RETRY)
    later = now + max(wait, _asked(sent))
    if sent.outcome == "ambiguous":
        uncertain = row.uncertain + 1
        over = row.on_ambiguous == "hold" or uncertain >= UNCERTAIN_TRIES
        return {"stage": "ambiguous", "uncertain": uncertain, "next_attempt_at": None if over else later}
    if row.attempts >= TRIES:
        return {"stage": "dead", "settled_at": now, "next_attempt_at": None}
    return {"stage": "failed", "next_attempt_at": later}
