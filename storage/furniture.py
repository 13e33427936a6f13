"""What each site puts around its articles, in PostgreSQL: the margins of its latest articles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from pipelines.furniture import KEPT, SETTLED, WINDOW, WITHIN, Margin, margin_of, repeated, site_of
from pipelines.types import Document, Ingested
from storage.codec import storable

_SPANS = {"settled": SETTLED, "within": WITHIN}
_SETTLED = text(f"""
    WITH latest AS (  -- least() leaves out what is null
        SELECT least(CAST(:now AS timestamptz), (SELECT seen FROM margins WHERE url = :url)) - :settled AS seen
    )
    SELECT margins.* FROM margins, latest
    WHERE site = :site AND margins.seen < latest.seen AND margins.seen >= latest.seen - :within
    ORDER BY margins.seen DESC, url COLLATE "C" LIMIT {WINDOW}
""")  # noqa: S608 - a number of ours
_KEEP = text(f"""
    WITH gone AS (
        DELETE FROM margins WHERE url IN (
            SELECT url FROM margins WHERE site = :site ORDER BY seen DESC, url COLLATE "C" OFFSET {KEPT}
        )
    )
    INSERT INTO margins (url, site, story, title, seen, lines)
    VALUES (:url, :site, :story, :title, :seen, CAST(:lines AS bigint[]))
    ON CONFLICT (url) DO UPDATE SET story = excluded.story, title = excluded.title, lines = excluded.lines
""")  # noqa: S608 - a number of ours


class Margins:
    """The part of `pipelines.ports.Memory` that knows the sites."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def furniture(self, document: Document, *, now: datetime) -> frozenset[int]:
        """Hashes of the lines that the document's site puts around its articles, as far as settled before `now`."""
        asked = {"url": storable(document.url), "site": storable(site_of(document)), "now": now}
        return repeated(_margin(row) for row in self._session.execute(_SETTLED, {**asked, **_SPANS}))

    def keep(self, ingested: Ingested, *, now: datetime) -> None:
        """The margins of this article, in place of those of its earlier version; the oldest of its site give way."""
        margin = margin_of(ingested, seen=now)
        self._session.execute(
            _KEEP,
            {
                "url": storable(margin.url),
                "site": storable(margin.site),
                "story": margin.story,
                "title": margin.title,
                "seen": now,
                "lines": list(margin.lines),
            },
        )


def _margin(row: Row[Any]) -> Margin:
    return Margin(row.url, row.site, row.story, row.title, row.seen, tuple(row.lines))
