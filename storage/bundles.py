"""The messages that subscriptions get, each with one delivery row a target, written in the transaction that tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.alerts.alerts import title_of
from pipelines.alerts.types import Bundle, Subscription
from storage.alert_codec import telling_to_json
from storage.codec import storable
from storage.tables import AlertRow, BundleRow, DeliveryRow, TargetRow, table_of

_BUNDLES, _ALERTS, _DELIVERIES = table_of(BundleRow), table_of(AlertRow), table_of(DeliveryRow)
_TARGETS = table_of(TargetRow)


@dataclass(frozen=True, slots=True)
class Planned:
    """A bundle that is to go out."""

    bundle: Bundle
    subscription: Subscription
    group: str
    alerts: tuple[str, ...]
    """Ids of the alerts that it is the first to tell."""


class Bundles:
    """The messages of all subscriptions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, planned: Sequence[Planned], *, now: datetime) -> Sequence[int]:
        """Store the bundles that are not stored yet, mark their alerts as told; ids of the new deliveries."""
        if not planned:
            return []
        new = upsert(_BUNDLES).on_conflict_do_nothing().returning(_BUNDLES.c.id)
        fresh = set(self._session.execute(new, [_row(one, now) for one in planned]).scalars())
        told = [one for one in planned if one.bundle.id in fresh]
        marks = [{"alert": alert, "bundle": one.bundle.id} for one in told for alert in one.alerts]
        if marks:
            mark = update(_ALERTS).where(_ALERTS.c.id == bindparam("alert"))
            self._session.connection().execute(mark.values(stage="told", bundle_id=bindparam("bundle")), marks)
        return self._address(told, now)

    def _address(self, told: Sequence[Planned], now: datetime) -> Sequence[int]:
        """One delivery row for each bundle and target in use."""
        wanted = {target for one in told for target in one.subscription.targets}
        in_use = select(_TARGETS.c.id).where(_TARGETS.c.id.in_(wanted), _TARGETS.c.removed_at.is_(None))
        usable = set(self._session.execute(in_use).scalars())
        rows = [
            {"bundle_id": one.bundle.id, "target_id": target, "created_at": now, "next_attempt_at": now}
            for one in told
            for target in sorted(usable.intersection(one.subscription.targets))
        ]
        if not rows:
            return []
        return sorted(self._session.execute(insert(_DELIVERIES).returning(_DELIVERIES.c.id), rows).scalars())


def _row(one: Planned, now: datetime) -> dict[str, object]:
    bundle = one.bundle
    return {
        "id": bundle.id,
        "subscription_id": one.subscription.id,
        "subscription": one.subscription.name,
        "grp": storable(one.group),
        "title": storable(title_of(bundle)),
        "tellings": [telling_to_json(telling) for telling in bundle.tellings],
        "language": bundle.language,
        "note": storable(bundle.note),
        "reminder": bundle.reminder,
        "created_at": now,
    }
