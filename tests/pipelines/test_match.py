"""Who hears of a change."""

from __future__ import annotations

import pytest

from pipelines.ledger import reconcile
from pipelines.match import wants
from pipelines.types import ChangeKind
from pipelines.work import Subscription
from tests.build import figure, move, sighting


def change(claim):
    return reconcile([claim], [], sighting=sighting()).changes[0]


def subscription(**fields):
    return Subscription(**{"id": 1, "name": "all", "targets": (1,), **fields})


@pytest.mark.parametrize(
    ("asks", "hears"),
    [
        ({}, True),
        ({"kinds": ("figure",)}, True),
        ({"kinds": ("policy",)}, False),
        ({"topics": ("metals",)}, True),
        ({"topics": ("wheat",)}, False),
        ({"entities": ("acme",)}, True),
        ({"entities": ("other",)}, False),
        ({"changes": (ChangeKind.REVISED,)}, False),
    ],
)
def test_a_subscription_hears_what_it_asks_for(asks, hears):
    assert wants(subscription(**asks), change(figure()), ("metals",)) is hears


def test_the_target_of_a_policy_counts_as_named():
    assert wants(subscription(entities=("Borduria",)), change(move()), ())
