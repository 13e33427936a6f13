"""Feeds reach neither the network behind us nor our files, and none can hold a worker: cases 36 to 49."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from adapters.address_gate import is_public
from adapters.feed_parser import WalledFeedParser
from adapters.http import HttpFetcher, open_fetcher
from pipelines.errors import AddressRefused, Permanent, TooLarge, Unreachable, Unreadable
from tests.adapters.servers import reply, serving, settings

# fmt: off
INWARD = (
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.127.255.254", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:0:7f00:1::1", "2001:db8::1",
    "2002:7f00:1::1", "3fff::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
)
# fmt: on
OUTWARD = ("8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e")


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


@pytest.fixture(scope="module")
def parser() -> Iterator[WalledFeedParser]:
    with WalledFeedParser(seconds=1) as parser:
        yield parser


# ---------------------------------------------------------------- the gate
@pytest.mark.parametrize("address", INWARD)
def test_36_an_address_that_is_not_on_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(address)
    with (
        open_fetcher(settings(allow_private_addresses=False), resolve=lambda host, port: [address]) as http,
        pytest.raises(AddressRefused, match="ALLOW_PRIVATE_ADDRESSES"),
    ):
        http.get("https://news.example/feed")


@pytest.mark.parametrize("address", OUTWARD)
def test_36_an_address_on_the_open_internet_is_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_36_no_spelling_of_loopback_reaches_a_server_there(host: str) -> None:
    with serving(lambda handler, path: reply(handler, 200, b"inside")) as server:
        with open_fetcher(settings(allow_private_addresses=False)) as http, pytest.raises(AddressRefused):
            http.get(f"http://{host}:{server.port}/")
        assert server.seen == []


def test_37_a_name_that_changes_its_answer_is_asked_once_and_the_checked_address_is_used() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.255.255.1"]

    with (
        serving(lambda handler, path: reply(handler, 200, b"checked")) as server,
        open_fetcher(settings(), resolve=rebinding) as http,
    ):
        assert http.get(f"http://rebind.example:{server.port}/").body == b"checked"
        assert asked == ["rebind.example"]
        assert server.seen[0].headers["Host"] == f"rebind.example:{server.port}"


def test_37_a_public_answer_beside_a_private_one_does_not_open_the_private_one() -> None:
    def mixed(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1", "240.0.0.1"]

    with (
        serving(lambda handler, path: reply(handler, 200, b"inside")) as server,
        open_fetcher(settings(allow_private_addresses=False), resolve=mixed) as http,
    ):
        with pytest.raises(AddressRefused):
            http.get(f"http://mixed.example:{server.port}/")
        assert server.seen == []


def test_38_a_redirect_inward_is_refused_at_the_hop() -> None:
    """Loopback stands for the open internet here, and everything else for our own network."""
    with (
        serving(lambda handler, path: reply(handler, 302, Location=f"http://localhost:{server.port}/admin")) as server,
        HttpFetcher(
            settings(),
            gate=lambda address: address == "127.0.0.1",
            resolve=lambda host, port: ["10.0.0.1"] if host == "localhost" else [host],
            now=lambda: datetime.now(UTC),
        ) as http,
    ):
        with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
            http.get(f"{server.url}/feed")
        assert [seen.path for seen in server.seen] == ["/feed"]


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://a/b", "http://in:80\\@out/", "http://desk:pw@out/", "javascript:alert(1)"]
)
def test_38_a_redirect_to_what_is_no_plain_web_address_is_refused(location: str) -> None:
    with (
        serving(lambda handler, path: reply(handler, 301, Location=location)) as server,
        open_fetcher(settings()) as http,
        pytest.raises(AddressRefused),
    ):
        http.get(server.url)


@pytest.mark.parametrize(
    "url",
    [
        r"http://127.0.0.1:80\@out.example/",
        "http://out.example@127.0.0.1/",
        "http://desk:pw@news.example/",
        "http://news.example/\nHost: 127.0.0.1",
        "http://news example/",
        "http:///feed",
        "//news.example/feed",
        "",
    ],
)
def test_39_an_address_that_two_parsers_could_read_differently_is_refused(url: str) -> None:
    with open_fetcher(settings()) as http, pytest.raises(AddressRefused):
        http.get(url)


def test_40_proxy_settings_of_the_environment_are_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda handler, path: reply(handler, 200, b"proxied")) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        with (
            serving(lambda handler, path: reply(handler, 200, b"direct")) as server,
            open_fetcher(settings()) as http,
        ):
            assert http.get(server.url).body == b"direct"
        assert proxy.seen == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://news.example/", "feed://news.example/", "gopher://a/", "/etc/passwd"]
)
def test_42_only_http_and_https_are_opened(url: str) -> None:
    with open_fetcher(settings()) as http, pytest.raises(AddressRefused):
        http.get(url)


def test_42_a_redirect_loop_ends_after_five_hops() -> None:
    with serving(lambda handler, path: reply(handler, 302, Location="/again")) as server:
        with open_fetcher(settings()) as http, pytest.raises(Permanent, match="redirects"):
            http.get(server.url)
        assert len(server.seen) == 6


# ---------------------------------------------------------------- the parser
def test_43_a_body_equal_to_a_path_opens_no_file(parser: WalledFeedParser, tmp_path: Path) -> None:
    feed = tmp_path / "secret.xml"
    feed.write_bytes(rss("<item><title>secret</title></item>"))
    for body in (str(feed), feed.as_uri()):
        assert parser.parse(body.encode(), {})["entries"] == []


def test_43_a_body_equal_to_an_address_opens_no_connection(parser: WalledFeedParser) -> None:
    with serving(lambda handler, path: reply(handler, 200, rss("<item><title>secret</title></item>"))) as server:
        assert parser.parse(server.url.encode(), {})["entries"] == []
        assert server.seen == []


def test_43_an_external_entity_opens_no_file(parser: WalledFeedParser, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    declared = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    body = rss("<item><title>&x;</title></item>").replace(b"?>", b"?>" + declared.encode(), 1)
    assert "hunter2" not in str(parser.parse(body, {}))


def test_44_a_lone_surrogate_makes_the_feed_unreadable_and_the_next_one_is_read(parser: WalledFeedParser) -> None:
    with pytest.raises(Unreadable, match="surrogate"):
        parser.parse(rss("<item><title>&#xD800;</title></item>"), {})
    assert parser.parse(rss("<item><title>x</title></item>"), {})["entries"][0]["title"] == "x"


def test_45_an_author_that_backtracks_is_stopped_and_the_next_feed_is_read(parser: WalledFeedParser) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="took"):
        parser.parse(rss(f"<item><author>{'a' * 100_000}</author></item>"), {})
    assert time.monotonic() - started < 5
    assert parser.parse(rss("<item><title>x</title></item>"), {})["entries"][0]["title"] == "x"


def test_46_an_entity_bomb_does_not_go_off(parser: WalledFeedParser) -> None:
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))
    declared = f'<!DOCTYPE rss [<!ENTITY a0 "aaaaaaaaaa">{levels}]>'
    body = rss("<item><title>&a11;</title></item>").replace(b"?>", b"?>" + declared.encode(), 1)
    assert len(str(parser.parse(body, {}))) < 10_000


def test_47_a_hundred_thousand_items_are_stopped_at_the_deadline(parser: WalledFeedParser) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match=r"took longer than 1 s|more than 1 s of CPU"):
        parser.parse(rss("<item><title>x</title><link>https://news.example/</link></item>" * 100_000), {})
    assert time.monotonic() - started < 5


# ---------------------------------------------------------------- the body
def test_48_a_gzip_bomb_is_stopped_at_the_cap() -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    started = time.monotonic()
    with (
        serving(lambda handler, path: reply(handler, 200, bomb, Content_Encoding="gzip")) as server,
        open_fetcher(settings(max_body_bytes=1_000_000)) as http,
        pytest.raises(TooLarge),
    ):
        http.get(server.url)
    assert time.monotonic() - started < 2


def test_48_a_train_of_small_members_counts_as_one_body() -> None:
    train = gzip.compress(bytes(100_000)) * 200
    with (
        serving(lambda handler, path: reply(handler, 200, train, Content_Encoding="gzip")) as server,
        open_fetcher(settings(max_body_bytes=1_000_000)) as http,
        pytest.raises(TooLarge),
    ):
        http.get(server.url)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "gzip, deflate"])
def test_48_only_one_encoding_that_was_offered_is_unpacked(encoding: str) -> None:
    body = gzip.compress(gzip.compress(b"x"))
    with (
        serving(lambda handler, path: reply(handler, 200, body, Content_Encoding=encoding)) as server,
        open_fetcher(settings()) as http,
        pytest.raises(Unreadable, match="Content-Encoding"),
    ):
        http.get(server.url)


@pytest.mark.parametrize("slow", ["headers", "body"])
def test_49_one_byte_at_a_time_ends_at_the_total_deadline(slow: str) -> None:
    def drip(handler: BaseHTTPRequestHandler, path: str) -> None:
        if slow == "body":
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    with serving(drip) as server, open_fetcher(settings(fetch_seconds=0.5)) as http:
        started = time.monotonic()
        with pytest.raises(Unreachable, match=r"within 0\.5 s"):
            http.get(server.url)
    assert time.monotonic() - started < 1.5


def test_49_redirects_share_the_deadline_and_a_silent_name_server_is_not_waited_for() -> None:
    def slow_hop(handler: BaseHTTPRequestHandler, path: str) -> None:
        time.sleep(0.2)
        reply(handler, 302, Location="/next")

    def silent(host: str, port: int) -> Sequence[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    with serving(slow_hop) as server:
        for fetcher, url in (
            (open_fetcher(settings(fetch_seconds=0.5)), server.url),
            (open_fetcher(settings(fetch_seconds=0.5), resolve=silent), "http://silent.example/"),
        ):
            started = time.monotonic()
            with fetcher as http, pytest.raises(Unreachable):
                http.get(url)
            assert time.monotonic() - started < 1
