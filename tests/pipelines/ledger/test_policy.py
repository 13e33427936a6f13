"""What speaks for and against two moves being one step: the times they tell of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipelines.filing import Filing
from pipelines.ledger import reconcile
from pipelines.ledger.policy import enough, same_move
from pipelines.types import ChangeKind, Fact, PolicyMove
from tests.build import MONDAY, known, move, sighting

DAY = timedelta(days=1)


def likeness(told: PolicyMove, fact: Fact) -> float:
    return same_move(told, fact.claim, fact, sighting("https://two.example/b", after=30 * DAY, story="s_2"))


def test_moves_that_name_different_years_are_less_alike_than_those_that_name_none():
    fact = known(move(quote="Ruritania restricts widgets since 2019."))
    same, none, other = (
        likeness(move(quote=f"Ruritania restricts widgets{since}."), fact)
        for since in (" since 2019", "", " since 2023")
    )
    assert same > none > other


def test_what_was_told_long_before_a_move_took_effect_is_hardly_that_move():
    at_once, later = (known(move(effective=(MONDAY + days * DAY).date())) for days in (30, 400))
    told = move(quote="Widgets are restricted.")
    assert likeness(told, at_once) > 0.5 > likeness(told, later)


def test_what_one_document_proposes_another_lays_down_in_the_same_words():
    proposal = Filing(kind="proposed rule", number="2026-1", jurisdiction="Ruritania")
    fact = known(move(status="proposed", filing=proposal))
    rule = replace(proposal, kind="rule", number="2026-2")
    assert likeness(move(status="in-force", filing=rule), fact) == 0
    assert likeness(move(status="proposed", filing=rule), fact) > 0.5
    assert likeness(move(status="in-force"), fact) > 0


def test_what_is_told_as_history_must_be_surer_to_be_a_known_move():
    assert enough(move(background=True)) > enough(move())


def test_a_move_that_was_told_in_passing_is_new_once_it_is_told_as_the_news_of_these_days():
    passing = move(quote="Ruritania, which restricts widgets, spoke.", background=True)
    first = reconcile([passing], [], sighting=sighting("https://one.example/a")).facts
    news = move(quote="Ruritania restricts widgets.")
    soon = reconcile([news], first, sighting=sighting("https://two.example/b", after=DAY))
    assert [(change.kind, change.fact.id) for change in soon.changes] == [(ChangeKind.NEW, first[0].id)]
    again = reconcile([news], soon.facts, sighting=sighting("https://three.example/c", after=DAY))
    assert [change.kind for change in again.changes] == [ChangeKind.CONFIRMED]
    late = reconcile([news], first, sighting=sighting("https://two.example/b", after=10 * DAY))
    assert ChangeKind.NEW not in [change.kind for change in late.changes if change.fact.id == first[0].id]


def test_of_an_articles_moves_the_one_that_names_its_object_is_told_and_the_vague_one_restates_it():
    vague, plain = move(quote="Ruritania restricts exports.", object=None), move(quote="Ruritania restricts widgets.")
    told = reconcile([vague, plain], [], sighting=sighting("https://one.example/a"))
    assert [change.kind for change in told.changes] == [ChangeKind.RESTATED, ChangeKind.NEW]


def test_tariffs_of_other_rates_are_less_alike_than_those_that_give_none():
    fact = known(move(instrument="tariff", quote="Ruritania puts 104% on widgets."))
    same, none, other = (
        likeness(move(instrument="tariff", quote=f"Ruritania puts {rate} on widgets."), fact)
        for rate in ("104%", "a tariff", "145 percent")
    )
    assert same > none > other
