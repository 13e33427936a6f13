"""No message matters: killed workers, lost queues and strange messages cost nothing but time. Cases 1 to 22 and 60."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from celery import Celery
from sqlalchemy import text

from tests.press import Press, story
from tests.service import Service
from worker.queue import QUEUE, QUEUES
from worker.supervisor import supervised

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("service")]

SWEEP = 0.4
SLOTS = timedelta(seconds=1)


def articles(service: Service) -> int:
    return int(service.one("SELECT count(*) FROM versions WHERE stage = 'done'"))


def publish(press: Press, count: int) -> None:
    press.publish("daily", *(story(number + 0.5) for number in range(1, count + 1)))


def messages(service: Service) -> str:
    """Everything that the broker holds, waiting or handed out."""
    waiting = [message for queue in QUEUES for message in service.redis.lrange(queue, 0, -1)]
    return str([*waiting, *service.redis.hvals("unacked")])


def sender(service: Service) -> Celery:
    """Puts messages of any kind into the queue."""
    return Celery(broker=service.servers.redis_url, set_as_current=False)


def gaps_between_polls(service: Service, source: int) -> list[timedelta]:
    polls = [row.at for row in service.rows("SELECT at FROM fetches WHERE source_id = :id ORDER BY id", id=source)]
    return [later - earlier for earlier, later in pairwise(polls)]


def test_01_a_task_whose_worker_is_killed_is_done_all_the_same(service: Service, press: Press) -> None:
    publish(press, 2)
    with press.held("/charge-2-5"):
        service.watch("daily", press.feed("daily"))
        service.wait(lambda: press.asked("/charge-2-5"), "a worker at the page")
        killed = service.main()
        killed.kill()
    service.wait(lambda: articles(service) == 2, "both articles")
    assert service.main() != killed


def test_02_a_message_lost_between_pop_and_unacked_is_found_by_the_sweep(service: Service, press: Press) -> None:
    """A stopped worker still has its BRPOP open: the server pops the message for it, and it dies with it."""
    publish(press, 1)
    worker = service.main()
    with service.stopped(service.main("scheduler")), service.stopped(worker):
        service.redis.delete(*QUEUES, "unacked", "unacked_index")
        source = service.watch("daily", press.feed("daily"), every=3600)
        sender(service).send_task("deltawire.poll", args=[[source]], queue=QUEUE)
        service.wait(lambda: service.queued() == 0, "the message in the dying worker's hands")
        assert "deltawire.poll" not in messages(service)
        worker.kill()
    service.wait(lambda: articles(service) == 1, "the article")


def test_06_an_item_that_kills_its_worker_is_set_aside_at_the_third_and_its_neighbours_go_through(
    service: Service, press: Press
) -> None:
    publish(press, 5)
    deadly = "/charge-3-5"

    def kill_at_try(number: int) -> None:
        service.wait(lambda: press.asked(deadly) == number, f"try {number}")
        service.kill_pool()

    with press.held(deadly):
        service.watch("daily", press.feed("daily"))
        for number in (1, 2, 3):
            kill_at_try(number)
        service.wait(lambda: service.rows("SELECT 1 FROM items WHERE stage = 'quarantined'"), "quarantine")
    service.wait(lambda: articles(service) == 4, "its neighbours")
    (aside,) = service.rows(
        "SELECT entry->>'title' AS title, last_error, attempts FROM items WHERE stage = 'quarantined'"
    )
    assert "$3.5 billion" in aside.title
    assert "the worker died" in aside.last_error
    assert (aside.attempts, press.asked(deadly)) == (3, 3)


def test_07_work_of_a_dead_child_is_taken_up_when_its_lease_has_run_out_and_not_before(
    service: Service, press: Press
) -> None:
    publish(press, 1)
    with press.held("/charge-1-5"):
        service.watch("daily", press.feed("daily"))
        service.wait(lambda: press.asked("/charge-1-5"), "a worker at the page")
        until = service.one("SELECT leased_until FROM items")
        service.kill_pool()
    service.wait(lambda: press.asked("/charge-1-5") == 2, "the second try")
    assert service.kit.now() >= until
    service.wait(lambda: articles(service) == 1, "the article")
    assert service.one("SELECT attempts FROM items") == 2


def test_08_a_busy_worker_that_is_killed_takes_its_children_along_and_is_started_again(
    service: Service, press: Press
) -> None:
    publish(press, 1)
    with press.held("/charge-1-5"):
        service.watch("daily", press.feed("daily"))
        service.wait(lambda: press.asked("/charge-1-5"), "a worker at the page")
        killed = service.main()
        below = killed.children(recursive=True)
        assert len(below) > 2, "its two workers, and the parser of the one that polled"
        killed.kill()
        _, alive = psutil.wait_procs(below, timeout=5)
        assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
    service.wait(lambda: service.main() != killed and len(service.pool()) == 2, "a new worker")
    service.wait(lambda: articles(service) == 1, "the article")


def test_10_a_wiped_queue_is_filled_again_within_two_sweeps(service: Service, press: Press) -> None:
    publish(press, 25)
    with press.held("/charge-1-5"), press.held("/charge-11-5"):
        service.watch("daily", press.feed("daily"), every=3600)
        for first in ("/charge-1-5", "/charge-11-5"):
            service.wait(partial(press.asked, first), "both workers busy, and the last five items waiting")
        assert "deltawire.read" in messages(service)
        service.redis.flushall()
        wiped = time.monotonic()
        service.wait(lambda: "deltawire.read" in messages(service), "the items in the queue again")
        assert time.monotonic() - wiped < 2 * SWEEP + 0.5
    service.wait(lambda: articles(service) == 25, "all articles")
    assert service.one("SELECT count(*) FROM articles") == 25


def test_11_a_broker_that_hangs_delays_nothing_that_was_found(service: Service, press: Press) -> None:
    publish(press, 3)
    broker = psutil.Process(int(service.redis.info()["process_id"]))
    with press.held("/feed/daily"):
        service.watch("daily", press.feed("daily"))
        service.wait(lambda: press.asked("/feed/daily"), "a poll under way")
        broker.suspend()
    try:
        service.wait(lambda: service.one("SELECT count(*) FROM items") == 3, "the poll's result, committed")
    finally:
        broker.resume()
    service.wait(lambda: articles(service) == 3, "the articles")


def test_13_two_schedulers_poll_each_slot_once(service: Service, press: Press) -> None:
    source = service.watch("daily", press.feed("daily"))
    with supervised([("scheduler",)], environment=service.environment, log=service.log_file):
        service.wait(lambda: len(gaps_between_polls(service, source)) >= 4, "five polls")
    assert min(gaps_between_polls(service, source)) >= SLOTS


def test_14_a_scheduler_that_comes_back_catches_up_once(service: Service, press: Press) -> None:
    source = service.watch("daily", press.feed("daily"))
    service.wait(lambda: gaps_between_polls(service, source), "two polls")
    with service.stopped(service.main("scheduler")):
        time.sleep(3.5)
    missed = len(gaps_between_polls(service, source))
    service.wait(lambda: len(gaps_between_polls(service, source)) >= missed + 2, "polls again")
    gaps = gaps_between_polls(service, source)
    assert max(gaps) > timedelta(seconds=2)
    assert min(gaps) >= SLOTS


@contextmanager
def items_locked(service: Service) -> Iterator[None]:
    """Nobody can store an item."""
    with service.engine.connect() as connection, connection.begin():
        connection.execute(text("LOCK TABLE items IN SHARE MODE"))
        yield


def test_18_a_worker_is_told_only_of_what_is_committed(service: Service, press: Press) -> None:
    """Both workers stand in front of their commit: no message; their transactions fail: still none, and no loss."""
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO items%'"
    publish(press, 1)
    press.publish("weekly", story(60.5))
    with items_locked(service):
        service.watch("daily", press.feed("daily"))
        service.watch("weekly", press.feed("weekly"))
        service.wait(lambda: len(service.rows(waiting)) == 2, "both workers before their commit")
        assert "deltawire.read" not in messages(service)
        service.rows(waiting.replace("pid", "pg_terminate_backend(pid)", 1))
        service.wait(lambda: not service.rows(waiting), "both transactions rolled back")
        assert "deltawire.read" not in messages(service)
        assert service.one("SELECT count(*) FROM items") == 0
    service.wait(lambda: articles(service) == 2, "both articles, by the next poll")


def test_19_the_broker_keeps_no_results(service: Service, press: Press) -> None:
    publish(press, 3)
    service.watch("daily", press.feed("daily"))
    service.wait(lambda: articles(service) == 3, "the articles")
    kept = {key.decode() for key in service.redis.scan_iter()}
    assert not [key for key in kept if "celery-task-meta" in key or "reply" in key]


def test_21_a_message_for_a_task_of_old_is_dropped_and_its_row_is_found(service: Service, press: Press) -> None:
    with service.stopped(service.main("scheduler")):
        publish(press, 1)
        source = service.watch("daily", press.feed("daily"))
        sender(service).send_task("deltawire.poll_before_the_deploy", args=[[source]], queue=QUEUE)
        service.wait(lambda: "poll_before_the_deploy" in service.log(), "the worker's complaint")
        service.wait(lambda: "poll_before_the_deploy" not in messages(service), "its end")
        assert press.asked("/feed/daily") == 0
    service.wait(lambda: articles(service) == 1, "the article")


class Opens:
    """What a pickle can do to whoever opens it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.open, (str(self._path), os.O_CREAT)


