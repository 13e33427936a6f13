"""Whatever is signed again is found again, and nothing that was decided changes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from adapters.kit import read_desk
from adapters.reindex import reindex
from config.settings import Settings, load_settings
from pipelines.desk import Desk
from pipelines.ingest import COPIES_WITHIN, recognise
from storage.unit import Store
from tests.contracts.memory import CRANES, NOON
from tests.storage.world import URL, add_items, document, entry
from worker.settle import ingest


@dataclass(frozen=True)
class Tools:
    """What ingesting needs of a kit."""

    store: Store
    desk: Desk
    settings: Settings

    def now(self) -> datetime:
        return NOON


def found(tools: Tools) -> list[tuple[str, str]]:
    """Address and story of what a copy of the cranes' text would meet."""
    signature, _ = recognise(document(CRANES, url="https://copy.example"), tools.desk)
    with tools.store.unit() as unit:
        twins = unit.memory.twins(signature, url="https://copy.example", since=NOON - COPIES_WITHIN)
    return [(read.url, read.story) for read in twins if read.signature == signature]


def execute(tools: Tools, *statements: str) -> None:
    with tools.store.unit() as unit:
        for statement in statements:
            unit._session.execute(text(statement))


def ingested(store: Store) -> Tools:
    settings = load_settings()
    tools = Tools(store, read_desk(settings), settings)
    (item,) = add_items(store, entry(url=URL))
    with store.unit() as unit:
        (taken,) = unit.items.claim([item], now=NOON)
        version = unit.items.read(taken, document(CRANES), now=NOON)
    assert version is not None
    assert [*ingest([version], tools)] == [[]]
    return tools


def test_what_another_version_signed_or_what_was_lost_is_signed_again(store: Store) -> None:
    tools = ingested(store)
    before = found(tools)
    assert [url for url, _ in before] == [URL]
    assert reindex(store, tools.desk, now=NOON) == 0
    execute(tools, "UPDATE signatures SET version = 'older', exact = 1, bands = ''", "UPDATE reads SET exact = 'old'")
    assert not found(tools)
    assert reindex(store, tools.desk, now=NOON) == 1
    assert found(tools) == before
    execute(tools, "TRUNCATE bands, terms, signatures")
    assert reindex(store, tools.desk, now=NOON, every=True) == 1
    assert found(tools) == before
