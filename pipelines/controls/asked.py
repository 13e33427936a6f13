"""Which controls a question is about, so that only what bears on it is read of a large ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

NEWEST = 300
"""Facts, those first met last, whose lines are drawn where nobody says which, or very many answer."""
KEY_PARTS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for; what is left empty narrows nothing."""

    objects: frozenset[str] = frozenset()
    """Names of the object, any of which will do."""
    targets: frozenset[str] = frozenset()
    jurisdiction: str = ""
    word: str = ""
    """Id of a fact, or what a document is called."""
    until: datetime | None = None
    """Only what was first told before then."""
    whole: bool = False
    """All of the ledger, however large."""

    @property
    def everything(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.objects or self.targets or self.jurisdiction or self.word)


EVERYTHING = Asked(whole=True)


def asked_by(word: str) -> Asked:
    """What a person asks for by the id of a fact, the key of a line, or the name of a document."""
    parts = word.split("/")
    if len(parts) != KEY_PARTS:
        return Asked(word=word)
    jurisdiction, _, about, whom = parts
    return Asked(_names(about), _names(whom), jurisdiction)


def _names(part: str) -> frozenset[str]:
    return frozenset({part} if part else ())
