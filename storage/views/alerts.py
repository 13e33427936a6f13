"""What was told to whom, and what became of each delivery."""

from __future__ import annotations

import operator
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from storage.tables import AlertChangeRow, AlertRow, DeliveryRow, TargetRow, table_of
from storage.views.asking import PAGE, Asking, narrowed, shown

_ALERTS, _ALERT_CHANGES = table_of(AlertRow), table_of(AlertChangeRow)
_DELIVERIES, _TARGETS = table_of(DeliveryRow), table_of(TargetRow)


@dataclass(frozen=True, slots=True)
class AlertShown:
    """One alert."""

    id: str
    subscription: str
    title: str
    plain: str
    created_at: datetime
    changes: tuple[str, ...]
    """Ids of the changes that it tells of."""
    deliveries: int
    sent: int


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """One alert on its way to one target."""

    id: int
    alert_id: str
    title: str
    target: str
    masked: str
    stage: str
    attempts: int
    uncertain: int
    next_attempt_at: datetime | None
    created_at: datetime
    settled_at: datetime | None
    last_error: str


class AlertViews(Asking):
    """Alerts and deliveries."""

    def alerts_list(
        self,
        *,
        id: str = "",
        subscription: str = "",
        since: datetime | None = None,
        limit: int = PAGE,
        offset: int = 0,
    ) -> Sequence[AlertShown]:
        """Alerts, newest first."""
        asked = narrowed(
            _alerts(),
            (_ALERTS.c.id, operator.eq, id),
            (_ALERTS.c.subscription, operator.eq, subscription),
            (_ALERTS.c.created_at, operator.ge, since),
        )
        in_order = asked.order_by(_ALERTS.c.created_at.desc(), _ALERTS.c.id).limit(limit).offset(offset)
        return [shown(AlertShown, row) for row in self._session.execute(in_order)]

    def deliveries_list(
        self, *, stage: str = "", alert: str = "", limit: int = PAGE, offset: int = 0
    ) -> Sequence[DeliveryShown]:
        """Deliveries, newest first; targets by name, addresses masked."""
        query = (
            select(_DELIVERIES, _ALERTS.c.title, _TARGETS.c.name.label("target"), _TARGETS.c.masked)
            .join(_ALERTS, _ALERTS.c.id == _DELIVERIES.c.alert_id)
            .join(_TARGETS, _TARGETS.c.id == _DELIVERIES.c.target_id)
        )
        asked = narrowed(query, (_DELIVERIES.c.stage, operator.eq, stage), (_DELIVERIES.c.alert_id, operator.eq, alert))
        in_order = asked.order_by(_DELIVERIES.c.id.desc()).limit(limit).offset(offset)
        return [shown(DeliveryShown, row) for row in self._session.execute(in_order)]


def alerts_of(session: Session, changes: Collection[str]) -> Sequence[AlertShown]:
    """The alerts that tell of any of these changes, oldest first."""
    telling = select(_ALERT_CHANGES.c.alert_id).where(_ALERT_CHANGES.c.change_id.in_(changes))
    in_order = _alerts().where(_ALERTS.c.id.in_(telling)).order_by(_ALERTS.c.created_at, _ALERTS.c.id)
    return [shown(AlertShown, row) for row in session.execute(in_order)]


def _alerts() -> Select[Any]:
    """Alerts with the changes that they tell of, and how many of their deliveries were sent."""
    told = func.array(
        select(_ALERT_CHANGES.c.change_id)
        .where(_ALERT_CHANGES.c.alert_id == _ALERTS.c.id)
        .order_by(_ALERT_CHANGES.c.position)
        .scalar_subquery()
    )
    of_alert = select(func.count()).where(_DELIVERIES.c.alert_id == _ALERTS.c.id)
    return select(
        _ALERTS,
        told.label("changes"),
        of_alert.scalar_subquery().label("deliveries"),
        of_alert.where(_DELIVERIES.c.stage == "sent").scalar_subquery().label("sent"),
    )
