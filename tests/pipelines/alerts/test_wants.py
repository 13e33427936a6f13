"""Which changes a subscription asks for, and the words for what speaks against one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.alerts.types import Matter, Wants
from pipelines.alerts.wants import meets, moved_by, why_not
from pipelines.ledger import reconcile
from pipelines.types import ChangeKind
from tests.build import figure, known, move, sighting


def matter(claim, *before, **fields):
    """The change that a claim makes, in an article on metals; `before`: what the ledger holds."""
    change = reconcile([claim], before, sighting=sighting("https://two.example/b")).changes[0]
    return Matter(**{"change": change, "topics": ("metals",), "language": "en", "tier": 2, **fields})


CHARGE = matter(figure(5.5e9, object="cranes"))
LICENCE = matter(move())


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ({}, True),
        ({"kinds": ("figure",)}, True),
        ({"kinds": ("policy",)}, False),
        ({"topics": ("metals", "wheat")}, True),
        ({"topics": ("wheat",)}, False),
        ({"entities": ("acme",)}, True),
        ({"entities": ("Cranes",)}, True),
        ({"entities": ("other",)}, False),
        ({"objects": ("cranes",)}, True),
        ({"objects": ("acme",)}, False),
        ({"metrics": ("Charge",)}, True),
        ({"metrics": ("revenue",)}, False),
        ({"changes": (ChangeKind.REVISED,)}, False),
        ({"statuses": ("announced",)}, False),
        ({"directions": ("tighten",)}, False),
        ({"jurisdictions": ("Ruritania",)}, False),
        ({"least_value": 5.5e9, "unit": "usd"}, True),
        ({"least_value": 5.6e9, "unit": "USD"}, False),
        ({"least_value": 1.0, "unit": "percent"}, False),
        ({"least_confidence": 0.95}, False),
        ({"tiers": (1, 2)}, True),
        ({"tiers": (1,)}, False),
        ({"languages": ("zh",)}, False),
        ({"origins": 3}, True),
        ({"entities": ("acme",), "metrics": ("revenue",)}, False),
    ],
)
def test_a_figure_is_asked_for_where_every_field_is_met(asked, heard):
    assert meets(Wants(**asked), CHARGE) is heard


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ({"entities": ("borduria",)}, True),
        ({"entities": ("ruritania",)}, True),
        ({"jurisdictions": ("ruritania",)}, True),
        ({"statuses": ("in-force", "announced")}, True),
        ({"directions": ("ease",)}, False),
        ({"metrics": ("charge",)}, False),
        ({"least_value": 0.0, "unit": "USD"}, False),
        ({"least_move": 0.5}, True),
    ],
)
def test_a_move_is_asked_for_by_whom_it_is_aimed_at_who_makes_it_and_how_it_stands(asked, heard):
    assert meets(Wants(**asked), LICENCE) is heard


def test_ids_and_names_are_one_whether_written_with_hyphens_or_spaces():
    acted = matter(move(actor="Trade Office"))
    assert meets(Wants(entities=("trade-office",)), acted)
    assert meets(Wants(statuses=("In force",)), matter(move(status="in-force")))


def test_of_a_range_the_larger_end_counts_as_its_size():
    between = matter(figure(4e9, value_high=6e9))
    assert meets(Wants(least_value=5e9, unit="USD"), between)


@pytest.mark.parametrize(("least", "heard"), [(0.1, True), (0.3, False)])
def test_a_revised_figure_must_have_moved_by_the_share_that_is_asked_for(least, heard):
    revised = replace(CHARGE.change, kind=ChangeKind.REVISED, claim=figure(4.4e9), previous=known(figure(5.5e9)))
    moved = replace(CHARGE, change=revised)
    assert moved_by(moved) == pytest.approx(0.2)
    assert meets(Wants(least_move=least), moved) is heard


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"metrics": ("revenue", "orders")}, "metrics: wanted is revenue, orders; it is charge"),
        ({"statuses": ("in-force",)}, "statuses: wanted is in-force; it is none"),
        ({"least_value": 6e9, "unit": "USD"}, "least_value: wanted is 6e+09; it is 5.5e+09 USD"),
        ({"least_confidence": 0.99}, "least_confidence: wanted is 0.99; it is 0.90"),
        ({}, None),
    ],
)
def test_what_speaks_against_a_change_is_said(asked, told):
    assert why_not(Wants(**asked), CHARGE) == told
