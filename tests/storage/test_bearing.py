"""What is read of a large ledger to answer a question about controls: what bears on it, and little else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from config.taxonomy import Taxonomy
from pipelines.controls import lines_of
from pipelines.controls.asked import EVERYTHING, NEWEST, Asked, asked_by
from pipelines.filing import Filing
from pipelines.ledger import reconcile
from pipelines.types import Change, ChangeKind, Fact, PolicyMove
from storage.unit import Store
from tests.build import MONDAY, known, move, sighting
from tests.contracts.memory import ingested

TAXONOMY = Taxonomy(threshold=0.5, topics=(), entities=(), near_misses=())
GEARS = Filing(kind="rule", number="2026-1", citation="91 FR 10001", parts=("15 CFR 744",), jurisdiction="Syldavia")


def told(store: Store, claim: PolicyMove, url: str, *, after: timedelta, of: Fact | None = None) -> Fact:
    """One article states a move; `of`: it is that fact, as a later reader of it has it."""
    place = sighting(url, after=after)
    with store.unit() as unit:
        answer = reconcile([claim], [], sighting=place)
        changes, facts = answer.changes, answer.facts
        if of is not None:
            changes = (Change(f"c_{url}", ChangeKind.CONFIRMED, claim, of, place),)
            facts = (replace(of, last_seen=place.seen),)
        unit.memory.remember(replace(ingested(url), changes=changes), facts, now=place.seen)
    return changes[0].fact


@pytest.fixture
def ledger(store: Store) -> Store:
    """Very many controls on things of no account, and before all of them one on gears."""
    gears = move(object="machines", jurisdiction="Syldavia", target="Borduria", quote="Syldavia limits machines.")
    first = told(store, gears, "https://one.example/gears", after=timedelta())
    for number in (1, 2):
        later = replace(gears, object="gears", filing=GEARS, quote="Syldavia limits gears.")
        told(store, later, f"https://two.example/gears/{number}", after=timedelta(hours=number), of=first)
    crowd = [
        known(
            move(object=f"thing {number}", jurisdiction="Ruritania", quote=f"Thing {number} needs a licence."),
            sighting(f"https://three.example/{number}", after=timedelta(days=1, minutes=number)),
            id=f"f_thing{number}",
        )
        for number in range(NEWEST + 50)
    ]
    with store.unit() as unit:
        unit.memory.keep_facts(crowd)
    return store


def keys(ledger: Store, asked: Asked) -> list[str]:
    with ledger.unit() as unit:
        return [line.key for line in lines_of(unit.views.policy_heard(TAXONOMY, asked))]


def read(ledger: Store, asked: Asked) -> int:
    with ledger.unit() as unit:
        return len(unit.views.policy_heard(TAXONOMY, asked))


GEARS_LINE = "syldavia/licence-requirement/gears/borduria"


def questions() -> Iterable[Asked]:
    yield Asked(objects=frozenset({"gears"}))
    yield Asked(objects=frozenset({"Gears"}), jurisdiction="syldavia")
    yield Asked(jurisdiction="Syldavia")
    yield from map(asked_by, ("syldavia//gears/", "//gears/borduria", "2026-1", "91 FR 10001"))
    yield asked_by("15 cfr 744")


@pytest.mark.parametrize("asked", list(questions()), ids=str)
def test_a_control_of_long_ago_is_found_by_whatever_names_it(ledger: Store, asked: Asked) -> None:
    assert GEARS_LINE in keys(ledger, asked)


@pytest.mark.parametrize(
    "asked", [asked_by("syldavia/bill/gear-act/"), Asked(objects=frozenset({"Gear Act"}))], ids=str
)
def test_a_bill_is_found_by_its_name(ledger: Store, asked: Asked) -> None:
    bill = move(instrument="bill", object="cogs", jurisdiction="Syldavia", bill="Gear Act", stage="introduced")
    told(ledger, bill, "https://one.example/bill", after=timedelta(minutes=5))
    assert keys(ledger, asked) == ["syldavia/bill/gear-act/borduria"]


def test_where_nobody_says_which_the_latest_are_read(ledger: Store) -> None:
    newest = keys(ledger, Asked())
    assert len(newest) == NEWEST
    assert newest[0] == f"ruritania/licence-requirement/thing-{NEWEST + 49}/borduria"
    assert GEARS_LINE not in newest


def test_of_a_day_long_ago_the_latest_of_then_are_read(ledger: Store) -> None:
    assert keys(ledger, Asked(until=MONDAY + timedelta(hours=12))) == [GEARS_LINE]


def test_all_is_read_where_all_is_asked_for(ledger: Store) -> None:
    assert read(ledger, EVERYTHING) == NEWEST + 51


def test_a_question_about_one_control_reads_that_one(ledger: Store) -> None:
    assert read(ledger, Asked(objects=frozenset({"thing 7"}))) == 1
    assert read(ledger, asked_by("f_thing7")) == 1
    assert read(ledger, asked_by("ruritania//thing-7/borduria")) == 1
    assert read(ledger, asked_by("f_unknown")) == 0
