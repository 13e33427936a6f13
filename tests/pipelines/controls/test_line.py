"""The line of states of one control: what stands, on whose word, what is disputed, and what made it official."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from config.taxonomy import Entity, Taxonomy
from pipelines.controls import Heard, Line, known_on, lines_of, speaks_officially
from pipelines.ledger.rulings import Ruling, Told
from pipelines.types import Fact, PolicyMove, Sighting
from tests.build import MONDAY, known, move, sighting

DAY = timedelta(days=1)
GAZETTE = "https://gazette.example/x"
FORCED: dict[str, Any] = {"status": "in-force"}
EASED: dict[str, Any] = {"direction": "ease", "status": "announced"}


def heard(
    id: str, *places: Sighting, of: Fact | None = None, official: Iterable[str] = (), rulings: tuple[Ruling, ...] = (),
    withdrawn: bool = False, **fields: Any,
) -> Heard:  # fmt: skip
    """A policy fact that was told at these places, in one wording."""
    claim = move(**fields)
    places = places or (sighting(f"https://{id}.example/x"),)
    fact = replace(known(claim, places[0]), id=id, **({} if of is None else {"supersedes": of.id}))
    told = tuple(Told(place, (claim,)) for place in places)
    gone = places[-1].seen if withdrawn else None
    return Heard(fact, told, frozenset(official), rulings=rulings, withdrawn=gone)


def at(days: float, outlet: str = "one") -> Sighting:
    return sighting(f"https://{outlet}.example/{days}", after=days * DAY)


def seed(id: str, **fields: Any) -> Heard:
    """A fact that the seed corpus establishes."""
    place = replace(sighting(story="seed:a.md", outlet=None), url="seed:a.md", origin="seed:a.md")
    known_ = heard(id, place, **fields)
    return replace(known_, fact=replace(known_.fact, baseline=True))


def settled(status: Any, *, id: int = 1, after: float = 5, effective: date | None = None, **fields: Any) -> Ruling:
    said = {"why": "the gazette has it", "ruled_by": "ada", "at": MONDAY + after * DAY}
    return Ruling(id, "settle", "f", "f", (), **said, status=status, effective=effective, **fields)


def line(*facts: Heard) -> Line:
    (one,) = lines_of(facts)
    return one


def steps(one: Line) -> list[tuple[str, str]]:
    return [(state.move.direction, state.step) for state in one.states]


# ---------------------------------------------------------------- lines
def test_the_steps_of_one_control_stand_in_order_of_time_and_the_last_one_taken_stands() -> None:
    one = line(heard("b", at(9), **EASED), heard("a", at(0), **FORCED))
    assert steps(one) == [("tighten", "in-force"), ("ease", "announced")]
    assert one.stands == one.states[1]
    assert one.key == "ruritania/licence-requirement/widgets/borduria"


def test_news_calls_one_control_a_ban_or_a_licence_requirement() -> None:
    one = line(heard("a", at(0), at(1), **FORCED), heard("b", at(9), instrument="ban", **EASED))
    assert len(one.states) == 2
    assert one.instrument == "ban"


@pytest.mark.parametrize("other", [{"jurisdiction": "Syldavia"}, {"object": "cogs"}, {"instrument": "probe"}])
def test_another_power_object_or_instrument_is_another_control(other: dict[str, Any]) -> None:
    assert len(lines_of([heard("a"), heard("b", **other)])) == 2


def test_a_move_that_names_no_target_stands_on_the_line_of_the_target_told_of_most() -> None:
    first, second = (heard("a", at(0)), heard("b", at(0, "two"), target="Syldavia"))
    second = replace(second, fact=replace(second.fact, origins=frozenset("xyz")))
    found = lines_of([first, second, heard("c", at(9), target=None, **EASED)])
    assert {one.target: len(one.states) for one in found} == {"Syldavia": 2, "Borduria": 1}


def test_two_facts_of_one_step_within_a_month_are_one_state_and_later_ones_are_not() -> None:
    told = [heard("a", at(0)), heard("b", at(9, "two")), heard("c", at(60, "three"))]
    one = line(*told)
    assert [state.facts for state in one.states] == [("a", "b"), ("c",)]
    assert one.states[0].origins == 2


def test_facts_that_name_different_days_are_different_states() -> None:
    days = date(2026, 4, 1), date(2026, 5, 1)
    assert len(line(heard("a", at(0), effective=days[0]), heard("b", at(1), effective=days[1])).states) == 2


def test_what_was_first_met_as_history_adds_no_state_where_its_step_is_on_record() -> None:
    one = line(heard("a", at(0), **FORCED), heard("b", at(80), background=True, **FORCED))
    assert [state.facts for state in one.states] == [("a", "b")]
    assert (one.stands and one.stands.origins) == 1


def test_history_alone_stands_only_where_nothing_else_is_known() -> None:
    old = heard("a", at(0), background=True, **FORCED)
    assert line(old).stands == line(old).states[0]
    both = line(old, heard("b", at(-9), **EASED))
    assert both.stands is not None
    assert both.stands.id == "b"


def test_proposals_are_pending_beside_what_stands() -> None:
    one = line(heard("a", at(0), **FORCED), heard("b", at(9), direction="ease", status="proposed"))
    assert one.stands is not None
    assert (one.stands.id, [state.id for state in one.pending]) == ("a", ["b"])


def test_a_move_only_weighed_is_no_step_taken() -> None:
    weighed = heard("b", at(9), direction="ease", status="reported", modality="forecast")
    stands = line(heard("a", at(0), **FORCED), weighed).stands
    assert stands is not None
    assert stands.id == "a"


def test_what_nobody_says_any_more_does_not_stand() -> None:
    assert line(heard("a", withdrawn=True)).stands is None


def test_merged_facts_are_left_out() -> None:
    gone = heard("b")
    assert len(line(heard("a"), replace(gone, fact=replace(gone.fact, merged_into="a"))).states[0].facts) == 1


def test_each_state_says_what_came_after_it() -> None:
    first = heard("a", at(0), **FORCED)
    one = line(first, heard("b", at(9), of=first.fact, **EASED))
    assert [state.replaced_by for state in one.states] == [("b",), ()]


@pytest.mark.parametrize("word", ["a", "ruritania/licence-requirement/widgets/borduria", "Ruritania//widgets/"])
def test_a_line_answers_to_its_facts_its_key_and_parts_of_it(word: str) -> None:
    assert line(heard("a")).answers_to(word)


@pytest.mark.parametrize("word", ["b", "syldavia///", "widgets", "//cogs/"])
def test_a_line_answers_to_nothing_else(word: str) -> None:
    assert not line(heard("a")).answers_to(word)


# ---------------------------------------------------------------- on whose word
def test_the_first_report_is_the_first_that_tells_this_step_as_news() -> None:
    told = [
        Told(at(0, "history"), (move(status="in-force", background=True),)),
        Told(at(1, "rumour"), (move(status="reported"),)),
        Told(at(2, "first"), (move(status="in-force"),)),
        Told(at(3, "second"), (move(status="in-force"),)),
    ]
    state = line(replace(heard("a", **FORCED), told=tuple(told))).states[0]
    assert state.first == told[2].sighting
    assert (state.outlets, state.origins) == (("rumour.example", "first.example", "second.example"), 3)
    assert state.followed == 1


def test_a_fact_is_of_the_control_that_most_of_those_mean_who_tell_it_as_news() -> None:
    vague, told = at(0, "vague"), [at(day, f"o{day}") for day in (1, 2)]
    places = [Told(vague, (move(object="goods", target=None),)), *(Told(one, (move(),)) for one in told)]
    fact = heard("a", vague, object="goods", target=None)
    one = line(replace(fact, told=tuple(places)))
    assert (one.object, one.target) == ("widgets", "Borduria")
    assert one.states[0].first == told[0]


def test_what_the_seeds_list_is_taken_as_listed_but_for_the_instruments_name() -> None:
    corpus = seed("a", instrument="ban")
    places = [*corpus.told, *(Told(at(day, f"o{day}"), (move(object="gears"), move())) for day in (1, 2))]
    one = line(replace(corpus, told=tuple(places)))
    assert (one.object, one.instrument) == ("widgets", "licence requirement")


def test_what_the_seed_corpus_knows_stands_before_anybody_tells_it_and_rests_on_the_corpus() -> None:
    (state,) = line(seed("a", status="in-force", effective=date(2025, 4, 15))).states
    assert (state.first, state.baseline, state.origins, state.since) == (None, True, 0, date(2025, 4, 15))


def test_articles_that_tell_what_the_seeds_know_are_its_reporters() -> None:
    known_ = seed("a", effective=date(2026, 2, 27), **FORCED)
    told = (*known_.told, Told(at(1), (move(**FORCED),)))
    (state,) = line(replace(known_, told=told)).states
    assert state.first == at(1)
    assert f"{state.place:%Y-%m-%d}" == "2026-02-27"


def test_an_article_long_before_a_step_took_effect_did_not_report_it() -> None:
    early, late = at(-400, "early"), at(1, "late")
    (state,) = line(heard("a", early, late, effective=date(2026, 3, 1), **FORCED)).states
    assert (state.first, state.since) == (late, date(2026, 3, 1))


def test_a_day_to_come_does_not_move_an_announcement_behind_its_reversal() -> None:
    one = line(heard("a", at(0), effective=date(2026, 5, 15)), heard("b", at(20), direction="ease", status="rescinded"))
    assert steps(one) == [("tighten", "announced"), ("ease", "lifted")]


TAXONOMY = Taxonomy(topics=(), entities=(Entity(id="trade-ministry", kind="body", names=("Trade Ministry",)),))


@pytest.mark.parametrize(
    ("url", "outlet", "tier", "official"),
    [
        ("https://one.example/a", "One", 2, False),
        ("https://one.example/a", "One", 1, True),
        ("https://one.example/a", "Trade Ministry", 2, True),
        ("https://www.gazette.gov/a", "Gazette", 2, True),
        ("https://trade.gov/a", "Ministry", 3, True),
        ("https://governor.example/gov", None, 2, False),
    ],
)
def test_a_government_speaks_in_first_tier_sources_on_its_hosts_and_under_its_name(
    url: str, outlet: str | None, tier: int, official: bool
) -> None:
    assert speaks_officially(url, outlet, tier, TAXONOMY) is official


# ---------------------------------------------------------------- from report to document
def test_a_document_that_states_what_the_press_had_reported_is_linked_with_its_lead() -> None:
    document = sighting(GAZETTE, after=4 * DAY)
    reported = heard("a", at(0), at(1, "two"), status="reported")
    one = line(reported, heard("b", document, official=[GAZETTE], of=reported.fact, **FORCED))
    upgrade = one.states[1].upgrade
    assert upgrade is not None
    assert (upgrade.press, upgrade.official, upgrade.lead) == (at(0), document, 4 * DAY)


def test_a_document_that_tells_the_same_fact_is_linked_too() -> None:
    document = sighting(GAZETTE, after=DAY / 2)
    upgrade = line(heard("a", at(0), document, official=[GAZETTE])).states[0].upgrade
    assert upgrade is not None
    assert upgrade.lead == DAY / 2


def test_a_document_that_states_more_than_the_press_had_takes_the_fact_a_step_further() -> None:
    document = Told(sighting(GAZETTE, after=4 * DAY), (move(**FORCED),))
    reported = heard("a", at(0), status="reported", official=[GAZETTE])
    (state,) = line(replace(reported, told=(*reported.told, document))).states
    assert (state.step, state.since, state.place) == ("in-force", date(2026, 3, 6), MONDAY)
    assert state.official_quote == state.quote


@pytest.mark.parametrize(
    "before",
    [
        heard("a", at(5), status="reported"),
        heard("a", at(-200), status="reported"),
        heard("a", at(0), direction="ease", status="reported"),
        heard("a", at(0), status="reported", background=True),
    ],
    ids=["later", "long ago", "the other way", "history"],
)
def test_reports_of_something_else_are_not_linked(before: Heard) -> None:
    document = sighting(GAZETTE, after=4 * DAY)
    one = line(before, heard("b", document, official=[GAZETTE], **FORCED))
    assert [state.upgrade for state in one.states] == [None, None]


# ---------------------------------------------------------------- disputes
def test_opposite_reports_within_a_day_and_a_half_are_disputed_until_something_settles_them() -> None:
    one = line(heard("a", at(0), **FORCED), heard("b", at(1, "two"), **EASED))
    assert one.disputed
    assert [state.against for state in one.states] == [("b",), ("a",)]


def test_opposite_steps_days_apart_or_from_one_origin_are_a_course_of_events() -> None:
    assert not line(heard("a", at(0), **FORCED), heard("b", at(3, "two"), **EASED)).disputed
    same = at(1, "one")
    assert not line(heard("a", at(0), same, **FORCED), heard("b", same, **EASED)).disputed


def test_a_denial_disputes_the_report_and_does_not_stand_itself() -> None:
    one = line(heard("a", at(0), status="reported"), heard("b", at(9), status="denied"))
    assert one.disputed
    assert one.stands is not None
    assert one.stands.id == "a"


def test_a_governments_own_document_settles_a_dispute() -> None:
    document = sighting(GAZETTE, after=DAY / 4)
    one = line(heard("a", document, official=[GAZETTE], **FORCED), heard("b", at(1, "two"), **EASED))
    assert not one.disputed
    assert one.stands is not None
    assert one.stands.id == "a"
    assert one.void == {"b"}


def test_an_official_denial_leaves_nothing_standing() -> None:
    one = line(
        heard("a", at(0), status="reported"),
        heard("b", sighting(GAZETTE, after=DAY), status="denied", official=[GAZETTE]),
    )
    assert (one.disputed, one.stands) == (False, None)


def test_what_a_document_announced_is_in_force_from_its_day_of_effect_while_it_stands() -> None:
    begins = (MONDAY + 9 * DAY).date()
    place = sighting(GAZETTE)
    rule = heard("a", place, official=(GAZETTE,), effective=begins)
    report = heard("b", effective=begins)
    eased = heard("c", at(5), of=rule.fact, **EASED)

    def step(fact: Heard, *more: Heard, on: date) -> str:
        (one,) = lines_of((fact, *more), on)
        assert one.stands in one.states
        return one.states[0].step

    assert [step(rule, on=day) for day in (begins - DAY, begins)] == ["announced", "in-force"]
    assert step(report, on=begins) == "announced"
    assert step(rule, eased, on=begins) == "announced"


def test_a_later_step_leaves_an_old_dispute_behind() -> None:
    told = heard("a", at(0), **FORCED), heard("b", at(1, "two"), **EASED), heard("c", at(30, "three"), **FORCED)
    assert not line(*told).disputed


# ---------------------------------------------------------------- the operator
def test_the_operators_word_settles_a_dispute_with_its_own_day() -> None:
    ruling = settled("in-force", effective=date(2026, 3, 7))
    one = line(heard("a", at(0), rulings=(ruling,)), heard("b", at(1, "two"), **EASED))
    assert not one.disputed
    assert one.stands is not None
    assert (one.stands.id, one.stands.step, one.stands.since) == ("a", "in-force", date(2026, 3, 7))


def test_an_undone_word_counts_for_nothing() -> None:
    ruling = replace(settled("in-force"), undone_at=MONDAY + 6 * DAY, undone_by="ada")
    assert line(heard("a", at(0), rulings=(ruling,)), heard("b", at(1, "two"), **EASED)).disputed


def test_what_is_ruled_not_to_be_so_does_not_stand() -> None:
    one = line(heard("a", at(0), **FORCED), heard("b", at(1, "two"), rulings=(settled("denied"),), **EASED))
    assert not one.disputed
    assert one.stands is not None
    assert one.stands.id == "a"


def test_a_denial_can_be_upheld() -> None:
    denial = heard("b", at(1, "two"), status="denied", rulings=(settled("denied"),))
    assert line(heard("a", at(0), status="reported"), denial).stands is None


def test_a_step_after_the_operators_word_moves_the_control_on() -> None:
    one = line(heard("a", at(0), rulings=(settled("in-force"),)), heard("b", at(9), **EASED))
    assert one.stands is not None
    assert one.stands.id == "b"


# ---------------------------------------------------------------- as of a day
def test_on_a_day_only_what_had_been_told_by_its_end_is_known() -> None:
    facts = [heard("a", at(0), at(5, "two"), **FORCED), heard("b", at(9), **EASED)]
    (one,) = lines_of(known_on(facts, MONDAY.date()))
    assert steps(one) == [("tighten", "in-force")]
    assert one.states[0].origins == 1
    assert known_on(facts, MONDAY.date() - DAY) == []


def test_on_a_day_the_seed_corpus_counts_from_the_day_it_speaks_of() -> None:
    facts = [seed("a", effective=date(2025, 4, 15), **FORCED)]
    assert len(known_on(facts, date(2025, 4, 15))) == 1
    assert known_on(facts, date(2025, 4, 14)) == []


def test_on_a_day_neither_alerts_nor_later_reporters_are_known() -> None:
    early = replace(heard("a", at(0), at(1, "two"), target="Borduria"), alerts=("a_1  Widgets",))
    late = heard("b", at(0, "three"), *(at(day, f"n{day}") for day in (20, 21, 22)), target="Syldavia")
    late = replace(late, fact=replace(late.fact, origins=frozenset(place.sighting.origin for place in late.told)))
    open_ = heard("c", at(3), target=None)
    told = lines_of(known_on([early, late, open_], (MONDAY + 5 * DAY).date()))
    homes = [one.target for one in told for state in one.states if "c" in state.facts]
    assert homes == ["Borduria"]
    assert not any(one.alerts for line_ in told for state in line_.states for one in state.heard)


def test_on_a_day_rulings_stand_that_were_made_and_not_yet_undone() -> None:
    ruling = replace(settled("in-force", after=2), undone_at=MONDAY + 6 * DAY, undone_by="ada")
    fact = heard("a", at(0), rulings=(ruling,))

    def step(day: int) -> str:
        return lines_of(known_on([fact], (MONDAY + day * DAY).date()))[0].states[0].step

    assert [step(day) for day in (1, 3, 7)] == ["announced", "in-force", "announced"]


def test_only_policy_facts_are_heard() -> None:
    assert isinstance(heard("a").move, PolicyMove)
