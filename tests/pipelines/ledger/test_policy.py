"""What speaks for and against two moves being one step: the times they tell of."""

from __future__ import annotations

from datetime import timedelta

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
