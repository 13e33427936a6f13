"""The timing runs, on a handful of made-up texts; how fast is not asked here."""

from __future__ import annotations

import pytest

from adapters.kit import read_desk
from bench import speed
from bench.generated import documents, sentences
from config.settings import load_settings


def test_every_row_is_measured_and_those_after_the_first_are_held_against_it() -> None:
    timings = list(speed.measure(read_desk(load_settings()), articles=2, sizes=(10, 20)))
    assert all(timing.rate > 0 for timing in timings)
    assert [timing.name for timing in timings if not timing.beside] == [
        "regex scan",
        "regex scan",
        "find and reconcile, ledger of 10 facts",
    ]


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main(["--articles", "1", "--facts", "5"]) == 0
    assert "figure grammar" in capsys.readouterr().out


def test_made_up_texts_are_the_same_on_every_run_and_differ_among_each_other() -> None:
    lexicons = read_desk(load_settings()).lexicons
    made = list(documents(5, lexicons))
    assert made == list(documents(5, lexicons))
    assert len({document.text for document in made}) == len({document.url for document in made}) == 5
    assert sentences(20, lexicons) == sentences(20, lexicons)
