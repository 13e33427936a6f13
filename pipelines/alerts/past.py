"""What came of the past: every change with the article that brought it, whether it rang or only confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.alerts.types import Matter
from pipelines.types import Change, Document, Ingested


@dataclass(frozen=True, slots=True)
class Past:
    """One change, as it was when it came: its fact has the origins and outlets of that moment."""

    change: Change
    document: Document
    """Without its text."""
    topics: tuple[str, ...]
    language: str
    rings: bool

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.change.sighting.seen

    @property
    def matter(self) -> Matter:
        """What a subscription may ask of it."""
        return Matter(self.change, self.topics, self.language, self.document.tier)


def past_of(ingested: Ingested) -> Iterator[Past]:
    """The changes of one article; only what a preview needs is kept of it."""
    document = replace(ingested.document, text=None, html=None, filing=None)
    ringing = {change.id for change in ingested.ringing}
    for change in ingested.changes:
        slim = replace(change, fact=replace(change.fact, others=()))
        yield Past(slim, document, ingested.verdict.topics, ingested.text.language, change.id in ringing)
