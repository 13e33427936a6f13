"""Sources: one claim per slot, entries stored once, and a pace that follows the news."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pipelines.errors import DeltawireError, Refused, Unreachable, Unreadable
from pipelines.ports import Polled
from storage.sources import NewSource
from storage.unit import Store
from storage.views.status import SourceShown
from tests.storage.world import NOON, add_source, entry, polled

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def poll(store: Store, answer: Polled, *, now: object = NOON) -> list[int]:
    with store.unit() as unit:
        (source,) = unit.sources.claim(None, now=now)  # type: ignore[arg-type]  # a datetime
        return list(unit.sources.polled(source, answer, now=now))  # type: ignore[arg-type]  # a datetime


def state(store: Store) -> SourceShown:
    with store.unit() as unit:
        (source,) = unit.views.sources_overview()
        return source


def test_two_schedulers_get_each_slot_once(open_store: Callable[[], Store]) -> None:
    stores = [open_store(), open_store()]
    ids = {add_source(stores[0], f"s{number}") for number in range(10)}

    def claim(store: Store) -> list[int]:
        with store.unit() as unit:
            return [source.id for source in unit.sources.claim(None, now=NOON, limit=100)]

    with ThreadPoolExecutor(2) as schedulers:
        claimed = [source for batch in schedulers.map(claim, stores * 3) for source in batch]
    assert sorted(claimed) == sorted(ids)


def test_a_source_is_claimed_again_only_when_its_next_poll_is_due(store: Store) -> None:
    source_id = add_source(store)
    poll(store, polled(entry()))
    with store.unit() as unit:
        assert not unit.sources.claim([source_id], now=NOON + timedelta(seconds=599))
        assert unit.left(NOON + HOUR).source_ids == (source_id,)
        assert len(unit.sources.claim([source_id], now=NOON + HOUR)) == 1


def test_after_a_pause_there_is_one_poll_and_no_burst(store: Store) -> None:
    add_source(store)
    poll(store, polled(entry()))
    poll(store, polled(entry()), now=NOON + DAY)
    with store.unit() as unit:
        assert not unit.sources.claim(None, now=NOON + DAY + timedelta(seconds=1))


def test_an_entry_is_stored_once_and_an_edited_one_is_another_item(store: Store) -> None:
    add_source(store)
    assert len(poll(store, polled(entry("1"), entry("2"), entry("1")))) == 2
    assert poll(store, polled(entry("1")), now=NOON + HOUR) == []
    assert len(poll(store, polled(entry("1", title="Cranes, corrected")), now=NOON + DAY)) == 1


def test_an_entry_that_no_index_could_hold_or_that_postgresql_refuses_is_stored(store: Store) -> None:
    add_source(store)
    assert len(poll(store, polled(entry("k" * 9_000), entry("\0", title="\ud800")))) == 2


def test_the_body_is_kept_where_it_brought_something_new(store: Store) -> None:
    source_id = add_source(store)
    poll(store, polled(entry()))
    poll(store, polled(entry()), now=NOON + HOUR)
    with store.unit() as unit:
        assert [fetch.fresh for fetch in unit.views.fetches(source_id)] == [0, 1]


def test_of_old_polls_only_those_that_brought_something_stay_and_without_their_bodies(store: Store) -> None:
    source_id = add_source(store)
    poll(store, polled(entry("old")))
    poll(store, polled(entry("old")), now=NOON + HOUR)
    poll(store, polled(entry("new")), now=NOON + DAY)
    with store.unit() as unit:
        assert unit.upkeep.forget_polls(before=NOON + 2 * HOUR) == 2
        assert [fetch.fresh for fetch in unit.views.fetches(source_id)] == [1, 1]
        assert unit.upkeep.forget_polls(before=NOON + 2 * HOUR) == 0


def test_much_news_speeds_a_source_up_and_old_news_slows_it_down_within_its_bounds(store: Store) -> None:
    add_source(store, min_interval=100, max_interval=400)
    intervals = []
    for hour in range(5):
        poll(store, polled(entry()), now=NOON + hour * HOUR)
        intervals.append(state(store).interval)
    assert intervals == [100, 150, 225, 337, 400]
    poll(store, polled(entry("a"), entry("b")), now=NOON + 6 * HOUR)
    assert state(store).interval == 200
    poll(store, polled(entry("a"), entry("c")), now=NOON + 7 * HOUR)
    assert state(store).interval == 200


def test_a_poll_that_worked_leaves_validators_and_a_note(store: Store) -> None:
    add_source(store)
    poll(store, polled(entry(), etag='"1"', last_modified="yesterday", note="9 of 10 read"))
    with store.unit() as unit:
        source = unit.sources.named("news")
    assert source is not None
    assert (source.etag, source.last_modified) == ('"1"', "yesterday")
    assert (state(store).health, state(store).health_note) == ("ok", "9 of 10 read")


def test_failures_back_off_and_are_told_but_never_switch_a_source_off(store: Store) -> None:
    add_source(store)
    now, waits = NOON, []
    for _ in range(12):
        poll(store, Polled(status=None, error=Unreachable("no answer")), now=now)
        due = state(store).next_attempt_at
        assert due is not None
        waits.append(due - now)
        now = due
    assert waits == sorted(waits)
    assert waits[-1] == DAY
    assert state(store).health == "failing"
    assert state(store).health_note == "the last 12 polls failed: no answer"
    poll(store, polled(entry()), now=now)
    assert (state(store).health, state(store).failures) == ("ok", 0)


def test_a_server_that_asks_for_time_gets_it(store: Store) -> None:
    add_source(store)
    poll(store, Polled(status=429, error=Unreachable("busy", retry_after=7_000)))
    assert state(store).next_attempt_at == NOON + timedelta(seconds=7_000)


@pytest.mark.parametrize("error", [Unreadable("not a feed")])
def test_a_source_unreadable_three_times_is_quarantined_but_tried_daily(store: Store, error: DeltawireError) -> None:
    add_source(store)
    for day in range(3):
        poll(store, Polled(status=200, error=error), now=NOON + day * DAY)
    assert state(store).health == "quarantined"
    assert state(store).next_attempt_at == NOON + 3 * DAY


def test_a_source_over_which_workers_die_is_quarantined_and_does_not_stop_the_others(store: Store) -> None:
    add_source(store)
    for minutes in (0, 3, 6):
        with store.unit() as unit:
            assert len(unit.sources.claim(None, now=NOON + timedelta(minutes=minutes))) == 1
    with store.unit() as unit:
        assert not unit.sources.claim(None, now=NOON + timedelta(minutes=9))
    assert state(store).health == "quarantined"
    with store.unit() as unit:
        assert len(unit.sources.claim(None, now=NOON + 2 * DAY)) == 1


def test_a_source_that_is_switched_off_is_not_polled_until_it_is_on_again(store: Store) -> None:
    add_source(store)
    with store.unit() as unit:
        unit.sources.switch("news", on=False, now=NOON)
        assert not unit.sources.claim(None, now=NOON + DAY)
        unit.sources.switch("news", on=True, now=NOON)
        assert len(unit.sources.claim(None, now=NOON)) == 1
        with pytest.raises(Refused, match="no source 'olds'"):
            unit.sources.switch("olds", on=True, now=NOON)


def test_new_settings_of_a_source_keep_what_was_learnt_about_it(store: Store) -> None:
    add_source(store)
    poll(store, polled(entry(), etag='"1"'))
    with store.unit() as unit:
        unit.sources.put(NewSource("news", "https://news.example/feed", outlet="News", min_interval=1_000), now=NOON)
        source = unit.sources.named("news")
    assert source is not None
    assert (source.outlet, source.etag, source.interval) == ("News", '"1"', 1_000)


def test_a_source_that_has_moved_is_asked_for_everything(store: Store) -> None:
    add_source(store)
    poll(store, Polled(status=200, etag='"1"', last_modified="yesterday"))
    with store.unit() as unit:
        unit.sources.put(NewSource("news", "https://moved.example/feed"), now=NOON)
        moved = unit.sources.named("news")
    assert moved is not None
    assert (moved.etag, moved.last_modified) == (None, None)
