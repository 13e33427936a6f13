"""How far a figure's value reaches in its unit, and when two values agree within what their wording allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from pipelines.ledger.keys import unit_class
from pipelines.types import Figure

_APPROXIMATE = {"about": 0.03, "over": 0.04, "under": 0.04, "up-to": 0.03, "range": 0.0, "exact": 0.0}
"""Share of the value by which it may be off."""

_ROOM = {"about": (0.05, 0.05), "over": (0.0, 0.15), "under": (0.15, 0.0), "up-to": (0.1, 0.0)}
"""Share of the value, downward and upward, that such a word leaves open; at least one in its last digit."""


@dataclass(frozen=True, slots=True)
class Extent:
    """From `low` to `high` in the unit of its class, give or take `slack`."""

    unit: str
    low: float
    high: float
    slack: float

    def near(self, other: Extent) -> bool:
        """Whether the two lie within the looser one's slack of each other."""
        slack = max(self.slack, other.slack)
        return self.unit == other.unit and self.low - slack <= other.high and other.low - slack <= self.high


def extent(figure: Figure) -> Extent:
    """A figure's extent: by unit class, range, and the precision that the writer gave."""
    return _extent(figure.value, figure.value_high, figure.unit, figure.approx)


def values_agree(one: Figure, other: Figure) -> bool:
    """Whether two values are equal within what the wording's precision allows."""
    return extent(one).near(extent(other))


def admits(one: Figure, other: Figure) -> bool:
    """Whether the wording of either leaves room for the other's value: "over 4%" for 5%, "about 20%" for 20.8%."""
    return _open_to(one, other) or _open_to(other, one)


def _open_to(loose: Figure, other: Figure) -> bool:
    ours, theirs = extent(loose), extent(other)
    if ours.unit != theirs.unit or loose.value_high is not None or other.value_high is not None:
        return False
    down, up = _ROOM.get(loose.approx, (0.0, 0.0))
    size, step = abs(ours.low), min(_step(ours.low), 0.25 * abs(ours.low))
    low, high = (size - max(down * size, step if down else 0)), (size + max(up * size, step if up else 0))
    return ours.low * theirs.low > 0 and low <= abs(theirs.low) <= high


def _step(value: float) -> float:
    """One in the last digit that the writer gave."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    return 10.0 ** (math.floor(math.log10(abs(value))) - digits(value) + 1)


@lru_cache(maxsize=65_536)
def digits(value: float) -> int:
    """How many significant digits the writer gave: 1 for 5 billion, 3 for 4.56 billion."""
    return len(f"{abs(value):.6g}".replace(".", "").split("e")[0].strip("0")) or 1


@lru_cache(maxsize=65_536)
def _extent(value: float, value_high: float | None, unit: str, approx: str) -> Extent:
    kind, factor = unit_class(unit)
    low, high = sorted((value * factor, (value if value_high is None else value_high) * factor))
    size = max(abs(low), abs(high))
    if size == 0 or not math.isfinite(size):
        return Extent(kind, low, high, 0.0)
    half_digit = 0.5 * 10.0 ** (math.floor(math.log10(size)) - digits(value) + 1)
    return Extent(kind, low, high, max(min(half_digit, 0.025 * size), 0.001 * size, _APPROXIMATE[approx] * size))
