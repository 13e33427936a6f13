"""The subscriptions of a file against those that are stored: what differs, and the change that makes them the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal

from pipelines.alerts.fields import told
from pipelines.errors import Permanent
from storage.subscriptions import NewSubscription, OnAmbiguous, Target
from storage.unit import Unit

Action = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target as the file has it; `address` None: it is stored already."""

    name: str
    masked: str
    on_ambiguous: OnAmbiguous
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the file has otherwise."""

    kind: Literal["target", "subscription"]
    action: Action
    name: str
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What `carry_out` would do."""

    differences: tuple[Difference, ...]
    targets: tuple[NewTarget, ...]
    subscriptions: tuple[NewSubscription, ...]
    """New, or other than stored."""
    removed: tuple[str, ...]
    left: tuple[str, ...]
    """Made by hand, and not in the file: they stay as they are."""


def plan(unit: Unit, targets: Sequence[NewTarget], subscriptions: Sequence[NewSubscription]) -> Plan:
    """Hold the file against what is stored."""
    stored = {one.name: one for one in unit.subscriptions.given()}
    known = {one.name: one for one in unit.targets.list()}
    wanted = {one.name for one in subscriptions}
    new_targets = [one for one in targets if _target_differs(unit, one, known.get(one.name))]
    new = [one for one in subscriptions if one != stored.get(one.name)]
    removed = [one.name for one in stored.values() if one.declared and one.name not in wanted]
    differences = [
        *(one for target in new_targets for one in _of_target(target, known.get(target.name))),
        *(one for given in new for one in _of_subscription(given, stored.get(given.name))),
        *(Difference("subscription", "removed", name) for name in removed),
    ]
    left = tuple(one.name for one in stored.values() if not one.declared and one.name not in wanted)
    return Plan(tuple(differences), tuple(new_targets), tuple(new), tuple(removed), left)


def carry_out(unit: Unit, plan: Plan, *, now: datetime) -> None:
    """Make what is stored the same, in the unit's transaction; targets that nobody uses any more are forgotten."""
    for target in plan.targets:
        if target.address is not None:
            put = unit.targets.put
            put(target.name, target.address, masked=target.masked, now=now, on_ambiguous=target.on_ambiguous)
        else:
            unit.targets.treat(target.name, target.on_ambiguous)
    for name in plan.removed:
        unit.subscriptions.remove(name)
    for given in plan.subscriptions:
        unit.subscriptions.put(given, now=now)
    if plan.differences:
        unit.targets.remove_unused(now=now)


def _target_differs(unit: Unit, given: NewTarget, stored: Target | None) -> bool:
    if stored is None or given.on_ambiguous != stored.on_ambiguous:
        return True
    return given.address is not None and given.address != _opened(unit, stored)


def _opened(unit: Unit, target: Target) -> str | None:
    """The stored address; None where it was sealed under another key."""
    try:
        return unit.targets.addresses([target.id])[0]
    except Permanent:
        return None


def _of_target(given: NewTarget, stored: Target | None) -> Iterator[Difference]:
    if stored is None:
        yield Difference("target", "added", given.name, "address", "", given.masked)
        return
    if given.on_ambiguous != stored.on_ambiguous:
        yield Difference("target", "changed", given.name, "on_ambiguous", stored.on_ambiguous, given.on_ambiguous)
    if given.address is not None:
        same = " (another secret)" if given.masked == stored.masked else ""
        yield Difference("target", "changed", given.name, "address", stored.masked, given.masked + same)


def _of_subscription(given: NewSubscription, stored: NewSubscription | None) -> Iterator[Difference]:
    usual = stored or NewSubscription(given.name, ())
    action: Action = "changed" if stored else "added"
    before, after = _flat(usual), _flat(given)
    for name, value in after.items():
        if value != before[name]:
            yield Difference(
                "subscription", action, given.name, name, _told(before[name]) if stored else "", _told(value)
            )
    if stored is None and before == after:
        yield Difference("subscription", "added", given.name)
    if stored is not None and stored.declared != given.declared:
        yield Difference("subscription", "changed", given.name, "kept in", "by hand", "the file")


def _flat(given: NewSubscription) -> Mapping[str, object]:
    parts = {one.name: getattr(given.wants, one.name) for one in fields(given.wants)}
    timing = {one.name: getattr(given.timing, one.name) for one in fields(given.timing)}
    own = {"targets": given.targets, "language": given.language, "enabled": given.enabled}
    return {**own, **parts, **timing}


def _told(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else told(value) if value is not None else ""
