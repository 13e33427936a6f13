"""Sending from the outbox: order within a target, targets side by side, tokens, and workers that vanish."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings, load_settings
from pipelines.alerts.types import Bundle, Subscription
from pipelines.ports import Sent
from pipelines.render import Templates
from pipelines.render.types import Form
from storage.bundles import Planned
from storage.subscriptions import NewSubscription
from storage.unit import Store
from tests.build import telling, templates
from worker.deliver import deliver
from worker.slots import sending_slot

LEASE = timedelta(seconds=120)


@dataclass
class Post:
    """A sender that keeps what it was given, and answers as told."""

    answers: dict[str, Callable[[int], Sent]] = field(default_factory=dict)
    """Address -> what it answers to its nth message, from 1; others take everything."""
    got: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Address -> ids of the messages, in order."""
    titles: list[str] = field(default_factory=list)
    at_once: int = 0
    busiest: int = 0
    seconds: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def room(self, address: str) -> int | None:
        return None

    def send(self, address: str, *, title: str, body: str, id: str, form: Form = "text") -> Sent:
        with self._lock:
            self.at_once += 1
            self.busiest = max(self.busiest, self.at_once)
            self.got[address].append(id)
            self.titles.append(title)
            number = len(self.got[address])
        time.sleep(self.seconds)
        with self._lock:
            self.at_once -= 1
        answer = self.answers.get(address)
        return answer(number) if answer else Sent("sent")


@dataclass
class Tools:
    """What `deliver` needs of a kit."""

    store: Store
    sender: Post
    settings: Settings = field(default_factory=load_settings)
    templates: Templates = field(default_factory=templates)
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def address(number: int) -> str:
    return f"json://in.example/{number}"


def outbox(store: Store, *, targets: int, messages: int, rate: float = 1e6, burst: int = 10_000) -> list[int]:
    """So many messages to each of so many targets; ids of their deliveries."""
    now = datetime.now(UTC)
    with store.unit() as unit:
        names = tuple(str(number) for number in range(targets))
        for number, name in enumerate(names):
            unit.targets.put(name, address(number), masked="json://in.example", now=now)
            unit.targets.pace(name, rate=rate, burst=burst)
        unit.subscriptions.put(NewSubscription("all", names), now=now)
        (subscription,) = unit.subscriptions.enabled()
        return list(unit.bundles.put([_planned(number, subscription, now) for number in range(messages)], now=now))


def _planned(number: int, subscription: Subscription, now: datetime) -> Planned:
    bundle = Bundle(id=f"b_{number:04}", subscription="all", tellings=(telling(),), created=now)
    return Planned(bundle, subscription, "all", ())


def stages(store: Store) -> dict[str, int]:
    with store.unit() as unit:
        return dict(unit.views.counts(datetime.now(UTC)).stages["deliveries"])


def in_order(messages: int) -> list[str]:
    return [f"b_{number:04}" for number in range(messages)]


def test_each_target_gets_its_messages_in_order_and_the_targets_do_not_wait_for_each_other(store: Store) -> None:
    ids, post = outbox(store, targets=5, messages=8), Post(seconds=0.01)
    assert list(deliver(ids, Tools(store, post))) == []
    assert {place: post.got[place] for place in post.got} == {address(n): in_order(8) for n in range(5)}
    assert stages(store) == {"sent": 40}
    assert post.busiest > 1


def test_two_workers_at_once_send_each_message_once_and_in_order(open_store: Callable[[], Store]) -> None:
    stores = [open_store() for _ in range(3)]
    ids, post = outbox(stores[0], targets=3, messages=15), Post(seconds=0.002)
    workers = [threading.Thread(target=deliver, args=(ids, Tools(store, post))) for store in stores]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert dict(post.got) == {address(number): in_order(15) for number in range(3)}
    assert stages(stores[0]) == {"sent": 45}


def test_a_message_that_fails_gives_way_to_the_next_and_is_sent_later(store: Store) -> None:
    ids = outbox(store, targets=1, messages=3)
    post = Post({address(0): lambda number: Sent("retry", "500") if number == 1 else Sent("sent")})
    tools = Tools(store, post)
    deliver(ids, tools)
    assert post.got[address(0)] == in_order(3)
    assert stages(store) == {"failed": 1, "sent": 2}
    deliver(ids, replace(tools, ahead=timedelta(minutes=1)))
    assert post.got[address(0)] == [*in_order(3), "b_0000"]
    assert not any("repeat" in title for title in post.titles)


def test_a_target_that_asks_for_time_is_not_written_to_until_then(store: Store) -> None:
    ids = outbox(store, targets=1, messages=3)
    post = Post({address(0): lambda number: Sent("retry", "429", retry_after=60) if number == 2 else Sent("sent")})
    tools = Tools(store, post)
    deliver(ids, tools)
    assert post.got[address(0)] == ["b_0000", "b_0001"]
    deliver(ids, replace(tools, ahead=timedelta(seconds=59)))
    assert len(post.got[address(0)]) == 2
    deliver(ids, replace(tools, ahead=timedelta(seconds=70)))
    assert post.got[address(0)] == ["b_0000", "b_0001", "b_0001", "b_0002"]


