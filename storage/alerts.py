"""Alerts and their groups, each within the caller's transaction: written with the decision, told by a flush.

Whoever adds to a group or flushes it holds the group's row; flushes leave rows alone that others hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, exists, literal_column, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.alerts.mutes import Standing
from pipelines.alerts.timing import HEARTBEAT, HOUR, GroupState
from pipelines.alerts.types import Alert, AlertStage
from pipelines.types import ChangeKind
from storage.alert_codec import alert_from_row, alert_to_row, telling_to_json
from storage.codec import storable
from storage.tables import AlertGroupRow, AlertRow, BundleRow, table_of

_ALERTS, _GROUPS, _BUNDLES = table_of(AlertRow), table_of(AlertGroupRow), table_of(BundleRow)

Key = tuple[int, str]
"""Id of the subscription, name of the group."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it stands in this transaction, and the alerts that wait in it."""

    key: Key
    state: GroupState
    alerts: tuple[Alert, ...]
    due: datetime | None = None
    """When it was to be looked at."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message that told a subscription of a fact."""

    alert: Alert
    """The one that was told."""
    bundle: str

    @property
    def key(self) -> tuple[int, str]:
        """Id of the subscription, id of the fact."""
        return self.alert.subscription, self.alert.telling.fact


class Alerts:
    """The alerts of all subscriptions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------ writing
    def write(self, alerts: Sequence[Alert], names: Mapping[int, str], *, now: datetime) -> Sequence[Key]:
        """Store those not stored yet; the groups in which new ones wait. `names`: of their subscriptions."""
        if not alerts:
            return []
        self._open({(alert.subscription, alert.group) for alert in alerts if alert.stage is AlertStage.WAITING}, now)
        rows = [
            {**alert_to_row(alert), "subscription": names[alert.subscription], "position": place, "created_at": now}
            for place, alert in enumerate(alerts)
        ]
        new = upsert(_ALERTS).on_conflict_do_nothing().returning(_ALERTS.c.subscription_id, _ALERTS.c.grp)
        waiting = {(alert.subscription, storable(alert.group)) for alert in alerts if alert.stage is AlertStage.WAITING}
        return sorted(waiting & {tuple(row) for row in self._session.execute(new, rows)})

    def unconfirmed(self, facts: Collection[str]) -> Sequence[Alert]:
        """Alerts on these facts that wait for more origins."""
        if not facts:
            return []
        query = select(_ALERTS).where(_ALERTS.c.fact_id.in_(facts), _ALERTS.c.stage == "unconfirmed")
        found = query.where(_ALERTS.c.subscription_id.is_not(None)).order_by(_ALERTS.c.created_at, _ALERTS.c.position)
        return [alert_from_row(row) for row in self._session.execute(found)]

    def release(self, alerts: Sequence[Alert], *, now: datetime) -> Sequence[Key]:
        """Let these wait for their groups' messages, as they are now; those groups."""
        keys = {(alert.subscription, storable(alert.group)) for alert in alerts}
        self._open(keys, now)
        self._set(
            {"b_id": alert.id, "stage": "waiting", "grp": storable(alert.group),
             "telling": telling_to_json(alert.telling)}
            for alert in alerts
        )  # fmt: skip
        return sorted(keys)

    def hold(self, reasons: Mapping[str, str]) -> None:
        """Alerts that are not to be told, by id, each with the reason."""
        self._set({"b_id": alert, "stage": "held", "reason": storable(reason)} for alert, reason in reasons.items())

    def untold(self, facts: Collection[str]) -> Sequence[Alert]:
        """Alerts on these facts that nobody was told of yet: those that wait, and the unconfirmed ones."""
        if not facts:
            return []
        query = select(_ALERTS).where(_ALERTS.c.fact_id.in_(facts), _ALERTS.c.stage.in_(("waiting", "unconfirmed")))
        found = query.where(_ALERTS.c.subscription_id.is_not(None)).order_by(_ALERTS.c.created_at, _ALERTS.c.position)
        return [alert_from_row(row) for row in self._session.execute(found)]

    def told_of(self, facts: Collection[str]) -> Sequence[Told]:
        """For each subscription and fact, the message that told of it last."""
        if not facts:
            return []
        query = (
            select(_ALERTS)
            .join(_BUNDLES, _BUNDLES.c.id == _ALERTS.c.bundle_id)
            .where(_ALERTS.c.fact_id.in_(facts), _ALERTS.c.stage == "told", _ALERTS.c.subscription_id.is_not(None))
            .ext(distinct_on(_ALERTS.c.subscription_id, _ALERTS.c.fact_id))
            .order_by(_ALERTS.c.subscription_id, _ALERTS.c.fact_id, _BUNDLES.c.created_at.desc(), _BUNDLES.c.id)
        )
        return [Told(alert_from_row(row), row.bundle_id) for row in self._session.execute(query)]

    def standing(
        self, subscriptions: Collection[int], facts: Collection[str], *, since: datetime
    ) -> Mapping[int, Sequence[Standing]]:
        """For each subscription, its alerts on these facts that wait or were told, newest first."""
        found: dict[int, list[Standing]] = {}
        if not facts:
            return found
        query = select(_ALERTS, _ALERTS.c.telling["kind"].astext.label("kind")).where(
            _ALERTS.c.subscription_id.in_(subscriptions),
            _ALERTS.c.stage.in_(("waiting", "told")),
            _ALERTS.c.created_at >= since,
            _ALERTS.c.fact_id.in_(facts) | _ALERTS.c.replaces.in_(facts),
        )
        for row in self._session.execute(query.order_by(_ALERTS.c.created_at.desc())):
            on = frozenset(filter(None, (row.fact_id, row.replaces)))
            standing = Standing(row.id, ChangeKind(row.kind), on, row.created_at)
            found.setdefault(row.subscription_id, []).append(standing)
        return found

    # ------------------------------------------------------------ groups
    def any_due(self, *, now: datetime) -> bool:
        """Whether a group is to be looked at; holds nothing."""
        return bool(self._session.execute(select(exists().where(_GROUPS.c.due_at <= now))).scalar_one())

    def expect(self, moments: Mapping[Key, datetime], *, now: datetime) -> None:
        """Look at these groups at those moments, where there is no such group yet, or nobody is to look at it."""
        rows = [
            {"subscription_id": subscription, "grp": grp, "opened_at": now, "due_at": due, "acknowledged_by": ""}
            for (subscription, grp), due in moments.items()
        ]
        if rows:
            self._session.execute(upsert(_GROUPS).on_conflict_do_nothing(), rows)
            idle = select(_GROUPS.c.subscription_id, _GROUPS.c.grp).where(
                _GROUPS.c.grp.in_({grp for _, grp in moments}), _GROUPS.c.due_at.is_(None)
            )
            keys = [(row.subscription_id, row.grp) for row in self._session.execute(idle)]
            self.schedule({key: moments[key] for key in keys if key in moments})

    def told_since(self, subscription: int, moment: datetime) -> bool:
        """Whether the subscription has got a message since then, heartbeats aside."""
        told = _BUNDLES.c.subscription_id == subscription, _BUNDLES.c.created_at > moment, _BUNDLES.c.grp != HEARTBEAT
        return bool(self._session.execute(select(exists().where(*told))).scalar_one())

    def due(self, *, now: datetime, limit: int) -> Sequence[Key]:
        """Groups to look at now, held until the transaction ends; those that somebody else holds are left out."""
        query = (
            select(_GROUPS.c.subscription_id, _GROUPS.c.grp)
            .where(_GROUPS.c.due_at <= now)
            .order_by(_GROUPS.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [(row.subscription_id, row.grp) for row in self._session.execute(query)]

    def groups(self, keys: Collection[Key], *, now: datetime) -> Sequence[Group]:
        """These groups as they stand, in the order in which they opened."""
        if not keys:
            return []
        alerts: dict[Key, list[Alert]] = {}
        waiting = select(_ALERTS).where(_among(_ALERTS, keys), _ALERTS.c.stage == "waiting")
        for row in self._session.execute(waiting.order_by(_ALERTS.c.created_at, _ALERTS.c.position)):
            alerts.setdefault((row.subscription_id, row.grp), []).append(alert_from_row(row))
        sent = self._sent({subscription for subscription, _ in keys}, since=now - HOUR)
        query = select(_GROUPS).where(_among(_GROUPS, keys)).order_by(_GROUPS.c.opened_at, _GROUPS.c.grp)
        return [
            _group(row, alerts.get((row.subscription_id, row.grp), ()), sent.get(row.subscription_id, ()))
            for row in self._session.execute(query)
        ]

    def told_in(self, key: Key, *, limit: int) -> Sequence[Alert]:
        """What was told last in a group, in order: what a reminder tells again."""
        query = (
            select(_ALERTS)
            .join(_BUNDLES, _BUNDLES.c.id == _ALERTS.c.bundle_id)
            .where(_among(_ALERTS, [key]), _ALERTS.c.stage == "told")
            .order_by(_BUNDLES.c.created_at.desc(), _ALERTS.c.position.desc())
            .limit(limit)
        )
        return [alert_from_row(row) for row in self._session.execute(query)][::-1]

    def schedule(self, moments: Mapping[Key, datetime | None]) -> None:
        """When each group is to be looked at next; None: when something comes."""
        by_moment: dict[datetime | None, list[Key]] = {}
        for key, moment in moments.items():
            by_moment.setdefault(moment, []).append(key)
        for due, keys in by_moment.items():
            self._session.execute(update(_GROUPS).where(_among(_GROUPS, keys)).values(due_at=due))

    def flushed(self, keys: Collection[Key], *, now: datetime) -> None:
        """These groups have told what waited in them; a snooze is over with that."""
        if keys:
            told = {"flushed_at": now, "snoozed_until": None}
            self._session.execute(update(_GROUPS).where(_among(_GROUPS, keys)).values(**told))

    def acknowledge(self, id: str, *, by: str, now: datetime) -> int:
        """Somebody has read it: no reminders of what was told in the groups of this alert or message. How many."""
        said = {"acknowledged_at": now, "acknowledged_by": storable(by), "snoozed_until": None}
        return self._say(id, {**said, "due_at": case((self._waits(), _GROUPS.c.due_at), else_=None)})

    def snooze(self, id: str, *, until: datetime) -> int:
        """Nothing of the groups of this alert or message before then; what was told comes again then. How many."""
        return self._say(id, {"snoozed_until": until, "due_at": until, "acknowledged_at": None})

    # ------------------------------------------------------------ below
    def _say(self, id: str, values: dict[str, Any]) -> int:
        named = or_(_ALERTS.c.id == id, _ALERTS.c.bundle_id == id)
        told = select(_ALERTS.c.subscription_id, _ALERTS.c.grp).where(named)
        reminded = select(_BUNDLES.c.subscription_id, _BUNDLES.c.grp).where(_BUNDLES.c.id == id)
        spoken_of = tuple_(_GROUPS.c.subscription_id, _GROUPS.c.grp).in_(told.union(reminded))
        changed = update(_GROUPS).where(spoken_of).values(**values).returning(_GROUPS.c.grp)
        return len(self._session.execute(changed).all())

    def _waits(self) -> ColumnElement[bool]:
        """Whether an alert waits in the group of the statement that this is part of."""
        return exists().where(  # named by hand: in ON CONFLICT its columns would bring the whole table in
            _ALERTS.c.subscription_id == literal_column("alert_groups.subscription_id"),
            _ALERTS.c.grp == literal_column("alert_groups.grp"),
            _ALERTS.c.stage == "waiting",
        )

    def _open(self, keys: Collection[Key], now: datetime) -> None:
        """Hold these groups' rows; one in which nothing waits opens anew."""
        if not keys:
            return
        opened = upsert(_GROUPS)
        since = case((self._waits(), _GROUPS.c.opened_at), else_=opened.excluded.opened_at)
        self._session.execute(
            opened.on_conflict_do_update(index_elements=["subscription_id", "grp"], set_={"opened_at": since}),
            [
                {"subscription_id": subscription, "grp": storable(grp), "opened_at": now, "acknowledged_by": ""}
                for subscription, grp in sorted(keys)
            ],
        )

    def _set(self, rows: Iterable[dict[str, Any]]) -> None:
        """Change alerts by id, each in its own way."""
        given = list(rows)
        if given:
            changed = update(_ALERTS).where(_ALERTS.c.id == bindparam("b_id"))
            self._session.connection().execute(changed, given)

    def _sent(self, subscriptions: Collection[int], *, since: datetime) -> Mapping[int, Sequence[datetime]]:
        query = select(_BUNDLES.c.subscription_id, _BUNDLES.c.created_at).where(
            _BUNDLES.c.subscription_id.in_(subscriptions),
            _BUNDLES.c.created_at > since,
            _BUNDLES.c.grp != HEARTBEAT,
        )
        sent: dict[int, list[datetime]] = {}
        for row in self._session.execute(query.order_by(_BUNDLES.c.created_at)):
            sent.setdefault(row.subscription_id, []).append(row.created_at)
        return sent


def _among(table: Any, keys: Collection[Key]) -> ColumnElement[bool]:
    return tuple_(table.c.subscription_id, table.c.grp).in_(list(keys))


def _group(row: Any, alerts: Sequence[Alert], sent: Sequence[datetime]) -> Group:
    state = GroupState(
        opened=row.opened_at,
        waiting=len(alerts),
        urgent=any(alert.urgent for alert in alerts),
        flushed=row.flushed_at,
        acknowledged=row.acknowledged_at,
        snoozed_until=row.snoozed_until,
        sent_this_hour=tuple(sent),
    )
    return Group((row.subscription_id, row.grp), state, tuple(alerts), row.due_at)
