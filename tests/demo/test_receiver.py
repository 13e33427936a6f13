"""The receiver keeps what Apprise posts, in order, and can play dead."""

from __future__ import annotations

import apprise
import httpx

from demo.receiver import Receiver


def test_alerts_arrive_in_order_with_title_and_body() -> None:
    with Receiver() as receiver:
        sender = apprise.Apprise()
        sender.add(receiver.url)
        assert sender.notify(title="First", body="5.5 billion")
        assert sender.notify(title="Second", body="出口管制", notify_type=apprise.NotifyType.WARNING)
        arrived = receiver.wait_for(2, timeout=5)
    assert [(alert.title, alert.body) for alert in arrived] == [("First", "5.5 billion"), ("Second", "出口管制")]
    assert [alert.type for alert in arrived] == ["info", "warning"]
    assert arrived[0].at <= arrived[1].at


def test_a_refused_alert_is_not_kept() -> None:
    with Receiver() as receiver:
        address = receiver.url.replace("json://", "http://")
        receiver.refuse_next(1)
        post = {"title": "t", "message": "m", "type": "info", "attachments": [{"filename": "a"}]}
        assert httpx.post(address, json=post).status_code == 503
        assert httpx.post(address, json=post).status_code == 200
        assert [alert.attachments for alert in receiver.received] == [1]


def test_a_post_that_is_no_alert_is_refused() -> None:
    with Receiver() as receiver:
        address = receiver.url.replace("json://", "http://")
        assert httpx.post(address, content=b"not json").status_code == 400
        assert httpx.post(address, content=b"[1]").status_code == 400
        assert receiver.received == ()


def test_waiting_ends_when_nothing_comes() -> None:
    with Receiver() as receiver:
        assert receiver.wait_for(1, timeout=0.01) == ()
