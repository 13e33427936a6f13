"""How an operator's rulings change facts, and which facts a claim may meet afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipelines.ledger import reconcile
from pipelines.ledger.rulings import (
    Told,
    apart_id,
    goes_into,
    in_force,
    merged,
    ruled,
    set_right,
    split,
    unmerged,
    unsplit,
)
from pipelines.types import ChangeKind, Fact
from tests.build import figure, known, sighting

DAY = timedelta(days=1)
ONE, TWO, THREE = (sighting(f"https://{name}.example/a", after=place * DAY) for place, name in enumerate("abc"))
CHARGE, COST = figure(5.5e9), figure(6.9e9, metric="cost")


def fact(id: str, claim=CHARGE, seen=ONE, **fields) -> Fact:
    return replace(known(claim, seen), id=id, **fields)


def test_a_merged_fact_speaks_for_what_it_went_into_through_every_step():
    last = fact("f_3", current=False)
    ledger = {"f_1": fact("f_1", COST, merged_into="f_2"), "f_2": fact("f_2", merged_into="f_3"), "f_3": last}
    assert goes_into(ledger["f_1"], ledger) is last
    met = in_force([*ledger.values()], ledger, TWO)
    assert {(one.id, one.claim) for one in met} == {("f_3", COST), ("f_3", CHARGE)}
    assert not any(one.current for one in met)


def test_what_an_article_was_split_off_from_is_closed_to_it_and_to_its_copies():
    closed = fact("f_1", apart=frozenset({TWO.url}))
    ledger = {"f_1": closed}
    assert in_force([closed], ledger, ONE) == [closed]
    assert in_force([closed], ledger, TWO) == []
    assert in_force([closed], ledger, replace(THREE, origin=TWO.url)) == []


def test_a_closed_fact_opens_again_to_an_article_that_says_something_else():
    closed, apart = fact("f_1", apart=frozenset({TWO.url})), fact("f_2", COST)
    ledger = {"f_1": closed, "f_2": apart}
    corrected = replace(CHARGE, quote="Set right: the charge is another.")
    assert set_right(corrected, [closed, apart], ledger, TWO) == [closed]
    assert set_right(COST, [closed, apart], ledger, TWO) == ()
    assert set_right(corrected, [closed, apart], ledger, ONE) == ()


def test_what_went_into_a_closed_fact_is_closed_too():
    ledger = {"f_1": fact("f_1", COST, merged_into="f_2"), "f_2": fact("f_2", apart=frozenset({TWO.url}))}
    assert in_force([ledger["f_1"]], ledger, TWO) == []


def test_the_very_claim_that_a_ruling_moved_is_known_by_its_id():
    ledger = {"f_1": fact("f_1", merged_into="f_2"), "f_2": fact("f_2"), apart_id("f_3"): fact(apart_id("f_3"))}
    assert ruled("f_1", ledger) is ledger["f_2"]
    assert ruled("f_3", ledger) is ledger[apart_id("f_3")]
    assert ruled("f_2", ledger) is None


def test_the_fact_that_comes_back_is_the_winner_with_its_own_words():
    winner, loser = fact("f_w"), fact("f_l", COST, TWO)
    after = merged(winner, loser)
    later = sighting("https://d.example/a", after=3 * DAY)
    answer = reconcile([COST], after, sighting=later)
    (change,) = answer.changes
    assert (change.kind, change.fact.id, change.fact.claim) == (ChangeKind.CONFIRMED, "f_w", CHARGE)
    assert [one.id for one in answer.facts] == ["f_w"]


def test_a_merge_takes_over_what_the_loser_had_replaced():
    winner, loser = fact("f_w"), fact("f_l", COST, TWO, supersedes="f_0")
    joined, away = merged(winner, loser)
    assert joined.supersedes == "f_0"
    assert (away.merged_into, away.current) == ("f_w", False)
    own, _ = merged(replace(winner, supersedes="f_1"), loser)
    assert own.supersedes == "f_1"


def test_the_earlier_sighting_is_the_first_of_the_merged_fact():
    joined, _ = merged(fact("f_w", seen=TWO), fact("f_l", seen=ONE))
    assert (joined.first, joined.last_seen) == (ONE, TWO.seen)


def test_a_merge_undone_keeps_a_revision_that_came_since():
    before = fact("f_w"), fact("f_l", COST, TWO)
    then, _ = merged(*before)
    restored, loser = unmerged(replace(then, current=False), then, before, [ONE])
    assert (restored.current, loser) == (False, before[1])
    restored, _ = unmerged(then, then, before, [ONE])
    assert restored == before[0]


def test_a_split_divides_what_was_said_where():
    both = fact("f_1", last_seen=THREE.seen, others=(COST,), origins=frozenset({ONE.origin, TWO.origin, THREE.origin}))
    told = [Told(ONE, (CHARGE,)), Told(TWO, (COST,)), Told(THREE, (CHARGE, COST))]
    rest, apart = split(both, told, {TWO.url}, id="f_2")
    assert (rest.claim, rest.others, rest.origins) == (CHARGE, (COST,), {ONE.origin, THREE.origin})
    assert (apart.claim, apart.origins, apart.first) == (COST, {TWO.origin}, TWO)
    rest, apart = split(both, told, {TWO.url, THREE.url}, id="f_2")
    assert (rest.others, rest.last_seen) == ((), ONE.seen)
    assert (apart.claim, apart.others) == (COST, (CHARGE,))


def test_a_split_undone_gives_the_first_words_back():
    both = fact("f_1", origins=frozenset({ONE.origin, TWO.origin}), last_seen=TWO.seen)
    rest, apart = split(both, [Told(ONE, (CHARGE,)), Told(TWO, (COST,))], {ONE.url}, id="f_2")
    assert (rest.claim, rest.first) == (COST, TWO)
    whole, away = unsplit(rest, both, apart, {ONE.url})
    assert replace(whole, outlets=both.outlets) == both
    assert away.merged_into == "f_1"
