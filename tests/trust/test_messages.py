"""What is sent keeps its limits and calls nobody, on receivers that can be run here: cases 29 to 31, 33 and 51."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from adapters.apprise_sender import AppriseSender
from pipelines.announce import announce
from pipelines.ports import Sent
from pipelines.render import Templates
from pipelines.work import Delivery
from tests.adapters.servers import Server, reply, serving
from tests.build import bundle, telling, templates

HOSTILE = "@everyone @channel <!here> <b>bold</b> *bold* [click](https://evil.example) {{ 7 * 7 }}"
SMALL = "json://127.0.0.1:{port}/?overflow=split"
MARKED_UP = "mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4"
CHAT = "rocket://token12345/abcdefghij@127.0.0.1:{port}/#desk"

Answer = Callable[[BaseHTTPRequestHandler, str], None]


def taken(server: Server) -> list[dict[str, str]]:
    return [json.loads(seen.body) for seen in server.seen]


def yes(handler: BaseHTTPRequestHandler, path: str) -> None:
    reply(handler, 200, b'{"success": true}')


def sent(
    address: str, *headlines: str, using: Templates | None = None, answer: Answer = yes
) -> tuple[Sent, list[dict[str, str]]]:
    """What became of one message with these headlines, and what reached the receiver."""
    many = bundle(*(telling(headline, quote=headline) for headline in headlines))
    with serving(answer) as server:
        delivery = Delivery(1, many, address.format(port=server.port))
        return announce(delivery, AppriseSender(seconds=5), templates=using or templates()), taken(server)


def test_29_a_message_is_one_message_however_much_there_is_to_tell() -> None:
    for address, limit in ((SMALL, 32_768), (CHAT, 1_000)):
        outcome, arrived = sent(address, *(f"№{number} Acme charge" for number in range(2_000)))
        assert outcome.outcome == "sent"
        (one,) = arrived
        text = one.get("message") or one["text"]
        assert len(text) <= limit
        told, more = len(set(re.findall(r"№(\d+)", text))), int(re.findall(r"and (\d+) more", text)[-1])
        assert told + more == 2_000


def test_30_markup_that_a_target_cannot_read_is_sent_as_plain_text() -> None:
    def picky(handler: BaseHTTPRequestHandler, path: str) -> None:
        if len(refusals) == 0:
            refusals.append(path)
            reply(handler, 400, b'{"error": "cannot parse entities"}')
        else:
            yes(handler, path)

    refusals: list[str] = []
    outcome, arrived = sent(MARKED_UP, HOSTILE, answer=picky)
    assert outcome.outcome == "sent"
    first, second = (one["text"] for one in arrived)
    assert r"\*bold\*" in first
    assert " *bold* " in second


@pytest.mark.parametrize("address", [CHAT, MARKED_UP, SMALL])
def test_31_what_an_outlet_wrote_calls_nobody(address: str) -> None:
    outcome, (one,) = sent(address, HOSTILE)
    assert outcome.outcome == "sent"
    assert not re.search(r"@(everyone|channel|here)", json.dumps(one, ensure_ascii=False))


def test_33_a_storm_is_one_message_that_says_how_many_more() -> None:
    outcome, (one,) = sent(SMALL, *["Acme charge"] * 10_000)
    assert outcome.outcome == "sent"
    assert "and 9800 more: deltawire alerts show b_1" in one["message"]


def test_51_a_template_given_by_a_user_cannot_reach_out_run_on_or_stop_a_message() -> None:
    for template in ("{{ ''.__class__ }}", "{% for a in 'x' * 999999999 %}{% endfor %}", "{{ full[0].quote.x }}", "{%"):
        outcome, (one,) = sent(SMALL, "Acme charge", using=templates(plain=template))
        assert outcome.outcome == "sent"
        assert "plain" in outcome.trouble
        assert "Acme charge" in one["message"]
        assert "{{ 7 * 7 }}" in sent(SMALL, HOSTILE)[1][0]["message"]
