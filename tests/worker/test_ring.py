"""What becomes of decisions: alerts with their messages, on the real database, with a clock of the tests' own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from adapters.kit import read_desk
from config.settings import load_settings
from pipelines.alerts.types import Quiet, Subscription, Timing, Wants
from pipelines.desk import Desk
from pipelines.ledger import reconcile
from pipelines.types import Change, ChangeKind, Claim, Ingested
from storage.subscriptions import NewSubscription
from storage.unit import Store
from storage.views.alerts import AlertShown, BundleShown
from tests.build import MONDAY, document, figure, sighting
from tests.contracts.memory import ingested
from worker.correct import correct_merge, correct_split
from worker.flush import flush
from worker.heartbeat import expect_heartbeats
from worker.ring import Bell, ring
from worker.subscribed import subscribed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ONE, TWO, THREE = (f"https://{name}.example/x" for name in ("one", "two", "three"))
CHARGE = figure(5.5e9, quote="Acme books a charge of $5.5 billion on widgets.", object="widget")
LESS = replace(CHARGE, value=4.4e9, quote="Acme now puts the charge at $4.4 billion.")
LEAST = replace(CHARGE, value=3.3e9, quote="Acme puts the charge at $3.3 billion in the end.")
COST = figure(6.9e9, quote="The ban costs Acme $6.9 billion, its chief says.", metric="cost", object="gadget")


@pytest.fixture(scope="session")
def desk() -> Desk:
    return read_desk(load_settings())


@dataclass
class World:
    """A ledger, its subscribers, and what they are told."""

    store: Store
    desk: Desk
    now: datetime = MONDAY
    deliveries: list[int] = field(default_factory=list)

    def subscribe(self, name: str = "desk", *, wants: dict[str, Any] | None = None, **timing: Any) -> Subscription:
        with self.store.unit() as unit:
            unit.targets.put(name, "json://in.example", masked="json://in.example", now=self.now)
            given = NewSubscription(name, (name,), wants=Wants(**(wants or {})), timing=Timing(**timing))
            unit.subscriptions.put(given, now=self.now)
            found = unit.subscriptions.named(name)
            assert found is not None
            return found

    def publish(self, url: str, *claims: Claim, after: timedelta = timedelta(), story: str = "s_1") -> Sequence[Change]:
        """One article walks the way, and rings, so long after now; it may be a later state of an address."""
        self.now += after
        seen = sighting(url, story=story, seen=self.now)
        with self.store.unit() as unit:
            unit.lock_ledger()
            answer = reconcile(claims, unit.memory.facts(claims), sighting=seen, stated=unit.memory.stated(url))
            decided = self._decided(url, answer.changes, story)
            unit.memory.remember(decided, answer.facts, now=self.now)
            bell = Bell(subscribed(unit, self.store), self.desk, self.now)
            self.deliveries += ring(decided, unit, bell)
        return answer.changes

    def _decided(self, url: str, changes: Sequence[Change], story: str) -> Ingested:
        quiet = (ChangeKind.CONFIRMED, ChangeKind.RESTATED)
        ringing = tuple(change for change in changes if change.kind not in quiet)
        bare = ingested(url, body=f"A text at {url} of {self.now}.", story=story)
        return replace(bare, document=document(url), changes=tuple(changes), ringing=ringing)

    def sweep(self, *, after: timedelta = timedelta()) -> int:
        """The scheduler looks at what is due, so long after now; how many groups that were."""
        self.now += after
        with self.store.unit() as unit:
            unit.lock_ledger()
            keys = unit.alerts.due(now=self.now, limit=100)
            self.deliveries += flush(keys, unit, subscribed(unit, self.store).by_id, now=self.now)
        return len(keys)

    def mute(self, kind: Any, key: str, **fields: Any) -> None:
        with self.store.unit() as unit:
            given = {"until": self.now + DAY, "who": "ada", "why": "known", **fields}
            unit.mutes.add(kind, key, now=self.now, **given)

    def alerts(self, stage: str = "") -> Sequence[AlertShown]:
        with self.store.unit() as unit:
            return list(reversed(unit.views.alerts_list(stage=stage, limit=1_000)))

    def bundles(self, subscription: str = "") -> Sequence[BundleShown]:
        with self.store.unit() as unit:
            return list(reversed(unit.views.bundles_list(subscription=subscription)))

    def sizes(self) -> list[int]:
        """How many changes each message told of, oldest first."""
        return [len(bundle.changes) for bundle in self.bundles()]


@pytest.fixture
def world(store: Store, desk: Desk) -> World:
    return World(store, desk)


# ---------------------------------------------------------------- at once, as by default
def test_what_one_article_brings_to_one_subscription_is_one_message_at_once(world: World) -> None:
    world.subscribe()
    world.publish(ONE, CHARGE, COST)
    (bundle,) = world.bundles()
    assert len(bundle.changes) == 2
    assert bundle.deliveries == len(world.deliveries) == 1
    assert [(alert.stage, alert.bundle) for alert in world.alerts()] == [("told", bundle.id)] * 2
    assert world.sweep(after=DAY) == 0


def test_the_same_decision_rings_once(world: World) -> None:
    subscription = world.subscribe()
    changes = world.publish(ONE, CHARGE)
    with world.store.unit() as unit:
        decided = world._decided(ONE, changes, "s_1")
        assert list(ring(decided, unit, Bell(subscribed(unit, world.store), world.desk, world.now + DAY))) == []
    assert [bundle.subscription for bundle in world.bundles()] == [subscription.name]


def test_nobody_who_did_not_ask_is_told(world: World) -> None:
    world.subscribe("costs", wants={"metrics": ("cost",)})
    world.subscribe("all")
    world.publish(ONE, CHARGE)
    assert [bundle.subscription for bundle in world.bundles()] == ["all"]


# ---------------------------------------------------------------- only once so many say so
def test_an_alert_waits_until_as_many_independent_outlets_say_so_as_are_wanted(world: World) -> None:
    world.subscribe(wants={"origins": 3})
    world.publish(ONE, CHARGE)
    world.publish(ONE, CHARGE, after=MINUTE)
    world.publish(TWO, CHARGE, after=MINUTE)
    assert [alert.stage for alert in world.alerts()] == ["unconfirmed"]
    world.publish(THREE, CHARGE, after=MINUTE)
    (alert,) = world.alerts()
    assert alert.stage == "told"
    with world.store.unit() as unit:
        told = unit.views.bundle(alert.bundle or "")
    assert told is not None
    assert (told.tellings[0].origins, told.tellings[0].outlets[0]) == (3, "one.example")
    assert set(told.tellings[0].outlets) == {"one.example", "two.example", "three.example"}


def test_what_is_withdrawn_before_it_was_told_is_neither_told_nor_taken_back(world: World) -> None:
    world.subscribe(wants={"origins": 2})
    world.publish(ONE, CHARGE)
    world.publish(ONE, COST, after=MINUTE)
    taken, fresh = world.alerts()
    assert (taken.stage, taken.reason) == ("held", "taken back before it was told: withdrawn")
    assert (fresh.kind, fresh.stage) == ("new", "unconfirmed")
    assert world.bundles() == []


# ---------------------------------------------------------------- corrections
def corrected(world: World) -> list[str | None]:
    """For each message, oldest first, which one it corrects."""
    with world.store.unit() as unit:
        found = [unit.views.bundle(bundle.id) for bundle in world.bundles()]
    return [bundle.tellings[0].corrects for bundle in found if bundle is not None]


def test_who_was_told_hears_that_it_was_withdrawn_even_if_he_did_not_ask_for_that(world: World) -> None:
    world.subscribe(wants={"changes": (ChangeKind.NEW,)})
    world.subscribe("others", wants={"metrics": ("cost",), "changes": (ChangeKind.NEW,)})
    world.publish(ONE, CHARGE)
    world.publish(ONE, after=MINUTE)
    first, second = world.bundles()
    assert second.subscription == "desk"
    assert corrected(world) == [None, first.id]
    world.publish(ONE, after=MINUTE)
    assert len(world.bundles()) == 2, "once"


def test_an_article_that_corrects_its_own_figure_corrects_what_was_told(world: World) -> None:
    world.subscribe(wants={"changes": (ChangeKind.NEW,), "origins": 1})
    world.publish(ONE, CHARGE)
    world.publish(ONE, LESS, after=HOUR)
    first, _ = world.bundles()
    assert corrected(world) == [None, first.id]


def kinds(world: World) -> list[str]:
    """What each message told first, oldest first."""
    with world.store.unit() as unit:
        found = [unit.views.bundle(bundle.id) for bundle in world.bundles()]
    return [bundle.tellings[0].kind for bundle in found if bundle is not None]


@pytest.mark.parametrize("again", [(), (LEAST,)])
def test_who_was_told_hears_what_became_of_it_where_a_correction_was_taken_back_while_it_waited(
    world: World, again: tuple[Claim, ...]
) -> None:
    world.subscribe(wants={"changes": (ChangeKind.NEW,)}, group_interval=DAY)
    world.publish(ONE, CHARGE)
    world.publish(ONE, LESS, after=HOUR)
    world.publish(ONE, *again, after=HOUR)
    world.sweep(after=DAY)
    first, _ = world.bundles()
    assert corrected(world) == [None, first.id]
    assert kinds(world) == ["new", "revised" if again else "withdrawn"]
    assert [alert.stage for alert in world.alerts()] == ["told", "held", "told"]


@pytest.mark.parametrize("wants", [{"changes": (ChangeKind.NEW,)}, {"least_move": 0.5}])
def test_what_its_article_corrects_before_it_was_told_is_told_once_as_corrected(
    world: World, wants: dict[str, Any]
) -> None:
    world.subscribe(wants=wants, group_wait=DAY)
    world.publish(ONE, CHARGE)
    world.publish(ONE, LESS, after=HOUR)
    world.sweep(after=2 * DAY)
    assert (kinds(world), corrected(world), world.sizes()) == (["revised"], [None], [1])


def test_who_was_told_of_a_fact_hears_that_an_operator_merged_it_into_another(world: World) -> None:
    world.subscribe()
    (known,) = world.publish(ONE, CHARGE)
    (told,) = world.publish(TWO, COST, after=DAY)
    world.now += MINUTE
    with world.store.unit() as unit:
        unit.lock_ledger()
        ruling = unit.rulings.merge(told.fact.id, known.fact.id, why="Told twice.", by="ada", now=world.now)
        bell = Bell(subscribed(unit, world.store), world.desk, world.now)
        assert correct_merge(ruling, known.fact, unit, bell) == 1
        assert correct_merge(ruling, known.fact, unit, bell) == 0, "once"
    assert corrected(world) == [None, None, world.bundles()[1].id]
    with world.store.unit() as unit:
        bundle = unit.views.bundle(world.bundles()[2].id)
    assert bundle is not None
    assert "the same as what one.example said on 2026-03-02. Told twice." in bundle.tellings[0].why


def test_a_merge_brings_the_origins_that_an_alert_waited_for_and_what_was_not_told_stays_so(world: World) -> None:
    world.subscribe(wants={"origins": 2})
    (known,) = world.publish(ONE, CHARGE)
    (other,) = world.publish(TWO, COST)
    with world.store.unit() as unit:
        unit.lock_ledger()
        plan = unit.rulings.plan_merge(other.fact.id, known.fact.id)
        ruling = unit.rulings.merge(other.fact.id, known.fact.id, why="one", by="ada", now=world.now)
        bell = Bell(subscribed(unit, world.store), world.desk, world.now)
        assert correct_merge(ruling, plan.after[0], unit, bell) == 1
    assert [(one.fact, one.stage) for one in world.alerts()] == [(known.fact.id, "told"), (other.fact.id, "held")]
    with world.store.unit() as unit:
        told = unit.views.bundle(world.bundles()[0].id)
    assert told is not None
    assert (told.tellings[0].origins, told.tellings[0].outlets) == (2, ("one.example", "two.example"))


def test_what_a_merge_releases_in_quiet_hours_waits_in_their_group(world: World) -> None:
    world.subscribe(wants={"origins": 2}, quiet=Quiet(time(10), time(12)))
    (known,) = world.publish(ONE, CHARGE)
    (other,) = world.publish(TWO, COST)
    world.now += 2 * HOUR
    with world.store.unit() as unit:
        unit.lock_ledger()
        plan = unit.rulings.plan_merge(other.fact.id, known.fact.id)
        ruling = unit.rulings.merge(other.fact.id, known.fact.id, why="one", by="ada", now=world.now)
        bell = Bell(subscribed(unit, world.store), world.desk, world.now)
        assert correct_merge(ruling, plan.after[0], unit, bell) == 0
    first, _ = world.alerts()
    assert (first.stage, first.group) == ("waiting", "quiet")


def test_who_was_told_of_a_fact_hears_on_how_few_it_rests_once_an_operator_split_it(world: World) -> None:
    world.subscribe()
    (change,) = world.publish(ONE, CHARGE)
    world.publish(TWO, CHARGE, after=DAY)
    world.now += MINUTE
    with world.store.unit() as unit:
        unit.lock_ledger()
        plan = unit.rulings.plan_split(change.fact.id, [TWO])
        ruling = unit.rulings.split(change.fact.id, [TWO], why="The year.", by="ada", now=world.now)
        bell = Bell(subscribed(unit, world.store), world.desk, world.now)
        assert correct_split(ruling, plan.before[0], plan.after[0], unit, bell) == 1
        found = unit.views.bundle(unit.views.bundles_list()[0].id)
    assert found is not None
    assert (found.tellings[0].origins, found.tellings[0].corrects is not None) == (1, True)


def test_a_later_article_that_revises_a_figure_corrects_nobody(world: World) -> None:
    world.subscribe()
    world.publish(ONE, CHARGE)
    (change,) = world.publish(TWO, LESS, after=7 * DAY)
    assert change.kind is ChangeKind.REVISED
    assert corrected(world) == [None, None]


def test_a_subscription_that_is_switched_off_hears_no_correction(world: World) -> None:
    world.subscribe()
    world.publish(ONE, CHARGE)
    with world.store.unit() as unit:
        unit.subscriptions.put(NewSubscription("desk", ("desk",), enabled=False), now=world.now)
    world.publish(ONE, after=MINUTE)
    assert len(world.bundles()) == 1


# ---------------------------------------------------------------- groups
def test_articles_of_one_story_share_a_message_after_the_groups_wait(world: World) -> None:
    world.subscribe(group_by="story", group_wait=2 * MINUTE, group_interval=10 * MINUTE)
    world.publish(ONE, CHARGE)
    world.publish(TWO, COST, after=MINUTE)
    world.publish(THREE, figure(1.0, "percent", metric="share", quote="A share of 1%."), story="s_2")
    assert world.bundles() == []
    world.sweep(after=MINUTE)
    assert world.sizes() == [2]
    world.sweep(after=MINUTE)
    assert world.sizes() == [2, 1]
    world.publish(THREE, figure(7.0, metric="fine", quote="A fine of $7."))
    world.sweep(after=8 * MINUTE)
    assert world.sizes() == [2, 1]
    world.sweep(after=MINUTE)
    assert world.sizes() == [2, 1, 2]


def test_a_digest_tells_all_that_has_come_with_a_line_on_what_was_in_sight(world: World) -> None:
    world.subscribe(digest="0 8 * * *", zone="Europe/Berlin")
    world.publish(ONE, CHARGE)
    world.publish(TWO, COST, after=HOUR, story="s_2")
    world.sweep(after=12 * HOUR)
    assert world.bundles() == []
    world.sweep(after=9 * HOUR)
    (bundle,) = world.bundles()
    assert (len(bundle.changes), bundle.note) == (2, "0 of 0 sources healthy")
    assert world.sweep(after=DAY) == 0, "a day without news has no digest"


def test_what_is_held_in_quiet_hours_comes_in_one_message_and_the_urgent_passes(world: World) -> None:
    world.subscribe(quiet=Quiet(time(8), time(11), urgent=frozenset({ChangeKind.REVISED})))
    world.publish(ONE, CHARGE)
    world.publish(TWO, COST, after=MINUTE)
    assert world.bundles() == []
    world.publish(THREE, replace(LESS, quote="It is $4.4 billion now, not $5.5 billion."), after=MINUTE)
    world.sweep(after=2 * HOUR)
    assert sum(world.sizes()) == 3
    assert len(world.bundles()) <= 2


def test_a_cap_bundles_what_is_beyond_it_into_the_last_message_that_it_allows(world: World) -> None:
    world.subscribe(cap=2)
    for number in range(6):
        claim = figure(float(number + 1), metric=f"metric {number}", quote=f"Figure {number} is {number + 1}.")
        world.publish(f"https://one.example/{number}", claim, after=MINUTE)
    assert world.sizes() == [1, 1]
    world.sweep(after=54 * MINUTE)
    assert world.sizes() == [1, 1], "an hour after the first there is room for one"
    world.sweep(after=MINUTE)
    assert world.sizes() == [1, 1, 4]


def test_a_storm_is_one_message_that_says_how_many_more_there_were(world: World) -> None:
    world.subscribe(group_by="all", group_wait=MINUTE)
    claims = [figure(float(n), "USD", metric=f"m{n}", quote=f"Metric {n} is {n} dollars.", start=n) for n in range(130)]
    world.publish(ONE, *claims)
    world.sweep(after=MINUTE)
    (bundle,) = world.bundles()
    assert len(bundle.changes) == 100
    more = len(world.alerts()) - 100
    assert more > 0
    assert bundle.note == f"and {more} more: deltawire alerts list --subscription desk"
    assert {alert.stage for alert in world.alerts()} == {"told"}


def test_what_nobody_acknowledges_is_told_again_and_an_acknowledgement_ends_that(world: World) -> None:
    world.subscribe(repeat_interval=HOUR)
    world.publish(ONE, CHARGE)
    world.sweep(after=HOUR)
    first, again = world.bundles()
    assert (again.reminder, again.changes) == (True, first.changes)
    assert again.id != first.id
    with world.store.unit() as unit:
        assert unit.alerts.acknowledge(again.id, by="ada", now=world.now) == 1
    assert world.sweep(after=DAY) == 0
    assert len(world.bundles()) == 2


def test_a_snoozed_message_comes_again_at_the_end_of_the_snooze(world: World) -> None:
    world.subscribe()
    world.publish(ONE, CHARGE)
    with world.store.unit() as unit:
        assert unit.alerts.snooze(world.alerts()[0].id, until=world.now + HOUR) == 1
    assert world.sweep(after=59 * MINUTE) == 0
    world.sweep(after=MINUTE)
    assert [bundle.reminder for bundle in world.bundles()] == [False, True]
    assert world.sweep(after=DAY) == 0


def test_what_comes_during_a_snooze_comes_with_what_was_snoozed(world: World) -> None:
    world.subscribe(group_by="story")
    world.publish(ONE, CHARGE)
    with world.store.unit() as unit:
        assert unit.alerts.snooze(world.alerts()[0].id, until=world.now + HOUR) == 1
    world.publish(TWO, COST, after=MINUTE)
    assert world.sizes() == [1]
    world.sweep(after=59 * MINUTE)
    first, both = world.bundles()
    assert len(both.changes) == 2
    assert set(first.changes) < set(both.changes)
    assert world.sweep(after=DAY) == 0, "the snooze is over"


def test_an_edited_subscription_is_told_by_its_new_timing_what_waits_by_the_old(world: World) -> None:
    world.subscribe(digest="0 8 * * *")
    world.publish(ONE, CHARGE)
    world.subscribe()
    world.sweep(after=MINUTE)
    assert world.sizes() == [1]


def test_what_waits_is_held_where_the_subscription_goes(world: World) -> None:
    world.subscribe(group_wait=HOUR)
    world.publish(ONE, CHARGE)
    with world.store.unit() as unit:
        unit.subscriptions.remove("desk")
    assert [(alert.stage, alert.reason) for alert in world.alerts()] == [("held", "the subscription was removed")]
    assert world.sweep(after=DAY) == 0


def test_what_too_few_outlets_say_for_a_month_is_put_away_and_silent_groups_are_forgotten(world: World) -> None:
    world.subscribe()
    world.subscribe("sure", wants={"origins": 2})
    world.publish(ONE, CHARGE)
    with world.store.unit() as unit:
        assert unit.upkeep.put_away_alerts(before=world.now) == 0
        assert unit.upkeep.put_away_alerts(before=world.now + DAY) == 2
        assert unit.upkeep.put_away_alerts(before=world.now + DAY) == 0
    assert {(alert.subscription, alert.stage) for alert in world.alerts()} == {("desk", "told"), ("sure", "held")}


# ---------------------------------------------------------------- muted
@pytest.mark.parametrize(("kind", "key"), [("object", "widget"), ("outlet", "One"), ("subscription", "desk")])
def test_a_muted_alert_is_kept_with_the_reason_and_the_others_ring(world: World, kind: str, key: str) -> None:
    world.subscribe()
    world.subscribe("other", wants={"metrics": ("cost",)})
    world.mute(kind, key, subscription="desk")
    world.publish(ONE, CHARGE, COST)
    (held, *_) = world.alerts("held")
    assert (held.subscription, held.reason) == ("desk", "muted until 2026-03-03 09:00 UTC by ada: known")
    assert "other" in [bundle.subscription for bundle in world.bundles()]


def test_a_mute_that_is_set_while_an_alert_waits_counts(world: World) -> None:
    world.subscribe(group_wait=HOUR)
    (change,) = world.publish(ONE, CHARGE)
    world.mute("fact", change.fact.id)
    world.sweep(after=HOUR)
    assert [alert.stage for alert in world.alerts()] == ["held"]
    assert world.bundles() == []


def test_what_was_revised_before_it_was_told_is_told_once_as_revised(world: World) -> None:
    world.subscribe(digest="0 8 * * 1")
    world.publish(ONE, CHARGE)
    (change,) = world.publish(TWO, LESS, after=4 * DAY)
    world.publish(THREE, COST, after=HOUR)
    world.sweep(after=3 * DAY)
    assert change.kind is ChangeKind.REVISED
    assert [(alert.kind, alert.stage) for alert in world.alerts()] == [
        ("new", "held"),
        ("revised", "told"),
        ("new", "told"),
    ]


# ---------------------------------------------------------------- the heartbeat
def beat(world: World, *, after: timedelta) -> None:
    with world.store.unit() as unit:
        expect_heartbeats(unit, subscribed(unit, world.store).by_id, now=world.now)
    world.sweep(after=after)


def test_a_heartbeat_tells_that_all_is_well_where_nothing_was_told(world: World) -> None:
    world.subscribe(heartbeat="0 10 * * *")
    beat(world, after=HOUR)
    beat(world, after=HOUR)
    assert [bundle.note for bundle in world.bundles()] == ["nothing new; 0 of 0 sources healthy"]
    world.publish(ONE, CHARGE, after=HOUR)
    beat(world, after=DAY)
    assert len(world.bundles()) == 2, "it was told of something since"
    beat(world, after=DAY)
    assert len(world.bundles()) == 3
    assert all(bundle.deliveries == 1 for bundle in world.bundles())


def test_a_heartbeat_goes_on_after_its_subscription_was_off_for_a_while(world: World) -> None:
    world.subscribe(heartbeat="0 10 * * *")
    beat(world, after=HOUR)
    for on in (False, True):
        with world.store.unit() as unit:
            unit.subscriptions.switch("desk", on, now=world.now)
        beat(world, after=DAY)
    assert len(world.bundles()) == 2


def test_an_edit_between_two_heartbeats_does_not_make_what_was_told_forgotten(world: World) -> None:
    world.subscribe(heartbeat="0 10 * * *")
    beat(world, after=HOUR)
    world.publish(ONE, CHARGE, after=HOUR)
    world.subscribe(heartbeat="0 10 * * *")
    beat(world, after=MINUTE)
    beat(world, after=DAY)
    assert len(world.bundles()) == 2, "the heartbeat of the first day, and the news"
    beat(world, after=DAY)
    assert len(world.bundles()) == 3


# ---------------------------------------------------------------- at the same time, and cut off
def test_two_schedulers_at_once_flush_a_group_once(world: World, open_store: Callable[[], Store]) -> None:
    world.subscribe(group_wait=MINUTE)
    for number in range(8):
        claim = figure(float(number + 1), metric=f"metric {number}", quote=f"Figure {number} is {number + 1}.")
        world.publish(f"https://one.example/{number}", claim)
    world.now += HOUR
    others = [replace_store(world, open_store()) for _ in range(3)]
    sweeps = [threading.Thread(target=other.sweep) for other in others]
    for sweep in sweeps:
        sweep.start()
    for sweep in sweeps:
        sweep.join(10)
    assert world.sizes() == [1] * 8
    assert sum(len(other.deliveries) for other in others) == 8


def replace_store(world: World, store: Store) -> World:
    return World(store, world.desk, world.now)


def test_a_flush_that_is_cut_off_leaves_nothing_and_the_next_one_tells(world: World) -> None:
    world.subscribe(group_wait=MINUTE)
    world.publish(ONE, CHARGE)

    def cut_off() -> None:
        with world.store.unit() as unit:
            keys = unit.alerts.due(now=world.now + HOUR, limit=9)
            assert flush(keys, unit, subscribed(unit, world.store).by_id, now=world.now + HOUR)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert [alert.stage for alert in world.alerts()] == ["waiting"]
    assert world.bundles() == []
    world.sweep(after=HOUR)
    assert world.sizes() == [1]
