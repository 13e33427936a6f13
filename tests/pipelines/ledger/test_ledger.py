"""What the ledger answers to claims: new, revised, confirmed, restated, disputed, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipelines.ledger import reconcile
from pipelines.ledger.likeness import shared_stems, shared_words
from pipelines.types import ChangeKind, Fact
from tests.build import figure, known, move, sighting

DAY = timedelta(days=1)
TWO_OF_58 = (("up", "exports"), ("down", "shipments"))
ELSEWHERE = "https://two.example/b"


def answer(claim, *facts: Fact, seen=None, stated=()):
    (change, *_) = reconcile([claim], facts, sighting=seen or sighting(ELSEWHERE, after=DAY), stated=stated).changes
    return change


def test_a_figure_nobody_had_is_new():
    change = answer(figure())
    assert change.kind is ChangeKind.NEW
    assert change.previous is None


def test_the_same_figure_from_an_independent_outlet_confirms():
    change = answer(figure(), known(figure()))
    assert change.kind is ChangeKind.CONFIRMED
    assert len(change.fact.origins) == 2


def test_the_same_figure_from_a_copy_only_restates():
    first = known(figure())
    change = answer(figure(), first, seen=sighting(ELSEWHERE, after=DAY, origin=first.first.origin))
    assert change.kind is ChangeKind.RESTATED
    assert len(change.fact.origins) == 1


@pytest.mark.parametrize(("value", "approx"), [(5.49e9, "exact"), (5.5e9, "about"), (5.6e9, "about"), (5.4e9, "over")])
def test_a_rounding_of_a_known_figure_is_the_same_fact(value, approx):
    assert answer(figure(value, approx=approx), known(figure(5.5e9))).kind is ChangeKind.CONFIRMED


def test_another_value_of_the_same_metric_later_revises():
    before = known(figure(5.5e9))
    change = answer(figure(4.5e9), before, seen=sighting(ELSEWHERE, after=5 * DAY))
    assert change.kind is ChangeKind.REVISED
    assert change.previous == before
    assert change.fact.supersedes == before.id


def test_what_was_revised_is_no_longer_current():
    before = known(figure(5.5e9))
    facts = reconcile([figure(4.5e9)], [before], sighting=sighting(ELSEWHERE, after=5 * DAY)).facts
    assert {fact.id: fact.current for fact in facts}[before.id] is False


def test_two_outlets_that_differ_at_once_dispute():
    change = answer(figure(4.5e9), known(figure(5.5e9)), seen=sighting(ELSEWHERE, after=timedelta(hours=3)))
    assert change.kind is ChangeKind.DISPUTED


def test_the_old_value_beside_the_new_one_is_recognised_and_the_new_one_revises_it():
    before = known(figure(5.5e9))
    claims = [figure(4.5e9, start=0), figure(5.5e9, start=10, prior=True)]
    kinds = [c.kind for c in reconcile(claims, [before], sighting=sighting(ELSEWHERE, after=9 * DAY)).changes]
    assert kinds == [ChangeKind.REVISED, ChangeKind.CONFIRMED]


def test_two_values_in_one_article_do_not_replace_each_other():
    claims = [figure(44e9, metric="revenue", start=0), figure(39e9, metric="revenue", start=30)]
    assert [c.kind for c in reconcile(claims, [], sighting=sighting()).changes] == [ChangeKind.NEW, ChangeKind.NEW]


@pytest.mark.parametrize(
    "other",
    [{"subject": "other"}, {"metric": "revenue"}, {"period": "FY2026-Q2"}, {"measure": "share"}, {"unit": "EUR"}],
)
def test_another_value_of_another_thing_is_new(other):
    before = known(figure(5.5e9, period="FY2026-Q1"))
    assert answer(figure(4.5e9, **other), before, seen=sighting(ELSEWHERE, after=5 * DAY)).kind is ChangeKind.NEW


@pytest.mark.parametrize(
    ("loose", "close"),
    [((4, "over"), 5), ((5, "over"), 5.6), ((25, "over"), 28), ((20, "about"), 20.8), ((8, "under"), 7)],
)
def test_a_loose_wording_and_the_close_value_of_one_thing_are_one_figure(loose, close):
    told = {"unit": "percent", "metric": "net income", "measure": "change", "trend": "down"}
    before, after = figure(loose[0], approx=loose[1], **told), figure(close, **told)
    assert answer(after, known(before)).kind is ChangeKind.CONFIRMED
    assert answer(before, known(after)).kind is ChangeKind.CONFIRMED


@pytest.mark.parametrize(
    ("value", "other"),
    [(3.5, {}), (6, {}), (5, {"metric": "revenue"}), (5, {"subject": "other"}), (5, {"period": "2024"})],
)
def test_a_loose_wording_leaves_no_room_for_another_thing_or_size(value, other):
    told = {"unit": "percent", "metric": "net income", "measure": "change", "trend": "down", "period": "2025"}
    before = known(figure(4, approx="over", **told))
    assert answer(figure(value, **{**told, **other}), before).kind is not ChangeKind.CONFIRMED


def test_as_many_days_as_countries_are_another_figure():
    before = known(figure(120, "country", approx="over", metric=None))
    assert answer(figure(120, "day", metric=None), before).kind is ChangeKind.NEW


def test_two_firms_shares_that_fall_alike_are_two_figures():
    fall = {"unit": "percent", "metric": "share price move", "trend": "down", "measure": "change"}
    here, there = figure(6, quote="Acme lost 6%.", **fall), figure(6, subject="other", quote="Bolt fell by 6%.", **fall)
    assert answer(there, known(here, stories=frozenset({"s_2"}))).kind is ChangeKind.NEW


@pytest.mark.parametrize("period", ["2025", "2025-9M", "2025-H2", "2025-YTD"])
def test_the_total_of_a_longer_period_does_not_revise_a_quarters_figure(period):
    quarter = known(figure(5.5e9, metric="revenue", period="2025-Q3"))
    total = figure(14e9, metric="revenue", period=period)
    assert answer(total, quarter, seen=sighting(ELSEWHERE, after=5 * DAY)).kind is ChangeKind.NEW


def test_up_and_down_by_the_same_share_are_two_facts():
    before = known(figure(6, "percent", trend="up", measure="change"))
    assert answer(figure(6, "percent", trend="down", measure="change"), before).kind is ChangeKind.NEW


def test_a_corrected_article_withdraws_what_only_it_had_said():
    gone = known(figure(3.2e9))
    reconciled = reconcile([], [], sighting=sighting(after=DAY), stated=[gone])
    assert [change.kind for change in reconciled.changes] == [ChangeKind.WITHDRAWN]
    assert not reconciled.facts[0].current


def test_what_is_said_again_after_its_withdrawal_holds_again_and_can_be_replaced():
    gone = reconcile([], [], sighting=sighting(after=DAY), stated=[known(move())]).facts[0]
    again = answer(move(), gone, seen=sighting(ELSEWHERE, after=2 * DAY))
    assert (again.kind, again.fact.current, again.fact.withdrawn) == (ChangeKind.CONFIRMED, True, False)
    eased = answer(move(direction="ease", status="lifted"), again.fact, seen=sighting(ELSEWHERE, after=60 * DAY))
    assert (eased.kind, eased.fact.supersedes) == (ChangeKind.REVISED, gone.id)


def test_what_was_replaced_stays_so_though_somebody_tells_it_still():
    before = known(figure(5.5e9), current=False)
    assert not answer(figure(5.5e9), before).fact.current


def test_what_others_say_too_is_not_withdrawn():
    shared = known(figure(3.2e9), origins=frozenset({sighting().origin, ELSEWHERE}))
    assert reconcile([], [], sighting=sighting(after=DAY), stated=[shared]).changes == ()


def test_a_corrected_value_revises_at_once_and_does_not_withdraw():
    wrong = known(figure(3.2e9))
    changes = reconcile([figure(2.3e9)], [], sighting=sighting(after=timedelta(hours=1)), stated=[wrong]).changes
    assert [change.kind for change in changes] == [ChangeKind.REVISED]


def test_the_same_step_in_the_same_story_is_one_move():
    assert answer(move(), known(move())).kind is ChangeKind.CONFIRMED


def test_the_other_direction_on_the_same_line_revises_its_state():
    change = answer(move(direction="ease", status="lifted"), known(move()), seen=sighting(ELSEWHERE, after=60 * DAY))
    assert change.kind is ChangeKind.REVISED
    assert change.previous is not None


def test_deciding_twice_makes_the_same_ids():
    once, twice = (reconcile([figure(), move(start=50)], [], sighting=sighting()) for _ in range(2))
    assert [c.id for c in once.changes] == [c.id for c in twice.changes]
    assert [f.id for f in once.facts] == [f.id for f in twice.facts]


def test_two_changes_of_one_size_in_one_sentence_are_two_facts():
    claims = [figure(58, "percent", trend=trend, measure="change", metric=metric) for trend, metric in TWO_OF_58]
    assert len({fact.id for fact in reconcile(claims, [], sighting=sighting()).facts}) == 2


def test_a_price_that_moves_on_within_the_day_is_one_movement():
    before = known(figure(5, "percent", metric="share price move", trend="down", measure="change"))
    later = figure(7, "percent", metric="share price move", trend="down", measure="change")
    assert answer(later, before, seen=sighting(ELSEWHERE, after=timedelta(hours=20))).kind is ChangeKind.CONFIRMED


@pytest.mark.parametrize(
    ("hours", "other"), [(60, {}), (20, {"value": 9}), (20, {"period": "2025-Q2"}), (20, {"subject": "other"})]
)
def test_another_day_size_period_or_subject_is_another_movement(hours, other):
    move = {"unit": "percent", "metric": "share price move", "trend": "down", "measure": "change"}
    change = answer(
        figure(**{"value": 7, **move, **other}),
        known(figure(5, **move)),
        seen=sighting(ELSEWHERE, after=timedelta(hours=hours)),
    )
    assert change.kind is not ChangeKind.CONFIRMED


def test_what_a_thing_was_built_to_do_is_known_half_a_year_later():
    told = {"metric": "bandwidth", "object": None, "quote": "The second press moves 640 GB/s of plates."}
    later = sighting(ELSEWHERE, after=200 * DAY, story="s_9")
    lasting = figure(640, "GB/s", **told)
    counted = figure(640, "plate", **told)
    again = {"quote": "Visitors saw 640 GB/s at the second stand."}
    assert answer(figure(640, "GB/s", **{**told, **again}), known(lasting), seen=later).kind is ChangeKind.CONFIRMED
    assert answer(figure(640, "plate", **{**told, **again}), known(counted), seen=later).kind is ChangeKind.NEW


def test_words_are_shared_whatever_they_end_in():
    assert shared_stems("Licences ordered for presses", "A licence to order a press") == 1
    assert shared_words("Licences ordered for presses", "A licence to order a press") == 0