def test_a_target_is_never_written_to_faster_than_its_bucket_allows(open_store: Callable[[], Store]) -> None:
    first, second = open_store(), open_store()
    ids, post = outbox(first, targets=1, messages=30, rate=20.0, burst=5), Post()
    started = time.monotonic()
    others = threading.Thread(target=deliver, args=(ids, Tools(second, post)))
    others.start()
    deliver(ids, Tools(first, post))
    others.join(20)
    assert stages(first) == {"sent": 30}
    assert time.monotonic() - started >= (30 - 5) / 20.0


def test_a_slow_target_leaves_its_lane_until_there_is_a_token(store: Store) -> None:
    ids, post = outbox(store, targets=1, messages=4, rate=0.1, burst=2), Post()
    tools = Tools(store, post)
    deliver(ids, tools)
    assert len(post.got[address(0)]) == 2
    with store.unit() as unit:
        assert unit.outbox.left(now=tools.now(), limit=9) == ()
        assert unit.outbox.left(now=tools.now() + timedelta(seconds=11), limit=9) == (ids[2],)
    deliver(ids, replace(tools, ahead=timedelta(seconds=11)))
    assert post.got[address(0)] == in_order(3)


def test_a_worker_that_vanishes_leaves_one_possible_repeat_a_target_however_many_messages_wait(store: Store) -> None:
    ids, post = outbox(store, targets=2, messages=5), Post()
    now = datetime.now(UTC)
    with store.unit() as unit:
        lanes = unit.outbox.take(ids, now=now)
    with store.unit() as unit:
        assert len(unit.outbox.begin(lanes, now=now).deliveries) == 2
    tools = Tools(store, post)
    assert list(deliver(ids, tools)) == []
    assert post.got == {}, "its lanes are its own until they run out"
    deliver(ids, replace(tools, ahead=LEASE + timedelta(seconds=1)))
    assert dict(post.got) == {address(number): in_order(5) for number in range(2)}
    assert sum("possible repeat" in title for title in post.titles) == 2


def test_whoever_overslept_his_lane_begins_nothing_in_it_any_more(store: Store) -> None:
    ids, now = outbox(store, targets=1, messages=2), datetime.now(UTC)
    with store.unit() as unit:
        slow = unit.outbox.take(ids, now=now)
    with store.unit() as unit:
        other = unit.outbox.take(ids, now=now + LEASE)
        assert other.keys() == slow.keys()
    with store.unit() as unit:
        assert unit.outbox.begin(slow, now=now + LEASE).deliveries == {}
        unit.outbox.leave(slow)
        assert len(unit.outbox.begin(other, now=now + LEASE).deliveries) == 1


def test_an_error_that_nobody_foresaw_may_have_come_after_the_message_went_out(store: Store) -> None:
    def burst(number: int) -> Sent:
        raise RuntimeError("a bug")

    ids = outbox(store, targets=1, messages=1)
    deliver(ids, Tools(store, Post({address(0): burst})))
    assert stages(store) == {"ambiguous": 1}


@pytest.mark.parametrize("seconds", [2])
def test_what_is_left_for_want_of_time_is_told_of(store: Store, seconds: int) -> None:
    ids, post = outbox(store, targets=2, messages=40), Post(seconds=0.1)
    settings = load_settings(task_seconds=seconds, lease_seconds=9, fetch_seconds=1, send_seconds=1)
    tools = Tools(store, post, settings)
    left: Sequence[int] = ids
    rounds = 0
    while left and rounds < 20:
        left, rounds = deliver(left, tools), rounds + 1
    assert rounds > 1
    assert dict(post.got) == {address(number): in_order(40) for number in range(2)}


def test_who_waits_for_a_slow_target_sends_to_others_that_something_comes_for_meanwhile(store: Store) -> None:
    slow, more = threading.Event(), outbox(store, targets=2, messages=1)

    def wait_for_the_other(number: int) -> Sent:
        slow.wait(5)
        return Sent("sent")

    def note(number: int) -> Sent:
        slow.set()
        return Sent("sent")

    post = Post({address(0): wait_for_the_other, address(1): note})
    started = time.monotonic()
    deliver(more[:1], Tools(store, post))
    assert time.monotonic() - started < 5
    assert stages(store) == {"sent": 2}


def test_half_of_the_processes_send_and_the_others_are_left_to_the_news(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, workers=5)
    with sending_slot(settings) as first, sending_slot(settings) as second, sending_slot(settings) as third:
        assert (first, second, third) == (True, True, False)
    with sending_slot(settings) as again:
        assert again, "the slots were given back"
