"""Reads official documents by their own form first, and by their sentences second.

register      what a rule, notice or proposal prints above its text: agency, action, dates, docket
presidential  orders, proclamations and memoranda of a president
announcement  numbered announcements of Chinese ministries
report        current reports that companies file (Form 8-K)
days          the days named in such documents: of effect, and the last for comments
replaced      the documents that a document says it replaces
moves         the document's own moves, with what its form says of them
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

from pipelines.filing import Filing
from pipelines.official.announcement import read_announcement
from pipelines.official.moves import own_moves, own_words
from pipelines.official.presidential import read_presidential
from pipelines.official.register import read_register_text
from pipelines.official.replaced import replaced_in
from pipelines.official.report import read_report
from pipelines.types import Document, Text

__all__ = ["FORMS", "filing_of", "own_moves"]

Form = Callable[[str, Text, date | None], Filing | None]
"""Takes the title, the text and the day of publication; None where the text is not of this form."""
FORMS: tuple[Form, ...] = (read_register_text, read_announcement, read_presidential, read_report)


def filing_of(document: Document, text: Text, *, first_hand: bool) -> Filing | None:
    """What the document says of itself: as its source listed it, the gaps filled from the text.

    `first_hand`: whether the source speaks for itself; what the press quotes of such a form is no document.
    """
    if not first_hand:
        return None
    published = document.published.date() if document.published else None
    read = next((filing for form in FORMS if (filing := form(document.title, text, published))), None)
    filing = _completed(document.filing, read) if document.filing and read else document.filing or read
    if filing is None or filing.jurisdiction is None:
        return filing
    return replace(
        filing, replaces=tuple(name for name in replaced_in(text, *own_words(text)) if name != filing.number)
    )


def _completed(listed: Filing, read: Filing) -> Filing:
    gaps = {field.name: getattr(read, field.name) for field in fields(Filing) if not getattr(listed, field.name)}
    return replace(listed, **gaps)
