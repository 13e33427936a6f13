"""When two statements of policy are one fact, and when one moves the line that the other stands on."""

from __future__ import annotations

from datetime import timedelta

from pipelines.policy.line import same_line, step
from pipelines.types import Fact, PolicyMove, Sighting

SAME_LINE = 0.6
"""From here on two moves speak of one control on one object by one jurisdiction."""
ONE_EVENT = timedelta(days=21)
"""Write-ups of one step come within this time; a like statement later is another step unless told as history."""
_RANK = {"proposed": 0, "reported": 1, "announced": 2, "in-force": 3, "lifted": 4, "rescinded": 4}


def same_move(claim: PolicyMove, fact: Fact, sighting: Sighting) -> float:
    """How surely this claim states the step that the fact is, 0..1; 0 where anything contradicts."""
    known = fact.claim
    if not isinstance(known, PolicyMove) or {claim.direction, known.direction} == {"tighten", "ease"}:
        return 0.0
    line = same_line(claim, known)
    if line < SAME_LINE:
        return 0.0
    likeness = line * 0.6
    likeness += 0.25 * (sighting.story in fact.stories)
    likeness += 0.15 * (step(claim) == step(known))
    likeness += 0.15 * (sighting.seen - fact.last_seen <= ONE_EVENT)
    likeness += 0.2 * claim.background
    return min(likeness, 1.0) if likeness >= 0.6 else 0.0


def moves_on(claim: PolicyMove, fact: Fact) -> bool:
    """Whether the claim is a further step on the fact's line: it replaces where the line stood."""
    known = fact.claim
    if not isinstance(known, PolicyMove) or not fact.current or same_line(claim, known) < SAME_LINE:
        return False
    if claim.direction != known.direction:
        return True
    return _RANK.get(claim.status, 0) > _RANK.get(known.status, 0)
