"""The outbox: written once, one row per target, and no repeat without a word."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pipelines.alerts.types import Subscription
from pipelines.errors import Permanent, Refused
from pipelines.ports import Sent
from pipelines.work import Delivery
from storage.engine import open_engine
from storage.settling import TRIES
from storage.subscriptions import NewSubscription
from storage.unit import Store
from storage.views.alerts import DeliveryShown
from tests.database import sealed
from tests.storage.world import NOON
from tests.telling import begin_all, send_off

LEASE = timedelta(seconds=120)
DAY = timedelta(days=1)


def subscribed(store: Store, *, on_ambiguous: str = "resend", targets: tuple[str, ...] = ("desk",)) -> Subscription:
    with store.unit() as unit:
        for name in targets:
            unit.targets.put(
                name,
                f"mailto://{name}:secret@mail.example",
                masked="mailto://…",
                now=NOON,
                on_ambiguous=on_ambiguous,  # type: ignore[arg-type]  # one of the two
            )
        unit.subscriptions.put(NewSubscription(name="all", targets=targets), now=NOON)
        (subscription,) = unit.subscriptions.enabled()
        return subscription


def put(store: Store, subscription: Subscription, bundle: str = "b_1") -> list[int]:
    with store.unit() as unit:
        return send_off(unit, subscription, bundle, now=NOON)


def take(store: Store, ids: list[int], now: datetime = NOON) -> list[Delivery]:
    with store.unit() as unit:
        return begin_all(unit, ids, now=now)


def settle(store: Store, delivery: Delivery, sent: Sent, now: datetime = NOON) -> DeliveryShown:
    with store.unit() as unit:
        unit.outbox.settled([(delivery, sent)], now=now)
        return next(row for row in unit.views.deliveries_list() if row.id == delivery.id)


def test_a_bundle_is_written_once_with_one_delivery_for_each_target(store: Store) -> None:
    subscription = subscribed(store, targets=("desk", "phone"))
    ids = put(store, subscription)
    assert len(ids) == 2
    assert put(store, subscription) == []
    with store.unit() as unit:
        (bundle,) = unit.views.bundles_list()
    assert (bundle.deliveries, bundle.sent, bundle.subscription) == (2, 0, "all")


def test_a_delivery_carries_the_unsealed_address_which_no_view_and_no_repr_shows(store: Store) -> None:
    (delivery,) = take(store, put(store, subscribed(store)))
    assert delivery.address == "mailto://desk:secret@mail.example"
    assert (delivery.bundle.id, delivery.attempts, delivery.repeat) == ("b_1", 0, False)
    with store.unit() as unit:
        shown = f"{delivery}{unit.views.deliveries_list()}{unit.targets.list()}{unit.views.bundles_list()}"
    assert "secret" not in shown


def test_a_delivery_whose_address_cannot_be_opened_is_dead_says_why_and_can_be_retried(
    store: Store, database_url: str
) -> None:
    def other_key(kept: bytes) -> str:
        raise Permanent("stored under another key")

    ids = put(store, subscribed(store))
    without_key = Store(open_engine(database_url), seal=sealed, unseal=other_key)
    assert take(without_key, ids) == []
    without_key.close()
    with store.unit() as unit:
        (shown,) = unit.views.deliveries_list()
        assert (shown.stage, shown.last_error) == ("dead", "stored under another key")
        assert unit.outbox.retry(ids, now=NOON) == ids
    assert len(take(store, ids)) == 1


@pytest.mark.parametrize("asked", [1e9, float("inf")])
def test_a_target_that_asks_for_years_is_believed_for_a_day(store: Store, asked: float) -> None:
    ids = put(store, subscribed(store))
    (delivery,) = take(store, ids)
    assert settle(store, delivery, Sent("retry", retry_after=asked)).next_attempt_at == NOON + DAY
    assert len(take(store, ids, NOON + DAY)) == 1


def test_what_was_sent_is_never_sent_again(store: Store) -> None:
    ids = put(store, subscribed(store))
    (delivery,) = take(store, ids)
    assert take(store, ids) == []
    assert settle(store, delivery, Sent("sent")).stage == "sent"
    assert take(store, ids, NOON + DAY) == []
    assert settle(store, delivery, Sent("retry"), NOON + DAY).stage == "sent"


def test_one_target_that_refuses_does_not_touch_the_other(store: Store) -> None:
    one, other = take(store, put(store, subscribed(store, targets=("desk", "phone"))))
    assert settle(store, one, Sent("refused", "no such channel")).stage == "dead"
    assert settle(store, other, Sent("sent")).stage == "sent"


def test_a_busy_target_is_tried_for_over_a_day_before_it_is_given_up(store: Store) -> None:
    ids = put(store, subscribed(store))
    now, row = NOON, None
    for tries in range(TRIES):
        (delivery,) = take(store, ids, now)
        assert (delivery.attempts, delivery.repeat) == (tries, False)
        row = settle(store, delivery, Sent("retry", "busy"), now)
        if tries == 0:
            assert row.next_attempt_at is not None
            assert timedelta(seconds=30) <= row.next_attempt_at - now <= timedelta(seconds=33)
        now = row.next_attempt_at or now
    assert row is not None
    assert (row.stage, row.last_error) == ("dead", "busy")
    assert now - NOON >= DAY
    with store.unit() as unit:
        assert unit.outbox.retry(ids, now=now) == ids
    assert len(take(store, ids, now)) == 1


def test_a_target_that_asks_for_time_gets_it_for_all_its_deliveries(store: Store) -> None:
    subscription = subscribed(store)
    ids = put(store, subscription) + put(store, subscription, "b_2")
    first, _ = take(store, ids)
    settle(store, first, Sent("retry", "429", retry_after=600))
    assert take(store, ids, NOON + timedelta(seconds=599)) == []
    with store.unit() as unit:
        assert unit.outbox.left(now=NOON + timedelta(seconds=599), limit=9) == ()
    assert len(take(store, ids, NOON + timedelta(seconds=601))) == 2


def test_a_timeout_is_visible_and_repeated_with_a_word_but_only_a_few_times(store: Store) -> None:
    ids = put(store, subscribed(store))
    repeats, now = [], NOON
    for _ in range(3):
        (delivery,) = take(store, ids, now)
        repeats.append(delivery.repeat)
        assert settle(store, delivery, Sent("ambiguous", "timeout"), now).stage == "ambiguous"
        now += DAY
    assert repeats == [False, True, True]
    assert take(store, ids, now + 30 * DAY) == []
    with store.unit() as unit:
        assert [row.table for row in unit.views.set_aside()] == ["deliveries"]
        assert unit.outbox.retry(ids, now=now) == ids
    assert [delivery.repeat for delivery in take(store, ids, now)] == [True]


def test_a_try_after_a_timeout_stays_a_possible_repeat_even_if_the_next_answer_is_clear(store: Store) -> None:
    ids = put(store, subscribed(store))
    (delivery,) = take(store, ids)
    settle(store, delivery, Sent("ambiguous"))
    (delivery,) = take(store, ids, NOON + DAY)
    settle(store, delivery, Sent("retry"), NOON + DAY)
    assert [again.repeat for again in take(store, ids, NOON + 2 * DAY)] == [True]


def test_a_worker_that_vanishes_in_mid_send_leaves_a_possible_repeat(store: Store) -> None:
    ids = put(store, subscribed(store))
    take(store, ids)
    with store.unit() as unit:
        assert unit.outbox.left(now=NOON + LEASE, limit=9) == tuple(ids)
    (again,) = take(store, ids, NOON + LEASE)
    assert (again.bundle.id, again.repeat) == ("b_1", True)


def test_a_target_on_hold_is_not_sent_to_again_by_itself_after_a_timeout_or_a_crash(store: Store) -> None:
    subscription = subscribed(store, on_ambiguous="hold")
    timed_out = put(store, subscription)
    (delivery,) = take(store, timed_out)
    settle(store, delivery, Sent("ambiguous"))
    crashed = put(store, subscription, "b_2")
    take(store, crashed)
    assert take(store, timed_out + crashed, NOON + DAY) == []
    with store.unit() as unit:
        assert {row.stage for row in unit.views.deliveries_list()} == {"ambiguous"}


def test_a_target_that_is_removed_loses_its_address_and_what_waits_but_not_the_log(store: Store) -> None:
    subscription = subscribed(store)
    ids = put(store, subscription)
    with store.unit() as unit:
        unit.targets.remove("desk", now=NOON)
        assert unit.targets.list() == []
        assert [row.stage for row in unit.views.deliveries_list()] == ["suppressed"]
        assert [found.targets for found in unit.subscriptions.enabled()] == [()]
    assert take(store, ids) == []
    subscribed(store)
    with pytest.raises(Refused, match="no target 'pager'"), store.unit() as unit:
        unit.targets.remove("pager", now=NOON)


def test_a_subscription_that_is_removed_leaves_its_messages_in_the_log(store: Store) -> None:
    put(store, subscribed(store))
    with store.unit() as unit:
        unit.subscriptions.remove("all")
        assert [bundle.subscription for bundle in unit.views.bundles_list()] == ["all"]
        with pytest.raises(Refused, match="no subscription 'all'"):
            unit.subscriptions.remove("all")
