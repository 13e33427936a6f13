"""When messages go out, on the running service: cases 23, 24, 28, 33 and 34."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.apprise_sender import mask
from bench.tempers import LATER, TAKE, Target, receiving
from pipelines.alerts.types import Timing
from storage.subscriptions import NewSubscription
from tests.press import Mailbox, Press, story
from tests.service import Service

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("service")]

STORM = 10_000


def ring(service: Service, press: Press, address: str, timing: Timing | None = None) -> None:
    """One article that rings is published, for one target."""
    with service.kit.store.unit() as unit:
        unit.targets.put("0", address, masked=mask(address), now=service.kit.now())
        unit.subscriptions.put(NewSubscription("all", ("0",), timing=timing or Timing()), now=service.kit.now())
    press.publish("daily", story(7.7))
    service.watch("daily", press.feed("daily"), every=3600)


def stages(service: Service) -> list[str]:
    return [row.stage for row in service.rows("SELECT stage FROM deliveries ORDER BY id")]


def test_23_a_scheduler_that_is_killed_in_mid_flush_leaves_nothing_half_told_and_nothing_untold(
    service: Service, press: Press, mailbox: Mailbox
) -> None:
    with bundles_locked(service):
        ring(service, press, mailbox.address(), Timing(group_wait=timedelta(seconds=1)))
        service.wait(lambda: writing_bundles(service), "a flush", at_most=60)
        service.main("scheduler").kill()
        assert service.one("SELECT count(*) FROM deliveries") == 0
    service.wait(lambda: stages(service) == ["sent"], "the message", at_most=60)
    (letter,) = mailbox.letters()
    assert not letter.title.startswith("[possible repeat]")
    assert service.one("SELECT count(*) FROM alerts WHERE stage <> 'told'") == 0


@contextmanager
def bundles_locked(service: Service) -> Iterator[None]:
    """Nobody can write a message for as long as the block lasts."""
    with service.engine.begin() as connection:
        connection.execute(text("LOCK TABLE bundles IN SHARE MODE"))
        yield


def writing_bundles(service: Service) -> bool:
    waits = "wait_event_type = 'Lock' AND query ILIKE 'INSERT INTO bundles%'"
    return bool(service.one(f"SELECT count(*) FROM pg_stat_activity WHERE {waits}"))


def test_24_a_message_on_its_way_is_not_called_sent(service: Service, press: Press, mailbox: Mailbox) -> None:
    with mailbox.held("/alerts"):
        ring(service, press, mailbox.address())
        service.wait(mailbox.letters, "the message at its target")
        assert stages(service) == ["sending"]
    service.wait(lambda: stages(service) in (["sent"], ["ambiguous"]), "the target's answer")


def test_28_a_target_that_asks_for_a_pause_gets_it(service: Service, press: Press) -> None:
    target = Target("busy", "webhook", lambda number: LATER if number < 2 else TAKE)
    with receiving([target]) as addresses:
        ring(service, press, addresses["busy"])
        service.wait(lambda: tried_again_at_once(service) and target.taken, "the third try", at_most=60)
    assert (target.requests, target.too_early) == (3, 0)
    assert [arrival.labelled for arrival in target.taken] == [False], "a plain no did not arrive"


def tried_again_at_once(service: Service) -> bool:
    """The delivery's own wait is cut short; what its target asked for is not."""
    service.execute("UPDATE deliveries SET next_attempt_at = now() WHERE stage = 'failed' AND next_attempt_at > now()")
    return True


def test_33_a_storm_of_changes_is_one_message_that_says_how_many_more_there_were(
    service: Service, press: Press, mailbox: Mailbox
) -> None:
    ring(service, press, mailbox.address())
    service.wait(lambda: stages(service) == ["sent"], "the first message")
    service.execute(
        "INSERT INTO alerts (id, subscription_id, subscription, change_id, fact_id, story, grp, stage, reason, urgent,"
        " wanted_origins, position, telling, created_at) SELECT 'storm_' || number, subscription_id, subscription,"
        " change_id, fact_id, story, grp, 'waiting', '', false, 1, number, telling, now()"
        " FROM (SELECT * FROM alerts LIMIT 1) AS one,"
        f" generate_series(1, {STORM}) AS number; UPDATE alert_groups SET due_at = now()"
    )
    service.wait(lambda: stages(service) == ["sent", "sent"], "the storm's message", at_most=60)
    assert len(mailbox.letters()) == 2
    assert f"and {STORM - 100} more" in mailbox.letters()[-1].body
    assert service.one("SELECT count(*) FROM alerts WHERE stage <> 'told'") == 0


def test_34_a_restart_within_the_repeat_interval_tells_nothing_again(
    service: Service, press: Press, mailbox: Mailbox
) -> None:
    ring(service, press, mailbox.address(), Timing(repeat_interval=timedelta(hours=1)))
    service.wait(lambda: stages(service) == ["sent"], "the message")
    service.main("scheduler").kill()
    service.kill_pool()
    service.wait(lambda: service.main("scheduler").is_running(), "the scheduler")
    service.execute("UPDATE alert_groups SET due_at = now()")
    service.wait(lambda: service.one("SELECT due_at > now() FROM alert_groups"), "a look at the group", at_most=60)
    time.sleep(1.0)  # two sweeps
    assert len(mailbox.letters()) == 1
    service.execute("UPDATE alert_groups SET flushed_at = flushed_at - interval '2 hours', due_at = now()")
    service.wait(lambda: len(mailbox.letters()) == 2, "the reminder", at_most=60)
    first, second = mailbox.letters()
    assert second.id != first.id
