"""The bench of matching measures what it says."""

from __future__ import annotations

from itertools import islice

import pytest

from bench.matching import main, matters, measured, subscriptions
from config.desk import load_lexicons
from config.settings import ROOT
from pipelines.alerts.wants import meets

LEXICONS = load_lexicons(ROOT / "config", "wheat")


def test_what_it_counts_as_matching_is_what_asking_each_subscription_finds():
    made_up = list(islice(subscriptions(LEXICONS, seed="x"), 300))
    asked = list(islice(matters(LEXICONS), 30))
    found = sum(meets(one.wants, matter) for one in made_up for matter in asked)
    assert measured("all", made_up, asked).matching == pytest.approx(found / 30)
    assert found


def test_it_prints_every_row_and_says_what_is_wanted(capsys: pytest.CaptureFixture[str]):
    main(["--subscriptions", "300", "--few", "20", "--changes", "10", "--desk", "wheat"])
    printed = capsys.readouterr().out
    for told in ("+ 280 that match none", "300 like these", "MB at its most", "Wanted: ≤ 1 ms"):
        assert told in printed
