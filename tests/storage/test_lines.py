"""Lines of facts: what replaced what over time, through merges, each with its rulings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipelines.types import Fact
from storage.unit import Store, Unit
from tests.contracts.memory import fact, figure, ingested
from tests.storage.test_views import HOUR
from tests.storage.world import NOON


def told(id: str, hours: int, **fields: object) -> Fact:
    return replace(fact(id, figure(1e9 + hours), seen=NOON + hours * HOUR), **fields)  # type: ignore[arg-type]  # per field


@pytest.fixture
def unit(store: Store) -> Iterator[Unit]:
    """A line of three, and a fact of its own."""
    facts = [
        told("f_3", 3, supersedes="f_2"), told("f_2", 2, supersedes="f_1", current=False),
        told("f_1", 1, current=False), told("f_alone", 9),
    ]  # fmt: skip
    with store.unit() as unit:
        unit.memory.remember(ingested("https://a.example"), facts, now=NOON)
        yield unit


def ids(unit: Unit, *start: str) -> list[list[str]]:
    return [[one.fact.id for one in line.facts] for line in unit.views.fact_lines(start)]


@pytest.mark.parametrize("start", ["f_1", "f_2", "f_3"])
def test_a_line_is_found_from_any_of_its_facts(unit: Unit, start: str) -> None:
    assert ids(unit, start) == [["f_1", "f_2", "f_3"]]


def test_lines_that_share_nothing_stay_apart_and_the_latest_comes_first(unit: Unit) -> None:
    assert ids(unit, "f_1", "f_3", "f_alone") == [["f_alone"], ["f_1", "f_2", "f_3"]]
    assert unit.views.fact_lines(()) == []


def test_what_was_merged_hands_its_place_in_the_line_on(unit: Unit) -> None:
    ruling = unit.rulings.merge("f_2", "f_alone", why="one", by="ada", now=NOON)
    (line,) = unit.views.fact_lines(["f_1"])
    assert [one.fact.id for one in line.facts] == ["f_1", "f_alone", "f_3"]
    assert line.before == {"f_3": "f_alone", "f_alone": "f_1"}
    assert line.rulings == (ruling,)
