"""What the grammar finds: a number with its unit and the words that qualify it, before anyone asks whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.types import Approx, Measure, Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One quantity in a sentence; `start`/`end` are offsets into it and span number, scale and unit."""

    value: float
    value_high: float | None = None
    unit: str = ""
    """ISO 4217 code, "percent", "percentage points", "basis points", "times", a measure, or a counted noun."""
    approx: Approx = "exact"
    trend: Trend | None = None
    measure: Measure = "level"
    base: bool = False
    """The side that is left behind: the X of "from X to Y" and of "Y, up from X"."""
    start: int
    end: int
