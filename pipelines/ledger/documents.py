"""Tells the steps of official documents apart: what one proposes, another lays down, however alike their words."""

from __future__ import annotations

from pipelines.policy.line import step
from pipelines.types import PolicyMove


def another_document(claim: PolicyMove, known: PolicyMove) -> bool:
    """Whether two documents of different numbers state two different steps."""
    ours, theirs = claim.filing, known.filing
    if ours is None or theirs is None or not (ours.number and theirs.number):
        return False
    return ours.number != theirs.number and step(claim) != step(known)
