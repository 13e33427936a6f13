"""Who is told, and where: subscriptions, and the targets whose addresses are kept sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.alerts.rates import rate_of
from pipelines.alerts.types import Subscription, Timing, Wants
from pipelines.errors import Permanent, Refused
from pipelines.render.kinds import kind_of
from storage.subscription_codec import timing_from_json, timing_to_json, wants_from_json, wants_to_json
from storage.tables import (
    AlertGroupRow,
    AlertRow,
    DeliveryRow,
    SubscriptionRow,
    SubscriptionTargetRow,
    SubscriptionVersionRow,
    TargetRow,
    table_of,
)

OnAmbiguous = Literal["resend", "hold"]

_SUBSCRIPTIONS, _LINKS = table_of(SubscriptionRow), table_of(SubscriptionTargetRow)
_TARGETS, _DELIVERIES = table_of(TargetRow), table_of(DeliveryRow)
_VERSION = table_of(SubscriptionVersionRow)
_ALERTS, _GROUPS = table_of(AlertRow), table_of(AlertGroupRow)


@dataclass(frozen=True, slots=True)
class Target:
    """A place that alerts go to, as it may be shown: its address only masked."""

    id: int
    name: str
    masked: str
    on_ambiguous: OnAmbiguous
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A subscription as a person gives it; targets by name."""

    name: str
    targets: tuple[str, ...]
    wants: Wants = field(default=Wants())
    timing: Timing = field(default=Timing())
    language: str = "en"
    enabled: bool = True
    declared: bool = False
    """Whether the file of subscriptions has it."""


class Targets:
    """The targets in use."""

    def __init__(self, session: Session, *, seal: Callable[[str], bytes], unseal: Callable[[bytes], str]) -> None:
        self._session, self._seal, self._unseal = session, seal, unseal

    def put(self, name: str, address: str, *, masked: str, now: datetime, on_ambiguous: OnAmbiguous = "resend") -> int:
        """Add a target, or give the one of that name this address; its id. `masked` is what lists show.

        It keeps its pace where it stays of its kind: that is what the pace is made for, or a person set it.
        """
        kind = kind_of(address)
        pace = rate_of(kind)
        paced = {"rate": pace.per_second, "burst": pace.burst, "tokens": float(pace.burst), "refilled_at": None}
        values = {
            "sealed": self._seal(address),
            "masked": masked,
            "on_ambiguous": on_ambiguous,
            "not_before": None,
        }
        changed = values if self._kind(name) == kind else values | paced
        stored = (
            upsert(_TARGETS)
            .values(name=name, created_at=now, **values, **paced)
            .on_conflict_do_update(index_elements=["name"], index_where=_TARGETS.c.removed_at.is_(None), set_=changed)
        )
        return int(self._session.execute(stored.returning(_TARGETS.c.id)).scalar_one())

    def _kind(self, name: str) -> str | None:
        """The kind of the target of that name; None where there is none, or its address cannot be opened any more."""
        query = select(_TARGETS.c.sealed).where(_TARGETS.c.name == name, _TARGETS.c.removed_at.is_(None))
        sealed = self._session.execute(query).scalar_one_or_none()
        try:
            return None if sealed is None else kind_of(self._unseal(sealed))
        except Permanent:
            return None

    def treat(self, name: str, on_ambiguous: OnAmbiguous) -> None:
        """Say what becomes of a message that may have arrived."""
        in_use = _TARGETS.c.removed_at.is_(None)
        self._session.execute(update(_TARGETS).where(_TARGETS.c.name == name, in_use).values(on_ambiguous=on_ambiguous))

    def pace(self, name: str, *, rate: float, burst: int) -> None:
        """Write to a target so fast at most: `rate` a second in the long run, `burst` at once. Refused if unknown."""
        target = self.named(name).id
        values = {"rate": rate, "burst": burst, "tokens": float(burst), "refilled_at": None}
        self._session.execute(update(_TARGETS).where(_TARGETS.c.id == target).values(**values))

    def list(self) -> Sequence[Target]:
        """Those in use, by name."""
        query = select(_TARGETS).where(_TARGETS.c.removed_at.is_(None)).order_by(_TARGETS.c.name)
        found = self._session.execute(query)
        return [Target(**{name: getattr(row, name) for name in Target.__slots__}) for row in found]

    def addresses(self, ids: Sequence[int] | None = None) -> Sequence[str]:
        """The addresses of these targets (None: of all in use), opened: to be used, never to be shown."""
        query = select(_TARGETS.c.sealed).where(_TARGETS.c.removed_at.is_(None)).order_by(_TARGETS.c.id)
        if ids is not None:
            query = query.where(_TARGETS.c.id.in_(ids))
        return [self._unseal(sealed) for sealed in self._session.execute(query).scalars()]

    def named(self, name: str) -> Target:
        """The target of that name. Refused where there is none."""
        found = [target for target in self.list() if target.name == name]
        if not found:
            raise Refused(f"there is no target {name!r}: `deltawire subs list` shows those in use")
        return found[0]

    def remove(self, name: str, *, now: datetime) -> None:
        """Forget the address, drop what waits for it; the log of what was sent stays. Refused where there is none."""
        target = self.named(name).id
        self._session.execute(
            update(_TARGETS).where(_TARGETS.c.id == target).values(sealed=b"", masked="", removed_at=now)
        )
        self._session.execute(delete(_LINKS).where(_LINKS.c.target_id == target))
        _edited(self._session)
        self._session.execute(
            update(_DELIVERIES)
            .where(_DELIVERIES.c.target_id == target, _DELIVERIES.c.stage.in_(("pending", "failed", "ambiguous")))
            .values(stage="suppressed", settled_at=now, next_attempt_at=None, last_error="the target was removed")
        )

    def remove_unused(self, *, now: datetime) -> None:
        """Forget the addresses that no subscription names any more, as `remove` does."""
        used = select(_LINKS.c.target_id)
        query = select(_TARGETS.c.name).where(_TARGETS.c.removed_at.is_(None), _TARGETS.c.id.not_in(used))
        for name in self._session.execute(query).scalars().all():
            self.remove(name, now=now)


