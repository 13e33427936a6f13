"""Subscriptions as they are stored: given back as they were, and numbered by their edits."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import text

from pipelines.alerts.types import Quiet, Subscription, Timing, Wants
from pipelines.errors import Refused
from pipelines.types import ChangeKind
from storage.subscriptions import NewSubscription
from storage.unit import Store
from tests.storage.world import NOON


def subscribed(store: Store) -> Subscription:
    with store.unit() as unit:
        unit.targets.put("desk", "mailto://desk:secret@mail.example", masked="mailto://…", now=NOON)
        unit.subscriptions.put(NewSubscription("all", ("desk",)), now=NOON)
        (subscription,) = unit.subscriptions.enabled()
        return subscription


def test_a_subscription_comes_back_as_given_and_only_if_switched_on(store: Store) -> None:
    subscription = subscribed(store)
    wants = Wants(topics=("cranes",), kinds=("figure",), least_value=1e9, unit="USD", origins=2)
    quiet = Quiet(time(22), time(7), urgent=frozenset({ChangeKind.WITHDRAWN}))
    timing = Timing(zone="Europe/Berlin", group_by="story", group_wait=timedelta(minutes=5), quiet=quiet, cap=6)
    given = NewSubscription("all", ("desk",), wants, timing, language="zh", enabled=False)
    with store.unit() as unit:
        assert unit.subscriptions.put(given, now=NOON) == subscription.id
        assert unit.subscriptions.enabled() == []
        found = unit.subscriptions.named("all")
        assert found is not None
        assert (found.wants, found.timing, found.language) == (wants, timing, "zh")
        with pytest.raises(Refused, match="no target 'pager'"):
            unit.subscriptions.put(NewSubscription(name="x", targets=("pager",)), now=NOON)


def test_the_version_of_the_subscriptions_is_another_one_after_every_edit(store: Store) -> None:
    versions = []

    def version() -> None:
        with store.unit() as unit:
            versions.append(unit.subscriptions.version())

    version()
    subscribed(store)
    version()
    with store.unit() as unit:
        unit.targets.remove("desk", now=NOON)
    version()
    with store.unit() as unit:
        unit.subscriptions.remove("all")
    version()
    assert len(set(versions)) == 4
    version()
    assert versions[-1] == versions[-2]


def test_a_new_address_keeps_the_pace_of_its_target_unless_that_becomes_one_of_another_kind(store: Store) -> None:
    def pace(address: str) -> tuple[float, int]:
        with store.unit() as unit:
            unit.targets.put("desk", address, masked="…", now=NOON)
            row = unit._session.execute(text("SELECT rate, burst FROM targets")).one()
        return row.rate, row.burst

    usual = pace("json://one.example")
    with store.unit() as unit:
        unit.targets.pace("desk", rate=0.5, burst=3)
    assert pace("json://two.example/other") == (0.5, 3)
    assert pace("slack://a/b/c") not in ((0.5, 3), usual)
