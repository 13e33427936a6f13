"""The sender against real receivers on loopback."""

from __future__ import annotations

import json
import socket
import time
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler

import pytest

from adapters.apprise_sender import ID_HEADER, AppriseSender, mask
from pipelines.errors import Refused
from pipelines.render import render
from tests.adapters.servers import reply, serving, taking_mail
from tests.build import bundle, telling, templates


@pytest.fixture(scope="module")
def sender() -> AppriseSender:
    return AppriseSender(seconds=5)


def answer_as_asked(handler: BaseHTTPRequestHandler, path: str) -> None:
    reply(handler, int(path.split("/")[1]), b'{"ok": false, "parameters": {"retry_after": 7}}')


def test_a_message_arrives_as_written_with_the_deliverys_id(sender: AppriseSender) -> None:
    with serving(answer_as_asked) as server:
        sent = sender.send(f"json://127.0.0.1:{server.port}/200", title="H <b>", body="1 < 2\n*x*", id="d-17")
    assert sent.outcome == "sent"
    (seen,) = server.seen
    assert seen.headers[ID_HEADER] == "d-17"
    message = json.loads(seen.body)
    assert (message["title"], message["message"]) == ("H <b>", "1 < 2\n*x*")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (429, "retry"),
        (500, "retry"),
        (503, "retry"),
        (504, "ambiguous"),
        (400, "refused"),
        (404, "refused"),
        (302, "refused"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "xml", "form"])
def test_the_targets_status_decides(sender: AppriseSender, kind: str, status: int, outcome: str) -> None:
    with serving(answer_as_asked) as server:
        sent = sender.send(f"{kind}://127.0.0.1:{server.port}/{status}", title="t", body="b", id="1")
    assert sent.outcome == outcome
    assert str(status) in sent.detail


@pytest.mark.parametrize(("status", "garbled"), [(400, True), (422, True), (403, False), (404, False), (500, False)])
def test_a_target_that_cannot_read_a_message_is_told_from_one_that_does_not_want_it(
    sender: AppriseSender, status: int, garbled: bool
) -> None:
    with serving(answer_as_asked) as server:
        sent = sender.send(f"json://127.0.0.1:{server.port}/{status}", title="t", body="b", id="1")
    assert sent.garbled is garbled


def test_the_wait_that_the_answer_names_is_passed_on(sender: AppriseSender) -> None:
    with serving(answer_as_asked) as server:
        assert sender.send(f"json://127.0.0.1:{server.port}/429", title="t", body="b", id="1").retry_after == 7.0


def test_nobody_listening_is_tried_again(sender: AppriseSender) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert sender.send(f"json://127.0.0.1:{port}/", title="t", body="b", id="1").outcome == "retry"


def test_a_hang_up_without_an_answer_is_ambiguous(sender: AppriseSender) -> None:
    def hang_up(handler: BaseHTTPRequestHandler, path: str) -> None:
        handler.close_connection = True

    with serving(hang_up) as server:
        assert sender.send(f"json://127.0.0.1:{server.port}/", title="t", body="b", id="1").outcome == "ambiguous"


def test_an_answer_that_drips_is_cut_and_ambiguous() -> None:
    def drip(handler: BaseHTTPRequestHandler, path: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    with serving(drip) as server:
        started = time.monotonic()
        sent = AppriseSender(seconds=0.5).send(f"json://127.0.0.1:{server.port}/", title="t", body="b", id="1")
    assert sent.outcome == "ambiguous"
    assert time.monotonic() - started < 2


def test_a_retry_asked_for_in_the_address_is_not_obeyed(sender: AppriseSender) -> None:
    with serving(answer_as_asked) as server:
        sender.send(f"json://127.0.0.1:{server.port}/500?retry=3&wait=0", title="t", body="b", id="1")
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "address",
    [
        "jsons://example.org/hook",
        "tgram://123456789:abcdefg_hijklmnop/lead2gold",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "mailto://desk:hunter2@gmail.com",
    ],
)
def test_an_address_that_can_be_used_is_taken(sender: AppriseSender, address: str) -> None:
    sender.check_address(address)


@pytest.mark.parametrize(
    "address", ["hunter2", "json://", "hunter2://host/hunter2", "discord://hunter2", "tgram://hunter2/hunter2", ""]
)
def test_an_address_that_cannot_is_refused_without_showing_it(sender: AppriseSender, address: str) -> None:
    with pytest.raises(Refused) as raised:
        sender.check_address(address)
    assert "hunter2" not in str(raised.value).replace("hunter2://", "")
    assert sender.send(address, title="t", body="b", id="1").outcome == "refused"


def test_several_receivers_in_one_address_are_refused_as_one_could_fail_alone(sender: AppriseSender) -> None:
    with pytest.raises(Refused, match="2 receivers"):
        sender.check_address("tgram://123456789:abcdefg_hijklmnop/1/2")


def test_an_address_that_rings_on_the_server_itself_is_refused(sender: AppriseSender) -> None:
    with pytest.raises(Refused, match="network"):
        sender.check_address("syslog://")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("jsons://desk:hunter2@example.org:8443/hunter2?key=hunter2", "jsons://example.org"),
        ("mailto://desk:hunter2@gmail.com", "mailto://gmail.com"),
        ("slack://hunter2/hunter2/hunter2/#c", "slack://…"),
        ("tgram://1:hunter2/1", "tgram://…"),
        ("hunter2", "…"),
        ("webhook+https://long-secret@example.org/hunter2", "webhook+https://example.org"),
        ("webhook+https://hunter2/rest@example.org", "webhook+https://…"),
        ("webhook+https://hunter2", "webhook+https://…"),
        ("webhook+https://@hunter2", "webhook+https://…"),
        ("jsons://hunter2/pw@example.org", "jsons://…"),
        ("jsons://hunter2?pw@example.org", "jsons://…"),
        ("jsons://hunter2#pw@example.org", "jsons://…"),
        ("jsons://desk:hunter2", "jsons://…"),
        ("mailtos://hunter2:pa/ss@example.org", "mailtos://…"),
        ("mailtos://desk:p@hunter2/ss@example.org", "mailtos://…"),
        ("matrixs://hunter2?mode=t2bot", "matrixs://…"),
        ("json://[2001:db8::1]:8080/hunter2", "json://[2001:db8::1]"),
    ],
)
def test_a_masked_address_shows_kind_and_host_only(address: str, shown: str) -> None:
    assert mask(address) == shown


def test_a_mail_has_html_and_a_text_that_reads_by_itself_and_a_title_adds_no_header(sender: AppriseSender) -> None:
    made = render(bundle(telling("Acme charge\r\nBcc: all@example.org", quote="“Überraschung” <b>")), "html",
                  templates=templates())  # fmt: skip
    with taking_mail() as server:
        where = f"mailto://127.0.0.1:{server.port}?from=wire@example.org&to=desk@example.org&mode=insecure"
        sent = sender.send(where, title=made.title, body=made.body, id="b_1", form=made.form)
    assert sent.outcome == "sent"
    (raw,) = server.taken
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Subject"] == "Acme charge Bcc: all@example.org"
    assert mail["Bcc"] is None
    assert mail[ID_HEADER] == "b_1"
    text = mail.get_body(("plain",))
    page = mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert "““Überraschung” <b>”" in text.get_content()
    assert "https://one.example/a" in text.get_content()
    assert "““Überraschung” &lt;b&gt;”" in page.get_content()
