"""A unit is one transaction: all or nothing, one decider at a time, errors in our own words."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from pipelines.errors import Permanent, Transient
from storage.engine import open_engine
from storage.sources import NewSource
from storage.unit import Store
from tests.database import sealed, unsealed
from tests.storage.world import NOON, add_source, document, entry, polled


def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    def crash_after_writing() -> None:
        with store.unit() as unit:
            unit.sources.put(NewSource(name="news", url="https://a.example"), now=NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash_after_writing()
    with store.unit() as unit:
        assert unit.views.sources_overview() == []


def test_decisions_are_taken_one_at_a_time(open_store: Callable[[], Store]) -> None:
    first, second = open_store(), open_store()
    order: list[str] = []
    inside = threading.Event()

    def decide_too() -> None:
        inside.wait(5)
        with second.unit() as unit:
            unit.lock_ledger()
            order.append("second")

    waiting = threading.Thread(target=decide_too)
    waiting.start()
    with first.unit() as unit:
        unit.lock_ledger()
        inside.set()
        waiting.join(0.2)
        order.append("first")
    waiting.join(5)
    assert order == ["first", "second"]


def test_a_database_that_is_not_there_is_worth_another_try() -> None:
    nowhere = Store(open_engine("postgresql://nobody@127.0.0.1:1/none"), seal=sealed, unseal=unsealed)
    with pytest.raises(Transient, match="database did not answer"), nowhere.unit() as unit:
        unit.left(NOON)


def test_a_value_that_no_column_holds_is_not(store: Store) -> None:
    with pytest.raises(Permanent, match="cannot hold"), store.unit() as unit:
        unit.sources.put(NewSource(name="news", url="https://a.example", tier=10**12), now=NOON)


def test_connections_that_were_cut_are_noticed_before_use(store: Store, database_url: str) -> None:
    add_source(store)
    cutter = open_engine(database_url)
    with cutter.begin() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(text(f"{cut} AND datname = current_database()"))
    cutter.dispose()
    with store.unit() as unit:
        assert len(unit.views.sources_overview()) == 1


def test_after_a_fork_the_store_opens_connections_of_its_own(store: Store) -> None:
    add_source(store)
    store.dispose()
    with store.unit() as unit:
        assert len(unit.views.sources_overview()) == 1


def test_what_is_left_is_found_again_without_any_message(store: Store) -> None:
    source_id = add_source(store)
    with store.unit() as unit:
        assert unit.left(NOON).source_ids == (source_id,)
        (source,) = unit.sources.claim([source_id], now=NOON)
        items = tuple(unit.sources.polled(source, polled(entry("1"), entry("2")), now=NOON))
        assert unit.left(NOON).source_ids == ()
        assert unit.left(NOON).item_ids == items
        assert unit.left(NOON, limit=1).item_ids == items[:1]
        item = unit.items.claim(items[:1], now=NOON)[0]
        version = unit.items.read(item, document(), now=NOON)
        assert unit.left(NOON).version_ids == (version,)
        assert unit.left(NOON).item_ids == items[1:]
