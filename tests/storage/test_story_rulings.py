"""Stories that an operator merged or split: what bore one id moves to the other, and every id keeps leading there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.errors import Refused
from pipelines.ingest import Analysis, decide
from pipelines.ledger import reconcile
from pipelines.stories import named_after, sketch
from pipelines.text import read_text
from pipelines.twins import sign
from pipelines.types import Fact, Twin, Verdict
from storage.story_rulings import StoryRulings
from storage.unit import Store, Unit
from storage.views.articles import ArticleFilter
from storage.views.stories import StoryFilter, StoryRuling, StoryWhole
from tests.build import MONDAY, document, figure, sighting
from tests.contracts.memory import ingested, page

DAY = timedelta(days=1)
ONE, TWO, THREE, FOUR, FIVE = (f"https://{name}.example/x" for name in ("one", "two", "three", "four", "five"))
RULED = {"why": "one fine, told twice", "by": "ada", "now": MONDAY + 9 * DAY}
CHARGE = figure(5.5e9, quote="Acme books a charge of $5.5 billion on widgets.")
QUAKE = "A quake of magnitude 6 shook the harbour of Port Alder before dawn and cut the power of two districts."
VOTE = "Ruritania's chamber voted the toll on river barges down, 61 to 38, after a night of speeches on locks."


@pytest.fixture
def unit(store: Store) -> Iterator[Unit]:
    with store.unit() as unit:
        unit.lock_ledger()
        yield unit


@pytest.fixture
def rulings(unit: Unit) -> StoryRulings:
    return unit.story_rulings


def told(
    unit: Unit, url: str, story: str, *, after: timedelta = timedelta(), origin: str = "", says: bool = False
) -> None:
    """An article that the machine has put into a story; `says`: it states the charge."""
    seen = sighting(url, after=after, origin=origin or url, story=story)
    claims = [CHARGE] if says else []
    answer = reconcile(claims, unit.memory.facts(claims), sighting=seen, stated=unit.memory.stated(url))
    twin = Twin(origin, "near", 0.9) if origin else None
    article = replace(
        ingested(url, story=story, twin=twin), document=document(url, title=f"Of {url}", outlet=seen.outlet)
    )
    unit.memory.remember(replace(article, changes=answer.changes), answer.facts, now=seen.seen)


def read(unit: Unit, url: str, body: str, *, after: timedelta) -> str:
    """An article that the machine decides about; its story."""
    text = read_text(body, "")
    verdict = Verdict(relevant=True, score=1.0, topics=(), reasons=())
    analysis = Analysis(document(url, body), text, verdict, sign(text), sketch(text, ()), claims=(), passed_over=())
    return decide(analysis, unit.memory, now=MONDAY + after).story


@pytest.fixture
def two(unit: Unit) -> tuple[str, str]:
    """Stories of two articles each, the second story with a copy; both state one charge."""
    told(unit, ONE, "s_old", says=True)
    told(unit, TWO, "s_old", after=DAY)
    told(unit, THREE, "s_new", after=2 * DAY, says=True)
    told(unit, FOUR, "s_new", after=3 * DAY, origin=THREE)
    return "s_old", "s_new"


def whole(unit: Unit, id: str) -> StoryWhole:
    found = unit.views.story_show(id)
    assert found is not None
    return found


def urls(unit: Unit, id: str) -> list[str]:
    return [one.url for one in whole(unit, id).articles]


def fact(unit: Unit) -> Fact:
    (found,) = unit.views.facts_list()
    return found


def merge(unit: Unit, one: str, other: str, into: str = "") -> StoryRuling:
    return unit.story_rulings.merge(one, other, into=into, **RULED)  # type: ignore[arg-type]  # per field


def split(unit: Unit, id: str, url: str) -> StoryRuling:
    return unit.story_rulings.split(id, url, **RULED)  # type: ignore[arg-type]  # per field


def test_the_younger_story_goes_into_the_older_and_its_id_leads_there(unit: Unit, two: tuple[str, str]) -> None:
    old, new = two
    ruling = merge(unit, old, new)
    assert (ruling.story_id, ruling.into_id, ruling.ruled_by) == (new, old, "ada")
    assert urls(unit, new) == urls(unit, old) == [ONE, TWO, THREE, FOUR]
    story = whole(unit, new).story
    assert (story.id, story.articles, story.origins) == (old, 4, 3)
    assert (story.first_seen, story.last_seen) == (MONDAY, MONDAY + 3 * DAY)
    assert unit.views.tallies().stories == 1


def test_the_operator_may_let_the_younger_stand(unit: Unit, two: tuple[str, str]) -> None:
    old, new = two
    assert merge(unit, old, new, into=new).into_id == new
    story = whole(unit, old).story
    assert (story.id, story.first_seen) == (new, MONDAY)


def test_facts_and_where_they_were_met_follow_a_merge(unit: Unit, two: tuple[str, str]) -> None:
    old, new = two
    assert fact(unit).stories == {old, new}
    merge(unit, old, new, into=new)
    assert fact(unit).stories == {new}
    assert fact(unit).first.story == new
    shown = unit.views.fact_show(fact(unit).id)
    assert shown is not None
    assert {one.story for one in shown.sightings} == {new}


def test_an_old_id_still_narrows_a_list_of_articles(unit: Unit, store: Store, two: tuple[str, str]) -> None:
    merge(unit, *two)
    assert unit.views.articles_list(ArticleFilter(story=two[1])) == unit.views.articles_list(
        ArticleFilter(story=two[0])
    )


def test_ids_lead_through_merges_of_merges(unit: Unit, two: tuple[str, str]) -> None:
    told(unit, FIVE, "s_last", after=4 * DAY)
    merge(unit, two[1], "s_last")
    merge(unit, *two)
    assert whole(unit, "s_last").story.id == two[0]
    assert [one.kind for one in whole(unit, "s_last").rulings] == ["merge", "merge"]


def test_an_article_whose_own_story_was_merged_away_does_not_bring_it_back(unit: Unit) -> None:
    first = read(unit, ONE, QUAKE, after=timedelta())
    second = read(unit, TWO, VOTE, after=DAY)
    assert second == named_after(TWO)
    merge(unit, first, second)
    assert read(unit, TWO, f"{VOTE} A recount is due.", after=20 * DAY) == first


def test_a_merge_that_is_undone_leaves_both_as_they_were(unit: Unit, two: tuple[str, str]) -> None:
    stood = [whole(unit, name) for name in two], fact(unit)
    ruling = merge(unit, *two)
    undone = unit.story_rulings.undo(ruling.id, by="bob", now=MONDAY + 10 * DAY)
    assert undone.undone_by == "bob"
    after = [whole(unit, name) for name in two]
    assert ([replace(one, rulings=()) for one in after], fact(unit)) == stood


def test_what_the_winner_met_since_stays_and_copies_of_the_losers_articles_go_back(
    unit: Unit, two: tuple[str, str]
) -> None:
    old, new = two
    ruling = merge(unit, old, new)
    told(unit, FIVE, old, after=4 * DAY)
    copy = "https://six.example/x"
    told(unit, copy, old, after=5 * DAY, origin=THREE)
    unit.story_rulings.undo(ruling.id, by="bob", now=MONDAY + 10 * DAY)
    assert urls(unit, old) == [ONE, TWO, FIVE]
    assert urls(unit, new) == [THREE, FOUR, copy]


def test_an_article_split_off_takes_its_copies_along_under_the_name_of_a_new_story(
    unit: Unit, two: tuple[str, str]
) -> None:
    old, new = two
    merge(unit, old, new)
    ruling = split(unit, old, THREE)
    assert (ruling.into_id, ruling.urls) == (named_after(THREE), (THREE, FOUR))
    assert urls(unit, old) == [ONE, TWO]
    apart = whole(unit, ruling.into_id).story
    assert (apart.title, apart.first_seen, apart.last_seen) == (f"Of {THREE}", MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    assert fact(unit).stories == {old, named_after(THREE)}
    assert whole(unit, old).story.last_seen == MONDAY + DAY


def test_a_copy_that_is_named_takes_its_origin_along(unit: Unit, two: tuple[str, str]) -> None:
    merge(unit, *two)
    assert split(unit, two[0], FOUR).urls == (THREE, FOUR)


def test_later_copies_follow_what_was_split_off_and_so_does_its_next_version(unit: Unit) -> None:
    story = read(unit, ONE, QUAKE, after=timedelta())
    assert read(unit, TWO, VOTE, after=timedelta(hours=1)) != story
    merge(unit, story, named_after(TWO))
    apart = split(unit, story, TWO).into_id
    assert apart != named_after(TWO)  # that id is the merged story's
    assert read(unit, THREE, VOTE, after=DAY) == apart
    assert read(unit, TWO, f"{QUAKE} Ferries stay in port.", after=2 * DAY) == apart
    assert read(unit, FOUR, QUAKE, after=2 * DAY) == story


def test_the_article_that_named_a_story_can_leave_it(unit: Unit) -> None:
    story = read(unit, ONE, QUAKE, after=timedelta())
    told(unit, TWO, story, after=DAY)
    ruling = split(unit, story, ONE)
    assert ruling.into_id not in (story, named_after(ONE, apart_from=""))
    assert whole(unit, story).story.title == f"Of {TWO}"
    assert read(unit, ONE, f"{QUAKE} Ferries stay in port.", after=20 * DAY) == ruling.into_id


def test_a_split_that_is_undone_makes_the_story_whole_and_keeps_the_other_id(unit: Unit, two: tuple[str, str]) -> None:
    _, new = two
    told(unit, FIVE, new, after=4 * DAY)
    stood = whole(unit, new)
    ruling = split(unit, new, THREE)
    unit.story_rulings.undo(ruling.id, by="bob", now=MONDAY + 10 * DAY)
    again = whole(unit, ruling.into_id)
    assert replace(again, rulings=()) == stood
    assert split(unit, new, THREE).into_id == ruling.into_id
    assert urls(unit, ruling.into_id) == [THREE, FOUR]


def test_a_new_article_learns_nothing_and_costs_nothing(unit: Unit) -> None:
    assert unit.memory.standing_story("s_1", url=page().url) == "s_1"


def test_lists_count_origins_and_are_narrowed(unit: Unit, two: tuple[str, str]) -> None:
    def listed(**wanted: object) -> list[str]:
        return [one.id for one in unit.views.stories_list(StoryFilter(**wanted))]  # type: ignore[arg-type]  # per field

    assert listed() == ["s_new", "s_old"]
    assert [(one.articles, one.origins, len(one.outlets)) for one in unit.views.stories_list()] == [
        (2, 1, 2),
        (2, 2, 2),
    ]
    assert listed(min_origins=2) == ["s_old"]
    assert listed(since=MONDAY + 2 * DAY) == ["s_new"]
    assert listed(until=MONDAY + DAY) == ["s_old"]
    assert listed(relevant=True) == ["s_new", "s_old"]
    merge(unit, *two)
    assert listed() == ["s_old"]


def test_a_story_shows_what_each_article_brought(unit: Unit, two: tuple[str, str]) -> None:
    first, second = whole(unit, two[0]).articles
    ((brought,), third) = first.brought, whole(unit, two[1]).articles[0]
    assert (brought.kind, brought.fact_id, brought.claim) == ("new", fact(unit).id, CHARGE)
    assert second.brought == ()
    assert [one.kind for one in third.brought] == ["confirmed"]


def refusals(unit: Unit, old: str, new: str) -> Iterator[tuple[str, object]]:
    yield "itself", lambda: merge(unit, old, old)
    yield "neither", lambda: merge(unit, old, new, into="s_x")
    yield "close: s_old", lambda: merge(unit, "s_olt", new)
    yield f"{ONE}, {TWO} is|{TWO}, {ONE} is", lambda: split(unit, old, THREE)
    yield "nothing would stay", lambda: split(unit, new, THREE)
    yield "no ruling 7", lambda: unit.story_rulings.undo(7, by="bob", now=MONDAY)
    told(unit, FIVE, new, after=4 * DAY)
    parted = split(unit, new, FIVE)
    yield f"ruling {parted.id} set these two apart", lambda: merge(unit, parted.into_id, new)
    joined = merge(unit, old, new)
    yield f"went into {old}", lambda: split(unit, new, THREE)
    yield f"undo {joined.id}", lambda: unit.story_rulings.undo(parted.id, by="bob", now=MONDAY)
    unit.story_rulings.undo(joined.id, by="bob", now=MONDAY)
    yield "undone", lambda: unit.story_rulings.undo(joined.id, by="bob", now=MONDAY)


def test_a_ruling_that_cannot_be_is_refused_with_the_cure(unit: Unit, two: tuple[str, str]) -> None:
    for words, ruling in refusals(unit, *two):
        with pytest.raises(Refused, match=words):
            ruling()  # type: ignore[operator]  # a call
