"""Claims that could be one fact share a key; those that could not seldom do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ledger.keys import candidate_keys
from pipelines.types import Claim
from tests.contracts.memory import figure, move


def share(one: Claim, other: Claim) -> bool:
    return bool(set(candidate_keys(one)) & set(candidate_keys(other)))


def bare(value: float, **fields: object) -> Claim:
    return figure(value, **{"subject": None, "metric": None, **fields})


@given(st.floats(1e-6, 1e15), st.floats(0.9525, 1.05))
def test_values_within_five_percent_always_meet(value: float, factor: float) -> None:
    assert share(bare(value), bare(value * factor))


@given(st.floats(1e-6, 1e15), st.floats(1.16, 1e3))
def test_values_far_apart_never_meet(value: float, factor: float) -> None:
    assert not share(bare(value), bare(value * factor))


def test_a_value_inside_a_range_meets_it() -> None:
    assert share(bare(3.0e9), bare(2.5e9, value_high=3.5e9))


@pytest.mark.parametrize("value", [0.0, -5.0, float("inf"), float("nan")])
def test_odd_values_have_keys_or_none_but_do_not_fail(value: float) -> None:
    assert isinstance(candidate_keys(bare(value)), tuple)


def test_currencies_and_counts_do_not_meet() -> None:
    assert not share(bare(5.0), bare(5.0, unit="EUR"))
    assert not share(bare(5.0), bare(5.0, unit="percent"))


def test_percent_and_basis_points_meet() -> None:
    assert share(bare(0.5, unit="percent"), bare(50.0, unit="basis points"))


def test_counted_nouns_meet_whatever_the_noun() -> None:
    assert share(bare(18000.0, unit="crane"), bare(18000.0, unit="gantry"))


def test_subject_and_metric_meet_whatever_their_case_and_breaks() -> None:
    assert share(figure(1.0, metric="Lost Sales"), figure(99.0, metric="lost-sales"))


def test_moves_meet_by_jurisdiction_object_or_target() -> None:
    assert share(move(), move(object=None, target=None))
    assert share(move(), move(jurisdiction=None, target=None))
    assert share(move(), move(jurisdiction=None, object=None))
    assert not share(move(), move(jurisdiction="Norland", object="wheat", target="Alvania"))


def test_moves_of_one_bill_meet_whatever_else_they_say() -> None:
    told = move(jurisdiction=None, object="wheat", target="Alvania", bill="Crane Act")
    assert share(move(bill="CRANE  Act"), told)
    assert not share(move(bill="Gantry Act"), told)


def test_figures_and_moves_never_meet() -> None:
    assert not share(figure(), move())


def test_a_claim_has_few_keys() -> None:
    assert len(candidate_keys(figure(1.0, value_high=1e6, object="t20"))) <= 20
    assert len(candidate_keys(move())) <= 6
    assert len(candidate_keys(move(bill="Crane Act"))) <= 10
