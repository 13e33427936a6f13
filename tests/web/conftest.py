"""The page over a real database, and articles that took the whole way through storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from adapters.kit import Kit, open_kit
from config.settings import load_settings
from pipelines.ports import Polled
from pipelines.stories import sketch
from pipelines.text import read_text
from pipelines.twins import sign
from pipelines.types import Change, ChangeKind, Claim, Fact, Held, Ingested, Twin, Verdict
from pipelines.work import Entry, Version
from storage.sources import NewSource
from storage.unit import Store
from tests.build import MONDAY, document, figure, known, sighting
from web.app import create_app

Publish = Callable[..., None]


@pytest.fixture
def kit(store: Store, database_url: str, tmp_path: Path) -> Iterator[Kit]:
    """What `deltawire web` opens, on the tests' emptied database."""
    with open_kit(load_settings(home=tmp_path), database_url) as opened:
        yield opened


@pytest.fixture
def page(kit: Kit) -> TestClient:
    """A browser at the page; an error inside of it is an answer, as for any browser."""
    return TestClient(create_app(kit, pending=list), raise_server_exceptions=False)


@pytest.fixture
def publish(store: Store) -> Publish:
    """Lets an outlet publish an article with one claim: new unless there is a `previous`, ringing unless held."""

    def publish(
        url: str = "https://one.example/a",
        *,
        title: str = "A title",
        claim: Claim | None = None,
        outlet: str = "One",
        held: Held | None = None,
        previous: Fact | None = None,
        twin: Twin | None = None,
    ) -> None:
        version = _met(store, url, title, outlet)
        claim = claim or figure()
        place = sighting(url, outlet=outlet, title=title, seen=MONDAY)
        fact = known(claim, place, id=f"f_{url}")
        kind = ChangeKind.REVISED if previous else ChangeKind.NEW
        change = Change(id=f"c_{url}", kind=kind, claim=claim, fact=fact, sighting=place, previous=previous)
        text = read_text(f"{claim.quote} {url}", title)
        ingested = Ingested(
            document=version.document,
            text=text,
            verdict=Verdict(relevant=True, score=0.9, topics=("acme",), reasons=("names acme",)),
            signature=sign(text),
            sketch=sketch(text, ()),
            story="s_1",
            twin=twin,
            changes=(change,),
            ringing=() if held else (change,),
            held=((claim, held),) if held else (),
        )
        with store.unit() as unit:
            unit.memory.remember(ingested, [fact], now=MONDAY)
            unit.versions.ingested(version, now=MONDAY)

    return publish


def _met(store: Store, url: str, title: str, outlet: str) -> Version:
    """The article's text, stored and leased to be ingested."""
    entry = Entry(key=url, url=url, title=title, html=f"<p>{title}</p>", full=True)
    with store.unit() as unit:
        unit.sources.put(NewSource(outlet, f"https://feeds.example/{outlet}"), now=MONDAY)
        source = unit.sources.named(outlet)
        assert source is not None
        items = unit.sources.polled(source, Polled(status=200, entries=(entry,)), now=MONDAY)
        (item,) = unit.items.claim(items, now=MONDAY)
        version = unit.items.read(item, document(url, title, title=title, outlet=outlet), now=MONDAY)
        assert version is not None
        (leased,) = unit.versions.claim([version], now=MONDAY)
    return leased
