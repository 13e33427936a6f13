"""What a target did is found out, and what an address holds stays secret: cases 25, 27 and 32."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from adapters.apprise_sender import AppriseSender
from adapters.http import open_fetcher
from adapters.webhook import WebhookSender
from pipelines.errors import Refused
from tests.adapters.servers import reply, serving, settings

CANARY = "c4narytok3n"


@pytest.fixture
def every_log() -> Iterator[io.StringIO]:
    """All that logging prints in a process where somebody turned everything on."""
    printed = io.StringIO()
    handler = logging.StreamHandler(printed)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield printed
    root.removeHandler(handler)
    root.setLevel(level)


def test_25_a_target_that_took_the_message_and_never_answered_is_ambiguous() -> None:
    def take_and_hang(handler: BaseHTTPRequestHandler, path: str) -> None:
        time.sleep(1.2)

    with serving(take_and_hang) as server:
        sent = AppriseSender().send(f"json://127.0.0.1:{server.port}/?rto=0.5", title="t", body="b", id="1")
        assert sent.outcome == "ambiguous"
        assert len(server.seen) == 1


@pytest.mark.parametrize(("status", "outcome"), [(429, "retry"), (500, "retry"), (403, "refused")])
def test_27_a_plain_no_of_the_library_is_not_taken_for_sent(status: int, outcome: str) -> None:
    with serving(lambda handler, path: reply(handler, status)) as server:
        assert AppriseSender().send(f"json://127.0.0.1:{server.port}/", title="t", body="b", id="1").outcome == outcome


def test_27_an_empty_body_and_a_bad_address_are_refused_before_anything_is_sent() -> None:
    with serving(lambda handler, path: reply(handler, 200)) as server:
        sender = AppriseSender()
        assert sender.send(f"json://127.0.0.1:{server.port}/", title="t", body=" \n", id="1").outcome == "refused"
        assert server.seen == []
    with pytest.raises(Refused):
        sender.check_address("tgram://not-a-token/")


def test_32_no_part_of_an_address_gets_into_logs_or_answers(
    every_log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Canary in user, password, path and query; sent well, refused, hung up on, unreachable, and unusable."""

    def answer(handler: BaseHTTPRequestHandler, path: str) -> None:
        if "/hang-up" in path:
            handler.close_connection = True
        else:
            reply(handler, int(path.split("/")[1]), path.encode())

    sender = AppriseSender()
    logging.getLogger("apprise").propagate = True  # somebody sets up logging after us
    answers = []
    with serving(answer) as server:
        host = f"{CANARY}:{CANARY}@127.0.0.1:{server.port}"
        for kind in ("json", "xml", "form"):
            for path in ("200", "500", "hang-up"):
                address = f"{kind}://{host}/{path}/{CANARY}?+X-Key={CANARY}"
                answers.append(sender.send(address, title="t", body="b", id="1"))
        assert CANARY in server.seen[0].path
    answers.append(sender.send(f"json://{host}/200/{CANARY}", title="t", body="b", id="1"))
    answers.append(sender.send(f"tgram://{CANARY}/{CANARY}", title="t", body="b", id="1"))
    said = every_log.getvalue() + "".join(capfd.readouterr()) + repr(answers)
    assert CANARY not in said
    assert [sent.outcome for sent in answers[:3]] == ["sent", "retry", "ambiguous"]


def test_32_no_part_of_a_webhooks_address_gets_into_logs_or_answers(
    every_log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Canary in secret, path and query; sent well, refused, hung up on, unreachable, and unusable."""

    def answer(handler: BaseHTTPRequestHandler, path: str) -> None:
        if "/hang-up" in path:
            handler.close_connection = True
        else:
            reply(handler, int(path.split("/")[1]), path.encode())

    with open_fetcher(settings()) as client:
        sender = WebhookSender(client, now=lambda: datetime.now(UTC), seconds=2)
        with serving(answer) as server:
            where = f"webhook+http://{CANARY * 2}@127.0.0.1:{server.port}"
            answers = [
                sender.send(f"{where}/{path}/{CANARY}?key={CANARY}", title="t", body="{}", id="1")
                for path in ("200", "302", "404", "500", "hang-up")
            ]
        answers.append(sender.send(f"{where}/{CANARY}", title="t", body="{}", id="1"))
        answers.append(sender.send(f"webhook+https://{CANARY}@[{CANARY}", title="t", body="{}", id="1"))
    said = every_log.getvalue() + "".join(capfd.readouterr()) + repr(answers)
    assert CANARY not in said
    assert [sent.outcome for sent in answers] == [
        "sent", "refused", "refused", "retry", "ambiguous", "retry", "refused",
    ]  # fmt: skip


def test_32_no_key_in_a_sources_address_gets_into_logs(every_log: io.StringIO) -> None:
    with serving(lambda handler, path: reply(handler, 200)) as server, open_fetcher(settings()) as http:
        http.get(f"{server.url}/feed?key={CANARY}")
    assert CANARY in server.seen[0].path
    assert CANARY not in every_log.getvalue()
