"""Signed webhooks against real receivers on loopback."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from adapters.apprise_sender import ID_HEADER, AppriseSender, mask
from adapters.http import HttpFetcher, open_fetcher
from adapters.senders import Senders, check_address
from adapters.webhook import SIGNATURE_HEADER, TIMESTAMP_HEADER, WebhookSender, parsed
from pipelines.errors import Refused
from tests.adapters.servers import Server, reply, serving, settings

SECRET = "hunter2-hunter2-hunter2"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def client() -> Iterator[HttpFetcher]:
    with open_fetcher(settings()) as fetcher:
        yield fetcher


@pytest.fixture(scope="module")
def sender(client: HttpFetcher) -> Senders:
    return Senders(AppriseSender(seconds=5), WebhookSender(client, now=lambda: NOW, seconds=2))


def address(server: Server, path: str) -> str:
    return f"webhook+http://{SECRET}@127.0.0.1:{server.port}{path}"


def answer_as_asked(handler: BaseHTTPRequestHandler, path: str) -> None:
    status = int(path.split("/")[1])
    reply(handler, status, b"{}", **({"Retry_After": "7", "Location": "/200"} if status >= 300 else {}))


def test_a_webhook_gets_the_body_as_it_was_rendered_with_id_time_and_a_signature_that_holds(sender: Senders) -> None:
    body = json.dumps({"id": "b_1", "note": "“Wörter”"})
    with serving(answer_as_asked) as server:
        sent = sender.send(address(server, "/200/hook?key=1"), title="t", body=body, id="b_1", form="json")
    assert sent.outcome == "sent"
    (seen,) = server.seen
    assert (seen.path, seen.body) == ("/200/hook?key=1", body.encode())
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers[ID_HEADER] == "b_1"
    stamp = seen.headers[TIMESTAMP_HEADER]
    assert int(stamp) == int(NOW.timestamp())
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + seen.body, hashlib.sha256).hexdigest()
    assert seen.headers[SIGNATURE_HEADER] == f"sha256={expected}"
    assert "authorization" not in {name.lower() for name in seen.headers}


@pytest.mark.parametrize(
    ("status", "outcome", "wait"),
    [
        (204, "sent", None),
        (429, "retry", 7.0),
        (503, "retry", 7.0),
        (500, "retry", 7.0),
        (504, "ambiguous", None),
        (400, "refused", None),
        (410, "refused", None),
        (302, "refused", None),
    ],
)
def test_the_receivers_status_decides(sender: Senders, status: int, outcome: str, wait: float | None) -> None:
    with serving(answer_as_asked) as server:
        sent = sender.send(address(server, f"/{status}"), title="t", body="{}", id="1", form="json")
    assert (sent.outcome, sent.retry_after) == (outcome, wait)
    assert len(server.seen) == 1


def test_a_receiver_that_took_it_and_hung_up_or_never_answered_may_have_it(client: HttpFetcher) -> None:
    def hang_up(handler: BaseHTTPRequestHandler, path: str) -> None:
        if path == "/late":
            time.sleep(1)
        handler.close_connection = True

    sender = WebhookSender(client, now=lambda: NOW, seconds=0.4)
    with serving(hang_up) as server:
        for path in ("/gone", "/late"):
            assert sender.send(address(server, path), title="t", body="{}", id="1").outcome == "ambiguous"


def test_a_receiver_that_said_yes_and_then_drips_has_it(client: HttpFetcher) -> None:
    def drip(handler: BaseHTTPRequestHandler, path: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "50")
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    started = time.monotonic()
    with serving(drip) as server:
        sent = WebhookSender(client, now=lambda: NOW, seconds=0.4).send(
            address(server, "/"), title="t", body="{}", id="1"
        )
    assert sent.outcome == "sent"
    assert time.monotonic() - started < 2.5


def test_nobody_listening_is_tried_again(sender: Senders) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        where = f"webhook+http://{SECRET}@127.0.0.1:{unused.getsockname()[1]}/"
        assert sender.send(where, title="t", body="{}", id="1", form="json").outcome == "retry"


def test_a_webhook_inside_the_network_is_not_opened_unless_the_settings_say_so() -> None:
    with serving(answer_as_asked) as server, open_fetcher(settings(allow_private_addresses=False)) as shut:
        sent = WebhookSender(shut, now=lambda: NOW).send(address(server, "/200"), title="t", body="{}", id="1")
    assert sent.outcome == "refused"
    assert "DELTAWIRE_ALLOW_PRIVATE_ADDRESSES" in sent.detail
    assert server.seen == []


def test_nothing_of_the_address_is_in_an_answer(sender: Senders) -> None:
    with serving(answer_as_asked) as server:
        for path in ("/404/hunter2", "/503/hunter2", "/302/hunter2?hunter2"):
            assert "hunter2" not in repr(sender.send(address(server, path), title="t", body="{}", id="1", form="json"))
    assert mask(f"webhook+https://{SECRET}@example.org:8443/{SECRET}?{SECRET}") == "webhook+https://example.org"


@pytest.mark.parametrize(
    "given", ["webhook+https://example.org/hook", "webhook+https://hunter2@example.org/", "webhook+https://hunter2@/",
              "webhook+https://hunter2:x@[bad/", "webhook+https://", "webhook+https://hunter2/rest@example.org",
              "webhook+https://hunter2", "webhook+https://short@hunter2", "webhook+https://hunter2?rest@example.org"]
)  # fmt: skip
def test_an_address_without_host_or_a_secret_of_some_length_is_refused_without_showing_it(given: str) -> None:
    with pytest.raises(Refused, match="SECRET@host") as raised:
        check_address(given)
    assert "hunter2" not in str(raised.value)


def test_a_secret_may_hold_any_sign_when_it_is_percent_encoded() -> None:
    assert parsed("webhook+https://a%2Fb%40c-0123456789ab@example.org:8443/x?y=1#z") == (
        "https://example.org:8443/x?y=1",
        "a/b@c-0123456789ab",
    )


def test_other_addresses_go_through_apprise(sender: Senders) -> None:
    with serving(answer_as_asked) as server:
        where = f"json://127.0.0.1:{server.port}/200"
        assert sender.send(where, title="t", body="b", id="d-1").outcome == "sent"
        assert sender.room(where) == 32_768
    assert server.seen[0].headers[ID_HEADER] == "d-1"
    assert sender.room(f"webhook+https://{SECRET}@example.org/") is None
