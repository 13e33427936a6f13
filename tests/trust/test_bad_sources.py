"""One bad source cannot stop the others: whatever is wrong with it shows in its health, and the rest goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler

import pytest

from pipelines.poll import MOST_ENTRIES
from storage.views.status import SourceShown
from tests.adapters.servers import reply, serving
from tests.press import Press, story
from tests.service import Service, running

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("bad sources")]

HEAD = '<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>A feed</title>'
ITEM = "<item><title>{title}</title><link>{base}/{number}</link><guid>{number}</guid></item>"
TITLE = "Prüfbericht über Ausfuhrgenehmigungen für Rechenchips"
MANY, FLOOD = 100_000, 1_500


def feed(base: str, count: int, *, title: str = "Weather", encoding: str = "utf-8", said: str = "utf-8") -> bytes:
    """A feed of so many items, encoded one way, which says that it is encoded another."""
    items = "".join(ITEM.format(title=title, base=base, number=number) for number in range(count))
    return f"{HEAD.format(encoding=said)}{items}</channel></rss>".encode(encoding)


def answer(handler: BaseHTTPRequestHandler, path: str) -> None:
    base = f"http://{handler.headers['Host']}"
    match path:
        case "/no-feed":
            reply(handler, 200, b"<html><body><h1>Subscribe now</h1></body></html>", Content_Type="text/html")
        case "/empty":
            reply(handler, 200, b"", Content_Type="application/rss+xml")
        case "/no-entries":
            reply(handler, 200, feed(base, 0), Content_Type="application/rss+xml")
        case "/error":
            reply(handler, 500, b"database has gone away")
        case "/hangs":
            time.sleep(30)
        case "/drips":
            handler.send_response(200)
            handler.end_headers()
            for _ in range(100):
                handler.wfile.write(b" ")
                time.sleep(0.2)
        case "/endless":
            reply(handler, 200, feed(base, MANY), Content_Type="application/rss+xml")
        case "/flood":
            reply(handler, 200, feed(base, FLOOD), Content_Type="application/rss+xml")
        case "/mislabelled":
            body = feed(base, 3, title=TITLE, encoding="latin-1")
            reply(handler, 200, body, Content_Type="application/rss+xml; charset=utf-8")
        case _:
            reply(handler, 404)


PATHS = ("no-feed", "empty", "no-entries", "error", "hangs", "drips", "endless", "mislabelled", "missing")


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, dict[str, SourceShown]]]:
    """Every bad source and a good one, polled once by a real service."""
    with ExitStack() as stack:
        bad, good = stack.enter_context(serving(answer)), stack.enter_context(Press())
        service = stack.enter_context(
            running(tmp_path_factory.mktemp("bad") / "home", FETCH_SECONDS="2", TASK_SECONDS="40", LEASE_SECONDS="45")
        )
        for path in PATHS:
            service.watch(path, f"{bad.url}/{path}", every=3600)
        good.publish("good", story(7.7))
        service.watch("good", good.feed("good"))
        service.wait(lambda: len(polls(service)) > len(PATHS), "a poll of each", at_most=90)
        yield service, polls(service)


def polls(service: Service) -> dict[str, SourceShown]:
    """The sources that have been polled, by name."""
    with service.kit.store.unit() as unit:
        return {source.name: source for source in unit.views.sources_overview() if source.polled_at}


Polled = tuple[Service, dict[str, SourceShown]]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-feed", "no RSS or Atom feed"),
        ("empty", "no RSS or Atom feed"),
        ("error", "500"),
        ("missing", "404"),
        ("hangs", "2 s"),
        ("drips", "2 s"),
    ],
)
def test_a_source_that_fails_says_in_its_health_how(polled: Polled, name: str, words: str) -> None:
    _, sources = polled
    assert sources[name].health == "failing"
    assert words in sources[name].health_note


def test_a_source_without_entries_is_well_and_says_so(polled: Polled) -> None:
    _, sources = polled
    assert (sources["no-entries"].health, sources["no-entries"].items) == ("ok", 0)
    assert "no entries" in sources["no-entries"].health_note


def test_47_of_a_hundred_thousand_items_the_first_are_read_and_the_health_says_so(polled: Polled) -> None:
    _, sources = polled
    endless = sources["endless"]
    if endless.health == "ok":
        assert endless.items == MOST_ENTRIES
        assert f"more than {MOST_ENTRIES} entries" in endless.health_note
    else:  # a busy machine: the parser was stopped at its deadline
        assert endless.items == 0
        assert "s" in endless.health_note.partition("it took ")[2]


def test_an_encoding_other_than_it_says_is_found_out(polled: Polled) -> None:
    service, sources = polled
    assert sources["mislabelled"].health == "ok"
    titles = service.rows(
        "SELECT entry->>'title' AS title FROM items WHERE source_id = :id", id=sources["mislabelled"].id
    )
    assert {row.title for row in titles} == {TITLE}


def test_the_good_one_goes_on_beside_them(polled: Polled) -> None:
    service, sources = polled
    assert sources["good"].health == "ok"
    service.wait(lambda: service.one("SELECT count(*) FROM changes WHERE rings") > 0, "its news")
    before = service.one("SELECT count(*) FROM fetches WHERE source_id = :id", id=sources["good"].id)
    more = "SELECT 1 FROM fetches WHERE source_id = :id OFFSET :before"
    service.wait(lambda: service.rows(more, id=sources["good"].id, before=before), "its next poll")


def test_the_flood_of_one_source_does_not_hold_up_the_news_of_another(polled: Polled) -> None:
    service, _ = polled
    of_flood = "FROM items JOIN sources ON sources.id = source_id WHERE name = 'flood'"
    waiting = f"SELECT count(*) {of_flood} AND items.stage = 'pending'"
    with serving(answer) as server, Press() as press:
        service.watch("flood", f"{server.url}/flood", every=3600)
        service.wait(lambda: service.one(waiting) > FLOOD // 2, "the flood")
        press.publish("late", story(9.9))
        service.watch("late", press.feed("late"))
        service.wait(lambda: service.rows("SELECT 1 FROM articles WHERE url LIKE '%charge-9-9'"), "the other's article")
        assert service.one(waiting) > FLOOD // 4