def test_22_a_pickled_message_is_refused_unopened(service: Service, press: Press, tmp_path: Path) -> None:
    with sender(service).connection_for_write() as connection:
        connection.Producer(serializer="pickle").publish(
            ([Opens(tmp_path / "opened")], {}, {}),
            exchange="",
            routing_key=QUEUE,
            headers={"task": "deltawire.poll", "id": "pickled"},
        )
    service.wait(lambda: "Refusing to deserialize" in service.log(), "the refusal")
    publish(press, 1)
    service.watch("daily", press.feed("daily"))
    service.wait(lambda: articles(service) == 1, "work going on")
    assert not (tmp_path / "opened").exists()


def test_60_two_workers_that_read_one_article_at_once_store_it_once(service: Service, press: Press) -> None:
    for name in ("daily", "weekly"):
        press.publish(name, story(7.7))
    with press.held("/charge-7-7"):
        service.watch("daily", press.feed("daily"))
        service.watch("weekly", press.feed("weekly"))
        service.wait(lambda: press.asked("/charge-7-7") == 2, "both workers at the page")
    service.settle()
    assert [
        service.one(f"SELECT count(*) FROM {table}") for table in ("items WHERE stage = 'done'", "articles", "versions")
    ] == [2, 1, 1]
    ringing = service.one("SELECT count(*) FROM changes WHERE rings AND claim->>'value' = '7700000000.0'")
    assert ringing == 1
