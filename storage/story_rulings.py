"""What operators ruled where one event was taken for two, or two for one: merge, split and undo of stories.

Ids stay: a story that goes into another keeps its row and points there, and so does one whose split was undone.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.errors import Refused
from pipelines.stories import named_after
from pipelines.types import Fact
from storage.codec import fact_from_row, storable
from storage.memory import StoredMemory
from storage.tables import FactRow, MarginRow, ReadRow, SightingRow, StoryRow, StoryRulingRow, table_of
from storage.views.asking import shown
from storage.views.families import family_of
from storage.views.stories import StoryArticle, StoryRuling, articles_of, no_story, standing_story, story_family

_STORIES, _READS, _RULINGS = table_of(StoryRow), table_of(ReadRow), table_of(StoryRulingRow)
_SIGHTINGS, _MARGINS, _FACTS = table_of(SightingRow), table_of(MarginRow), table_of(FactRow)


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """What a ruling would do."""

    story_id: str
    """The story that is merged away, or split."""
    into_id: str
    """The story that it goes into, or that is split off."""
    title: str
    """Of the story that it goes into, or that is split off."""
    going: tuple[StoryArticle, ...]
    staying: tuple[StoryArticle, ...]
    """A merge: those of the winner."""


class StoryRulings:
    """To be called under `Unit.lock_ledger`, except for plans and lists. Raises Refused, with a cure."""

    def __init__(self, session: Session, memory: StoredMemory) -> None:
        self._session, self._memory = session, memory

    # ------------------------------------------------------------ plans
    def plan_merge(self, one_id: str, other_id: str, *, into: str = "") -> StoryPlan:
        """What merging two stories would do: the younger goes into the older, unless `into` names the younger."""
        if one_id == other_id:
            raise Refused(f"{one_id} cannot be merged with itself: name two stories")
        if into not in ("", one_id, other_id):
            raise Refused(f"--into {into!r} is neither of the two: give {one_id} or {other_id}")
        pair = sorted((self._standing(one_id), self._standing(other_id)), key=lambda row: (row.first_seen, row.id))
        winner, loser = reversed(pair) if into == pair[1].id else pair
        families = story_family(self._session, winner.id), story_family(self._session, loser.id)
        for ruling in self.list(stories=set.union(*families), standing=True):
            sides = {ruling.story_id, ruling.into_id}
            if ruling.kind == "split" and all(sides & family for family in families):
                raise Refused(f"ruling {ruling.id} set these two apart: `deltawire stories undo {ruling.id}` lifts it")
        going, staying = articles_of(self._session, loser.id), articles_of(self._session, winner.id)
        return StoryPlan(loser.id, winner.id, winner.title, going, staying)

    def plan_split(self, id: str, url: str) -> StoryPlan:
        """What making this article a story of its own would do: all that share its origin go along."""
        story = self._standing(id)
        articles = articles_of(self._session, story.id)
        origins = {one.origin for one in articles if one.url == storable(url)}
        if not origins:
            known = [one.url for one in articles]
            near = difflib.get_close_matches(url, known, n=3) or known[:3]
            raise Refused(f"{url} is not in {story.id}; {', '.join(near) or 'nothing'} is")
        going = tuple(one for one in articles if one.origin in origins)
        staying = tuple(one for one in articles if one.origin not in origins)
        if not staying:
            raise Refused(f"{story.id} is that article and its copies alone: nothing would stay")
        return StoryPlan(story.id, self._id_apart(story.id, going[0].url), going[0].title, going, staying)

    # ------------------------------------------------------------ rulings
    def merge(self, one_id: str, other_id: str, *, into: str = "", why: str, by: str, now: datetime) -> StoryRuling:
        """Rule that two stories are one. The loser's id stays and leads to the winner; no alert is sent."""
        plan = self.plan_merge(one_id, other_id, into=into)
        before = self._as_it_stands(plan.into_id)
        urls = self._told_at(plan.story_id)
        self._go(plan.story_id, plan.into_id, urls)
        return self._keep("merge", plan, urls, before, why=why, by=by, now=now)

    def split(self, id: str, url: str, *, why: str, by: str, now: datetime) -> StoryRuling:
        """Rule that an article, with its copies, tells another event; later copies of it follow."""
        plan = self.plan_split(id, url)
        before = self._as_it_stands(plan.story_id)
        seen = [one.seen for one in plan.going]
        row = {"id": plan.into_id, "title": storable(plan.title), "first_seen": min(seen), "last_seen": max(seen)}
        told = upsert(_STORIES).values(**row)
        again = {**{name: told.excluded[name] for name in row if name != "id"}, "merged_into": None}
        self._session.execute(told.on_conflict_do_update(index_elements=["id"], set_=again))
        urls = [one.url for one in plan.going]
        self._move(plan.story_id, plan.into_id, urls)
        rest = {"first_seen": min(one.seen for one in plan.staying), "last_seen": max(o.seen for o in plan.staying)}
        title = before["title"] if before["title"] != plan.title else plan.staying[0].title
        self._set(plan.story_id, title=title, **rest)
        return self._keep("split", plan, urls, before, why=why, by=by, now=now)

    def undo(self, id: int, *, by: str, now: datetime) -> StoryRuling:
        """Lift a ruling. What a merge's winner has met since stays with it; what was split off comes back whole."""
        ruling = self.one(id)
        if ruling.undone_at is not None:
            raise Refused(f"ruling {id} was undone on {ruling.undone_at:%Y-%m-%d} by {ruling.undone_by}")
        later = self.list(stories={ruling.story_id, ruling.into_id}, standing=True)
        if newest := max((one.id for one in later if one.id > id), default=None):
            raise Refused(f"ruling {newest} rests on ruling {id}: `deltawire stories undo {newest}` first")
        before = self._session.execute(select(_RULINGS.c.before).where(_RULINGS.c.id == id)).scalar_one()
        if ruling.kind == "merge":
            self._unmerge(ruling, before)
        else:
            self._go(ruling.into_id, ruling.story_id, self._told_at(ruling.into_id))
            self._set(ruling.story_id, title=before["title"])
        self._session.execute(update(_RULINGS).where(_RULINGS.c.id == id).values(undone_at=now, undone_by=storable(by)))
        return self.one(id)

    def one(self, id: int) -> StoryRuling:
        """The ruling of this number."""
        row = self._session.execute(select(_RULINGS).where(_RULINGS.c.id == id)).one_or_none()
        if row is None:
            raise Refused(f"there is no ruling {id} on stories: `deltawire stories show STORY` lists a story's")
        return shown(StoryRuling, row)

    def list(self, *, stories: Collection[str], standing: bool = False) -> Sequence[StoryRuling]:
        """Rulings on these stories, oldest first; only those that stand."""
        query = select(_RULINGS).where(_RULINGS.c.story_id.in_(stories) | _RULINGS.c.into_id.in_(stories))
        if standing:
            query = query.where(_RULINGS.c.undone_at.is_(None))
        return [shown(StoryRuling, row) for row in self._session.execute(query.order_by(_RULINGS.c.id))]

    # ------------------------------------------------------------ below
    def _unmerge(self, ruling: StoryRuling, before: dict[str, Any]) -> None:
        """Back to the loser goes what came from it, and what has since copied that."""
        urls = set(ruling.urls)
        came = _READS.c.url.in_(urls) | _READS.c.origin.in_(urls)
        copies = select(_READS.c.url).where(_READS.c.story == ruling.into_id, came)
        self._set(ruling.story_id, merged_into=None)
        self._move(ruling.into_id, ruling.story_id, sorted(urls.union(self._session.execute(copies).scalars())))
        last = select(func.max(_READS.c.seen)).where(_READS.c.story == ruling.into_id)
        seen = [datetime.fromisoformat(before["last_seen"]), self._session.execute(last).scalar_one()]
        first_seen = datetime.fromisoformat(before["first_seen"])
        self._set(ruling.into_id, first_seen=first_seen, last_seen=max(filter(None, seen)))

    def _go(self, source: str, to: str, urls: Sequence[str]) -> None:
        """One story into the other, for good."""
        self._move(source, to, urls)
        gone = self._row(source)
        first_seen = func.least(_STORIES.c.first_seen, gone.first_seen)
        last_seen = func.greatest(_STORIES.c.last_seen, gone.last_seen)
        self._set(to, first_seen=first_seen, last_seen=last_seen)
        self._set(source, merged_into=to)

    def _move(self, source: str, to: str, urls: Sequence[str]) -> None:
        """What was read and met at these addresses, from one story to the other."""
        for table in (_READS, _SIGHTINGS, _MARGINS):
            here = (table.c.story == source) & table.c.url.in_(urls)
            self._session.execute(update(table).where(here).values(story=to))
        told = select(_FACTS).where(_FACTS.c.stories.contains([source]))
        moved = set(urls)
        self._memory.keep_facts(
            [self._retold(fact_from_row(row), source, to, moved) for row in self._session.execute(told).all()]
        )

    def _retold(self, fact: Fact, source: str, to: str, urls: Collection[str]) -> Fact:
        """The fact with the stories that it was met in now, also through facts that went into it."""
        family = family_of(self._session, fact.id)
        met = select(_SIGHTINGS.c.story).where(_SIGHTINGS.c.fact_id.in_(family)).distinct()
        stories = fact.stories - {source} | set(self._session.execute(met).scalars())
        moved = fact.first.story == source and storable(fact.first.url) in urls
        return replace(fact, stories=stories, first=replace(fact.first, story=to) if moved else fact.first)

    def _told_at(self, story: str) -> Sequence[str]:
        """Every address where the story was read, or a fact met as part of it."""
        found = (
            select(_READS.c.url).where(_READS.c.story == story),
            select(_SIGHTINGS.c.url).where(_SIGHTINGS.c.story == story),
        )
        return sorted(self._session.execute(found[0].union(found[1])).scalars())

    def _standing(self, id: str) -> Any:
        """The row of a story that stands; an id that was merged is refused, so that nobody rules on what is gone."""
        root = standing_story(self._session, id)
        if root is None:
            raise no_story(self._session, id)
        if root != id:
            raise Refused(f"{id} went into {root}: name that one, or undo the ruling (`deltawire stories show {id}`)")
        return self._row(root)

    def _row(self, id: str) -> Any:
        return self._session.execute(select(_STORIES).where(_STORIES.c.id == id)).one()

    def _id_apart(self, story: str, url: str) -> str:
        """The id that the article's story would have had from the start, unless it is another's."""
        own = named_after(url)
        taken = self._session.execute(select(_STORIES.c.merged_into).where(_STORIES.c.id == own)).one_or_none()
        if taken is None:
            return own
        lifted = not self.list(stories={own}, standing=True)  # a split that was undone left its id behind
        return own if taken.merged_into == story and lifted else named_after(url, apart_from=story)

    def _as_it_stands(self, id: str) -> dict[str, str]:
        row = self._row(id)
        return {"title": row.title, "first_seen": row.first_seen.isoformat(), "last_seen": row.last_seen.isoformat()}

    def _set(self, id: str, **values: object) -> None:
        self._session.execute(update(_STORIES).where(_STORIES.c.id == id).values(**values))

    def _keep(
        self, kind: str, plan: StoryPlan, urls: Sequence[str], before: dict[str, str], *,
        why: str, by: str, now: datetime,
    ) -> StoryRuling:  # fmt: skip
        values = {"kind": kind, "story_id": plan.story_id, "into_id": plan.into_id, "urls": [*urls], "before": before}
        said = {"why": storable(why), "ruled_by": storable(by), "at": now}
        stored = self._session.execute(insert(_RULINGS).values(**values, **said).returning(_RULINGS))
        return shown(StoryRuling, stored.one())
