"""What is stored comes back equal, whatever a text contained."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipelines.types import Claim, Fact, Figure, PolicyMove, Sighting
from pipelines.work import Entry
from storage.codec import (
    claim_from_json,
    claim_to_json,
    entry_from_json,
    entry_to_json,
    fact_from_json,
    fact_from_row,
    fact_to_json,
    fact_to_row,
    storable,
)
from storage.tables import FactRow

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
numbers = st.floats(allow_nan=False)
moments = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def as_postgres_keeps_it(value: object) -> object:
    """Through JSON, strictly: PostgreSQL takes no NaN and no Infinity."""
    return json.loads(json.dumps(value, allow_nan=False))


figures = st.builds(
    Figure,
    quote=words,
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    value=numbers,
    value_high=st.none() | numbers,
    unit=words,
    approx=st.sampled_from(["exact", "about", "over", "under", "up-to", "range"]),
    trend=st.sampled_from([None, "up", "down"]),
    measure=st.sampled_from(["level", "change", "share", "multiple"]),
    subject=st.none() | words,
    metric=st.none() | words,
    object=st.none() | words,
    period=st.none() | words,
    modality=st.sampled_from(["reported", "estimated", "forecast", "conditional"]),
    speaker=st.none() | words,
    prior=st.booleans(),
    confidence=st.floats(0, 1),
    reasons=st.lists(words, max_size=3).map(tuple),
)
moves = st.builds(
    PolicyMove,
    quote=words,
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    actor=st.none() | words,
    jurisdiction=st.none() | words,
    instrument=words,
    object=st.none() | words,
    target=st.none() | words,
    direction=st.sampled_from(["tighten", "ease", "neutral"]),
    status=st.sampled_from(["proposed", "reported", "announced", "in-force", "lifted", "denied", "rescinded"]),
    effective=st.none() | st.dates(),
    modality=st.sampled_from(["reported", "estimated", "forecast", "conditional"]),
    speaker=st.none() | words,
    background=st.booleans(),
    confidence=st.floats(0, 1),
    reasons=st.lists(words, max_size=3).map(tuple),
)
claims: st.SearchStrategy[Claim] = figures | moves
sightings = st.builds(
    Sighting, url=words, outlet=st.none() | words, origin=words, story=words, seen=moments, title=words
)
facts = st.builds(
    Fact,
    id=words,
    claim=claims,
    first=sightings,
    last_seen=moments,
    origins=st.frozensets(words),
    outlets=st.frozensets(words),
    stories=st.frozensets(words),
    baseline=st.booleans(),
    supersedes=st.none() | words,
    current=st.booleans(),
    withdrawn=st.booleans(),
    merged_into=st.none() | words,
    apart=st.frozensets(words),
)


@given(claims)
def test_a_claim_comes_back_as_it_was(claim: Claim) -> None:
    assert claim_from_json(as_postgres_keeps_it(claim_to_json(claim))) == claim  # type: ignore[arg-type]  # a dict


@given(facts)
def test_a_fact_comes_back_as_it_was_from_its_row_and_from_a_change_that_replaced_it(fact: Fact) -> None:
    assert fact_from_row(FactRow(**fact_to_row(fact))) == fact
    assert fact_from_json(as_postgres_keeps_it(fact_to_json(fact))) == fact  # type: ignore[arg-type]  # a dict


def test_what_postgresql_refuses_becomes_one_replacement_character_and_moves_no_offset() -> None:
    entry = Entry(key="k\0", url="https://a.example", title="odd \ud800 title", html="<p>\x00</p>")
    back = entry_from_json(entry_to_json(entry))
    assert back == replace(entry, key="k\ufffd", title="odd \ufffd title", html="<p>\ufffd</p>")
    assert len(storable("a\0b\udfffc")) == 5
