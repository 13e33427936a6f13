"""The walled parser with its real child."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.feed_parser import WalledFeedParser
from pipelines.errors import Unreadable

ROOT = Path(__file__).resolve().parents[2]


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


@pytest.fixture(scope="module")
def parser() -> Iterator[WalledFeedParser]:
    with WalledFeedParser(seconds=10, max_items=50) as parser:
        yield parser


def test_an_entry_comes_as_plain_values(parser: WalledFeedParser) -> None:
    parsed = parser.parse(
        rss(
            "<item><guid>g1</guid><title>Ürün</title><link>https://news.example/1</link><author>A</author>"
            "<description>Short.</description><pubDate>Mon, 02 Jun 2025 10:00:00 +0800</pubDate>"
            '<source url="https://wire.example/">The Wire</source></item>'
        ),
        {"Content-Type": "application/rss+xml"},
    )
    assert (parsed["feed"]["title"], parsed["version"], parsed["bozo"]) == ("Wire", "rss20", False)
    (entry,) = parsed["entries"]
    assert entry["id"] == "g1"
    assert entry["title"] == "Ürün"
    assert entry["link"] == "https://news.example/1"
    assert entry["summary"] == "Short."
    assert entry["author"] == "A"
    assert entry["source"] == "The Wire"
    assert entry["published"] == "Mon, 02 Jun 2025 10:00:00 +0800"
    assert entry["published_parsed"] == "2025-06-02T02:00:00+00:00"
    assert (entry["updated"], entry["updated_parsed"]) == ("", None)


def test_an_atom_entry_keeps_its_contents_links_and_both_dates(parser: WalledFeedParser) -> None:
    parsed = parser.parse(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><title>T</title>'
        b'<link rel="enclosure" type="application/pdf" href="https://news.example/a.pdf"/>'
        b"<published>2025-06-01T00:00:00Z</published><updated>2025-06-02T00:00:00Z</updated>"
        b'<content type="html">&lt;p&gt;Whole&lt;/p&gt;</content></entry></feed>',
        {},
    )
    (entry,) = parsed["entries"]
    assert entry["content"] == [{"value": "<p>Whole</p>", "type": "text/html"}]
    assert {"href": "https://news.example/a.pdf", "rel": "enclosure", "type": "application/pdf"} in entry["links"]
    assert entry["published_parsed"] == "2025-06-01T00:00:00+00:00"
    assert entry["updated_parsed"] == "2025-06-02T00:00:00+00:00"


def test_a_missing_or_unreadable_date_is_none_and_the_raw_one_is_kept(parser: WalledFeedParser) -> None:
    parsed = parser.parse(rss("<item><pubDate>next Tuesday</pubDate></item><item><title>x</title></item>"), {})
    assert [(entry["published"], entry["published_parsed"]) for entry in parsed["entries"]] == [
        ("next Tuesday", None),
        ("", None),
    ]


def test_what_is_no_feed_is_said_to_be_broken(parser: WalledFeedParser) -> None:
    parsed = parser.parse(b"<html><body>Please log in", {"Content-Type": "text/html"})
    assert parsed["entries"] == []
    assert parsed["bozo"]


def test_items_beyond_the_cap_are_dropped_and_said_to_be(parser: WalledFeedParser) -> None:
    assert parser.parse(rss("<item><title>x</title></item>" * 50), {})["truncated"] is False
    parsed = parser.parse(rss("<item><title>x</title></item>" * 51), {})
    assert (len(parsed["entries"]), parsed["truncated"]) == (50, True)


def test_threads_take_turns(parser: WalledFeedParser) -> None:
    def title(number: int) -> str:
        return str(parser.parse(rss(f"<item><title>{number}</title></item>"), {})["entries"][0]["title"])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(title, range(12))) == [str(number) for number in range(12)]


def test_a_worn_out_child_is_replaced_and_a_closed_parser_leaves_none() -> None:
    with WalledFeedParser(feeds_per_child=1) as parser:
        for _ in range(2):
            parser.parse(rss(""), {})
        child = parser._child
        assert child is not None
        assert child.asked == 1
    assert not child.running


def test_a_feed_after_a_fork_gets_a_child_of_its_own(parser: WalledFeedParser) -> None:
    parser.parse(rss(""), {})
    pid = os.fork()
    if pid == 0:
        with WalledFeedParser() as _:
            parsed = parser.parse(rss("<item><title>forked</title></item>"), {})
            parser.close()
            os._exit(0 if parsed["entries"][0]["title"] == "forked" else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert parser.parse(rss("<item><title>owner</title></item>"), {})["entries"][0]["title"] == "owner"


def test_more_memory_than_allowed_is_unreadable() -> None:
    with WalledFeedParser(memory_bytes=200 << 20) as parser, pytest.raises(Unreadable):
        parser.parse(rss("<item><title>x</title></item>" * 2_000_000), {})


@pytest.mark.skipif(sys.platform != "linux", reason="the tie to the owner is Linux's")
def test_the_child_dies_with_its_owner() -> None:
    program = (
        "import sys, time\nfrom adapters.feed_parser import WalledFeedParser\n"
        "parser = WalledFeedParser()\nparser.parse(b'<rss/>', {})\n"
        "print(parser._child._process.pid, flush=True)\ntime.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    child = int(owner.stdout.readline())
    owner.kill()
    owner.communicate()
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
