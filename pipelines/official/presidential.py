"""Orders, proclamations and memoranda of the President of the United States, known by their words of enactment."""

from __future__ import annotations

import re
from datetime import date

from pipelines.filing import Filing
from pipelines.official.days import days_in
from pipelines.official.register import JURISDICTION
from pipelines.types import Text

_ENACTS = {
    "Executive order": re.compile(
        r"\bit is hereby ordered\b|\bI hereby (?:order|determine and order)\b", re.IGNORECASE
    ),
    "Proclamation": re.compile(r"\bdo (?:hereby )?proclaim\b|\bBY THE PRESIDENT OF THE UNITED STATES OF AMERICA\b"),
    "Memorandum": re.compile(r"^[ \t]*MEMORANDUM FOR\b", re.MULTILINE),
}
_VESTED = re.compile(r"\bauthority vested in me\b|\bPresident of the United States\b", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:shall (?:take effect|be effective|apply)|(?:is|are) effective|effective with respect to)\b")
_SENTENCE_END = re.compile(r"\.\s+(?=[A-Z(])")
_REACH = 300
"""Characters behind the words of effect within which their day stands."""


def read_presidential(title: str, text: Text, published: date | None) -> Filing | None:
    """The filing of what a president enacts; None where nothing is enacted."""
    action = next((name for name, enacts in _ENACTS.items() if enacts.search(text.body)), None)
    if action is None or not _VESTED.search(text.body):
        return None
    begins = (text.body[found.start() : found.start() + _REACH] for found in _BEGINS.finditer(text.body))
    days = (days_in(_SENTENCE_END.split(passage)[0], published).effective for passage in begins)
    return Filing(
        kind="presidential document",
        action=action,
        agencies=("White House",),
        jurisdiction=JURISDICTION,
        effective=next(filter(None, days), None),
    )
