"""Items are read once, texts are kept once, and work that fails waits, or is set aside."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from pipelines.errors import Permanent, Unreachable
from pipelines.types import Document
from pipelines.work import Item
from storage.articles import VERSIONS
from storage.unit import Store
from tests.storage.world import NOON, URL, add_items, document, entry

MINUTE = timedelta(minutes=1)


def claim(store: Store, ids: list[int]) -> list[Item]:
    with store.unit() as unit:
        return list(unit.items.claim(ids, now=NOON))


def test_an_item_comes_back_with_its_source_and_entry(store: Store) -> None:
    (item,) = claim(store, add_items(store, entry()))
    assert (item.source.name, item.entry, item.seen) == ("news", entry(), NOON)


def test_an_item_under_lease_or_done_is_given_to_nobody_else(store: Store) -> None:
    ids = add_items(store, entry())
    (item,) = claim(store, ids)
    assert claim(store, ids) == []
    with store.unit() as unit:
        unit.items.read(item, document(), now=NOON)
    with store.unit() as unit:
        assert unit.items.claim(ids, now=NOON + timedelta(days=1)) == []
        assert unit.left(NOON + timedelta(days=1)).item_ids == ()


def test_the_same_text_at_the_same_address_is_one_version_and_an_edit_is_another(store: Store) -> None:
    items = claim(store, add_items(store, entry("1"), entry("2"), entry("3")))
    texts = ["A charge of $5.5 billion.", "A  charge of\n$5.5 billion.", "A charge of $4.5 billion."]
    with store.unit() as unit:
        versions = [unit.items.read(item, document(text), now=NOON) for item, text in zip(items, texts, strict=True)]
    assert versions[0] is not None
    assert versions[1] is None
    assert versions[2] is not None
    with store.unit() as unit:
        (article,) = unit.views.articles_list()
        assert article.versions == 2
        assert [text.text for text in unit.views.documents()] == [texts[0], texts[2]]


def test_a_page_whose_surroundings_changed_is_no_new_version(store: Store) -> None:
    items = claim(store, add_items(store, entry("1"), entry("2")))
    body = "<p>Meridian Cranes books a charge of 5.5 billion dollars this quarter, it said on Tuesday.</p>"
    pages = [f"<html><body><script>ad({n})</script><article>{body}</article></body></html>" for n in (1, 2)]
    with store.unit() as unit:
        read = [
            unit.items.read(item, Document(url=URL, title="t", published=None, html=page), now=NOON)
            for item, page in zip(items, pages, strict=True)
        ]
    assert read[1] is None


def test_a_text_that_flaps_is_kept_a_limited_number_of_times(store: Store) -> None:
    (item,) = claim(store, add_items(store, entry()))
    with store.unit() as unit:
        kept = [unit.items.read(item, document(f"Text number {n}."), now=NOON) for n in range(VERSIONS + 3)]
    assert sum(version is not None for version in kept) == VERSIONS


def test_an_address_too_long_to_be_told_apart_is_set_aside(store: Store) -> None:
    (item,) = claim(store, add_items(store, entry()))
    with store.unit() as unit:
        assert unit.items.read(item, document(url=f"https://a.example/{'x' * 3_000}"), now=NOON) is None
        (aside,) = unit.views.set_aside()
    assert (aside.table, aside.stage) == ("items", "quarantined")


def test_a_failed_item_comes_again_later_and_is_set_aside_at_the_third_try(store: Store) -> None:
    ids = add_items(store, entry())
    now = NOON
    for _ in range(3):
        with store.unit() as unit:
            (item,) = unit.items.claim(ids, now=now)
            unit.items.failed(item, Unreachable("no answer"), now=now)
            assert unit.items.claim(ids, now=now + timedelta(seconds=30)) == []
        now += timedelta(hours=1)
    with store.unit() as unit:
        assert unit.items.claim(ids, now=now) == []
        (aside,) = unit.views.set_aside()
        assert (aside.attempts, aside.last_error) == (3, "no answer")
        assert unit.items.retry(ids, now=now) == ids
        assert len(unit.items.claim(ids, now=now)) == 1


def test_what_will_never_work_is_set_aside_at_once(store: Store) -> None:
    (item,) = claim(store, add_items(store, entry()))
    with store.unit() as unit:
        unit.items.failed(item, Permanent("gone"), now=NOON)
        assert unit.left(NOON + timedelta(days=9)).item_ids == ()


def test_a_slow_workers_failure_does_not_undo_what_another_has_done(store: Store) -> None:
    (item,) = claim(store, add_items(store, entry()))
    with store.unit() as unit:
        unit.items.read(item, document(), now=NOON)
        unit.items.failed(item, Unreachable("no answer"), now=NOON)
        assert unit.views.counts(NOON).stages["items"] == {"done": 1}


def test_versions_come_in_order_of_first_sight_with_their_text(store: Store) -> None:
    items = claim(store, add_items(store, entry("1"), entry("2")))
    later, first = document("Second text.", url="https://b.example"), document("First text.")
    with store.unit() as unit:
        ids = [
            unit.items.read(items[0], later, now=NOON + MINUTE) or 0,
            unit.items.read(items[1], first, now=NOON) or 0,
        ]
    with store.unit() as unit:
        found = unit.versions.claim(ids, now=NOON + MINUTE)
        assert [version.document for version in found] == [first, later]
        unit.versions.ingested(found[0], now=NOON + MINUTE)
        unit.versions.failed(found[1], Permanent("no text"), now=NOON + MINUTE)
    with store.unit() as unit:
        assert unit.left(NOON + timedelta(days=1)).version_ids == ()
        counts = unit.views.counts(NOON + MINUTE)
    assert counts.stages["versions"] == {"done": 1, "quarantined": 1}
    assert counts.last_finished == NOON + MINUTE


def test_a_worker_that_dies_three_times_over_a_version_has_it_set_aside(store: Store) -> None:
    (item,) = claim(store, add_items(store, entry()))
    with store.unit() as unit:
        version = unit.items.read(item, document(), now=NOON) or 0
    for tries in range(3):
        with store.unit() as unit:
            assert unit.left(NOON + tries * 3 * MINUTE).version_ids == (version,)
            assert len(unit.versions.claim([version], now=NOON + tries * 3 * MINUTE)) == 1
    with store.unit() as unit:
        assert unit.versions.claim([version], now=NOON + 9 * MINUTE) == []
        (aside,) = unit.views.set_aside()
    assert "died" in aside.last_error


def test_two_workers_share_a_batch_without_overlap(open_store: Callable[[], Store]) -> None:
    stores = [open_store(), open_store()]
    ids = add_items(stores[0], *(entry(str(number)) for number in range(40)))
    with ThreadPoolExecutor(2) as workers:
        taken = list(workers.map(claim, stores * 2, [ids] * 4))
    assert sorted(item.id for batch in taken for item in batch) == ids


def test_a_page_is_looked_at_once_more_and_then_done(store: Store) -> None:
    ids = add_items(store, entry())
    for when, looks in ((NOON, 0), (NOON + timedelta(hours=6), 1)):
        with store.unit() as unit:
            (item,) = unit.items.claim(ids, now=when)
            assert item.looks == looks
            unit.items.read(item, document(), now=when, again=timedelta(hours=6))
            assert unit.items.claim(ids, now=when + MINUTE) == []
    with store.unit() as unit:
        assert unit.left(NOON + timedelta(days=9)).item_ids == ()


def test_a_second_look_that_fails_troubles_nobody(store: Store) -> None:
    (item,) = claim(store, add_items(store, entry()))
    with store.unit() as unit:
        unit.items.read(item, document(), now=NOON, again=timedelta(hours=6))
    with store.unit() as unit:
        (again,) = unit.items.claim([item.id], now=NOON + timedelta(hours=6))
        unit.items.failed(again, Permanent("gone"), now=NOON + timedelta(hours=6))
    with store.unit() as unit:
        assert unit.views.set_aside() == []
        assert unit.left(NOON + timedelta(days=9)).item_ids == ()


def test_a_text_that_is_late_is_known_to_be_overtaken_by_the_edit_that_was_decided_upon(store: Store) -> None:
    ids = add_items(store, entry("1"), entry("2"))
    items = claim(store, ids)
    with store.unit() as unit:
        found = [unit.items.read(item, document(f"Edit {item.id}."), now=NOON) for item in items]
        first, edit = unit.versions.claim([number for number in found if number is not None], now=NOON)
        assert not unit.versions.overtaken(first)
        unit.versions.ingested(edit, now=NOON)
        assert unit.versions.overtaken(first)
        unit.versions.ingested(first, now=NOON)
        assert not unit.versions.overtaken(edit)
