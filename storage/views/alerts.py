"""What was told to whom and what was not, and what became of each delivery."""

from __future__ import annotations

import operator
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pipelines.alerts.types import Bundle
from storage.alert_codec import bundle_from_row
from storage.settling import set_aside
from storage.tables import AlertRow, BundleRow, DeliveryRow, TargetRow, table_of
from storage.views.asking import PAGE, Asking, narrowed, shown

_ALERTS, _BUNDLES = table_of(AlertRow), table_of(BundleRow)
_DELIVERIES, _TARGETS = table_of(DeliveryRow), table_of(TargetRow)


@dataclass(frozen=True, slots=True)
class AlertShown:
    """One change that met one subscription."""

    id: str
    subscription: str
    title: str
    kind: str
    stage: str
    reason: str
    """Why it is held."""
    change: str
    fact: str
    story: str
    object: str | None
    """What the claim is on: its object, else its subject or target."""
    group: str
    urgent: bool
    wanted_origins: int
    created_at: datetime
    bundle: str | None
    """The message that told it."""
    deliveries: int
    sent: int


@dataclass(frozen=True, slots=True)
class BundleShown:
    """One message to one subscription, as it was told."""

    id: str
    subscription: str
    title: str
    note: str
    reminder: bool
    created_at: datetime
    changes: tuple[str, ...]
    """Ids of the changes that it tells of."""
    deliveries: int
    sent: int


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """One bundle on its way to one target."""

    id: int
    bundle_id: str
    subscription: str
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
    """Alerts, bundles and deliveries."""

    def alerts_list(
        self,
        *,
        id: str = "",
        subscription: str = "",
        stage: str = "",
        bundle: str = "",
        since: datetime | None = None,
        limit: int = PAGE,
        offset: int = 0,
    ) -> Sequence[AlertShown]:
        """Alerts, newest first; those of one article in the order of its text."""
        asked = narrowed(
            _alerts(),
            (_ALERTS.c.id, operator.eq, id),
            (_ALERTS.c.subscription, operator.eq, subscription),
            (_ALERTS.c.stage, operator.eq, stage),
            (_ALERTS.c.bundle_id, operator.eq, bundle),
            (_ALERTS.c.created_at, operator.ge, since),
        )
        in_order = asked.order_by(_ALERTS.c.created_at.desc(), _ALERTS.c.position, _ALERTS.c.id)
        return [shown(AlertShown, row) for row in self._session.execute(in_order.limit(limit).offset(offset))]

    def bundles_list(
        self,
        *,
        id: str = "",
        subscription: str = "",
        since: datetime | None = None,
        limit: int = PAGE,
        offset: int = 0,
    ) -> Sequence[BundleShown]:
        """Messages, newest first."""
        asked = narrowed(
            _bundles(),
            (_BUNDLES.c.id, operator.eq, id),
            (_BUNDLES.c.subscription, operator.eq, subscription),
            (_BUNDLES.c.created_at, operator.ge, since),
        )
        in_order = asked.order_by(_BUNDLES.c.created_at.desc(), _BUNDLES.c.id).limit(limit).offset(offset)
        return [
            shown(BundleShown, row, changes=tuple(telling["change"] for telling in row.tellings))
            for row in self._session.execute(in_order)
        ]

    def bundle(self, id: str) -> Bundle | None:
        """The message of that id, to be rendered again."""
        row = self._session.execute(select(_BUNDLES).where(_BUNDLES.c.id == id)).one_or_none()
        return bundle_from_row(row) if row is not None else None

    def deliveries_list(
        self,
        *,
        stage: str = "",
        bundle: str = "",
        target: str = "",
        aside: bool = False,
        limit: int = PAGE,
        offset: int = 0,
    ) -> Sequence[DeliveryShown]:
        """Deliveries, newest first; targets by name, addresses masked. `aside`: those that wait for a person."""
        query = (
            select(
                _DELIVERIES, _BUNDLES.c.title, _BUNDLES.c.subscription, _TARGETS.c.name.label("target"),
                _TARGETS.c.masked,
            )
            .join(_BUNDLES, _BUNDLES.c.id == _DELIVERIES.c.bundle_id)
            .join(_TARGETS, _TARGETS.c.id == _DELIVERIES.c.target_id)
        )  # fmt: skip
        asked = narrowed(
            query,
            (_DELIVERIES.c.stage, operator.eq, stage),
            (_DELIVERIES.c.bundle_id, operator.eq, bundle),
            (_TARGETS.c.name, operator.eq, target),
        )
        if aside:
            asked = asked.where(set_aside())
        in_order = asked.order_by(_DELIVERIES.c.id.desc()).limit(limit).offset(offset)
        return [shown(DeliveryShown, row) for row in self._session.execute(in_order)]


def alerts_of(session: Session, changes: Collection[str]) -> Sequence[AlertShown]:
    """The alerts that told of any of these changes, oldest first."""
    query = _alerts().where(_ALERTS.c.change_id.in_(changes), _ALERTS.c.stage == "told")
    in_order = query.order_by(_ALERTS.c.created_at, _ALERTS.c.position, _ALERTS.c.id)
    return [shown(AlertShown, row) for row in session.execute(in_order)]


def _alerts() -> Select[Any]:
    """Alerts, with how many deliveries of the message that told them there are, and how many of those were sent."""
    of_alert = select(func.count()).where(_DELIVERIES.c.bundle_id == _ALERTS.c.bundle_id)
    return select(
        _ALERTS,
        _ALERTS.c.telling["headline"].astext.label("title"),
        _ALERTS.c.telling["kind"].astext.label("kind"),
        _ALERTS.c.change_id.label("change"),
        _ALERTS.c.fact_id.label("fact"),
        _ALERTS.c.grp.label("group"),
        _ALERTS.c.bundle_id.label("bundle"),
        of_alert.scalar_subquery().label("deliveries"),
        of_alert.where(_DELIVERIES.c.stage == "sent").scalar_subquery().label("sent"),
    )


def _bundles() -> Select[Any]:
    """Bundles, with how many of their deliveries there are, and were sent."""
    of_bundle = select(func.count()).where(_DELIVERIES.c.bundle_id == _BUNDLES.c.id)
    return select(
        _BUNDLES,
        of_bundle.scalar_subquery().label("deliveries"),
        of_bundle.where(_DELIVERIES.c.stage == "sent").scalar_subquery().label("sent"),
    )
