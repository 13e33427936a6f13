"""The fetcher against real servers on loopback."""

from __future__ import annotations

import gzip
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from adapters.http import open_fetcher
from pipelines.errors import AddressRefused, Permanent, TooLarge, Unreachable, Unreadable
from tests.adapters.servers import reply, serving, settings


def test_a_body_comes_with_its_final_address_and_lower_case_headers() -> None:
    with (
        serving(lambda handler, path: reply(handler, 200, b"news", ETag='"1"')) as server,
        open_fetcher(settings()) as http,
    ):
        fetched = http.get(f"{server.url}/feed#part")
    assert (fetched.url, fetched.status, fetched.body) == (f"{server.url}/feed", 200, b"news")
    assert fetched.headers["etag"] == '"1"'


def test_the_user_agent_names_the_operator_and_no_encoding_is_offered_that_cannot_be_read() -> None:
    with (
        serving(lambda handler, path: reply(handler, 200)) as server,
        open_fetcher(settings(user_agent_contact="desk@example.org")) as http,
    ):
        http.get(server.url, headers={"If-None-Match": '"1"'})
    sent = server.seen[0].headers
    assert "desk@example.org" in sent["User-Agent"]
    assert sent["Accept-Encoding"] == "gzip, deflate"
    assert sent["If-None-Match"] == '"1"'


def test_not_modified_is_an_answer_without_a_body() -> None:
    with serving(lambda handler, path: reply(handler, 304)) as server, open_fetcher(settings()) as http:
        assert http.get(server.url).unchanged


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"news" * 100)),
        ("x-gzip", gzip.compress(b"news" * 50) + gzip.compress(b"news" * 50)),
        ("deflate", zlib.compress(b"news" * 100)),
        ("deflate", zlib.compress(b"news" * 100, wbits=-15)),
        ("identity", b"news" * 100),
    ],
    ids=["gzip", "two gzip members", "deflate", "raw deflate", "identity"],  # gzip notes the time, ids must not
)
def test_a_packed_body_is_unpacked(encoding: str, packed: bytes) -> None:
    with (
        serving(lambda handler, path: reply(handler, 200, packed, Content_Encoding=encoding)) as server,
        open_fetcher(settings()) as http,
    ):
        assert http.get(server.url).body == b"news" * 100


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_by_itself_is_transient_and_carries_the_wait_asked_for(status: int) -> None:
    with (
        serving(lambda handler, path: reply(handler, status, Retry_After="120")) as server,
        open_fetcher(settings()) as http,
        pytest.raises(Unreachable, match=str(status)) as raised,
    ):
        http.get(server.url)
    assert raised.value.retry_after == 120.0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_what_will_stay_is_permanent(status: int) -> None:
    with (
        serving(lambda handler, path: reply(handler, status)) as server,
        open_fetcher(settings()) as http,
        pytest.raises(Permanent, match=str(status)),
    ):
        http.get(server.url)


def test_a_date_to_come_back_at_is_held_against_the_servers_own_clock() -> None:
    def answer(handler: BaseHTTPRequestHandler, path: str) -> None:
        handler.send_response_only(503)
        handler.send_header("Date", "Mon, 02 Jun 2025 10:00:00 GMT")
        handler.send_header("Retry-After", "Mon, 02 Jun 2025 10:01:30 GMT")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with serving(answer) as server, open_fetcher(settings()) as http, pytest.raises(Unreachable) as raised:
        http.get(server.url)
    assert raised.value.retry_after == 90.0


def test_without_a_clock_of_the_servers_ours_is_used() -> None:
    def answer(handler: BaseHTTPRequestHandler, path: str) -> None:
        handler.send_response_only(429)
        handler.send_header("Retry-After", "Mon, 02 Jun 2025 10:01:30 GMT")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    now = datetime(2025, 6, 2, 10, 1, tzinfo=UTC)
    with (
        serving(answer) as server,
        open_fetcher(settings(), now=lambda: now) as http,
        pytest.raises(Unreachable) as raised,
    ):
        http.get(server.url)
    assert raised.value.retry_after == 30.0


def test_redirects_are_followed_and_keys_do_not_travel_to_another_host() -> None:
    with serving(lambda handler, path: reply(handler, 200, b"there")) as there:
        onward = f"http://localhost:{there.port}/news"
        with (
            serving(lambda handler, path: reply(handler, 302, Location=onward)) as here,
            open_fetcher(settings()) as http,
        ):
            fetched = http.get(here.url, headers={"X-Api-Key": "k", "If-None-Match": '"1"'})
    assert (fetched.body, fetched.url) == (b"there", onward)
    assert here.seen[0].headers["X-Api-Key"] == "k"
    assert "X-Api-Key" not in there.seen[0].headers
    assert there.seen[0].headers["If-None-Match"] == '"1"'


def test_a_connection_serves_several_requests_and_threads_may_share_the_fetcher() -> None:
    with (
        serving(lambda handler, path: reply(handler, 200, path.encode(), Set_Cookie="a=b")) as server,
        open_fetcher(settings()) as http,
    ):
        http.get(f"{server.url}/1")
        http.get(f"{server.url}/2")
        assert server.seen[0].connection == server.seen[1].connection
        with ThreadPoolExecutor(4) as pool:
            bodies = list(pool.map(lambda number: http.get(f"{server.url}/{number}").body, range(20)))
    assert bodies == [f"/{number}".encode() for number in range(20)]
    assert not any("Cookie" in seen.headers for seen in server.seen)


def test_a_body_beyond_the_cap_is_too_large() -> None:
    with (
        serving(lambda handler, path: reply(handler, 200, b"x" * 2000)) as server,
        open_fetcher(settings(max_body_bytes=1000)) as http,
        pytest.raises(TooLarge),
    ):
        http.get(server.url)


def test_a_packed_body_that_was_cut_is_transient_and_a_broken_one_is_not() -> None:
    packed = gzip.compress(bytes(range(256)) * 40)
    bodies = {"/cut": packed[:-20], "/broken": packed[:10] + b"\xff" * 40}
    with (
        serving(lambda handler, path: reply(handler, 200, bodies[path], Content_Encoding="gzip")) as server,
        open_fetcher(settings()) as http,
    ):
        with pytest.raises(Unreachable):
            http.get(f"{server.url}/cut")
        with pytest.raises(Unreadable):
            http.get(f"{server.url}/broken")


def test_nobody_listening_and_an_unknown_name_are_transient() -> None:
    with serving(lambda handler, path: None) as server:
        pass

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with open_fetcher(settings()) as http, pytest.raises(Unreachable):
        http.get(server.url)
    with open_fetcher(settings(), resolve=unknown) as http, pytest.raises(Unreachable):
        http.get("http://news.example/")


def test_messages_do_not_show_what_may_be_a_key() -> None:
    with (
        serving(lambda handler, path: reply(handler, 404)) as server,
        open_fetcher(settings()) as http,
        pytest.raises(Permanent) as raised,
    ):
        http.get(f"{server.url}/feed?key=hunter2")
    assert "hunter2" not in str(raised.value)
    with open_fetcher(settings()) as http, pytest.raises(AddressRefused) as refused:
        http.get("http://desk:hunter2@news.example/")
    assert "hunter2" not in str(refused.value)
