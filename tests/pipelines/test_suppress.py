"""What keeps a change from ringing, and the reason it gives."""

from __future__ import annotations

from datetime import timedelta

from pipelines.ledger import reconcile
from pipelines.suppress import held
from tests.build import MONDAY, document, figure, known, move, sighting


def reason(claim, *facts, now=MONDAY, of=None):
    change = reconcile([claim], facts, sighting=sighting("https://two.example/b")).changes[0]
    verdict = held(change, of or document(), now=now)
    return verdict.reason if verdict else None


def test_a_new_figure_rings():
    assert reason(figure()) is None


def test_a_confirmation_rings_nobody():
    assert reason(figure(), known(figure())) == "confirmed"


def test_a_baseline_fact_rings_nobody():
    assert reason(figure(), known(figure(), baseline=True)) == "confirmed"


def test_history_rings_nobody():
    assert reason(move(background=True)) == "background"


def test_a_value_told_as_the_old_one_rings_nobody():
    assert reason(figure(prior=True)) == "prior"


def test_an_old_page_that_comes_round_again_rings_nobody():
    assert reason(figure(), now=MONDAY + timedelta(days=15)) == "stale"


def test_an_undated_page_may_ring():
    assert reason(figure(), of=document(published=None), now=MONDAY + timedelta(days=15)) is None


def test_an_unsure_reading_rings_nobody():
    assert reason(figure(confidence=0.1)) == "unsure"
