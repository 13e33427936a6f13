"""Items, articles and their versions: work that is read once and texts that are never overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.errors import DeltawireError, Unreadable
from pipelines.text import plain_text
from pipelines.types import Document
from pipelines.work import Item, Version
from storage import work
from storage.codec import canonical_json, entry_from_json, filing_from_json, filing_to_json, storable
from storage.sources import source_from_row
from storage.tables import ArticleRow, ItemRow, SourceRow, VersionRow, table_of

VERSIONS = 50
"""Versions kept of one article: a page that changes with every visit must not fill the disk."""
LONGEST_URL = 2_000
"""Bytes; PostgreSQL's unique index takes some 2,700."""

_ITEMS, _ARTICLES, _VERSIONS = table_of(ItemRow), table_of(ArticleRow), table_of(VersionRow)


class Items:
    """`pipelines.ports.Items` on PostgreSQL."""

    def __init__(self, session: Session, *, lease: timedelta) -> None:
        self._session, self._lease = session, lease

    def claim(self, ids: Sequence[int], *, now: datetime) -> Sequence[Item]:
        """Lease those of `ids` that wait to be read."""
        taken = work.rows(self._session, ItemRow, work.claim(self._session, ItemRow, ids, self._lease, now=now))
        found = work.rows(self._session, SourceRow, sorted({row.source_id for row in taken}))
        sources = {row.id: source_from_row(row) for row in found}
        return [
            Item(row.id, sources[row.source_id], entry_from_json(row.entry), seen=row.seen, looks=row.looks)
            for row in taken
        ]

    def read(self, item: Item, document: Document, *, now: datetime, again: timedelta | None = None) -> int | None:
        """The item has been read: store the article and, where its text is new, a version; its id.

        `again`: when to look a second time; whoever had a second look is done.
        """
        if len(document.url.encode("utf-8", "replace")) > LONGEST_URL:
            self.failed(item, Unreadable(f"{document.url[:80]}…: an address of over {LONGEST_URL} bytes"), now=now)
            return None
        digest = _digest(document)
        article = self._article(document, now)
        version = self._version(article, document, digest, now)
        if again is None or item.looks:
            work.done(self._session, ItemRow, item.id, article_id=article)
        else:
            work.put_off(self._session, ItemRow, item.id, until=now + again, article_id=article, looks=item.looks + 1)
        return version

    def failed(self, item: Item, error: DeltawireError, *, now: datetime) -> None:
        """Try again later (Transient), or quarantine (Permanent, or the third attempt); a second look may fail."""
        if item.looks:
            work.done(self._session, ItemRow, item.id)
            return
        work.failed(self._session, ItemRow, item.id, error, now=now)

    def retry(self, ids: Sequence[int], *, now: datetime) -> Sequence[int]:
        """By hand: let those of `ids` that were set aside start anew; their ids."""
        return work.retry(self._session, ItemRow, ids, now=now)

    def left(self, *, now: datetime, limit: int) -> tuple[int, ...]:
        """Ids of items that wait and are in nobody's hands: of each source the first, then the second, and on."""
        turn = func.row_number().over(partition_by=_ITEMS.c.source_id, order_by=(_ITEMS.c.next_attempt_at, _ITEMS.c.id))
        waiting = select(_ITEMS.c.id, turn.label("turn")).where(work.due(_ITEMS, now)).subquery()
        in_turn = select(waiting.c.id).order_by(waiting.c.turn, waiting.c.id).limit(limit)
        return tuple(self._session.execute(in_turn).scalars())

    def _article(self, document: Document, now: datetime) -> int:
        """The article of that address, its row locked, so that its versions are counted one at a time."""
        described = {
            "title": storable(document.title),
            "outlet": storable(document.outlet),
            "tier": document.tier,
        }
        new = upsert(_ARTICLES).values(
            url=storable(document.url), first_seen=now, published=document.published, **described
        )
        kept = new.on_conflict_do_update(
            index_elements=["url"],
            set_={
                "title": new.excluded.title,
                "published": func.coalesce(_ARTICLES.c.published, new.excluded.published),
            },
        )
        return int(self._session.execute(kept.returning(_ARTICLES.c.id)).scalar_one())

    def _version(self, article: int, document: Document, digest: str, now: datetime) -> int | None:
        """A new version; none where the text is known, or too many are."""
        count = _ARTICLES.c.versions
        number = self._session.execute(select(count).where(_ARTICLES.c.id == article)).scalar_one() + 1
        if number > VERSIONS:
            return None
        new = upsert(_VERSIONS).values(
            article_id=article,
            number=number,
            digest=digest,
            title=storable(document.title),
            text=storable(document.text),
            html=storable(document.html),
            outlet=storable(document.outlet),
            tier=document.tier,
            published=document.published,
            filing=filing_to_json(document.filing),
            seen=now,
            next_attempt_at=now,
        )
        unless_known = new.on_conflict_do_nothing(index_elements=["article_id", "digest"])
        version = self._session.execute(unless_known.returning(_VERSIONS.c.id)).scalar_one_or_none()
        if version is not None:
            self._session.execute(update(_ARTICLES).where(_ARTICLES.c.id == article).values(versions=number))
        return version


