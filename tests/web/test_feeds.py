"""Feeds of subscriptions, asked for over HTTP on a real database, and read with a feed reader."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from adapters.kit import Kit, open_kit
from config.settings import load_settings
from pipelines.types import Change, ChangeKind
from storage.subscriptions import NewSubscription
from storage.unit import Store
from tests.build import MONDAY, figure, known, sighting
from tests.telling import tell
from tests.web.conftest import Publish
from web.app import create_app
from web.feeds import NEWEST

HOSTILE = "<script>alert(1)</script> & ]]> \ud800\x0b “quoted”"
Told = Callable[..., None]


@pytest.fixture
def told(store: Store, publish: Publish) -> Told:
    """Lets an article ring at the subscription "desk"."""

    def told(url: str = "https://one.example/a", *, at: datetime = MONDAY, **words: Any) -> None:
        publish(url)
        place = sighting(url, outlet="One", title="A title", seen=MONDAY)
        claim = figure()
        change = Change(f"c_{url}", ChangeKind.NEW, claim, known(claim, place, id=f"f_{url}"), place)
        with store.unit() as unit:
            desk = unit.subscriptions.named("desk")
            assert desk is not None
            tell(unit, desk, [change], now=at, **words)

    with store.unit() as unit:
        unit.subscriptions.put(NewSubscription("desk", ()), now=MONDAY)
    return told


@pytest.fixture
def token(store: Store, kit: Kit, told: Told) -> str:
    """The secret of the feed of "desk"."""
    with kit.store.unit() as unit:
        return unit.feeds.token("desk", now=MONDAY)


def test_a_reader_finds_what_was_told_newest_first_with_the_evidence(page: TestClient, told: Told, token: str) -> None:
    told("https://one.example/a", headline="Acme charge: $5.5 billion, new")
    told("https://one.example/b", at=MONDAY + timedelta(hours=1), headline="Later", corrects="b_0", before="$5 billion")
    answer = page.get(f"/feeds/{token}.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(io.BytesIO(answer.content))
    assert not feed.bozo
    assert (feed.version, feed.feed.title, feed.feed.updated) == ("atom10", "Deltawire: desk", "2026-03-02T10:00:00Z")
    later, first = feed.entries
    assert (later.title, first.title) == ("[correction] Later", "Acme charge: $5.5 billion, new")
    assert (first.link, first.updated, first.author) == ("https://one.example/a", "2026-03-02T09:00:00Z", "One")
    assert "Acme named" in first.content[0].value
    assert "$5 billion" in later.content[0].value
    assert first.id.startswith("urn:deltawire:a_")
    assert first.id != later.id


def test_the_atom_feed_has_what_the_standard_demands(page: TestClient, told: Told, token: str) -> None:
    told()
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(page.get(f"/feeds/{token}.atom").content)
    assert feed.tag == f"{atom}feed"
    for owner in (feed, *feed.findall(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            (one,) = owner.findall(f"{atom}{name}")
            assert one.text
        assert owner.find(f"{atom}author/{atom}name") is not None


def test_the_json_feed_is_one_of_version_1_1(page: TestClient, told: Told, token: str) -> None:
    told(headline="Acme charge: $5.5 billion, new")
    answer = page.get(f"/feeds/{token}.json")
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    feed = answer.json()
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", "Deltawire: desk")
    (item,) = feed["items"]
    assert set(item) == {"id", "url", "title", "content_html", "date_published", "authors", "tags"}
    assert (item["title"], item["url"]) == ("Acme charge: $5.5 billion, new", "https://one.example/a")
    assert item["date_published"] == "2026-03-02T09:00:00Z"


@pytest.mark.parametrize("form", ["atom", "json"])
def test_whatever_an_outlet_wrote_the_feed_is_well_formed_and_runs_no_script(
    page: TestClient, told: Told, token: str, form: str
) -> None:
    told(headline=HOSTILE, quote=HOSTILE, outlet=HOSTILE, title=HOSTILE, speaker=HOSTILE)
    answer = page.get(f"/feeds/{token}.{form}")
    if form == "atom":
        ElementTree.fromstring(answer.content)
        (entry,) = feedparser.parse(io.BytesIO(answer.content), sanitize_html=False).entries
        shown = entry.content[0].value
    else:
        shown = answer.json()["items"][0]["content_html"]
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_reader_that_has_it_already_is_told_so_until_something_new_is_told(
    page: TestClient, told: Told, token: str
) -> None:
    told()
    first = page.get(f"/feeds/{token}.atom")
    again = page.get(f"/feeds/{token}.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    told("https://one.example/b")
    assert page.get(f"/feeds/{token}.atom", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_only_the_newest_hundred_are_in_it(page: TestClient, told: Told, token: str) -> None:
    for number in range(NEWEST + 2):
        told(f"https://one.example/{number}", at=MONDAY + timedelta(minutes=number), headline=f"Number {number}")
    titles = [item["title"] for item in page.get(f"/feeds/{token}.json").json()["items"]]
    assert (len(titles), titles[0], titles[-1]) == (NEWEST, f"Number {NEWEST + 1}", "Number 2")


def test_a_feed_of_which_nothing_was_told_is_empty_and_valid(page: TestClient, token: str) -> None:
    feed = feedparser.parse(io.BytesIO(page.get(f"/feeds/{token}.atom").content))
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "2026-03-02T09:00:00Z")
    assert page.get(f"/feeds/{token}.json").json()["items"] == []


def test_other_subscriptions_are_not_in_it(page: TestClient, store: Store, kit: Kit, told: Told) -> None:
    told()
    with kit.store.unit() as unit:
        unit.subscriptions.put(NewSubscription("other", ()), now=MONDAY)
        other = unit.feeds.token("other", now=MONDAY)
    assert page.get(f"/feeds/{other}.json").json()["items"] == []


def test_a_wrong_token_is_not_found_and_says_no_more_than_that(page: TestClient, token: str) -> None:
    wrong = [page.get(f"/feeds/{one}.atom") for one in ("x", token[:-1], token + "x", token.swapcase(), "%00", "é")]
    assert {answer.status_code for answer in wrong} == {404}
    assert len({answer.content for answer in wrong}) == 1
    assert token.encode() not in wrong[0].content


def test_the_token_stays_until_another_is_asked_for_and_then_the_old_one_ends(
    page: TestClient, kit: Kit, token: str
) -> None:
    with kit.store.unit() as unit:
        assert unit.feeds.token("desk", now=MONDAY) == token
        newer = unit.feeds.token("desk", now=MONDAY, new=True)
    assert page.get(f"/feeds/{token}.atom").status_code == 404
    assert page.get(f"/feeds/{newer}.atom").status_code == 200


def test_the_token_is_not_in_the_database_as_it_is(store: Store, token: str) -> None:
    with store.unit() as unit:
        (row,) = unit._session.execute(text("SELECT hashed, sealed FROM feeds")).all()
    assert token.encode() not in bytes(row.hashed) + bytes(row.sealed)


def test_a_subscription_that_is_removed_takes_its_feed_along(page: TestClient, store: Store, token: str) -> None:
    with store.unit() as unit:
        unit.subscriptions.remove("desk")
    assert page.get(f"/feeds/{token}.atom").status_code == 404


def test_a_token_does_not_get_into_the_log_when_the_database_is_away(
    tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    with open_kit(load_settings(home=tmp_path), nowhere) as kit, caplog.at_level(logging.DEBUG):
        broken = TestClient(create_app(kit, pending=list), raise_server_exceptions=False)
        assert broken.get("/feeds/c4narytok3n.atom").status_code == 503
    assert "c4narytok3n" not in "".join(record.getMessage() for record in caplog.records if record.name != "httpx")


def test_links_and_the_feeds_own_address_are_there_where_the_page_has_one(
    store: Store, database_url: str, told: Told, token: str, tmp_path: Any
) -> None:
    told()
    settings = load_settings(home=tmp_path, public_url="https://desk.example/")
    with open_kit(settings, database_url) as kit:
        page = TestClient(create_app(kit, pending=list))
        feed = feedparser.parse(io.BytesIO(page.get(f"/feeds/{token}.atom").content))
        assert feed.feed.links[0].href == f"https://desk.example/feeds/{token}.atom"
        assert "https://desk.example/articles?url=" in feed.entries[0].content[0].value
        assert page.get(f"/feeds/{token}.json").json()["feed_url"] == f"https://desk.example/feeds/{token}.json"


def test_a_message_has_a_page_with_all_that_it_told(page: TestClient, store: Store, told: Told) -> None:
    told(headline=HOSTILE, quote=HOSTILE, speaker=HOSTILE, corrects="b_0")
    with store.unit() as unit:
        (message,) = unit.views.bundles_list()
    shown = page.get("/messages", params={"id": message.id})
    assert shown.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text
    assert "<script" not in shown.text
    assert "Corrects what message b_0 told you." in shown.text
    assert 'href="https://one.example/a" rel="noopener noreferrer"' in shown.text
    assert page.get("/messages").status_code == 404
    assert page.get("/messages?id=b_none").status_code == 404
