"""The page, asked over HTTP, on a real database."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from adapters.kit import Kit, open_kit
from pipelines.errors import Unreachable
from pipelines.ports import Polled
from pipelines.types import Held, Twin
from pipelines.work import Entry
from storage.sources import NewSource
from tests.build import MONDAY, figure, known, sighting
from tests.web.conftest import Publish
from web.app import create_app

SCRIPT = "<script>alert('read')</script>"
PAGES = ("/", "/articles", "/sources")


def test_a_change_is_shown_with_its_sentence_its_outlet_and_what_was_known_before(
    page: TestClient, publish: Publish
) -> None:
    publish(claim=figure(5.5e9, quote="Acme booked a charge of $5.5 billion."), outlet="Harbour Ledger")
    shown = page.get("/").text
    assert "$5.5 billion" in shown
    assert "<blockquote>Acme booked a charge of $5.5 billion.</blockquote>" in shown
    assert "Harbour Ledger" in shown
    assert "nothing on record" in shown
    assert "2026-03-02 09:00 UTC" in shown
    assert 'href="https://one.example/a" rel="noopener noreferrer"' in shown


def test_a_revision_shows_the_value_before_since_when_and_where_it_stood(page: TestClient, publish: Publish) -> None:
    before = known(figure(5.5e9), sighting("https://two.example/b", after=-timedelta(days=30)))
    publish(claim=figure(4.5e9), previous=before)
    shown = page.get("/").text
    assert "$5.5 billion → $4.5 billion, revised" in shown
    assert "$5.5 billion, since 2026-01-31 09:00 UTC" in shown
    assert 'href="https://two.example/b"' in shown


def test_what_the_seeds_made_known_is_called_so(page: TestClient, publish: Publish) -> None:
    publish(claim=figure(4.5e9), previous=known(figure(5.5e9), baseline=True))
    assert "$5.5 billion, from the seed corpus" in page.get("/").text


def test_a_copy_leads_to_its_origin(page: TestClient, publish: Publish) -> None:
    publish(twin=Twin(origin="https://first.example/a", kind="near", overlap=0.93))
    explained = page.get("/articles", params={"url": "https://one.example/a"}).text
    assert "Near copy of" in explained
    assert "93% of its text" in explained
    assert 'href="articles?url=https%3A//first.example/a"' in explained


def test_what_was_held_does_not_ring_on_the_page_but_is_explained_with_its_article(
    page: TestClient, publish: Publish
) -> None:
    publish(held=Held("stale", "published long ago"))
    assert "Nothing has changed yet" in page.get("/").text
    explained = page.get("/articles", params={"url": "https://one.example/a"}).text
    assert "stale: published long ago" in explained
    assert "names acme" in explained


def test_an_article_is_found_by_an_address_with_tracking_in_it(page: TestClient, publish: Publish) -> None:
    publish()
    found = page.get("/articles", params={"url": "https://one.example/a?utm_source=mail#top"})
    assert found.status_code == 200
    assert ">rings</span>" in found.text


def test_an_article_that_is_not_stored_is_said_to_be_unknown(page: TestClient) -> None:
    answer = page.get("/articles", params={"url": f"https://one.example/{SCRIPT}"})
    assert answer.status_code == 404
    assert "is stored" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/articles?url=https://one.example/a"])
def test_a_script_in_a_title_a_quote_or_a_source_is_text(page: TestClient, publish: Publish, path: str) -> None:
    publish(title=SCRIPT, claim=figure(quote=f"{SCRIPT} 5.5", speaker=SCRIPT), outlet=SCRIPT)
    answer = page.get(path)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_an_address_that_is_no_web_page_is_shown_but_never_linked(page: TestClient, publish: Publish) -> None:
    publish("javascript://one.example/%0aalert(1)", title="Click me")
    for path in ("/", "/articles?url=javascript://one.example/%250aalert(1)"):
        answer = page.get(path)
        assert answer.status_code == 200
        assert "Click me" in answer.text
        assert 'href="javascript:' not in answer.text


@pytest.mark.parametrize(
    "path",
    [*PAGES, "/articles?url=nowhere", "/messages?id=b_1", "/nothing", "/healthz", "/metrics", "/static/style.css"],
)
def test_no_answer_lets_a_script_run_or_the_page_be_framed(page: TestClient, path: str) -> None:
    headers = page.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_needs_no_script_or_inline_style(page: TestClient, path: str) -> None:
    text = page.get(path).text
    assert not re.findall(r"<script|<iframe|<img|\son\w+=|\sstyle=", text)
    loaded = re.findall(r'<link[^>]* href="([^"]+)"', text)
    assert loaded == ["static/icon.svg", "static/style.css"]
    assert all(page.get(f"/{address}").status_code == 200 for address in loaded)


def test_a_failing_source_is_shown_with_its_health_and_without_the_key_in_its_address(
    page: TestClient, kit: Kit
) -> None:
    with kit.store.unit() as unit:
        unit.sources.put(NewSource("Private", "https://feeds.example/rss?token=hush-hush"), now=MONDAY)
        source = unit.sources.named("Private")
        assert source is not None
        unit.sources.polled(source, Polled(status=None, error=Unreachable("no answer from the host")), now=MONDAY)
    shown = page.get("/sources").text
    assert "Private" in shown
    assert "no answer from the host" in shown
    assert "hush-hush" not in shown


def test_health_is_well_on_a_migrated_database(page: TestClient) -> None:
    answer = page.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_health_names_the_migrations_that_are_missing(kit: Kit) -> None:
    page = TestClient(create_app(kit, pending=lambda: ["0004 outbox"]))
    answer = page.get("/healthz")
    assert answer.status_code == 503
    assert "0004 outbox" in answer.json()["reason"]


def test_without_a_database_health_and_pages_say_so_and_give_no_names_away(tmp_path: Path, kit: Kit) -> None:
    nowhere = f"postgresql://postgres:hush-hush@/deltawire?host={tmp_path}"
    with open_kit(kit.settings, nowhere) as broken:
        page = TestClient(create_app(broken, pending=list), raise_server_exceptions=False)
        answers = {path: page.get(path) for path in ("/healthz", "/metrics", *PAGES)}
    for path, answer in answers.items():
        assert answer.status_code == 503, path
        assert "does not answer" in answer.text, path
        assert str(tmp_path) not in answer.text
        assert "hush-hush" not in answer.text


def test_metrics_count_work_sources_and_deliveries(page: TestClient, publish: Publish) -> None:
    publish()
    answer = page.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert 'deltawire_work_rows{stage="done",table="versions"} 1.0' in lines
    assert 'deltawire_sources{health="ok"} 1.0' in lines
    names = set(re.findall(r"^# TYPE (\w+) gauge$", answer.text, flags=re.MULTILINE))
    assert names == {
        "deltawire_work_rows",
        "deltawire_oldest_waiting_seconds",
        "deltawire_sources",
        "deltawire_deliveries",
        "deltawire_deliveries_set_aside",
        "deltawire_alerts",
        "deltawire_median_lag_seconds",
        "deltawire_last_finished_timestamp_seconds",
    }


def test_metrics_tell_how_long_the_oldest_work_has_waited(page: TestClient, kit: Kit) -> None:
    with kit.store.unit() as unit:
        unit.sources.put(NewSource("One", "https://feeds.example/one"), now=MONDAY)
        source = unit.sources.named("One")
        assert source is not None
        entry = Polled(status=200, entries=(_entry(),))
        unit.sources.polled(source, entry, now=MONDAY)
    found = re.search(
        r'^deltawire_oldest_waiting_seconds{table="items"} (\S+)$', page.get("/metrics").text, re.MULTILINE
    )
    assert found is not None
    assert float(found[1]) == pytest.approx((kit.now() - MONDAY).total_seconds(), abs=60)


def _entry() -> Entry:
    return Entry(key="1", url="https://one.example/1", title="Waits to be read")
