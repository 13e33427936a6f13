"""What copies are looked for in is parted by week, and no larger than its window."""

from datetime import timedelta

from sqlalchemy import text

from pipelines.stories import sketch
from pipelines.text import read_text
from pipelines.twins import sign
from storage.unit import Store
from tests.contracts.memory import CRANES, LONG_AGO, NOON, ingested

PARTED = ("signatures", "bands")


def found(store: Store, since_days: int = 30) -> list[str]:
    """Addresses that the cranes' text and sketch lead to."""
    since = NOON - timedelta(days=since_days)
    signature, terms = sign(read_text(CRANES)), sketch(read_text(CRANES), ())
    with store.unit() as unit:
        twins = unit.memory.twins(signature, url="", since=since)
        neighbours = unit.memory.neighbours(terms, url="", since=since)
    assert {read.url for read in twins} == {read.url for read in neighbours}
    return [read.url for read in twins]


def tend(store: Store, *, opened: tuple[int, int] = (0, 7), kept_days: int = 30) -> tuple[list[str], list[str]]:
    start, end = (NOON + timedelta(days=days) for days in opened)
    with store.unit() as unit:
        unit.lock_ledger()
        before = NOON - timedelta(days=kept_days)
        return unit.upkeep.open_weeks(start, end), unit.upkeep.drop(copies=before, stories=before)


def remember(store: Store, url: str, *, days: int = 0) -> None:
    with store.unit() as unit:
        unit.memory.remember(ingested(url), (), now=NOON + timedelta(days=days))


def close(store: Store) -> None:
    """Other tests find the tables as the migrations leave them."""
    tend(store, kept_days=-100)


def test_this_week_and_the_next_are_opened_once(store: Store) -> None:
    opened, _ = tend(store)
    assert sorted(opened) == sorted(f"{table}_202504{day}" for table in PARTED for day in (14, 21))
    assert tend(store) == ([], [])
    close(store)


def test_what_is_read_lies_in_its_week_and_is_found_across_weeks(store: Store) -> None:
    tend(store, opened=(-7, 7))
    for days in (-7, 0, 5):
        remember(store, f"https://{days + 7}.example", days=days)
    with store.unit() as unit:
        places = unit._session.execute(text("SELECT DISTINCT tableoid::regclass::text FROM bands ORDER BY 1"))
        assert list(places.scalars()) == ["bands_20250407", "bands_20250414", "bands_20250421"]
    assert found(store) == ["https://0.example", "https://7.example", "https://12.example"]
    close(store)


def test_weeks_beyond_the_window_are_dropped_and_the_reads_stay(store: Store) -> None:
    tend(store, opened=(-35, 7), kept_days=400)
    remember(store, "https://old.example", days=-35)
    remember(store, "https://new.example")
    remember(store, "https://unopened.example", days=-300)
    _, dropped = tend(store)
    assert dropped == [f"{table}_20250310" for table in PARTED]
    assert found(store, since_days=400) == ["https://new.example"]
    with store.unit() as unit:
        assert unit._session.execute(text("SELECT count(*) FROM reads")).scalar_one() == 3
    close(store)


def test_a_week_whose_rows_lie_in_the_default_partition_stays_there(store: Store) -> None:
    remember(store, "https://early.example")
    opened, _ = tend(store)
    assert opened == [f"{table}_20250421" for table in PARTED]
    assert found(store) == ["https://early.example"]
    close(store)


def test_an_article_read_again_in_another_week_is_listed_there_only(store: Store) -> None:
    tend(store, opened=(-7, 7))
    remember(store, "https://a.example", days=-7)
    remember(store, "https://a.example", days=0)
    with store.unit() as unit:
        places = unit._session.execute(text("SELECT DISTINCT tableoid::regclass::text FROM bands"))
        assert list(places.scalars()) == ["bands_20250414"]
    assert found(store) == ["https://a.example"]
    close(store)


def test_what_another_version_of_the_hashes_signed_is_compared_with_nothing(store: Store) -> None:
    remember(store, "https://a.example")
    with store.unit() as unit:
        unit._session.execute(text("UPDATE signatures SET version = 'older'"))
        (read,) = unit.memory.neighbours(sketch(read_text(CRANES), ()), url="", since=LONG_AGO)
    assert not read.signature.bands
    assert not read.signature.words