class Subscriptions:
    """Who wants which changes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, given: NewSubscription, *, now: datetime) -> int:
        """Add a subscription, or change the one of that name; its id. Refused where a target is not known."""
        targets = self._target_ids(given.targets)
        values = {
            "wants": wants_to_json(given.wants),
            "timing": timing_to_json(given.timing),
            "language": given.language,
            "enabled": given.enabled,
            "declared": given.declared,
            "changed_at": now,
        }
        stored = upsert(_SUBSCRIPTIONS).values(name=given.name, created_at=now, **values)
        kept = stored.on_conflict_do_update(index_elements=["name"], set_=values).returning(_SUBSCRIPTIONS.c.id)
        stored_id = int(self._session.execute(kept).scalar_one())
        self._session.execute(delete(_LINKS).where(_LINKS.c.subscription_id == stored_id))
        if targets:
            links = [{"subscription_id": stored_id, "target_id": target} for target in targets]
            self._session.execute(insert(_LINKS), links)
        waiting = _GROUPS.c.subscription_id == stored_id, _GROUPS.c.due_at > now
        self._session.execute(update(_GROUPS).where(*waiting).values(due_at=now))  # looked at again by its new timing
        _edited(self._session)
        return stored_id

    def remove(self, name: str) -> None:
        """Drop a subscription; alerts that it caused stay in the log. Refused where there is none of that name."""
        untold = _ALERTS.c.subscription == name, _ALERTS.c.stage.in_(("waiting", "unconfirmed"))
        held = {"stage": "held", "reason": "the subscription was removed"}
        self._session.execute(update(_ALERTS).where(*untold).values(**held))
        gone = delete(_SUBSCRIPTIONS).where(_SUBSCRIPTIONS.c.name == name).returning(_SUBSCRIPTIONS.c.id)
        if self._session.execute(gone).scalar_one_or_none() is None:
            raise Refused(f"there is no subscription {name!r}: `deltawire subs list` names them")
        _edited(self._session)

    def switch(self, name: str, on: bool, *, now: datetime) -> None:
        """Have it ring or not. Refused where there is none of that name."""
        switched = update(_SUBSCRIPTIONS).where(_SUBSCRIPTIONS.c.name == name).values(enabled=on, changed_at=now)
        if self._session.execute(switched.returning(_SUBSCRIPTIONS.c.id)).scalar_one_or_none() is None:
            raise Refused(f"there is no subscription {name!r}: `deltawire subs list` names them")
        _edited(self._session)

    def given(self) -> Sequence[NewSubscription]:
        """All of them as they were given, targets by name; by name."""
        names = {row.id: row.name for row in self._session.execute(select(_TARGETS.c.id, _TARGETS.c.name))}
        rows = {row.name: row for row in self._session.execute(select(_SUBSCRIPTIONS))}
        return [
            NewSubscription(
                name=one.name,
                targets=tuple(names[target] for target in one.targets),
                wants=one.wants,
                timing=one.timing,
                language=one.language,
                enabled=rows[one.name].enabled,
                declared=rows[one.name].declared,
            )
            for one in self.list()
        ]

    def version(self) -> int:
        """Another number after every edit; 0 before the first. Ask it before the subscriptions that it is to stand for.

        Whoever compiles the subscriptions into an index keeps that until the number is another one.
        """
        return self._session.execute(select(_VERSION.c.number)).scalar_one_or_none() or 0

    def named(self, name: str) -> Subscription | None:
        """The subscription of that name, switched on or not."""
        return next((found for found in self.list() if found.name == name), None)

    def list(self) -> Sequence[Subscription]:
        """All of them, by name."""
        return self._read(False)

    def enabled(self) -> Sequence[Subscription]:
        """Those that are switched on, by name."""
        return self._read(True)

    def _read(self, only_enabled: bool) -> Sequence[Subscription]:
        links: dict[int, list[int]] = {}
        for link in self._session.execute(select(_LINKS).order_by(_LINKS.c.target_id)):
            links.setdefault(link.subscription_id, []).append(link.target_id)
        query = select(_SUBSCRIPTIONS).order_by(_SUBSCRIPTIONS.c.name)
        if only_enabled:
            query = query.where(_SUBSCRIPTIONS.c.enabled)
        return [
            Subscription(
                id=row.id,
                name=row.name,
                targets=tuple(links.get(row.id, ())),
                wants=wants_from_json(row.wants),
                timing=timing_from_json(row.timing),
                language=row.language,
            )
            for row in self._session.execute(query)
        ]

    def _target_ids(self, names: Iterable[str]) -> Sequence[int]:
        found = self._session.execute(select(_TARGETS.c.name, _TARGETS.c.id).where(_TARGETS.c.removed_at.is_(None)))
        known = {row.name: row.id for row in found}
        if unknown := sorted(set(names) - set(known)):
            raise Refused(f"there is no target {', '.join(map(repr, unknown))}: add it first")
        return [known[name] for name in dict.fromkeys(names)]


def _edited(session: Session) -> None:
    """Number this state by its transaction: no other has, or had, that number, whatever was emptied in between."""
    number = func.txid_current()
    stored = upsert(_VERSION).values(id=1, number=number)
    session.execute(stored.on_conflict_do_update(index_elements=["id"], set_={"number": number}))
