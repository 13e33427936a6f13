"""A small `make chaos-delivery`: alerts to twenty targets of mixed temper, workers killed: cases 23 to 28 at once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from bench.chaos_delivery import disturbed

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("chaos")]


def test_23_to_28_nothing_is_lost_and_every_repeat_says_so_whatever_the_targets_do_and_who_is_killed(
    tmp_path: Path,
) -> None:
    lines, run = disturbed(tmp_path / "home", Console(file=io.StringIO()), alerts=160, kills=5, seed=3, seconds=6.0)
    assert [(line.target, line.broken) for line in lines if line.broken] == []
    assert run.killed == 5
    assert sum(line.received + line.dead for line in lines) >= 150
    assert sum(line.dead for line in lines) == len(run.articles), "one target is gone for good"
