"""A change in one line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.taxonomy import Entity, Taxonomy
from pipelines.ledger import reconcile
from pipelines.render import amount, title
from tests.build import figure, known, move, sighting

TAXONOMY = Taxonomy(topics=(), entities=(Entity(id="acme", kind="company", names=("Acme",)),))
LATER = sighting("https://two.example/b", after=timedelta(days=9))


def change(claim, *facts):
    return reconcile([claim], facts, sighting=LATER).changes[0]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"value": 5.5e9}, "$5.5 billion"),
        ({"value": 2e9, "value_high": 3e9, "approx": "range"}, "$2 billion to $3 billion"),
        ({"value": 30.0, "unit": "percent", "approx": "up-to"}, "up to 30%"),
        ({"value": 1.5e6, "unit": "developer", "approx": "over"}, "over 1.5 million developers"),
        ({"value": 7.3e9, "unit": "CNY"}, "CN¥7.3 billion"),
        ({"value": 1.2e12, "unit": "SEK"}, "1.2 trillion SEK"),
        ({"value": 384, "unit": "chip"}, "384 chips"),
        ({"value": 900, "unit": "GB/s"}, "900 GB/s"),
        ({"value": 1, "unit": "company"}, "1 company"),
        ({"value": 12, "unit": "company"}, "12 companies"),
    ],
)
def test_amounts_read_as_a_person_writes_them(fields, told):
    assert amount(figure(**fields)) == told


def test_a_revision_says_both_values():
    assert title(change(figure(4.5e9), known(figure(5.5e9))), TAXONOMY) == (
        "Acme charge: $5.5 billion → $4.5 billion, revised"
    )


def test_a_policy_move_says_object_instrument_and_step():
    assert title(change(move(direction="ease", status="announced")), TAXONOMY) == (
        "Widgets to Borduria: licence requirement eased, announced by Ruritania"
    )
