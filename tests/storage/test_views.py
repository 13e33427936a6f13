"""The views show what was decided and why, narrowed as asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.alerts.types import Subscription
from pipelines.types import Change, ChangeKind, Fact, Held, Ingested, Twin, Verdict
from storage.subscriptions import NewSubscription
from storage.unit import Store, Unit
from storage.views.articles import ArticleFilter
from storage.views.facts import FactFilter
from tests.contracts.memory import fact, figure, ingested, move
from tests.storage.world import NOON, URL, add_items, document, entry
from tests.telling import tell

OTHER = "https://other.example/cranes_50%"
HOUR = timedelta(hours=1)
OLD = fact("f_old", figure(5.4e9))
CHARGE = replace(fact("f_1", figure()), supersedes="f_old")
LICENCE = fact("f_2", move())


def decided() -> Ingested:
    """One article: a figure that rings, a move that does not, and a claim not worth a note."""
    bare = ingested(URL, facts=[CHARGE, LICENCE])
    revised, licence = bare.changes
    revised = replace(revised, kind=ChangeKind.REVISED, previous=OLD, reasons=("4.8 became 5.5",))
    return replace(
        bare,
        verdict=Verdict(relevant=True, score=0.9, topics=("cranes", "trade"), reasons=("crane: 2.0",)),
        changes=(revised, licence),
        ringing=(revised,),
        held=((licence.claim, Held("background", "told as history")), (figure(7.0, unit="percent"), Held("generic"))),
    )


@pytest.fixture
def unit(store: Store) -> Iterator[Unit]:
    """A store with one article that rings, and a copy of it."""
    ids = add_items(store, entry("1"), entry("2", url=OTHER))
    with store.unit() as unit:
        first, other = unit.items.claim(ids, now=NOON)
        unit.items.read(first, document(), now=NOON)
        unit.items.read(other, replace(document(url=OTHER), title="Cranes 50%", outlet="Other"), now=NOON + HOUR)
        unit.memory.remember(decided(), [OLD, CHARGE, LICENCE], now=NOON)
        copy = ingested(OTHER, twin=Twin(origin=URL, kind="near", overlap=0.8))
        unit.memory.remember(copy, (), now=NOON + HOUR)
        yield unit


def urls(unit: Unit, **wanted: object) -> list[str]:
    found = unit.views.articles_list(ArticleFilter(**wanted))  # type: ignore[arg-type]  # per field
    return [article.url for article in found]


def test_articles_are_listed_newest_first_and_narrowed_as_asked(unit: Unit) -> None:
    assert urls(unit) == [OTHER, URL]
    assert urls(unit, topic="trade") == [URL]
    assert urls(unit, copies=False) == [URL]
    assert urls(unit, outlet="Other") == [OTHER]
    assert urls(unit, words="50%") == [OTHER]
    assert urls(unit, words="%") == [OTHER]
    assert urls(unit, since=NOON + HOUR) == [OTHER]
    assert urls(unit, until=NOON + HOUR) == [URL]
    assert urls(unit, relevant=False) == []


def test_an_article_is_shown_with_every_decision_and_its_reason(unit: Unit) -> None:
    whole = unit.views.article_show(URL)
    assert whole is not None
    assert whole.reasons == ("crane: 2.0",)
    assert [version.stage for version in whole.versions] == ["pending"]
    outcome = {claim.claim: (claim.change, claim.rings, claim.held_reason) for claim in whole.claims}
    assert outcome == {
        CHARGE.claim: ("revised", True, ""),
        LICENCE.claim: ("new", False, "background"),
        figure(7.0, unit="percent"): ("", False, "generic"),
    }
    assert unit.views.article_show("https://nowhere.example") is None


def test_a_copy_names_its_origin(unit: Unit) -> None:
    whole = unit.views.article_show(OTHER)
    assert whole is not None
    assert (whole.article.origin, whole.article.copy_kind, whole.overlap) == (URL, "near", 0.8)


def test_facts_are_narrowed_as_asked(unit: Unit) -> None:
    def ids(wanted: FactFilter) -> set[str]:
        return {known.id for known in unit.views.facts_list(wanted)}

    assert ids(FactFilter()) == {"f_old", "f_1", "f_2"}
    assert ids(FactFilter(subject="meridian", metric="charge")) == {"f_old", "f_1"}
    assert ids(FactFilter(kind="policy")) == {"f_2"}
    assert ids(FactFilter(since=NOON + HOUR)) == set()
    assert ids(FactFilter(baseline=True)) == set()


def test_a_fact_is_shown_with_its_sightings_and_its_history(unit: Unit) -> None:
    whole = unit.views.fact_show("f_1")
    assert whole is not None
    assert whole.fact == CHARGE
    assert {sighting.url for sighting in whole.sightings} == {"https://a.example", URL}
    assert [(change.kind, change.previous) for change in whole.changes] == [(ChangeKind.REVISED, OLD)]
    assert whole.earlier == (OLD,)
    successor = unit.views.fact_show("f_old")
    assert successor is not None
    assert successor.later == (CHARGE,)
    assert unit.views.fact_show("f_none") is None


def test_changes_tell_why_they_do_not_ring(unit: Unit) -> None:
    (silent,) = unit.views.changes_list(rings=False)
    assert (silent.fact_id, silent.held_reason, silent.held_detail) == ("f_2", "background", "told as history")
    (loud,) = unit.views.changes_list(kind=ChangeKind.REVISED)
    assert (loud.rings, loud.reasons) == (True, ("4.8 became 5.5",))


def test_a_version_that_is_decided_twice_is_stored_once(unit: Unit) -> None:
    unit.memory.remember(decided(), [CHARGE], now=NOON + HOUR)
    assert len(unit.views.changes_list()) == 2
    whole = unit.views.article_show(URL)
    assert whole is not None
    assert len(whole.claims) == 3


def test_counts_tell_what_waits_and_since_when(unit: Unit) -> None:
    counts = unit.views.counts(NOON + HOUR)
    assert counts.stages["items"] == {"done": 2}
    assert counts.oldest_waiting == {"versions": NOON}
    assert counts.last_finished == NOON


def test_documents_for_a_replay_come_in_the_order_they_were_met(unit: Unit) -> None:
    assert [found.url for found in unit.views.documents()] == [URL, OTHER]
    assert [found.url for found in unit.views.documents(since=NOON + HOUR)] == [OTHER]
    assert [found.url for found in unit.views.documents(until=NOON + HOUR)] == [URL]


def test_a_baseline_is_laid_once_and_does_not_overwrite_what_was_learnt(unit: Unit) -> None:
    known: Fact = replace(CHARGE, origins=frozenset(), baseline=True)
    seed = fact("f_seed", figure(1.0))
    assert unit.memory.lay_baseline([known, seed]) == 1
    assert unit.memory.lay_baseline([known, seed]) == 0
    shown = unit.views.fact_show("f_1")
    assert shown is not None
    assert shown.fact == CHARGE


def test_a_message_lists_its_changes_in_order(unit: Unit) -> None:
    changes: list[Change] = list(reversed(decided().changes))
    stored = unit.subscriptions.put(NewSubscription(name="all", targets=()), now=NOON)
    tell(unit, Subscription(id=stored, name="all", targets=()), changes, now=NOON)
    (bundle,) = unit.views.bundles_list(subscription="all")
    assert bundle.changes == tuple(change.id for change in changes)
    told = unit.views.alerts_list(subscription="all", stage="told", bundle=bundle.id)
    assert [alert.change for alert in told] == list(bundle.changes)
    assert unit.views.alerts_list(subscription="none") == unit.views.bundles_list(subscription="none") == []


def test_a_seed_that_is_gone_takes_with_it_what_no_article_has_met(unit: Unit) -> None:
    alone = replace(fact("f_seed", figure(1.0)), baseline=True)
    unit.memory.lay_baseline([alone])
    assert unit.memory.lay_baseline([]) == 0
    assert unit.views.fact_show("f_seed") is None
    assert unit.views.fact_show("f_1") is not None


def test_a_seed_that_was_reworded_replaces_what_no_article_has_met(unit: Unit) -> None:
    unit.memory.lay_baseline([replace(fact("f_seed", figure(1.0)), baseline=True)])
    assert unit.memory.lay_baseline([replace(fact("f_seed", figure(2.0)), baseline=True)]) == 0
    shown = unit.views.fact_show("f_seed")
    assert shown is not None
    assert shown.fact.claim == figure(2.0)
