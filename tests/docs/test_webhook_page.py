"""The page on webhooks is true: its receiver takes what is sent, once, and nothing else; its schema is the body's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.http import open_fetcher
from adapters.webhook import SIGNATURE_HEADER, TIMESTAMP_HEADER, WebhookSender
from pipelines.render import render
from pipelines.render.webhook import WebhookBody, schema
from tests.adapters.servers import Seen, reply, serving, settings
from tests.build import bundle, telling, templates

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "webhook.md").read_text(encoding="utf-8")
SECRET = "a-secret-of-some-length"

Accept = Callable[[dict[str, str], bytes, str], int]


@pytest.fixture
def accept() -> Accept:
    """The receiver that the page shows."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(code.split("def accept", 1)[1].splitlines()) <= 15
    room: dict[str, Any] = {}
    exec(code, room)
    return room["accept"]


def sent(at: datetime) -> Seen:
    """What reaches a receiver of a bundle that is sent at this moment."""
    body = render(bundle(telling("“Überraschung”"), id="b_1"), "webhook", templates=templates()).body
    with serving(lambda handler, path: reply(handler, 204)) as server, open_fetcher(settings()) as client:
        where = f"webhook+http://{SECRET}@127.0.0.1:{server.port}/hook"
        assert WebhookSender(client, now=lambda: at).send(where, title="t", body=body, id="b_1").outcome == "sent"
    return server.seen[0]


def test_the_receiver_on_the_page_takes_a_message_and_answers_its_repeat_as_arrived(accept: Accept) -> None:
    seen = sent(datetime.now(UTC))
    assert accept(seen.headers, seen.body, SECRET) == 201
    assert accept(seen.headers, seen.body, SECRET) == 200, "a repeat has arrived: anything else would make it dead"


def test_the_receiver_on_the_page_refuses_another_secret_body_or_time(accept: Accept) -> None:
    seen = sent(datetime.now(UTC))
    assert accept(seen.headers, seen.body, "another-secret-of-length") == 401
    assert accept(seen.headers, seen.body.replace(b"b_1", b"b_2"), SECRET) == 401
    assert accept({}, seen.body, SECRET) == 401
    later = str(int(seen.headers[TIMESTAMP_HEADER]) + 1)
    assert accept({**seen.headers, TIMESTAMP_HEADER: later}, seen.body, SECRET) == 401
    old = sent(datetime.now(UTC) - timedelta(minutes=6))
    assert accept(old.headers, old.body, SECRET) == 401


def test_the_headers_on_the_page_are_those_that_are_sent() -> None:
    told = set(re.findall(r"^\| `(X-[\w-]+)` \|", PAGE, re.MULTILINE))
    assert told == {"X-Deltawire-Id", TIMESTAMP_HEADER, SIGNATURE_HEADER}


def test_the_schema_that_is_shipped_is_that_of_the_body_and_describes_every_field() -> None:
    written = json.loads((ROOT / "config" / "webhook.schema.json").read_text(encoding="utf-8"))
    assert written == schema(), "write it anew: python -m tests.docs.webhook_schema > config/webhook.schema.json"
    parts = [written, *(part for name, part in written["$defs"].items() if name != "ChangeKind")]
    assert all("description" in field or "$ref" in field for part in parts for field in part["properties"].values())


def test_a_body_is_what_the_schema_says() -> None:
    for many in (0, 1, 3):
        text = render(bundle(*(telling(f"{n}") for n in range(many))), "webhook", templates=templates()).body
        assert WebhookBody.model_validate_json(text).more == 0
        assert set(json.loads(text)) == set(schema()["required"])
