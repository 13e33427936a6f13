"""Bundles on their way to their targets, until each delivery is settled.

A send that may have arrived is never repeated in silence: it leaves `uncertain` above zero, and every later try says
that it may be a repeat, with the same bundle's id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, literal, or_, select, update
from sqlalchemy.orm import Session

from pipelines.alerts.types import Subscription
from pipelines.errors import Permanent
from pipelines.ports import Sent
from pipelines.work import Delivery
from storage.alert_codec import bundle_from_row
from storage.codec import storable
from storage.subscriptions import Subscriptions
from storage.tables import BundleRow, DeliveryRow, TargetRow, table_of
from storage.work import DAY, backoff

TRIES = 13
"""Sends after which a target that keeps asking for later is given up: the twelve waits add up to 34 hours."""
UNCERTAIN_TRIES = 3
"""Sends that may all have arrived, after which only a person sends again."""
_FIRST_RETRY = timedelta(seconds=30)

_BUNDLES, _DELIVERIES, _TARGETS = table_of(BundleRow), table_of(DeliveryRow), table_of(TargetRow)


class Outbox:
    """`pipelines.ports.Outbox` on PostgreSQL; `unseal` turns a stored address into the one to send to."""

    def __init__(self, session: Session, *, lease: timedelta, unseal: Callable[[bytes], str]) -> None:
        self._session, self._lease, self._unseal = session, lease, unseal

    def subscriptions(self) -> Sequence[Subscription]:
        """Those that are switched on."""
        return Subscriptions(self._session).enabled()

    def claim(self, ids: Sequence[int], *, now: datetime) -> Sequence[Delivery]:
        """Lease those of `ids` that wait to be sent. A row whose lease ran out in mid-send comes with `repeat`.

        One whose address cannot be opened, as it was sealed under another key, is dead, and says so.
        """
        self._settle_the_interrupted(ids, now)
        wanted = (
            select(_DELIVERIES.c.id)
            .join(_TARGETS, _TARGETS.c.id == _DELIVERIES.c.target_id)
            .where(_DELIVERIES.c.id.in_(ids), _due(now))
            .order_by(_DELIVERIES.c.id)
            .with_for_update(skip_locked=True, of=_DELIVERIES)
        )
        taken = self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id.in_(wanted))
            .values(stage="sending", leased_until=now + self._lease, attempts=_DELIVERIES.c.attempts + 1)
            .returning(_DELIVERIES.c.id)
        )
        found = self._session.execute(
            select(
                _BUNDLES,
                _DELIVERIES.c.id.label("delivery"),
                _DELIVERIES.c.attempts,
                _DELIVERIES.c.uncertain,
                _TARGETS.c.sealed,
            )
            .join(_DELIVERIES, _DELIVERIES.c.bundle_id == _BUNDLES.c.id)
            .join(_TARGETS, _TARGETS.c.id == _DELIVERIES.c.target_id)
            .where(_DELIVERIES.c.id.in_(taken.scalars().all()))
            .order_by(_DELIVERIES.c.id)
        )
        claimed = []
        for row in found:
            try:
                address = self._unseal(row.sealed)
            except Permanent as error:
                self._give_up(row.delivery, error, now)
                continue
            bundle, before = bundle_from_row(row), row.attempts - 1
            claimed.append(Delivery(row.delivery, bundle, address, attempts=before, repeat=row.uncertain > 0))
        return claimed

    def settled(self, delivery: Delivery, sent: Sent, *, now: datetime) -> None:
        """sent; refused → dead; retry → later; ambiguous → visible, and later as a possible repeat."""
        row = self._session.execute(
            select(_DELIVERIES, _TARGETS.c.on_ambiguous)
            .join(_TARGETS, _TARGETS.c.id == _DELIVERIES.c.target_id)
            .where(_DELIVERIES.c.id == delivery.id)
            .with_for_update(of=_DELIVERIES)
        ).one()
        if row.stage in ("sent", "dead", "suppressed"):
            return  # a slow worker's late word on a row that was settled meanwhile
        self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id == delivery.id)
            .values(**_outcome(row, sent, now), leased_until=None, last_error=storable(sent.detail))
        )
        if sent.retry_after:
            self._hold_target(row.target_id, now + _asked(sent))

    def retry(self, ids: Sequence[int], *, now: datetime) -> Sequence[int]:
        """By hand: send those of `ids` again that are dead or held; a possible repeat still says so. Their ids."""
        again = self._session.execute(
            update(_DELIVERIES)
            .where(
                _DELIVERIES.c.id.in_(ids),
                or_(
                    _DELIVERIES.c.stage == "dead",
                    and_(_DELIVERIES.c.stage == "ambiguous", _DELIVERIES.c.next_attempt_at.is_(None)),
                ),
            )
            .values(
                stage=case((_DELIVERIES.c.uncertain > 0, "ambiguous"), else_="pending"),
                attempts=0,
                next_attempt_at=now,
                settled_at=None,
            )
            .returning(_DELIVERIES.c.id)
        )
        return sorted(again.scalars())

    def left(self, *, now: datetime, limit: int) -> tuple[int, ...]:
        """Ids of deliveries that wait, or whose sender vanished."""
        found = (
            select(_DELIVERIES.c.id)
            .join(_TARGETS, _TARGETS.c.id == _DELIVERIES.c.target_id)
            .where(or_(_due(now), _interrupted(now)))
            .order_by(_DELIVERIES.c.id)
            .limit(limit)
        )
        return tuple(self._session.execute(found).scalars())

    def _settle_the_interrupted(self, ids: Sequence[int], now: datetime) -> None:
        """A worker that vanished in mid-send may have sent: the row is ambiguous, as after a timeout."""
        held = select(_TARGETS.c.on_ambiguous == "hold").where(_TARGETS.c.id == _DELIVERIES.c.target_id)
        locked = select(_DELIVERIES.c.id).where(_DELIVERIES.c.id.in_(ids), _interrupted(now))
        no_more = or_(held.scalar_subquery(), _DELIVERIES.c.uncertain + 1 >= UNCERTAIN_TRIES)
        self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id.in_(locked.with_for_update(skip_locked=True)))
            .values(
                stage="ambiguous",
                uncertain=_DELIVERIES.c.uncertain + 1,
                leased_until=None,
                last_error="the worker vanished while it was sending",
                next_attempt_at=case((no_more, None), else_=literal(now, _DELIVERIES.c.next_attempt_at.type)),
            )
        )

    def _give_up(self, id: int, error: Permanent, now: datetime) -> None:
        self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.id == id)
            .values(stage="dead", settled_at=now, next_attempt_at=None, leased_until=None, last_error=str(error))
        )

    def _hold_target(self, target: int, until: datetime) -> None:
        """What one delivery was told to wait for, all of that target's wait for."""
        later = func.greatest(func.coalesce(_TARGETS.c.not_before, until), until)
        self._session.execute(update(_TARGETS).where(_TARGETS.c.id == target).values(not_before=later))


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(
        _DELIVERIES.c.stage.in_(("pending", "failed", "ambiguous")),
        _DELIVERIES.c.next_attempt_at <= now,
        or_(_TARGETS.c.not_before.is_(None), _TARGETS.c.not_before <= now),
    )


def _interrupted(now: datetime) -> ColumnElement[bool]:
    return and_(_DELIVERIES.c.stage == "sending", _DELIVERIES.c.leased_until <= now)


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
