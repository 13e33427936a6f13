"""Which facts could be the same as a claim, or its predecessor: equal keys bring them together, in any store.

A fact is stored under the keys of its claim, and a claim looks up its own: values within 5 % of each other, or one
subject and metric, or one jurisdiction, object, target or bill, share a key. A lookup reads at most `per_key` facts of
a key, latest seen first, and gives the `nearest` of them. For a figure these are the facts of its size that are also of
its subject and metric; where they are too few, those of its size and its subject or object fill up, then others of its
size; of each kind those with most keys in common first, then the latest. The latest of its subject and metric come
beside them. So neither the lookup nor the judgement after it costs more as the ledger grows. What the caps leave out:
behind that many facts of one subject, metric and size, a figure finds an older one no more; nor, behind as many of its
subject and size, one that was put down to another metric or to somebody else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from pipelines.types import Claim, Figure, PolicyMove

PER_KEY, PER_KEY_MOVES = 6, 16
"""Facts that a lookup reads of one key."""
NEAREST, NEAREST_MOVES = 4, 24
"""Facts that a lookup gives for one figure or move. Moves have fewer keys and are told apart by their words."""
OF_LINE = 3
"""Facts of the claim's subject and metric given beside them, the latest: one may be what the claim replaces."""
WITHIN = 0.05
"""Values that differ by this share meet for sure, and by three times as much never."""
CELLS = 8
"""Cells of the grid that a range may cover before only its ends count."""

_STEP = 2 * math.log1p(WITHIN)
_PERCENT = {"percent": 1.0, "percentage points": 1.0, "basis points": 0.01}
_CURRENCY = re.compile(r"[A-Z]{3}")
_BREAKS = re.compile(r"[^\w.&+]+")


def candidate_keys(claim: Claim) -> tuple[str, ...]:
    """The keys of a claim, sorted, without repeats.

    For figures "fig:USD:acme:revenue" (subject and metric), "fig:USD:~a231" (size), "fig:USD:acme:~a231" (size, with
    subject or object) and "fig:USD:acme:revenue:~a231"; for moves "pol:in=us", "pol:of=crane", "pol:to=norland",
    "pol:bill=crane act" and these in pairs.
    """
    found = _of_figure(claim) if isinstance(claim, Figure) else _of_move(claim)
    return tuple(sorted(set(found)))


def tiers(claim: Claim) -> tuple[tuple[str, ...], ...]:
    """The keys that a lookup reads, the most telling first; the next ones only where these give too few facts.

    All of them but a figure's line, which is looked up by itself.
    """
    return tuple(_sized(claim)) if isinstance(claim, Figure) else (candidate_keys(claim),)


def nearest(claim: Claim) -> int:
    """How many facts a lookup gives for this claim."""
    return NEAREST if isinstance(claim, Figure) else NEAREST_MOVES


def per_key(claim: Claim) -> int:
    """How many facts a lookup reads of one of this claim's keys."""
    return PER_KEY if isinstance(claim, Figure) else PER_KEY_MOVES


def line_key(claim: Claim) -> str | None:
    """That of the candidate keys under which a figure's predecessors stand: its unit, subject and metric."""
    if not isinstance(claim, Figure) or not claim.subject or not claim.metric:
        return None
    unit, _ = unit_class(claim.unit)
    return f"fig:{unit}:{_fold(claim.subject)}:{_fold(claim.metric)}"


def _of_figure(figure: Figure) -> Iterator[str]:
    line = line_key(figure)
    if line:
        yield line
    for tier in _sized(figure):
        yield from tier


def _sized(figure: Figure) -> Iterator[tuple[str, ...]]:
    """Keys of size: with the line, with subject or object, alone."""
    unit, scale = unit_class(figure.unit)
    high = figure.value if figure.value_high is None else figure.value_high
    cells = tuple(_cells(figure.value * scale, high * scale))
    line, about = line_key(figure), {_fold(name) for name in (figure.subject, figure.object) if name}
    if line:
        yield tuple(f"{line}:~{cell}" for cell in cells)
    if about:
        yield tuple(f"fig:{unit}:{name}:~{cell}" for name in sorted(about) for cell in cells)
    yield tuple(f"fig:{unit}:~{cell}" for cell in cells)


def _of_move(move: PolicyMove) -> Iterator[str]:
    where, what, whom, bill = (_fold(part or "") for part in (move.jurisdiction, move.object, move.target, move.bill))
    parts = (("in", where), ("of", what), ("to", whom), ("bill", bill))
    known = [f"{name}={value}" for name, value in parts if value] or ["in=?"]
    for place, one in enumerate(known):
        yield f"pol:{one}"
        yield from (f"pol:{one}:{other}" for other in known[place + 1 :])


def unit_class(unit: str) -> tuple[str, float]:
    """(class, factor into it): a currency's code, "pct" for ratios, "n" for everything that is counted."""
    if _CURRENCY.fullmatch(unit):
        return unit, 1.0
    return ("pct", _PERCENT[unit]) if unit in _PERCENT else ("n", 1.0)


def _cells(one: float, other: float) -> Iterator[str]:
    """Cells of two logarithmic grids, shifted by half a cell: values within half a cell's width always share one."""
    if not (math.isfinite(one) and math.isfinite(other)):
        return
    for grid, shift in (("a", 0.0), ("b", 0.5)):
        low, high = sorted(_cell(value, shift) for value in (one, other))
        inner = range(low, high + 1) if high - low < CELLS else (low, high)
        yield from (f"{grid}{cell}" for cell in inner)


def _cell(value: float, shift: float) -> int:
    """The grid knows sizes, not signs: a loss of 5 and -5 are one thing to look at."""
    return math.floor(math.log(max(abs(value), 1e-9)) / _STEP + shift)


def _fold(name: str) -> str:
    return _BREAKS.sub(" ", name.casefold()).strip()
