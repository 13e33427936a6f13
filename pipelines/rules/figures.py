"""Figures: a value nobody had reported, one that changed, one that is contested, one taken back."""

from __future__ import annotations

from pipelines.types import Change, ChangeKind, Figure


def new_figure(change: Change) -> str | None:
    """A figure that the ledger had not met."""
    if not isinstance(change.claim, Figure) or change.kind is not ChangeKind.NEW:
        return None
    return "a figure that no earlier article had"


def revised_figure(change: Change) -> str | None:
    """A known figure whose value has moved."""
    if not isinstance(change.claim, Figure) or change.kind is not ChangeKind.REVISED:
        return None
    return "a new value for a figure already reported"


def disputed_figure(change: Change) -> str | None:
    """Two outlets give different values at the same time."""
    if not isinstance(change.claim, Figure) or change.kind is not ChangeKind.DISPUTED:
        return None
    return "another value than an outlet reported shortly before"


def withdrawn_figure(change: Change) -> str | None:
    """The only article that carried a figure no longer does."""
    if not isinstance(change.claim, Figure) or change.kind is not ChangeKind.WITHDRAWN:
        return None
    return "the only article that reported it was corrected and no longer has it"
