"""Planted copies are found by kind, and groupings are scored as the literature does."""

from __future__ import annotations

import pytest

from bench.copies import ours, recall
from bench.grouping import b_cubed, pairwise
from bench.planted import answers, from_newswire, made_up
from demo.wire import bundled_newswire


def test_b_cubed_and_pairwise_scores_are_those_of_a_grouping_worked_out_by_hand() -> None:
    due = {"a": 1, "b": 1, "c": 1, "d": 2}
    found = {"a": "x", "b": "x", "c": "y", "d": "y"}
    pairs, items = pairwise(found, due), b_cubed(found, due)
    assert (pairs.precision, pairs.recall) == (0.5, pytest.approx(1 / 3))
    assert items.precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert items.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_every_planted_copy_is_put_with_its_group_and_no_lone_text_with_another() -> None:
    texts = from_newswire(bundled_newswire("chips"))
    found, due = ours(texts), {text.id: text.group for text in texts}
    assert recall(texts, found, *(kind for kind in {text.kind for text in texts} if kind)) > 0.98
    assert pairwise(found, due).precision > 0.98


def test_light_rewrites_are_found_and_answers_written_independently_are_not() -> None:
    texts = answers()
    found = ours(texts)
    assert recall(texts, found, "light") == 1.0
    assert [text.id for text in texts if not text.kind and found[text.id] != text.id] == []


def test_made_up_texts_hold_a_copy_in_ten_and_are_the_same_on_every_run() -> None:
    texts = list(made_up(40))
    assert texts == list(made_up(40))
    assert [number for number, text in enumerate(texts) if text.kind] == [9, 19, 29, 39]
