"""What the quality page says about topics is counted right."""

from __future__ import annotations

import pytest

from adapters.kit import read_desk
from bench import topics
from config.settings import load_settings
from pipelines.desk import Desk
from pipelines.types import Verdict

IN = {"title": "H20 licences come", "text": "Nvidia has its export licence for the H20.", "relevant": True}
OUT = {"title": "Ferries stay in port", "text": "A gale keeps them there.", "relevant": False, "topics": []}


@pytest.fixture(scope="module")
def desk() -> Desk:
    return read_desk(load_settings())


def test_a_topic_that_is_missed_costs_recall(desk: Desk) -> None:
    relevance, named = topics.short_rows([{**IN, "topics": ["nvidia", "export-controls", "huawei"]}, OUT], desk)
    assert relevance.value == "F1 1.000 (P 1.000, R 1.000, 1 said, 1 due)"
    assert named.value == "F1 0.800 (P 1.000, R 0.667, 2 said, 3 due)"
    assert named.goal is not None
    assert not named.goal.met


def test_every_original_is_held_against_every_corpus_that_lacks_a_seed(desk: Desk) -> None:
    assert topics.left_out([IN], desk).value == "0"
    assert topics.left_out([IN, OUT], desk).value == str(len(desk.seeds))


def test_scores_are_told_beside_what_became_of_them() -> None:
    said = [Verdict(True, 0.95, ("a",), ()), Verdict(True, 0.55, ("a",), ()), Verdict(False, 0.0, (), ())]
    row = topics.calibration([IN, OUT, OUT], said)
    assert row.value == "Brier 0.1017: .0 0/1, .5 0/1, .9 1/1"
