"""Tells steps apart that are told in the same words: a proposal and the rule that follows it, the stages of a bill."""

from __future__ import annotations

from pipelines.bills import another_stage
from pipelines.policy.line import step
from pipelines.types import PolicyMove


def another_step(claim: PolicyMove, known: PolicyMove) -> bool:
    """Whether two statements are two steps, however alike: by their documents, or by the stages of a bill."""
    return _another_document(claim, known) or another_stage(claim, known)


def _another_document(claim: PolicyMove, known: PolicyMove) -> bool:
    """Whether two documents of different numbers state two different steps."""
    ours, theirs = claim.filing, known.filing
    if ours is None or theirs is None or not (ours.number and theirs.number):
        return False
    return ours.number != theirs.number and step(claim) != step(known)
