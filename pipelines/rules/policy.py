"""Policy: a control that moved, told as news."""

from __future__ import annotations

from pipelines.types import Change, ChangeKind, PolicyMove


def policy_moved(change: Change) -> str | None:
    """A step that the ledger had not met; what is told as history moves nothing."""
    claim = change.claim
    if not isinstance(claim, PolicyMove):
        return None
    if change.kind is ChangeKind.REVISED:
        return "a control on record has moved on"
    return "a policy move that no earlier article had" if change.kind is ChangeKind.NEW else None
