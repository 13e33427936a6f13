"""What is sent is sent once, or says that it may be a repeat. Cases 23 to 27 and 35."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from storage.subscriptions import OnAmbiguous
from tests.press import Letter, Mailbox, Press, story
from tests.service import Service

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("service")]


def ring(service: Service, press: Press, *addresses: str, on_ambiguous: OnAmbiguous = "resend") -> None:
    """One article that rings is published, and its alert goes to these targets."""
    service.subscribe(*addresses, on_ambiguous=on_ambiguous)
    press.publish("daily", story(7.7))
    service.watch("daily", press.feed("daily"), every=3600)


def stages(service: Service) -> list[str]:
    """Of the deliveries, in order of their targets."""
    return [row.stage for row in service.rows("SELECT stage FROM deliveries ORDER BY target_id")]


def says_repeat(letter: Letter) -> bool:
    return letter.title.startswith("[possible repeat] ") and f"repeat of alert {letter.id}" in letter.body


def test_23_a_crash_after_sending_brings_one_repeat_with_the_same_id_that_says_so(
    service: Service, press: Press, mailbox: Mailbox
) -> None:
    with mailbox.held("/alerts"):
        ring(service, press, mailbox.address())
        service.wait(mailbox.letters, "the message at its target")
        service.kill_pool()
    service.wait(lambda: stages(service) == ["sent"], "the second try")
    first, second = mailbox.letters()
    assert not says_repeat(first)
    assert says_repeat(second)
    assert second.id == first.id == service.one("SELECT id FROM bundles")
    assert second.body.endswith(first.body)


def test_23_a_crash_before_sending_is_no_loss(service: Service, press: Press, mailbox: Mailbox) -> None:
    """The worker dies while it decides: neither the facts nor the alert are half there."""
    with service.ledger_locked():
        ring(service, press, mailbox.address())
        service.kill_while_leased("ingest")
    service.wait(lambda: stages(service) == ["sent"], "the alert")
    (letter,) = mailbox.letters()
    assert not says_repeat(letter)
    assert service.one("SELECT count(*) FROM changes WHERE rings AND claim->>'kind' = 'figure'") == 1


def test_25_a_target_that_took_it_and_did_not_answer_is_told_again_at_most_twice_and_that_it_may_repeat(
    service: Service, press: Press, mailbox: Mailbox
) -> None:
    def after_send(number: int) -> None:
        service.wait(lambda: uncertain(service) == number, f"the end of send {number}")
        assert stages(service) == ["ambiguous"]

    with mailbox.held("/alerts"):
        ring(service, press, mailbox.address(query="?rto=0.3"))
        for number in (1, 2, 3):
            after_send(number)
            service.now_is_later("deliver")
    (aside,) = aside_by_hand(service)
    assert "may have arrived" in aside
    assert [says_repeat(letter) for letter in mailbox.letters()] == [False, True, True]
    assert len({letter.id for letter in mailbox.letters()}) == 1


def test_25_a_target_set_to_hold_is_not_told_again(service: Service, press: Press, mailbox: Mailbox) -> None:
    with mailbox.held("/alerts"):
        ring(service, press, mailbox.address(query="?rto=0.3"), on_ambiguous="hold")
        service.wait(lambda: uncertain(service) == 1, "the send")
        service.now_is_later("deliver")
        time.sleep(1.0)  # two sweeps
        assert len(aside_by_hand(service)) == 1
    assert len(mailbox.letters()) == 1


def uncertain(service: Service) -> int:
    return int(service.one("SELECT coalesce(sum(uncertain), 0) FROM deliveries WHERE stage = 'ambiguous'"))


def aside_by_hand(service: Service) -> list[str]:
    """What the operator is shown as waiting for a person."""
    with service.kit.store.unit() as unit:
        return [work.last_error for work in unit.views.set_aside() if work.table == "deliveries"]


def test_26_and_27_a_target_that_fails_holds_up_no_other_and_gets_its_alert_later(
    service: Service, press: Press, mailbox: Mailbox
) -> None:
    mailbox.status = {"/down": 500, "/closed": 403}
    ring(service, press, mailbox.address("/up"), mailbox.address("/down"), mailbox.address("/closed"))
    service.wait(lambda: stages(service) == ["sent", "failed", "dead"], "an answer of every target")
    mailbox.status = {}
    service.now_is_later("deliver")
    service.wait(lambda: stages(service) == ["sent", "sent", "dead"], "the second try")
    assert [len(mailbox.letters(path)) for path in ("/up", "/down", "/closed")] == [1, 2, 1]
    assert not any(says_repeat(letter) for letter in mailbox.letters("/down")), "a plain no did not arrive"


def test_35_a_replay_of_what_is_stored_sends_nothing_and_stores_nothing(
    service: Service, press: Press, mailbox: Mailbox
) -> None:
    ring(service, press, mailbox.address())
    service.wait(lambda: stages(service) == ["sent"], "the alert")
    before = everything_stored(service)
    replay = subprocess.run(
        [sys.executable, "-m", "cli.main", "replay", "--since", "2000-01-01", "--format", "ndjson"],
        env={**os.environ, **service.environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert '"change": "new"' in replay.stdout or '"change":"new"' in replay.stdout
    assert everything_stored(service) == before
    assert len(mailbox.letters()) == 1


def everything_stored(service: Service) -> list[tuple[str, list[tuple[object, ...]]]]:
    tables = ("articles", "versions", "reads", "facts", "changes", "alerts", "bundles", "deliveries")
    return [(table, [tuple(row) for row in service.rows(f"SELECT * FROM {table} ORDER BY id")]) for table in tables]
