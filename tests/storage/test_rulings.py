"""Rulings mend the ledger in the open: what was merged or split stays so for later articles, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.errors import Refused
from pipelines.ledger import reconcile
from pipelines.types import Change, ChangeKind, Claim, Fact
from storage.unit import Store, Unit
from tests.build import figure, known, move, sighting
from tests.contracts.memory import ingested

DAY = timedelta(days=1)
RULED = {"why": "one charge, told twice", "by": "ada"}
ONE, TWO, THREE, FOUR = (f"https://{name}.example/x" for name in ("one", "two", "three", "four"))
CHARGE = figure(5.5e9, quote="Acme books a charge of $5.5 billion on widgets.", object="widgets")
COST = figure(6.9e9, quote="The ban costs Acme $6.9 billion, its chief says.", metric="cost", object=None)


@pytest.fixture
def unit(store: Store) -> Iterator[Unit]:
    with store.unit() as unit:
        unit.lock_ledger()
        yield unit


def meets(unit: Unit, url: str, *claims: Claim, after: timedelta = timedelta(), origin: str = "") -> list[Change]:
    """One article walks the way: what the ledger answers to its claims."""
    seen = sighting(url, after=after, origin=origin or url)
    answer = reconcile(claims, unit.memory.facts(claims), sighting=seen, stated=unit.memory.stated(url))
    unit.memory.remember(replace(ingested(url), changes=answer.changes), answer.facts, now=seen.seen)
    return list(answer.changes)


def fact(unit: Unit, id: str) -> Fact:
    whole = unit.views.fact_show(id)
    assert whole is not None
    return whole.fact


@pytest.fixture
def charge(unit: Unit) -> Fact:
    """Met at two outlets."""
    (first,) = meets(unit, ONE, CHARGE)
    (second,) = meets(unit, TWO, CHARGE, after=DAY)
    assert (first.kind, second.kind) == (ChangeKind.NEW, ChangeKind.CONFIRMED)
    return second.fact


@pytest.fixture
def cost(unit: Unit, charge: Fact) -> Fact:
    """Another fact, as the ledger thinks."""
    (change,) = meets(unit, THREE, COST, after=2 * DAY)
    assert change.kind is ChangeKind.NEW
    return change.fact


def merge(unit: Unit, loser: Fact, winner: Fact, **given: object):
    return unit.rulings.merge(loser.id, winner.id, now=sighting(after=3 * DAY).seen, **{**RULED, **given})


def split(unit: Unit, one: Fact, *urls: str):
    return unit.rulings.split(one.id, urls, now=sighting(after=3 * DAY).seen, **RULED)


def test_a_merged_fact_counts_for_the_one_it_went_into(unit: Unit, charge: Fact, cost: Fact) -> None:
    ruling = merge(unit, cost, charge)
    winner = fact(unit, charge.id)
    assert (ruling.kind, ruling.ruled_by, ruling.why) == ("merge", "ada", RULED["why"])
    assert winner.origins == {ONE, TWO, THREE}
    assert winner.claim == CHARGE
    assert winner.current


def test_a_claim_that_would_be_the_loser_is_the_winner(unit: Unit, charge: Fact, cost: Fact) -> None:
    merge(unit, cost, charge)
    (change,) = meets(unit, FOUR, COST, after=4 * DAY)
    assert (change.kind, change.fact.id) == (ChangeKind.CONFIRMED, charge.id)
    assert change.fact.origins == {ONE, TWO, THREE, FOUR}


def test_the_article_that_made_the_loser_restates_the_winner_when_it_is_read_again(
    unit: Unit, charge: Fact, cost: Fact
) -> None:
    merge(unit, cost, charge)
    (change,) = meets(unit, THREE, COST, after=400 * DAY)
    assert (change.kind, change.fact.id) == (ChangeKind.RESTATED, charge.id)


def test_what_would_have_revised_the_loser_revises_the_winner(unit: Unit, charge: Fact, cost: Fact) -> None:
    merge(unit, cost, charge)
    (change,) = meets(
        unit, FOUR, replace(COST, value=8.2e9, quote="Acme puts its cost at $8.2 billion."), after=9 * DAY
    )
    assert change.kind is ChangeKind.REVISED
    assert change.previous is not None
    assert change.previous.id == charge.id
    assert not fact(unit, charge.id).current


def test_a_ruling_rings_nobody(unit: Unit, charge: Fact, cost: Fact) -> None:
    before = len(unit.views.changes_list())
    merge(unit, cost, charge)
    split(unit, charge, TWO)
    assert len(unit.views.changes_list()) == before
    assert unit.views.alerts_list() == []


def test_a_merge_that_is_undone_leaves_both_as_they_were(unit: Unit, charge: Fact, cost: Fact) -> None:
    ruling = merge(unit, cost, charge)
    undone = unit.rulings.undo(ruling.id, by="bob", now=sighting(after=4 * DAY).seen)
    assert (undone.undone_by, unit.rulings.list(standing=True)) == ("bob", [])
    assert (fact(unit, charge.id), fact(unit, cost.id)) == (charge, cost)
    (change,) = meets(unit, FOUR, COST, after=4 * DAY)
    assert change.fact.id == cost.id


def test_what_the_winner_met_since_stays_with_it(unit: Unit, charge: Fact, cost: Fact) -> None:
    ruling = merge(unit, cost, charge)
    meets(unit, FOUR, CHARGE, after=4 * DAY)
    unit.rulings.undo(ruling.id, by="bob", now=sighting(after=5 * DAY).seen)
    assert fact(unit, charge.id).origins == {ONE, TWO, FOUR}
    assert fact(unit, cost.id).origins == {THREE}


def test_a_double_that_was_taken_for_a_revision_replaced_nothing(unit: Unit, charge: Fact) -> None:
    rounded = replace(CHARGE, value=6e9, quote="Acme's bill for widgets is some $6 billion.")
    (change,) = meets(unit, THREE, rounded, after=20 * DAY)
    assert change.kind is ChangeKind.REVISED
    merge(unit, change.fact, charge)
    winner = fact(unit, charge.id)
    assert (winner.current, winner.supersedes) == (True, None)


def test_the_double_of_a_replaced_value_is_not_current(unit: Unit, charge: Fact, cost: Fact) -> None:
    (revised,) = meets(unit, FOUR, replace(CHARGE, value=4.5e9, quote="Acme now books $4.5 billion."), after=9 * DAY)
    assert revised.previous is not None
    assert revised.previous.id == charge.id
    merge(unit, cost, charge)
    assert not fact(unit, charge.id).current


def test_what_is_split_off_is_a_fact_of_its_own(unit: Unit, charge: Fact) -> None:
    ruling = split(unit, charge, TWO)
    rest, apart = fact(unit, charge.id), fact(unit, ruling.into_id)
    assert (rest.origins, apart.origins) == ({ONE}, {TWO})
    assert apart.first.url == TWO
    shown = unit.views.fact_show(apart.id)
    assert shown is not None
    assert [change.url for change in shown.changes] == [TWO]


def test_the_split_off_article_stays_apart_when_it_is_read_again(unit: Unit, charge: Fact) -> None:
    ruling = split(unit, charge, TWO)
    (change,) = meets(unit, TWO, CHARGE, after=4 * DAY)
    assert (change.kind, change.fact.id) == (ChangeKind.RESTATED, ruling.into_id)
    (copied,) = meets(unit, FOUR, CHARGE, after=4 * DAY, origin=TWO)
    assert copied.fact.id == ruling.into_id


def test_the_article_that_made_the_fact_can_be_split_off_and_does_not_come_back(unit: Unit, charge: Fact) -> None:
    ruling = split(unit, charge, ONE)
    rest = fact(unit, charge.id)
    assert (rest.first.url, rest.origins, rest.claim) == (TWO, {TWO}, CHARGE)
    (change,) = meets(unit, ONE, CHARGE, after=400 * DAY)
    assert change.fact.id == ruling.into_id


def test_a_later_claim_goes_to_what_it_is_more_like(unit: Unit, charge: Fact) -> None:
    told = replace(
        CHARGE,
        value=5.4e9,
        approx="about",
        period="2026-Q1",
        quote="The first quarter cost $5.4 billion at Acme's works.",
    )
    (change,) = meets(unit, THREE, told, after=DAY)
    assert change.fact.id == charge.id
    ruling = split(unit, change.fact, THREE)
    (later,) = meets(unit, FOUR, told, after=4 * DAY)
    assert later.fact.id == ruling.into_id
    (other,) = meets(unit, "https://five.example/x", CHARGE, after=4 * DAY)
    assert other.fact.id == charge.id


def test_a_split_off_article_that_is_set_right_confirms_again_and_rings_nobody(unit: Unit, charge: Fact) -> None:
    wrong = replace(
        CHARGE, value=5.35e9, approx="about", quote="Acme books a charge of about $5.35 billion on widgets."
    )
    (change,) = meets(unit, THREE, wrong, after=DAY)
    assert change.fact.id == charge.id
    ruling = split(unit, charge, THREE)
    right = replace(CHARGE, value=5.55e9, quote="Acme books a charge of $5.55 billion on widgets, we had to learn.")
    changes = meets(unit, THREE, right, after=4 * DAY)
    assert [(one.kind, one.fact.id) for one in changes] == [
        (ChangeKind.CONFIRMED, charge.id), (ChangeKind.WITHDRAWN, ruling.into_id),
    ]  # fmt: skip


def test_copies_go_with_what_they_copy(unit: Unit, charge: Fact) -> None:
    meets(unit, FOUR, CHARGE, after=DAY, origin=TWO)
    assert set(split(unit, charge, TWO).urls) == {TWO, FOUR}


def test_a_split_that_is_undone_makes_the_fact_whole_and_keeps_the_other_id(unit: Unit, charge: Fact) -> None:
    ruling = split(unit, charge, ONE)
    unit.rulings.undo(ruling.id, by="bob", now=sighting(after=4 * DAY).seen)
    whole = unit.views.fact_show(ruling.into_id)
    assert whole is not None
    assert whole.fact == charge
    assert [one.url for one in whole.sightings] == [ONE, TWO]
    assert split(unit, charge, ONE).into_id == ruling.into_id


def test_a_corrected_article_withdraws_what_was_split_off_with_it(unit: Unit, charge: Fact) -> None:
    ruling = split(unit, charge, TWO)
    (change,) = meets(unit, TWO, after=4 * DAY)
    assert (change.kind, change.fact.id) == (ChangeKind.WITHDRAWN, ruling.into_id)


def test_rulings_are_undone_from_the_last(unit: Unit, charge: Fact, cost: Fact) -> None:
    first = merge(unit, cost, charge)
    second = split(unit, charge, TWO)
    with pytest.raises(Refused, match=f"undo {second.id}"):
        unit.rulings.undo(first.id, by="bob", now=sighting().seen)
    unit.rulings.undo(second.id, by="bob", now=sighting().seen)
    unit.rulings.undo(first.id, by="bob", now=sighting().seen)
    with pytest.raises(Refused, match="undone"):
        unit.rulings.undo(first.id, by="bob", now=sighting().seen)


def test_seeds_laid_again_leave_rulings_alone(unit: Unit, charge: Fact) -> None:
    seed = replace(known(COST, sighting("https://seed.example/a")), id="s_1", baseline=True)
    unit.memory.lay_baseline([seed])
    merge(unit, seed, charge)
    unit.memory.lay_baseline([seed])
    unit.memory.lay_baseline([])
    (change,) = meets(unit, FOUR, COST, after=4 * DAY)
    assert change.fact.id == charge.id


def refusals(unit: Unit, charge: Fact, cost: Fact) -> Iterator[tuple[str, object]]:
    """What the operator is told, and the ruling that asks for it."""
    euros, licence = figure(1e9, "EUR", metric="fine"), move()
    (other, policy) = meets(unit, FOUR, euros, licence, after=DAY)
    yield "itself", lambda: merge(unit, charge, charge)
    yield "policy", lambda: merge(unit, policy.fact, charge)
    yield "--force", lambda: merge(unit, other.fact, charge)
    yield f"close: {charge.id}", lambda: unit.rulings.plan_split(charge.id[:-1] + "!", [ONE])
    yield f"it was at {ONE}, {TWO}", lambda: split(unit, charge, "https://nowhere.example")
    yield "nothing would stay", lambda: split(unit, charge, ONE, TWO)
    yield "no ruling 7", lambda: unit.rulings.undo(7, by="bob", now=sighting().seen)
    parted = split(unit, charge, TWO)
    yield f"ruling {parted.id} set these two apart", lambda: merge(unit, fact(unit, parted.into_id), charge)
    merge(unit, cost, charge)
    yield f"went into {charge.id}", lambda: merge(unit, cost, charge)
    yield f"came with {cost.id}", lambda: split(unit, charge, THREE)


def test_a_ruling_that_cannot_be_is_refused_with_the_cure(unit: Unit, charge: Fact, cost: Fact) -> None:
    for told, ruling in refusals(unit, charge, cost):
        with pytest.raises(Refused, match=told.replace("!", ".")):
            ruling()


def test_two_operators_at_once_cannot_merge_two_facts_into_each_other(open_store: Callable[[], Store]) -> None:
    first, second = open_store(), open_store()
    with first.unit() as unit:
        (charge,), (cost,) = meets(unit, ONE, CHARGE), meets(unit, TWO, COST)

    def rule(store: Store, loser: str, winner: str) -> bool:
        with store.unit() as unit:
            unit.lock_ledger()
            try:
                unit.rulings.merge(loser, winner, now=sighting().seen, **RULED)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(2) as operators:
        one = operators.submit(rule, first, charge.fact.id, cost.fact.id)
        other = operators.submit(rule, second, cost.fact.id, charge.fact.id)
        assert sorted([one.result(20), other.result(20)]) == [False, True]


def test_units_that_differ_are_merged_when_the_operator_insists(unit: Unit, charge: Fact) -> None:
    (other,) = meets(unit, FOUR, figure(39e9, "CNY", metric="cost"), after=DAY)
    merge(unit, other.fact, charge, force=True)
    (change,) = meets(unit, THREE, figure(39e9, "CNY", metric="cost"), after=2 * DAY)
    assert change.fact.id == charge.id
