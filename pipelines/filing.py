"""The noun for what an official document says of itself by its form: number, kind, days, dockets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

FilingKind = Literal["rule", "proposed rule", "notice", "presidential document", "announcement", "current report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What an official document says of itself by its form, apart from its sentences; empty where it does not."""

    kind: FilingKind
    number: str = ""
    """What its issuer calls it: document number, number of an order or announcement, accession number."""
    citation: str = ""
    """Where the official print has it: "91 FR 10001"."""
    action: str = ""
    """What it does, in its own short words: "Interim final rule; request for comments", "Executive order"."""
    agencies: tuple[str, ...] = ()
    """Who issues it, the office before the department that it belongs to."""
    jurisdiction: str | None = None
    """Whose law it makes; None for what a company files."""
    effective: date | None = None
    comments_close: date | None = None
    """The last day for comments from the public."""
    dockets: tuple[str, ...] = ()
    rins: tuple[str, ...] = ()
    """Regulation identifier numbers: one for each rule in the making, from proposal to print."""
    parts: tuple[str, ...] = ()
    """Parts of the code that it amends: "15 CFR 744"."""
    items: tuple[str, ...] = ()
    """Items of the form under which a company reports: "8.01"."""
    replaces: tuple[str, ...] = ()
    """Numbers and citations of the documents that it says it replaces, rescinds or withdraws."""

    @property
    def names(self) -> tuple[str, ...]:
        """All that people look it up by."""
        return tuple(filter(None, (self.number, self.citation, *self.dockets, *self.rins, *self.parts)))
