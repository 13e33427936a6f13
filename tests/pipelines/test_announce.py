"""One delivery goes out in the form that its target takes, and a test message like it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from pipelines.alerts.types import Subscription
from pipelines.announce import announce, try_out
from pipelines.ports import Sent
from pipelines.render.types import Form
from pipelines.work import Delivery
from tests.build import MONDAY, bundle, telling, templates

ONE = bundle(telling("Acme <charge>"), id="b_7")


@dataclass
class Postbox:
    """A sender that keeps what it is given."""

    takes: int | None = None
    plain_only: bool = False
    sent: list[tuple[str, str, str, Form]] = field(default_factory=list)

    def room(self, address: str) -> int | None:
        return self.takes

    def send(self, address: str, *, title: str, body: str, id: str, form: Form = "text") -> Sent:
        self.sent.append((id, title, body, form))
        garbled = self.plain_only and form != "text"
        return Sent("refused", "the target answered 400", garbled=True) if garbled else Sent("sent")


@pytest.mark.parametrize(
    ("address", "form", "shown"),
    [
        ("json://example.org", "text", "Acme <charge>"),
        ("slack://a/b/c", "markdown", r"**Acme \<charge\>**"),
        ("tgram://1:x/2", "html", "<b>Acme &lt;charge&gt;</b>"),
        ("mailto://a:b@example.org", "html", "Acme &lt;charge&gt;</h2>"),
        ("webhook+https://secret@example.org", "json", '"headline": "Acme <charge>"'),
    ],
)
def test_the_address_decides_the_form(address: str, form: str, shown: str) -> None:
    box = Postbox()
    assert announce(Delivery(1, ONE, address), box, templates=templates()).outcome == "sent"
    ((sent_id, _, body, given),) = box.sent
    assert (sent_id, given) == ("b_7", form)
    assert shown in body


def test_a_repeat_has_the_same_id_and_says_so() -> None:
    box = Postbox()
    announce(Delivery(1, ONE, "json://example.org", repeat=True), box, templates=templates())
    ((sent_id, title, body, _),) = box.sent
    assert sent_id == "b_7"
    assert title.startswith("[possible repeat] ")
    assert body.startswith("Possible repeat of alert b_7")


def test_a_target_that_takes_little_gets_little() -> None:
    box = Postbox(takes=100)
    announce(Delivery(1, bundle(*[telling()] * 20), "pover://a@b"), box, templates=templates())
    ((_, title, body, _),) = box.sent
    assert len(title) + len(body) <= 100


def test_a_template_that_does_not_work_is_told_beside_the_outcome() -> None:
    sent = announce(Delivery(1, ONE, "json://example.org"), Postbox(), templates=templates(plain="{{ x }}"))
    assert (sent.outcome, "plain" in sent.trouble) == ("sent", True)


@pytest.mark.parametrize("address", ["json://example.org", "slack://a/b/c", "webhook+https://secret@example.org"])
def test_a_test_message_takes_the_way_of_alerts(address: str) -> None:
    box = Postbox()
    desk = Subscription(1, "desk", (1,))
    assert try_out(desk, address, box, templates=templates(), now=MONDAY).outcome == "sent"
    ((sent_id, _, body, form),) = box.sent
    assert sent_id == "test_20260302T090000"
    told = json.loads(body)["note"] if form == "json" else body
    assert told.split("\n")[0] == "A test of the subscription desk: if you read this, its alerts will reach you."


@pytest.mark.parametrize("address", ["tgram://1:x/2", "slack://a/b/c"])
def test_30_a_target_that_cannot_read_its_own_form_gets_plain_text_within_its_limit(address: str) -> None:
    box = Postbox(plain_only=True)
    many = bundle(*[telling(f"Acme <charge> {number}") for number in range(200)])
    assert announce(Delivery(1, many, address), box, templates=templates()).outcome == "sent"
    first, second = box.sent
    assert (first[0], first[3] != "text", second[0], second[3]) == ("b_1", True, "b_1", "text")
    assert len(second[1]) + len(second[2]) <= 4_096
    assert "Acme <charge> 0" in second[2]


def test_a_target_that_refuses_plain_text_too_is_asked_no_more() -> None:
    box = Postbox(plain_only=True)
    announce(Delivery(1, ONE, "webhook+https://secret@example.org"), box, templates=templates())
    assert len(box.sent) == 1
