"""Articles as they are shown: in lists, one with everything decided about it and why, and for a replay."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from pipelines.types import Claim, Document
from storage.articles import document_from_row
from storage.codec import claim_from_json, storable
from storage.tables import ArticleRow, ChangeRow, ClaimRow, ReadRow, StoryRow, VersionRow, table_of
from storage.views.asking import PAGE, Asking, contains, narrowed, shown
from storage.views.stories import standing_story

_ARTICLES, _VERSIONS, _READS = table_of(ArticleRow), table_of(VersionRow), table_of(ReadRow)
_CLAIMS, _CHANGES, _STORIES = table_of(ClaimRow), table_of(ChangeRow), table_of(StoryRow)


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles a list shows; empty fields ask for nothing."""

    relevant: bool | None = None
    topic: str = ""
    outlet: str = ""
    story: str = ""
    words: str = ""
    """Part of the title."""
    copies: bool = True
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArticleShown:
    """One article in a list; fields of the reading are empty until it has been read."""

    id: int
    url: str
    title: str
    outlet: str | None
    tier: int
    published: datetime | None
    first_seen: datetime
    versions: int
    relevant: bool | None
    score: float | None
    topics: tuple[str, ...] | None
    story: str | None
    origin: str | None
    copy_kind: str | None


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One state of an article's text."""

    id: int
    number: int
    seen: datetime
    title: str
    stage: str
    last_error: str


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim of an article and what became of it."""

    claim: Claim
    fact_id: str | None
    change: str
    """What it did to the ledger; empty where it was not worth a note."""
    rings: bool
    held_reason: str
    held_detail: str


@dataclass(frozen=True, slots=True)
class ArticleWhole:
    """One article with every decision about it."""

    article: ArticleShown
    language: str
    reasons: tuple[str, ...]
    """Why it is relevant, or not."""
    overlap: float | None
    story_title: str
    story_articles: int
    """How many articles tell its story, itself included; 0 where it has none yet."""
    versions: tuple[VersionShown, ...]
    claims: tuple[ClaimShown, ...]


class ArticleViews(Asking):
    """Articles."""

    def articles_list(
        self, wanted: ArticleFilter = ArticleFilter(), *, limit: int = PAGE, offset: int = 0
    ) -> Sequence[ArticleShown]:
        """Articles, newest first."""
        if wanted.story:
            wanted = replace(wanted, story=standing_story(self._session, wanted.story) or wanted.story)
        query = _wanted(_with_reading(), wanted).order_by(_ARTICLES.c.first_seen.desc(), _ARTICLES.c.id.desc())
        return [shown(ArticleShown, row) for row in self._session.execute(query.limit(limit).offset(offset))]

    def article_show(self, url: str) -> ArticleWhole | None:
        """The article of that address with its verdict, copies, versions and claims; None where it is not stored."""
        row = self._session.execute(_with_reading().where(_ARTICLES.c.url == storable(url))).one_or_none()
        if row is None:
            return None
        return ArticleWhole(
            article=shown(ArticleShown, row),
            language=row.language or "und",
            reasons=tuple(row.reasons or ()),
            overlap=row.overlap,
            story_title=row.story_title or "",
            story_articles=self._told_by(row.story),
            versions=self._versions(row.id),
            claims=self._claims(url),
        )

    def _told_by(self, story: str | None) -> int:
        """How many articles tell a story."""
        query = select(func.count()).select_from(_READS).where(_READS.c.story == story)
        return int(self._session.execute(query).scalar_one()) if story else 0

    def document(self, url: str) -> Document | None:
        """The latest version of the article of that address."""
        query = select(VersionRow, _ARTICLES.c.url).join(ArticleRow, _ARTICLES.c.id == _VERSIONS.c.article_id)
        latest = query.where(_ARTICLES.c.url == storable(url)).order_by(_VERSIONS.c.number.desc()).limit(1)
        found = self._session.execute(latest).one_or_none()
        return document_from_row(found[0], found[1]) if found else None

    def documents(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Document]:
        """The stored versions met from `since` to before `until`, in the order they were met: what a replay walks."""
        query = narrowed(
            select(VersionRow, _ARTICLES.c.url).join(ArticleRow, _ARTICLES.c.id == _VERSIONS.c.article_id),
            (_VERSIONS.c.seen, operator.ge, since),
            (_VERSIONS.c.seen, operator.lt, until),
        )
        in_order = query.order_by(_VERSIONS.c.seen, _VERSIONS.c.id)
        for row, url in self._session.execute(in_order, execution_options={"yield_per": 100}):
            yield document_from_row(row, url)

    def _versions(self, article_id: int) -> tuple[VersionShown, ...]:
        query = select(_VERSIONS).where(_VERSIONS.c.article_id == article_id).order_by(_VERSIONS.c.number)
        return tuple(shown(VersionShown, row) for row in self._session.execute(query))

    def _claims(self, url: str) -> tuple[ClaimShown, ...]:
        """Claims of the text as it was read last, in its order."""
        query = (
            select(_CLAIMS, _CHANGES.c.kind.label("change"), _CHANGES.c.rings)
            .join(_READS, (_READS.c.id == _CLAIMS.c.read_id) & (_READS.c.exact == _CLAIMS.c.text_digest))
            .outerjoin(_CHANGES, _CHANGES.c.id == _CLAIMS.c.change_id)
            .where(_READS.c.url == url)
            .order_by(_CLAIMS.c.position)
        )
        return tuple(
            shown(ClaimShown, row, claim=claim_from_json(row.claim), change=row.change or "", rings=bool(row.rings))
            for row in self._session.execute(query)
        )


def _with_reading() -> Select[Any]:
    reading = [
        _READS.c[name]
        for name in (
            "relevant",
            "score",
            "topics",
            "story",
            "origin",
            "copy_kind",
            "language",
            "reasons",
            "overlap",
        )
    ]
    joined = select(_ARTICLES, *reading, _STORIES.c.title.label("story_title"))
    told = joined.outerjoin(_READS, _READS.c.url == _ARTICLES.c.url)
    return told.outerjoin(_STORIES, _STORIES.c.id == _READS.c.story)


def _wanted(query: Select[Any], wanted: ArticleFilter) -> Select[Any]:
    if not wanted.copies:
        query = query.where(_READS.c.copy_kind.is_(None))
    return narrowed(
        query,
        (_READS.c.relevant, operator.eq, wanted.relevant),
        (_READS.c.topics, ColumnElement.contains, [wanted.topic] if wanted.topic else None),
        (_ARTICLES.c.outlet, operator.eq, wanted.outlet),
        (_READS.c.story, operator.eq, wanted.story),
        (_ARTICLES.c.title, ColumnElement.ilike, contains(wanted.words)),
        (_ARTICLES.c.first_seen, operator.ge, wanted.since),
        (_ARTICLES.c.first_seen, operator.lt, wanted.until),
    )
