"""Data that must not be doubled, overwritten or lost: cases 13, 18, 60, 62, 63 and 67, on the real server."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from pipelines.types import Document
from pipelines.work import Item
from storage.articles import VERSIONS
from storage.engine import open_engine
from storage.migrate import downgrade, migrate, pending
from storage.unit import Store
from tests.contracts.memory import fact, figure, ingested
from tests.database import sealed, unsealed
from tests.storage.world import NOON, URL, add_items, add_source, document, entry, polled

MINUTE = timedelta(minutes=1)


def claimed(store: Store, count: int) -> list[Item]:
    ids = add_items(store, *(entry(str(number)) for number in range(count)))
    with store.unit() as unit:
        return list(unit.items.claim(ids, now=NOON))


def read(store: Store, item: Item, found: Document) -> int | None:
    with store.unit() as unit:
        return unit.items.read(item, found, now=NOON)


def test_13_two_schedulers_poll_a_source_once(open_store: Callable[[], Store]) -> None:
    stores = [open_store() for _ in range(4)]
    add_source(stores[0])

    def claim(store: Store) -> int:
        with store.unit() as unit:
            return len(unit.sources.claim(None, now=NOON))

    with ThreadPoolExecutor(4) as schedulers:
        assert sum(schedulers.map(claim, stores)) == 1


def test_18_nothing_can_be_looked_up_before_it_is_committed(open_store: Callable[[], Store]) -> None:
    writer, worker = open_store(), open_store()
    add_source(writer)
    with writer.unit() as unit:
        (source,) = unit.sources.claim(None, now=NOON)
        ids = unit.sources.polled(source, polled(entry()), now=NOON)
        with worker.unit() as early:
            assert early.items.claim(ids, now=NOON) == []
    with worker.unit() as late:
        assert len(late.items.claim(ids, now=NOON)) == 1


def test_60_two_workers_that_meet_one_article_store_it_once(open_store: Callable[[], Store]) -> None:
    stores = [open_store() for _ in range(4)]
    items = claimed(stores[0], 12)
    with ThreadPoolExecutor(4) as workers:
        versions = list(workers.map(read, stores * 3, items, [document()] * 12))
    assert sum(version is not None for version in versions) == 1
    with stores[0].unit() as unit:
        assert [(article.url, article.versions) for article in unit.views.articles_list()] == [(URL, 1)]
        assert unit.views.counts(NOON).stages["items"] == {"done": 12}


def test_60_two_workers_that_meet_two_edits_at_once_keep_both(open_store: Callable[[], Store]) -> None:
    stores = [open_store() for _ in range(4)]
    items = claimed(stores[0], 12)
    texts = [document(f"Edit number {number % 6}.") for number in range(12)]
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(read, stores * 3, items, texts))
    with stores[0].unit() as unit:
        whole = unit.views.article_show(URL)
    assert whole is not None
    assert [version.number for version in whole.versions] == [1, 2, 3, 4, 5, 6]


def test_62_a_text_that_flaps_is_stored_once_a_state_and_one_that_never_rests_is_capped(store: Store) -> None:
    (item,) = claimed(store, 1)
    flapping = [read(store, item, document(f"State {number % 2}.")) for number in range(10)]
    assert sum(version is not None for version in flapping) == 2
    restless = [read(store, item, document(f"Visit {number}.")) for number in range(VERSIONS + 10)]
    assert sum(version is not None for version in restless) == VERSIONS - 2


def test_63_a_correction_is_a_new_version_beside_the_old_and_what_it_dropped_is_known(store: Store) -> None:
    first, second = claimed(store, 2)
    read(store, first, document("A charge of $5.5 billion."))
    charge = fact("f_1", figure())
    with store.unit() as unit:
        unit.memory.remember(ingested(URL, facts=[charge]), [charge], now=NOON)
    assert read(store, second, document("A correction: there was no charge.")) is not None
    with store.unit() as unit:
        assert unit.memory.stated(URL) == [charge]
        gone = replace(charge, current=False)
        correction = ingested(URL, "A correction: there was no charge.", withdrawn=[gone])
        unit.memory.remember(correction, [gone], now=NOON + MINUTE)
    with store.unit() as unit:
        assert unit.memory.stated(URL) == []
        shown = unit.views.fact_show("f_1")
        assert [text.text for text in unit.views.documents()] == [
            "A charge of $5.5 billion.",
            "A correction: there was no charge.",
        ]
    assert shown is not None
    assert not shown.fact.current
    assert len(shown.sightings) == 2


def test_67_migrations_go_up_down_and_up_again_with_data(empty_database_url: str) -> None:
    migrate(empty_database_url)
    store = Store(open_engine(empty_database_url), seal=sealed, unseal=unsealed)
    (item,) = claimed(store, 1)
    read(store, item, document())
    charge = fact("f_1", figure())
    with store.unit() as unit:
        unit.memory.remember(ingested(URL, facts=[charge]), [charge], now=NOON)
    store.dispose()
    downgrade(empty_database_url, "0002")
    migrate(empty_database_url)
    with store.unit() as unit:
        assert [article.url for article in unit.views.articles_list()] == [URL]
        assert unit.views.facts_list() == []
    store.close()
    downgrade(empty_database_url, "base")
    migrate(empty_database_url)
    assert pending(empty_database_url) == []
    with store.unit() as unit:
        assert unit.views.articles_list() == []
    store.close()
