"""The plot of steps: each value at its height, within its width, in characters that the output can carry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.plot import HEIGHT, step_plot

MARCH = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def drawn(*values: float, width: int = 60, gap: timedelta = DAY, encoding: str = "utf-8") -> list[str]:
    points = [(MARCH + place * gap, value) for place, value in enumerate(values)]
    return list(step_plot(points, "{:g}".format, until=points[-1][0] + DAY, width=width, encoding=encoding))


def test_a_fall_is_drawn_from_the_top_to_the_bottom():
    *rows, dates = drawn(5.5, 4.4, gap=14 * DAY)
    assert len(rows) == HEIGHT
    assert rows[0].startswith("5.5 ┤●──")
    assert rows[0].endswith("┐")
    assert rows[-1].startswith("4.4 ┤   ")
    assert "└─" in rows[-1]
    assert "2026-03-02" in dates
    assert "2026-03-16" in dates


def test_a_value_that_stands_is_one_line():
    assert len(drawn(5.5, 5.5)) == 2


def test_without_box_drawing_characters_it_is_plain_ascii():
    assert "".join(drawn(5.5, 4.4, 6.0, encoding="ascii")).isascii()
    assert "".join(drawn(5.5, 4.4, encoding="no such encoding")).isascii()


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=90),
    st.integers(24, 120),
    st.sampled_from([timedelta(), timedelta(seconds=1), DAY]),
)
def test_it_keeps_its_width_whatever_the_values(values: list[float], width: int, gap: timedelta):
    assert max(map(len, drawn(*values, width=width, gap=gap))) <= width


@pytest.mark.parametrize("width", [40, 78])
def test_of_too_many_values_the_latest_are_drawn(width: int):
    assert drawn(*range(200), width=width)[0].lstrip().startswith("199")
