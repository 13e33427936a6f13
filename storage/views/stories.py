"""Stories as they are shown: in lists, and one with its articles, what each brought, and what was ruled on it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import FromClause, Select, distinct, func, select, true
from sqlalchemy.orm import Session

from pipelines.errors import Refused
from pipelines.types import ChangeKind, Claim
from storage.codec import claim_from_json, storable
from storage.tables import ArticleRow, ChangeRow, ReadRow, StoryRow, StoryRulingRow, table_of
from storage.views.asking import PAGE, Asking, shown
from storage.views.families import roots_of as standing_facts

_AGREED = 3
"""Leading characters in which ids must agree to be taken for a slip of the hand."""
_STORIES, _READS, _RULINGS = table_of(StoryRow), table_of(ReadRow), table_of(StoryRulingRow)
_ARTICLES, _CHANGES = table_of(ArticleRow), table_of(ChangeRow)


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Which stories a list shows; empty fields ask for nothing."""

    since: datetime | None = None
    """Told since then, be it again."""
    until: datetime | None = None
    """First told before then."""
    min_origins: int = 1
    relevant: bool = False
    """Only those of which an article is."""


@dataclass(frozen=True, slots=True)
class StoryListed:
    """One story, counted."""

    id: str
    title: str
    articles: int
    origins: int
    """Articles that are no copies: how many tell it independently."""
    outlets: tuple[str, ...]
    """By name."""
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Brought:
    """What an article did to the ledger."""

    kind: ChangeKind
    fact_id: str
    claim: Claim
    rings: bool


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story."""

    url: str
    title: str
    outlet: str | None
    seen: datetime
    """When it was first met."""
    origin: str
    copy_kind: str | None
    brought: tuple[Brought, ...] = ()
    """In the order it did so, what it merely restated left out."""


@dataclass(frozen=True, slots=True)
class StoryRuling:
    """One word of an operator; an undone one bears on nothing, but stays in the history."""

    id: int
    kind: Literal["merge", "split"]
    story_id: str
    """The story that was merged away, or split."""
    into_id: str
    """The story that it went into, or that was split off."""
    urls: tuple[str, ...]
    """Addresses that moved."""
    why: str
    ruled_by: str
    at: datetime
    undone_at: datetime | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class StoryWhole:
    """One story with everything known of it."""

    story: StoryListed
    articles: tuple[StoryArticle, ...]
    """In the order they were met."""
    rulings: tuple[StoryRuling, ...]
    """Oldest first, undone ones too."""


class StoryViews(Asking):
    """Stories. An id that went into another story leads there."""

    def stories_list(self, wanted: StoryFilter = StoryFilter(), *, limit: int = PAGE) -> Sequence[StoryListed]:
        """Stories, those told last first."""
        told = _told(relevant=wanted.relevant)
        query = _counted(told).where(told.c.origins >= max(1, wanted.min_origins))
        if wanted.since:
            query = query.where(_STORIES.c.last_seen >= wanted.since)
        if wanted.until:
            query = query.where(_STORIES.c.first_seen < wanted.until)
        in_order = query.order_by(_STORIES.c.last_seen.desc(), _STORIES.c.id).limit(limit)
        return [shown(StoryListed, row) for row in self._session.execute(in_order)]

    def story_show(self, id: str) -> StoryWhole | None:
        """One story with its articles and rulings; None where there is none of that id."""
        root = standing_story(self._session, id)
        if root is None:
            return None
        family = story_family(self._session, root)
        row = self._session.execute(_counted(_told()).where(_STORIES.c.id == root)).one()
        ruled = select(_RULINGS).where(_RULINGS.c.story_id.in_(family) | _RULINGS.c.into_id.in_(family))
        return StoryWhole(
            story=shown(StoryListed, row),
            articles=articles_of(self._session, root),
            rulings=tuple(shown(StoryRuling, one) for one in self._session.execute(ruled.order_by(_RULINGS.c.id))),
        )

    def no_story(self, id: str) -> Refused:
        """What to tell a person who asks for a story that there is none of."""
        return no_story(self._session, id)


def standing_story(session: Session, id: str) -> str | None:
    """The story that stands for this one: itself, unless it was merged; None where there is none."""
    way = select(_STORIES.c.id, _STORIES.c.merged_into).where(_STORIES.c.id == storable(id)).cte("way", recursive=True)
    step = select(_STORIES.c.id, _STORIES.c.merged_into).join(way, way.c.merged_into == _STORIES.c.id)
    walked = way.union_all(step)
    return session.execute(select(walked.c.id).where(walked.c.merged_into.is_(None))).scalar_one_or_none()


def story_family(session: Session, id: str) -> set[str]:
    """This story and all that went into it, directly or through others."""
    start = select(_STORIES.c.id).where(_STORIES.c.id == id).cte("family", recursive=True)
    family = start.union_all(select(_STORIES.c.id).join(start, start.c.id == _STORIES.c.merged_into))
    return set(session.execute(select(family.c.id)).scalars())


def articles_of(session: Session, story: str) -> tuple[StoryArticle, ...]:
    """The articles of a standing story in the order they were met, with what each brought."""
    met = func.coalesce(_ARTICLES.c.first_seen, _READS.c.seen)
    names = ("url", "title", "outlet", "origin", "copy_kind")
    query: Select[Any] = (
        select(*(_READS.c[name] for name in names), met.label("seen"))
        .outerjoin(_ARTICLES, _ARTICLES.c.url == _READS.c.url)
        .where(_READS.c.story == story)
        .order_by(met, _READS.c.id)
    )
    rows = session.execute(query).all()
    brought = _brought(session, [row.url for row in rows])
    return tuple(shown(StoryArticle, row, brought=tuple(brought[row.url])) for row in rows)


def no_story(session: Session, id: str) -> Refused:
    """What to tell a person who asks for a story that there is none of: which ids come close."""
    alike = select(_STORIES.c.id).where(_STORIES.c.id.startswith(storable(id)[:_AGREED], autoescape=True)).limit(5_000)
    close = difflib.get_close_matches(id, session.execute(alike).scalars().all(), n=3)
    near = f"; close: {', '.join(close)}" if close else ""
    return Refused(f"there is no story {id!r}{near}; `deltawire stories list` shows their ids")


def _told(*, relevant: bool = False) -> FromClause:
    """How many articles tell the story at hand, and which outlets; `relevant`: only where one of them is."""
    counted = select(
        func.count().label("articles"),
        func.count(distinct(_READS.c.origin)).label("origins"),
        func.array_remove(func.array_agg(distinct(_READS.c.outlet)), None).label("outlets"),
    ).where(_READS.c.story == _STORIES.c.id)
    return (counted.having(func.bool_or(_READS.c.relevant)) if relevant else counted).lateral("told")


def _counted(told: FromClause) -> Select[Any]:
    names = (_STORIES.c.id, _STORIES.c.title, _STORIES.c.first_seen, _STORIES.c.last_seen)
    return select(*names, told.c.articles, told.c.origins, func.coalesce(told.c.outlets, []).label("outlets")).join(
        told, true()
    )


def _brought(session: Session, urls: Collection[str]) -> dict[str, list[Brought]]:
    """What the articles of these addresses did to the ledger."""
    query = select(_CHANGES).where(_CHANGES.c.url.in_(urls), _CHANGES.c.kind != ChangeKind.RESTATED)
    rows = session.execute(query.order_by(_CHANGES.c.at, _CHANGES.c.id)).all()
    standing = standing_facts(session, [row.fact_id for row in rows])
    found: dict[str, list[Brought]] = defaultdict(list)
    for row in rows:
        fact_id = standing.get(row.fact_id, row.fact_id)
        found[row.url].append(Brought(ChangeKind(row.kind), fact_id, claim_from_json(row.claim), row.rings))
    return found
