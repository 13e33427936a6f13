"""What keeps a change from ringing although a rule would have it: each suppressor gives its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from pipelines.rules import why_it_rings
from pipelines.types import Change, ChangeKind, Document, Figure, Held, PolicyMove

STALE = timedelta(days=14)
"""A page first met this long after its date is a republication or a backfill."""
LEAST_CONFIDENCE = 0.3

Suppressor = Callable[[Change, Document, datetime], Held | None]


def told_as_history(change: Change, document: Document, now: datetime) -> Held | None:
    """Background is for the ledger, not for the bell."""
    if isinstance(change.claim, PolicyMove) and change.claim.background:
        return Held("background", "the text tells it as history")
    return None


def told_as_old(change: Change, document: Document, now: datetime) -> Held | None:
    """The value that the text itself calls the former one."""
    if isinstance(change.claim, Figure) and change.claim.prior:
        return Held("prior", "the text gives it as the value before")
    return None


def stale_document(change: Change, document: Document, now: datetime) -> Held | None:
    """Old pages come round again; they may teach the ledger, not ring."""
    if document.published is not None and now - document.published > STALE:
        return Held("stale", f"published {document.published:%Y-%m-%d}, first met {now:%Y-%m-%d}")
    return None


def unsure(change: Change, document: Document, now: datetime) -> Held | None:
    """A reading that is more likely wrong than right."""
    if change.claim.confidence < LEAST_CONFIDENCE and change.kind is not ChangeKind.WITHDRAWN:
        return Held("unsure", f"confidence {change.claim.confidence:.2f}, below {LEAST_CONFIDENCE}")
    return None


SUPPRESSORS: tuple[Suppressor, ...] = (told_as_history, told_as_old, stale_document, unsure)


def held(change: Change, document: Document, *, now: datetime) -> Held | None:
    """Why this change rings nobody, or None where it rings."""
    if why_it_rings(change) is None:
        return Held(str(change.kind), f"known since {change.fact.first.seen:%Y-%m-%d}")
    return next((reason for suppressor in SUPPRESSORS if (reason := suppressor(change, document, now))), None)
