"""NewsQuant, a public set of labelled quantities in news: one half, for development."""

from __future__ import annotations

import re
import subprocess
import sys

from bench.labelled import ROOT, Shared
from bench.page import Row, Section

INTRO = """
Sentences of financial news (Almasian et al., EMNLP 2023), the even half, scored strictly: one reading for one label.
It was used for development; the odd half, kept back, is the one that counts. There 95, 90 and 85 are wanted, and no
more than 3 of 60 empty sentences read as a figure. In the same scoring the authors' own CQE has 93.5, 88.9 and 84.7.
"""
_LINE = re.compile(r"value (\S+) +value\+unit (\S+) +value\+unit\+change (\S+) +false on empty (\d+ of \d+)")
_MEANINGS = (
    ("value", "F1 of the number alone, or of both ends of a range"),
    ("value and unit", "F1 with the currency, percent, measure or counted noun as well"),
    ("value, unit and change", "F1 with up, down, about, over or under as well"),
    ("false on empty", "sentences without a quantity in which one was read"),
)


def section(shared: Shared) -> Section:
    """Run the scoring that comes with the sentences."""
    command = (sys.executable, shared.newsquant)
    run = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    return Section("NewsQuant, even half", INTRO, rows(run.stdout))


def rows(printed: str) -> list[Row]:
    """The scores in what was printed. Raises ValueError where they are not there."""
    found = _LINE.search(printed)
    if found is None:
        raise ValueError(f"no scores in what newsquant/score.py printed: {printed[:200]!r}")
    return [Row(name, value, meaning) for (name, meaning), value in zip(_MEANINGS, found.groups(), strict=True)]
