"""What speaks for and against two moves being one step: the times they tell of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipelines.filing import Filing
from pipelines.ledger.policy import same_move
from pipelines.types import Fact, PolicyMove
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
