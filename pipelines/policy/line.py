"""Tells which moves speak of one control, and which step of it each states, for the ledger."""

from __future__ import annotations

import re

from pipelines.types import PolicyMove

FAMILIES = (
    frozenset({"rule", "licence requirement", "ban", "export controls", "approval", "assurance", "revenue share"}),
    frozenset({"probe", "fine"}),
)
"""Instruments that write-ups of one control use for one another."""
STEPS = {"lifted": "lifted", "rescinded": "lifted"}
"""Status -> step, where they differ: a rule that is rescinded and a curb that is lifted stand at the same step."""
DIGIT = re.compile(r"\d")
WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


def same_line(a: PolicyMove, b: PolicyMove) -> float:
    """How surely two moves speak of one instrument on one object towards one target by one jurisdiction, 0..1.

    Direction and status are left out: a line is tightened and eased again. What a move leaves open agrees a
    little with everything; what it states otherwise counts against.
    """
    if a.jurisdiction and b.jurisdiction and a.jurisdiction != b.jurisdiction:
        return 0.0
    instrument = 1.0 if a.instrument == b.instrument else 0.7 if _related(a.instrument, b.instrument) else 0.0
    if not instrument:
        return 0.0
    parts = (0.25, instrument), (0.5, _alike(a.object, b.object)), (0.25, _alike(a.target, b.target))
    likeness = sum(weight * value for weight, value in parts)
    return round(likeness if a.jurisdiction and b.jurisdiction else likeness * 0.85, 3)


def step(move: PolicyMove) -> str:
    """Where a move puts its control: proposed, reported, announced, in-force, lifted or denied.

    Status and direction together: an easing that is in force lifts what it eases.
    """
    if move.direction == "ease" and move.status == "in-force":
        return "lifted"
    return STEPS.get(move.status, move.status)


def family_of(instrument: str) -> str:
    """What kind of control an instrument is: the same for those that write-ups use for one another."""
    return next((min(family) for family in FAMILIES if instrument in family), instrument)


def _related(one: str, other: str) -> bool:
    return any(one in family and other in family for family in FAMILIES)


def _alike(one: str | None, other: str | None) -> float:
    """1 for the same, about a half where one is left open, else the share of shared words.

    A name with a digit in it is one product: another than any other such name, and seldom what is meant by a class.
    """
    if one is None or other is None:
        return 0.55
    if one == other:
        return 1.0
    models = bool(DIGIT.search(one)) + bool(DIGIT.search(other))
    if models:
        return 0.1 if models == 2 else 0.15
    ours, theirs = set(WORD.findall(one.lower())), set(WORD.findall(other.lower()))
    return len(ours & theirs) / len(ours | theirs)
