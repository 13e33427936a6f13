"""However eight processes interleave, copies that arrive at the same moment are one story with one origin."""

from sqlalchemy import text

from adapters.kit import read_desk
from bench.race import Tools, publish, race
from config.settings import load_settings
from storage.engine import open_engine
from storage.unit import Store
from worker.settle import ingest


def test_simultaneous_copies_in_eight_processes_are_one_story_each(database_url: str) -> None:
    settings = load_settings()
    outcome = race(database_url, settings, read_desk(settings), groups=40, copies=5, seed=1)
    assert (outcome.stories, outcome.split, outcome.left) == (40, 0, 0)


def test_of_copies_settled_together_the_better_source_is_the_origin_whichever_was_stored_first(
    database_url: str,
) -> None:
    settings = load_settings()
    store = Store(open_engine(database_url), seal=str.encode, unseal=bytes.decode)
    publish(database_url, groups=1, copies=2)
    with store.unit() as unit:
        unit._session.execute(text("UPDATE versions SET tier = 1 WHERE id = 2"))
        unit._session.execute(text("UPDATE articles SET tier = 1 WHERE id = 2"))
    for _ in ingest([1, 2], Tools(settings, store, read_desk(settings))):
        pass
    with store.unit() as unit:
        origins = unit._session.execute(text("SELECT DISTINCT origin FROM reads")).scalars().all()
        assert origins == unit._session.execute(text("SELECT url FROM articles WHERE id = 2")).scalars().all()
    store.close()
