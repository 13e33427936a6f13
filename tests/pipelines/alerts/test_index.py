"""The index finds what asking every subscription would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.alerts.index import SubscriptionIndex
from pipelines.alerts.types import Matter, Subscription, Wants
from pipelines.alerts.wants import meets
from pipelines.types import Change, ChangeKind
from tests.build import figure, known, move, sighting

NAMES = ("acme", "meridian", "cranes", "pumps", "Borduria", "Trade Office")
TOPICS, METRICS, UNITS = ("metals", "wheat", "ports"), ("charge", "revenue", "orders"), ("USD", "percent", "pump")
POWERS, STATUSES, DIRECTIONS = ("Ruritania", "Norland"), ("announced", "in-force", "lifted"), ("tighten", "ease")


def some(words):
    return st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple)


WANTS = st.builds(
    Wants,
    topics=some(TOPICS),
    entities=some(NAMES),
    objects=some(NAMES),
    metrics=some(METRICS),
    kinds=some(("figure", "policy")),
    changes=some(tuple(ChangeKind)),
    directions=some(DIRECTIONS),
    statuses=some(STATUSES),
    jurisdictions=some(POWERS),
    least_value=st.none() | st.sampled_from((1e3, 1e9)),
    unit=st.sampled_from(("", *UNITS)),
    least_move=st.none() | st.sampled_from((0.05, 0.5)),
    least_confidence=st.sampled_from((0.0, 0.5, 0.8)),
    tiers=some((1, 2, 3)),
    languages=some(("en", "zh")),
    origins=st.integers(1, 3),
)
name = st.none() | st.sampled_from(NAMES)
FIGURES = st.builds(
    figure,
    st.sampled_from((5.0, 4e4, 2e9)),
    st.sampled_from(UNITS),
    subject=name,
    object=name,
    metric=st.none() | st.sampled_from(METRICS),
    confidence=st.sampled_from((0.4, 0.6, 0.9)),
)
MOVES = st.builds(
    move,
    actor=name,
    object=name,
    target=name,
    jurisdiction=st.none() | st.sampled_from(POWERS),
    status=st.sampled_from(STATUSES),
    direction=st.sampled_from(DIRECTIONS),
    confidence=st.sampled_from((0.4, 0.6, 0.9)),
)


@st.composite
def changes(draw):
    claim = draw(FIGURES | MOVES)
    kind = draw(st.sampled_from(ChangeKind))
    before = known(draw(FIGURES)) if kind is ChangeKind.REVISED else None
    return Change("c_1", kind, claim, known(claim), sighting(), previous=before)


MATTERS = st.builds(Matter, changes(), some(TOPICS), st.sampled_from(("en", "zh", "und")), st.sampled_from((1, 2, 3)))


@given(st.lists(WANTS, max_size=30), st.lists(MATTERS, min_size=1, max_size=5))
def test_the_index_finds_exactly_those_that_ask_for_the_change_in_their_order(wanted, matters):
    subscriptions = [Subscription(place, f"s{place}", (), wants) for place, wants in enumerate(wanted)]
    index = SubscriptionIndex(subscriptions)
    for matter in matters:
        assert index.matching(matter) == [one for one in subscriptions if meets(one.wants, matter)]


def test_whoever_lists_a_hundred_names_and_twenty_metrics_is_found_by_any_two_of_them():
    many = Wants(entities=tuple(f"firm-{n}" for n in range(100)), metrics=tuple(f"metric {n}" for n in range(20)))
    index = SubscriptionIndex([Subscription(1, "many", (), many)])
    claim = figure(subject="Firm 99", metric="metric 19")
    told = Matter(Change("c_1", ChangeKind.NEW, claim, known(claim), sighting()), (), "en", 2)
    assert [one.name for one in index.matching(told)] == ["many"]
