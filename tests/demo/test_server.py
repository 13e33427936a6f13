"""The newswire's server speaks each format, tells what is unchanged, breaks down and recovers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import feedparser
import httpx
import pytest

from demo.press import Newswire
from demo.server import Listing, NewswireServer
from demo.wire import bundled_newswire

MOMENTS = (
    datetime(2026, 3, 3, 20, tzinfo=UTC),
    datetime(2026, 3, 12, 12, tzinfo=UTC),
    datetime(2026, 3, 22, 20, tzinfo=UTC),
)
VERSIONS = {
    "harbour-ledger": "rss20",
    "silicon-courier": "atom10",
    "beian-caijing": "rss20",
    "rhein-bote": "rss20",
    "wafer-notes": "rss10",
    "meridian-wire": "rss20",
    "castle-street": "rss20",
    "chipwatch": "atom10",
}


@pytest.fixture(scope="module")
def newswire() -> Newswire:
    return bundled_newswire("chips")


@pytest.fixture
def server(newswire: Newswire) -> Iterator[NewswireServer]:
    with NewswireServer(newswire) as server:
        yield server


def listing(server: NewswireServer, name: str) -> Listing:
    return next(source for source in server.sources() if source.id == name)


def parse(url: str) -> feedparser.FeedParserDict:
    answer = httpx.get(url)
    return feedparser.parse(io.BytesIO(answer.content), response_headers=dict(answer.headers))


def test_every_feed_parses_as_its_format_at_any_moment(server: NewswireServer, newswire: Newswire) -> None:
    for moment in MOMENTS:
        server.publish_until(moment)
        for source in server.sources():
            if source.kind != "feed":
                continue
            feed = parse(source.url)
            shown = newswire.at(moment)[source.id]
            assert not feed.bozo, (source.id, feed.get("bozo_exception"))
            assert feed.version == VERSIONS[source.id]
            assert [entry.title for entry in feed.entries] == [version.title for version in shown]
            assert all(entry.get("published_parsed") or entry.get("updated_parsed") for entry in feed.entries)


def test_the_json_sources_list_what_is_published(server: NewswireServer, newswire: Newswire) -> None:
    for moment in MOMENTS:
        server.publish_until(moment)
        shown = newswire.at(moment)
        answer = httpx.get(listing(server, "tradegate-brief").url)
        feed = answer.json()
        assert answer.headers["Content-Type"] == "application/feed+json"
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["title"] for item in feed["items"]] == [v.title for v in shown["tradegate-brief"]]
        register = httpx.get(listing(server, "trade-register").url).json()
        assert [entry["title"] for entry in register["results"]] == [v.title for v in shown["trade-register"]]


def test_a_document_of_the_register_has_its_text_in_both_forms(server: NewswireServer) -> None:
    server.publish_until(MOMENTS[0])
    (document,) = httpx.get(listing(server, "trade-register").url).json()["results"]
    assert document["document_number"] == "2026-04117"
    assert document["publication_date"] == "2026-03-03"
    assert document["agencies"] == [
        {"name": "Bureau of Industry and Security", "slug": "bureau-of-industry-and-security"}
    ]
    assert "presumption of denial" in httpx.get(document["raw_text_url"]).text
    assert "presumption of denial" in httpx.get(document["html_url"]).text


def test_an_unchanged_feed_answers_304_until_something_is_published(server: NewswireServer) -> None:
    server.publish_until(MOMENTS[0])
    url = listing(server, "harbour-ledger").url
    first = httpx.get(url)
    by_tag = httpx.get(url, headers={"If-None-Match": first.headers["ETag"]})
    by_date = httpx.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == b""

    server.publish_until(MOMENTS[1])
    assert httpx.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert httpx.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200
    assert server.requests["harbour-ledger", "unchanged"] == 2
    assert server.requests["harbour-ledger", "feed"] == 3


def test_an_edit_in_place_makes_a_feed_new(server: NewswireServer, newswire: Newswire) -> None:
    (edit,) = newswire.by_id["mw-gulf"].edits
    url = listing(server, "meridian-wire").url
    server.publish_until(edit.at - timedelta(seconds=1))
    before = httpx.get(url)
    server.publish_until(edit.at)
    after = httpx.get(url, headers={"If-None-Match": before.headers["ETag"]})
    assert "18,000 GB300" not in before.text
    assert "18,000 GB300" in after.text


def test_one_feed_is_zipped_for_those_who_accept_it(server: NewswireServer) -> None:
    server.publish_until(MOMENTS[0])
    url = listing(server, "meridian-wire").url
    zipped = httpx.get(url, headers={"Accept-Encoding": "gzip"})
    plain = httpx.get(url, headers={"Accept-Encoding": "identity"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert zipped.content == plain.content
    assert int(zipped.headers["Content-Length"]) < int(plain.headers["Content-Length"])


def test_one_feed_is_in_latin_1_and_one_in_chinese(server: NewswireServer) -> None:
    server.publish_until(MOMENTS[0])
    latin = httpx.get(listing(server, "rhein-bote").url)
    assert b"encoding='iso-8859-1'" in latin.content[:60]
    assert "Jürgen Müller".encode("iso-8859-1") in latin.content
    assert latin.headers["Content-Type"].endswith("charset=iso-8859-1")
    page = httpx.get(server.address_of("rb-b30a-licence"))
    assert "Düren" in page.content.decode("iso-8859-1")
    assert "18亿美元" in httpx.get(listing(server, "beian-caijing").url).text


def test_the_source_with_summaries_has_its_text_on_pages(server: NewswireServer) -> None:
    server.publish_until(MOMENTS[0])
    source = listing(server, "castle-street")
    entry = next(entry for entry in parse(source.url).entries if "300,000" in entry.title)
    assert not source.full
    assert "content" not in entry
    page = httpx.get(entry.link).text
    assert "had paid a deposit in January" in page
    assert "had paid a deposit in January" not in entry.summary
    assert "<nav>" in page
    assert "Tobren Semiconductor" in page


def test_a_page_exists_from_publication_on(server: NewswireServer) -> None:
    address = server.address_of("hl-charge-cut")
    server.publish_until(MOMENTS[1])
    assert httpx.get(address).status_code == 404
    server.publish_until(MOMENTS[2])
    assert "$1.3 billion" in httpx.get(address).text
    assert server.requests["harbour-ledger", "missing"] == 1


def test_a_source_breaks_down_and_recovers(server: NewswireServer, newswire: Newswire) -> None:
    source = next(source for source in newswire.sources if source.outages)
    url = listing(server, source.id).url
    for outage in source.outages:
        server.publish_until(outage.since)
        if outage.how == "error":
            assert httpx.get(url).status_code == 500
        else:
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(url)
        server.publish_until(outage.until)
        assert not parse(url).bozo
    assert {outage.how for outage in source.outages} == {"error", "cut"}
    assert server.requests[source.id, "failed"] == 2


def test_the_clock_does_not_run_backwards(server: NewswireServer) -> None:
    server.publish_until(MOMENTS[1])
    with pytest.raises(ValueError, match="already published"):
        server.publish_until(MOMENTS[0])
    assert server.now == MOMENTS[1]


def test_an_address_that_is_none_of_ours_is_not_found(server: NewswireServer) -> None:
    assert httpx.get(f"{server.base}/etc/passwd").status_code == 404
