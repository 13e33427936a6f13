"""Current reports (Form 8-K) that companies file with the Securities and Exchange Commission: under which items."""

from __future__ import annotations

import re
from datetime import date

from pipelines.filing import Filing
from pipelines.types import Text

FORM = re.compile(r"\bFORM\s+8-K\b", re.IGNORECASE)
_ITEM = re.compile(r"\bItem\s+(\d\.\d\d)\b", re.IGNORECASE)
_HEAD = 3_000
"""Characters of a report within which its cover stands."""


def read_report(title: str, text: Text, published: date | None) -> Filing | None:
    """The filing of a current report, by its cover; None for any other text."""
    if not FORM.search(text.body[:_HEAD]) or "CURRENT REPORT" not in text.body[:_HEAD].upper():
        return None
    return Filing(kind="current report", action="8-K", items=tuple(dict.fromkeys(_ITEM.findall(text.body))))
