"""What each site puts around its articles, in PostgreSQL: the margins of its latest articles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, collate, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.furniture import KEPT, SETTLED, WINDOW, WITHIN, Margin, margin_of, repeated, site_of
from pipelines.types import Document, Ingested
from storage.codec import storable
from storage.tables import MarginRow, table_of

_MARGINS = table_of(MarginRow)
_NEWEST_FIRST = (_MARGINS.c.seen.desc(), collate(_MARGINS.c.url, "C"))


class Margins:
    """The part of `pipelines.ports.Memory` that knows the sites."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def furniture(self, document: Document, *, now: datetime) -> frozenset[int]:
        """Hashes of the lines that the document's site puts around its articles, as far as settled before `now`."""
        own = select(_MARGINS.c.seen).where(_MARGINS.c.url == storable(document.url)).scalar_subquery()
        latest = func.least(now, own) - SETTLED  # which leaves out what is null
        settled = select(_MARGINS).where(
            _MARGINS.c.site == storable(site_of(document)),
            _MARGINS.c.seen < latest,
            _MARGINS.c.seen >= latest - WITHIN,
        )
        found = self._session.execute(settled.order_by(*_NEWEST_FIRST).limit(WINDOW))
        return repeated(_margin(row) for row in found)

    def keep(self, ingested: Ingested, *, now: datetime) -> None:
        """The margins of this article, in place of those of its earlier version; the oldest of its site give way."""
        margin = margin_of(ingested, seen=now)
        site = storable(margin.site)
        read = {"story": margin.story, "title": margin.title, "lines": list(margin.lines)}
        new = upsert(_MARGINS).values(url=storable(margin.url), site=site, seen=now, **read)
        kept = new.on_conflict_do_update(index_elements=["url"], set_=read)
        surplus = select(_MARGINS.c.url).where(_MARGINS.c.site == site).order_by(*_NEWEST_FIRST).offset(KEPT)
        self._session.execute(kept.add_cte(delete(_MARGINS).where(_MARGINS.c.url.in_(surplus)).cte("gone")))


def _margin(row: Row[Any]) -> Margin:
    return Margin(row.url, row.site, row.story, row.title, row.seen, tuple(row.lines))
