"""From a source to its entries, and from an entry to its document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest

from pipelines.errors import Permanent, Unreachable, Unreadable
from pipelines.poll import MOST_ENTRIES, canonical, poll, read
from pipelines.ports import Fetched
from pipelines.work import Entry, Item, Source
from tests.build import MONDAY

FEED = "https://one.example/feed.json"
PAGE = "https://one.example/a"


class FakeFetcher:
    """Answers from a dict; an exception in it is raised. Notes what it was asked."""

    def __init__(self, answers: Mapping[str, Fetched | Exception]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        self.asked.append((url, headers or {}))
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        return answer


class NoParser:
    """For sources that need no feed parser."""

    def parse(self, body, headers):
        raise AssertionError("not asked")


def source(**fields):
    return Source(**{"id": 1, "name": "One", "url": FEED, "kind": "json-feed", **fields})


def answer(body=b"", status=200, url=FEED, **headers):
    return Fetched(url=url, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}, body=body)


def json_feed(*items):
    return answer(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), etag='"2"')


def test_an_entry_with_half_an_address_or_an_unset_date_does_not_spoil_its_source():
    feed = json_feed(
        {"id": "1", "url": "http://[oops", "title": "Broken", "date_published": "0001-01-01T00:00:00+08:00"},
        {"id": "2", "url": "/a", "title": "Whole"},
    )
    polled = poll(source(), fetcher=FakeFetcher({FEED: feed}), parser=NoParser())
    assert [entry.url for entry in polled.entries] == ["http://[oops", PAGE]
    assert polled.entries[0].published is None


def test_a_json_feed_becomes_entries_with_absolute_addresses():
    feed = json_feed(
        {"id": "7", "url": "/a", "title": "A", "content_text": "One.\nTwo.", "date_published": "2026-03-02"}
    )
    polled = poll(source(), fetcher=FakeFetcher({FEED: feed}), parser=NoParser())
    (entry,) = polled.entries
    assert (entry.key, entry.url, entry.title) == ("7", PAGE, "A")
    assert entry.html == "<p>One.</p><p>Two.</p>"
    assert entry.published is not None
    assert entry.published.date() == MONDAY.date()
    assert polled.etag == '"2"'


def test_the_second_poll_asks_whether_anything_changed():
    fetcher = FakeFetcher({FEED: answer(status=304)})
    polled = poll(source(etag='"2"', last_modified="Mon"), fetcher=fetcher, parser=NoParser())
    assert fetcher.asked[0][1]["If-None-Match"] == '"2"'
    assert fetcher.asked[0][1]["If-Modified-Since"] == "Mon"
    assert (polled.status, polled.entries, polled.etag) == (304, (), '"2"')


def test_a_source_with_stale_validators_is_asked_without():
    fetcher = FakeFetcher({FEED: json_feed()})
    poll(source(etag='"2"', conditional=False), fetcher=fetcher, parser=NoParser())
    assert "If-None-Match" not in fetcher.asked[0][1]


@pytest.mark.parametrize("body", [b"<html>no feed</html>", b"[1,2]", b'{"version":"1"}', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_feed_is_said_to_be_none(body):
    polled = poll(source(), fetcher=FakeFetcher({FEED: answer(body)}), parser=NoParser())
    assert isinstance(polled.error, Unreadable)
    assert FEED in str(polled.error)


def test_no_answer_is_part_of_the_answer():
    polled = poll(source(), fetcher=FakeFetcher({FEED: Unreachable("no answer")}), parser=NoParser())
    assert isinstance(polled.error, Unreachable)


def test_an_empty_feed_is_noted():
    polled = poll(source(), fetcher=FakeFetcher({FEED: json_feed()}), parser=NoParser())
    assert polled.error is None
    assert "no entries" in polled.note


def test_of_more_entries_than_anybody_needs_the_first_are_taken_and_that_is_noted():
    entries = [{"id": str(number), "url": f"/{number}", "title": "Weather"} for number in range(MOST_ENTRIES + 1)]
    polled = poll(source(), fetcher=FakeFetcher({FEED: json_feed(*entries)}), parser=NoParser())
    assert [entry.key for entry in polled.entries] == [str(number) for number in range(MOST_ENTRIES)]
    assert f"more than {MOST_ENTRIES} entries" in polled.note


def test_a_register_s_documents_become_entries():
    body = {"results": [{"document_number": "2026-1", "title": "Rule", "html_url": PAGE, "abstract": "A & B",
                         "publication_date": "2026-03-02", "agencies": [{"name": "Bureau"}]}]}  # fmt: skip
    fetcher = FakeFetcher({FEED: answer(json.dumps(body).encode())})
    (entry,) = poll(source(kind="federal-register"), fetcher=fetcher, parser=NoParser()).entries
    assert (entry.key, entry.author, entry.full) == ("2026-1", "Bureau", False)
    assert entry.html == "<p>A &amp; B</p>"


def item(**fields):
    return Item(
        id=1, source=source(outlet="One"), entry=Entry(**{"key": "7", "url": PAGE, "title": "A", **fields}), seen=MONDAY
    )


def test_an_entry_with_its_whole_text_needs_no_page():
    fetcher = FakeFetcher({})
    document = read(item(html="<p>x</p>" * 100, full=True), fetcher=fetcher)
    assert document.html is not None
    assert document.html.startswith("<p>x")
    assert fetcher.asked == []


def test_an_entry_with_a_summary_sends_for_the_page():
    page = answer(
        "<p>Ganz – groß</p>".encode("latin-1", "replace"), url=PAGE, content_type="text/html; charset=iso-8859-1"
    )
    document = read(item(html="<p>short</p>"), fetcher=FakeFetcher({PAGE: page}))
    assert document.html == "<p>Ganz ? groß</p>"


def test_a_page_that_is_refused_for_good_leaves_the_summary() -> None:
    refused = FakeFetcher({PAGE: Permanent("403")})
    assert read(item(html="<p>short</p>"), fetcher=refused).html == "<p>short</p>"
    with pytest.raises(Permanent):
        read(item(), fetcher=refused)


def test_a_page_in_an_unknown_encoding_is_read_as_utf_8():
    page = answer("<p>groß</p>".encode(), url=PAGE, content_type="text/html; charset=klingon")
    assert read(item(), fetcher=FakeFetcher({PAGE: page})).html == "<p>groß</p>"


def test_a_page_that_declares_its_encoding_itself_is_read_by_that():
    page = '<html><head><meta charset="gb2312"></head><body><p>镕基</p></body>'.encode("gb18030")
    found = read(item(), fetcher=FakeFetcher({PAGE: answer(page, url=PAGE, content_type="text/html")}))
    assert found.html is not None
    assert "镕基" in found.html


def test_an_encoding_that_is_not_meant_for_pages_is_read_as_utf_8():
    page = answer("<p>groß</p>".encode(), url=PAGE, content_type="text/html; charset=idna")
    assert read(item(), fetcher=FakeFetcher({PAGE: page})).html == "<p>groß</p>"


def test_a_page_that_is_no_text_is_refused_with_its_kind():
    with pytest.raises(Permanent, match="application/pdf"):
        read(item(), fetcher=FakeFetcher({PAGE: answer(b"%PDF", url=PAGE, content_type="application/pdf")}))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://one.example/a", "http://[oops", ""]
)
def test_an_entry_that_links_to_no_web_page_is_refused(url):
    with pytest.raises(Unreadable, match="no web page"):
        read(item(url=url), fetcher=FakeFetcher({}))


def test_a_date_in_the_future_is_clamped_to_the_first_sight():
    document = read(item(html="x" * 700, full=True, published=MONDAY + timedelta(days=400)), fetcher=FakeFetcher({}))
    assert document.published == MONDAY


@pytest.mark.parametrize(
    ("url", "known_by"),
    [
        ("https://one.example/a?utm_source=rss&id=3#top", "https://one.example/a?id=3"),
        ("https://ONE.example/a", "https://one.example/a"),
    ],
)
def test_an_article_is_known_by_its_address_without_tracking(url, known_by):
    assert canonical(url) == known_by
