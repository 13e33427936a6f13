"""Which moves an analyst of the desk would write down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.policy import read_moves, worth_noting
from pipelines.text import read_text
from pipelines.types import Held

Judge = Callable[..., list[Held | None]]


@pytest.fixture
def judge(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> Judge:
    def held(body: str, *topics: str) -> list[Held | None]:
        text = read_text(body)
        moves = read_moves(text, taxonomy=taxonomy, lexicon=lexicon, published=None)
        return [worth_noting(move, text, topics, taxonomy, lexicon) for move in moves]

    return held


@pytest.mark.parametrize(
    "body",
    [
        "The US banned exports of the H20 to China.",
        "China restricted exports of gallium.",
        "The Commerce Department put SMIC on the Entity List.",
    ],
)
def test_moves_on_the_watched_subject_are_worth_noting(judge: Judge, body: str) -> None:
    assert judge(body, "export-controls") == [None]


@pytest.mark.parametrize(
    "body", ["India banned exports of rice.", "Washington imposed tariffs on steel.", "印度禁止出口大米。"]
)
def test_controls_on_other_goods_are_held_with_their_name(judge: Judge, body: str) -> None:
    [held] = judge(body, "export-controls")
    assert held is not None
    assert held.reason == "another subject"


def test_other_goods_beside_watched_ones_do_not_hold_a_move_back(judge: Judge) -> None:
    assert judge("Washington imposed tariffs on steel and semiconductors.", "export-controls") == [None]


def test_a_control_named_in_passing_is_held_as_too_vague(judge: Judge) -> None:
    [held] = judge("Despite US chip curbs, the lab trained a model.", "export-controls")
    assert held is not None
    assert held.reason == "too vague"


def test_a_move_that_names_no_subject_in_an_article_without_one_is_held(judge: Judge) -> None:
    [held] = judge("Ottawa revoked the export licence.")
    assert held is not None
    assert held.reason == "no watched subject"