class Versions:
    """`pipelines.ports.Versions` on PostgreSQL."""

    def __init__(self, session: Session, *, lease: timedelta) -> None:
        self._session, self._lease = session, lease

    def claim(self, ids: Sequence[int], *, now: datetime) -> Sequence[Version]:
        """Lease those of `ids` that wait to be ingested, in order of first sight."""
        taken = work.claim(self._session, VersionRow, ids, self._lease, now=now)
        found = self._session.execute(
            select(VersionRow, _ARTICLES.c.url)
            .join(ArticleRow, _ARTICLES.c.id == _VERSIONS.c.article_id)
            .where(_VERSIONS.c.id.in_(taken))
            .order_by(_VERSIONS.c.seen, _VERSIONS.c.id),
            execution_options={"populate_existing": True},
        )
        return [Version(id=row.id, document=document_from_row(row, url), seen=row.seen) for row, url in found]

    def overtaken(self, *versions: Version) -> frozenset[int]:
        """Ids of those of whose article a later text was decided upon before: deciding now would undo that."""
        later, this = _VERSIONS.alias(), _VERSIONS.alias()
        done = (later.c.article_id == this.c.article_id) & (later.c.number > this.c.number) & (later.c.stage == "done")
        ids = [version.id for version in versions]
        return frozenset(self._session.execute(select(this.c.id).join(later, done).where(this.c.id.in_(ids))).scalars())

    def ingested(self, *versions: Version, now: datetime) -> None:
        """Done: its decisions stand in the same transaction."""
        work.done(self._session, VersionRow, *(version.id for version in versions), done_at=now)

    def failed(self, version: Version, error: DeltawireError, *, now: datetime) -> None:
        """As for items."""
        work.failed(self._session, VersionRow, version.id, error, now=now)

    def retry(self, ids: Sequence[int], *, now: datetime) -> Sequence[int]:
        """By hand: let those of `ids` that were set aside start anew; their ids."""
        return work.retry(self._session, VersionRow, ids, now=now)

    def left(self, *, now: datetime, limit: int) -> tuple[int, ...]:
        """Ids of versions that wait and are in nobody's hands."""
        return work.left(self._session, VersionRow, now=now, limit=limit)


def document_from_row(row: VersionRow, url: str) -> Document:
    """The document that a version keeps."""
    return Document(
        url=url,
        title=row.title,
        published=row.published,
        text=row.text,
        html=row.html,
        outlet=row.outlet,
        tier=row.tier,
        filing=filing_from_json(row.filing),
    )


def _digest(document: Document) -> str:
    """Hash of what a reader sees: a page whose advertisements changed is no new version, a deadline put off is."""
    text = document.text
    if text is None:
        try:
            text = plain_text(document.html or "", url=document.url)
        except Unreadable:
            text = document.html or ""
    told = hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace"))
    if document.filing is not None:
        told.update(canonical_json(filing_to_json(document.filing)))
    return told.hexdigest()
