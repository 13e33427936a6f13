"""What every `pipelines.ports.Memory` must do. A test module inherits the class and gives a `memory` fixture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipelines.furniture import ARTICLES, KEPT, SETTLED, STORIES, WINDOW, WITHIN, line_hash
from pipelines.ledger.keys import NEAREST, NEAREST_MOVES, PER_KEY
from pipelines.ports import Memory
from pipelines.stories import sketch
from pipelines.text import read_text
from pipelines.twins import sign
from pipelines.types import (
    Change,
    ChangeKind,
    Claim,
    Document,
    Fact,
    Figure,
    Ingested,
    PolicyMove,
    Sighting,
    Twin,
    Verdict,
)

NOON = datetime(2025, 4, 16, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=365)
CRANES = (
    "Meridian Cranes books a charge of $5.5 billion after Alvania asks for a licence to ship its T20 gantries abroad."
)
WHEAT = "Rain over the southern plains has brought wheat futures down for the third session, traders in Norland note."


def figure(value: float = 5.5e9, **fields: object) -> Figure:
    given: dict[str, object] = {"unit": "USD", "subject": "meridian", "metric": "charge", **fields}
    return Figure(quote="A charge.", start=0, end=9, value=value, **given)  # type: ignore[arg-type]  # per field


def move(**fields: object) -> PolicyMove:
    given: dict[str, object] = {
        "actor": "trade ministry",
        "jurisdiction": "Alvania",
        "instrument": "licence requirement",
        "object": "t20",
        "target": "Norland",
        "direction": "tighten",
        "status": "announced",
        **fields,
    }
    return PolicyMove(quote="A licence.", start=0, end=10, **given)  # type: ignore[arg-type]  # per field


def fact(id: str, claim: Claim, *, seen: datetime = NOON) -> Fact:
    sighting = Sighting(url="https://a.example", outlet="A", origin="https://a.example", story="s_1", seen=seen)
    return Fact(
        id=id,
        claim=claim,
        first=sighting,
        last_seen=seen,
        origins=frozenset({sighting.origin}),
        outlets=frozenset({"A"}),
        stories=frozenset({"s_1"}),
    )


def ingested(
    url: str,
    body: str = CRANES,
    *,
    facts: Sequence[Fact] = (),
    withdrawn: Sequence[Fact] = (),
    story: str = "s_1",
    twin: Twin | None = None,
) -> Ingested:
    text = read_text(body, "")
    sighting = Sighting(url=url, outlet="A", origin=url, story=story, seen=NOON)
    kinds = [(ChangeKind.NEW, fact) for fact in facts] + [(ChangeKind.WITHDRAWN, fact) for fact in withdrawn]
    return Ingested(
        document=Document(url=url, title="", published=NOON, text=body, outlet="A", tier=1),
        text=text,
        verdict=Verdict(relevant=True, score=1.0, topics=("cranes",), reasons=()),
        signature=sign(text),
        sketch=sketch(text, ()),
        story=story,
        twin=twin,
        changes=tuple(
            Change(id=f"{url}#{place}", kind=kind, claim=fact.claim, fact=fact, sighting=sighting)
            for place, (kind, fact) in enumerate(kinds)
        ),
        ringing=(),
    )


LONG_BEFORE = NOON - timedelta(days=3)
SHELF = "Meridian Weekly brings cranes and their makers to your desk"


def page(url: str = "https://www.site.example/new") -> Document:
    return Document(url=url, title="", published=NOON, text=CRANES)


def left_by(memory: Memory, url: str, *, story: str, seen: datetime, foot: str = SHELF) -> None:
    """An article of its own, with a line below it, that has been read and decided upon."""
    number = "".join(character for character in url if character.isdigit()) or "0"
    body = f"Crane {' '.join(number)} lifted its {'x' * (1 + int(number))}th load.\n{foot}"
    memory.remember(ingested(url, body, story=story), [], now=seen)


class MemoryContract:
    """Inherited by the tests of each implementation."""

    def test_a_twin_is_found_by_its_exact_hash_and_comes_back_whole(self, memory: Memory) -> None:
        twin = Twin(origin="https://first.example", kind="exact", overlap=1.0)
        first = ingested("https://a.example", story="s_7", twin=twin)
        memory.remember(first, (), now=NOON)
        (found,) = memory.twins(first.signature, url="https://b.example", since=LONG_AGO)
        assert (found.url, found.outlet, found.tier, found.seen) == ("https://a.example", "A", 1, NOON)
        assert (found.story, found.origin) == ("s_7", "https://first.example")
        assert found.signature == first.signature
        assert [term for term, _ in found.sketch.weights] == [term for term, _ in first.sketch.weights]

    def test_an_article_that_is_no_copy_is_its_own_origin(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), (), now=NOON)
        (found,) = memory.twins(sign(read_text(CRANES)), url="https://b.example", since=LONG_AGO)
        assert found.origin == "https://a.example"

    def test_a_twin_is_found_by_one_shared_band_alone(self, memory: Memory) -> None:
        first = ingested("https://a.example")
        memory.remember(first, (), now=NOON)
        alike = replace(sign(read_text(WHEAT)), bands=(0, 0, 0, 0, 0, first.signature.bands[5]))
        assert [read.url for read in memory.twins(alike, url="https://b.example", since=LONG_AGO)] == [
            "https://a.example"
        ]

    def test_twins_come_oldest_first_without_the_address_itself_and_within_the_window(self, memory: Memory) -> None:
        for minutes, name in ((5, "b"), (0, "a"), (9, "self")):
            memory.remember(ingested(f"https://{name}.example"), (), now=NOON + timedelta(minutes=minutes))
        memory.remember(ingested("https://old.example"), (), now=LONG_AGO)
        found = memory.twins(sign(read_text(CRANES)), url="https://self.example", since=NOON)
        assert [read.url for read in found] == ["https://a.example", "https://b.example"]

    def test_another_text_is_no_twin_candidate(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example", WHEAT), (), now=NOON)
        assert not memory.twins(sign(read_text(CRANES)), url="https://b.example", since=LONG_AGO)

    def test_neighbours_share_a_heavy_term_and_come_newest_first(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), (), now=NOON)
        memory.remember(ingested("https://b.example"), (), now=NOON + timedelta(hours=1))
        memory.remember(ingested("https://wheat.example", WHEAT), (), now=NOON)
        memory.remember(ingested("https://old.example"), (), now=LONG_AGO)
        wanted = sketch(read_text("Meridian Cranes has answered Alvania."), ())
        found = memory.neighbours(wanted, url="https://self.example", since=NOON)
        assert [read.url for read in found] == ["https://b.example", "https://a.example"]

    def test_an_article_is_not_its_own_neighbour(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), (), now=NOON)
        assert not memory.neighbours(sketch(read_text(CRANES), ()), url="https://a.example", since=LONG_AGO)

    def test_a_new_version_of_an_article_takes_the_place_of_the_old(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), (), now=NOON)
        memory.remember(ingested("https://a.example", WHEAT), (), now=NOON + timedelta(hours=1))
        assert not memory.twins(sign(read_text(CRANES)), url="https://b.example", since=LONG_AGO)
        assert not memory.neighbours(sketch(read_text(CRANES), ()), url="https://b.example", since=LONG_AGO)
        assert len(memory.twins(sign(read_text(WHEAT)), url="https://b.example", since=LONG_AGO)) == 1

    def test_an_article_without_words_can_be_remembered(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example", ""), (), now=NOON)
        assert not memory.neighbours(sketch(read_text(""), ()), url="https://b.example", since=LONG_AGO)

    def test_a_story_on_which_nobody_ruled_stands_for_itself(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example", story="s_7"), (), now=NOON)
        for url in ("https://a.example", "https://b.example"):
            assert memory.standing_story("s_7", url=url) == "s_7"
            assert memory.standing_story("s_unheard_of", url=url) == "s_unheard_of"

    def test_a_fact_is_found_by_a_value_close_to_its_own(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), [fact("f_1", figure())], now=NOON)
        assert memory.facts([figure(5.4e9, subject=None, metric=None)]) == [fact("f_1", figure())]
        assert not memory.facts([figure(9.9e9, subject=None, metric=None)])

    def test_a_fact_is_found_by_subject_and_metric_whatever_its_value(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), [fact("f_1", figure())], now=NOON)
        assert [known.id for known in memory.facts([figure(9.9e9)])] == ["f_1"]

    def test_a_policy_state_is_found_by_its_object_whatever_the_instrument(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), [fact("f_1", move())], now=NOON)
        other = move(instrument="ban", jurisdiction=None, target=None, status="lifted")
        assert [known.id for known in memory.facts([other])] == ["f_1"]
        assert not memory.facts([move(jurisdiction="Norland", object="wheat", target=None)])

    def test_several_claims_share_one_lookup_and_no_fact_comes_twice(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), [fact("f_1", figure()), fact("f_2", move())], now=NOON)
        found = memory.facts([figure(), figure(5.45e9), move()])
        assert sorted(known.id for known in found) == ["f_1", "f_2"]
        assert not memory.facts([])

    def test_a_fact_remembered_again_replaces_what_was_known_of_it(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), [fact("f_1", figure())], now=NOON)
        later = replace(
            fact("f_1", figure()),
            last_seen=NOON + timedelta(days=1),
            origins=frozenset({"https://a.example", "https://b.example"}),
            stories=frozenset({"s_1", "s_2"}),
            current=False,
        )
        memory.remember(ingested("https://b.example"), [later], now=NOON + timedelta(days=1))
        assert memory.facts([figure()]) == [later]

    def test_a_fact_whose_claim_changed_is_found_under_its_new_keys_only(self, memory: Memory) -> None:
        memory.remember(ingested("https://a.example"), [fact("f_1", figure(subject=None))], now=NOON)
        memory.remember(ingested("https://a.example"), [fact("f_1", figure(9e9, subject=None))], now=NOON)
        assert not memory.facts([figure(subject=None)])
        assert len(memory.facts([figure(9e9, subject=None)])) == 1

    def test_a_crowded_key_gives_the_facts_seen_last(self, memory: Memory) -> None:
        crowd = [
            fact(f"f_{number}", figure(subject=f"firm {number}"), seen=NOON + timedelta(minutes=number))
            for number in range(PER_KEY + 3)
        ]
        memory.remember(ingested("https://a.example"), crowd, now=NOON)
        found = memory.facts([figure(subject="another", metric=None)])
        assert {known.id for known in found} == {f"f_{number}" for number in range(PER_KEY + 3 - NEAREST, PER_KEY + 3)}
        assert "f_0" in {known.id for known in memory.facts([figure(subject="firm 0")])}

    def test_a_bill_s_last_stage_is_found_behind_all_that_its_jurisdiction_did_since(self, memory: Memory) -> None:
        crowd = [
            fact(f"f_{number}", move(object=f"part {number}"), seen=NOON + timedelta(minutes=number))
            for number in range(NEAREST_MOVES + 3)
        ]
        bill = fact("f_bill", move(object="wheat", target=None, bill="Crane Act"), seen=NOON - timedelta(days=90))
        memory.remember(ingested("https://a.example"), [bill, *crowd], now=NOON)
        assert "f_bill" in {known.id for known in memory.facts([move(object="gantry", bill="Crane Act")])}

    def test_of_many_facts_of_one_size_those_of_its_metric_come_first_then_those_of_its_subject(
        self, memory: Memory
    ) -> None:
        crowd = [
            fact(f"f_{number}", figure(subject=f"firm {number}"), seen=NOON + timedelta(hours=1, minutes=number))
            for number in range(NEAREST + 3)
        ]
        own = [fact(f"f_own{number}", figure(metric=f"metric {number}"), seen=NOON) for number in range(NEAREST - 2)]
        told = fact("f_told", figure(), seen=NOON - timedelta(days=90))
        memory.remember(ingested("https://a.example"), [told, *own, *crowd], now=NOON)
        found = {known.id for known in memory.facts([figure()])}
        assert found == {"f_told", *(known.id for known in own), f"f_{NEAREST + 2}"}

    def test_what_a_figure_may_replace_is_found_in_a_crowd_of_its_value(self, memory: Memory) -> None:
        crowd = [
            fact(f"f_{number}", figure(subject=None, metric=None), seen=NOON + timedelta(minutes=number))
            for number in range(NEAREST + 3)
        ]
        memory.remember(ingested("https://a.example"), [fact("f_before", figure(9.9e9)), *crowd], now=NOON)
        assert "f_before" in {known.id for known in memory.facts([figure()])}

    def test_a_fact_seen_again_is_among_the_latest(self, memory: Memory) -> None:
        crowd = [
            fact(f"f_{number}", figure(subject=f"firm {number}"), seen=NOON + timedelta(minutes=number))
            for number in range(PER_KEY + 3)
        ]
        memory.remember(ingested("https://a.example"), crowd, now=NOON)
        again = replace(crowd[0], last_seen=NOON + timedelta(days=1))
        memory.remember(ingested("https://b.example"), [again], now=NOON + timedelta(days=1))
        assert again in memory.facts([figure(subject="another", metric=None)])

    def test_what_an_article_stated_is_remembered_until_its_next_version(self, memory: Memory) -> None:
        charge, licence = fact("f_1", figure()), fact("f_2", move())
        memory.remember(ingested("https://a.example", facts=[charge, licence]), [charge, licence], now=NOON)
        assert sorted(known.id for known in memory.stated("https://a.example")) == ["f_1", "f_2"]
        assert not memory.stated("https://b.example")
        gone = replace(licence, current=False)
        memory.remember(ingested("https://a.example", facts=[charge], withdrawn=[gone]), [charge, gone], now=NOON)
        assert memory.stated("https://a.example") == [charge]

    def test_a_stated_fact_comes_as_it_stands_now(self, memory: Memory) -> None:
        charge = fact("f_1", figure())
        memory.remember(ingested("https://a.example", facts=[charge]), [charge], now=NOON)
        later = replace(charge, last_seen=NOON + timedelta(hours=2))
        memory.remember(ingested("https://b.example", facts=[later]), [later], now=NOON + timedelta(hours=2))
        assert memory.stated("https://a.example") == [later]

    def test_a_site_s_lines_are_known_once_several_of_its_stories_carry_them(self, memory: Memory) -> None:
        for story in range(STORIES):
            assert not memory.furniture(page(), now=NOON)
            left_by(memory, f"https://site.example/{story}", story=f"s_{story}", seen=LONG_BEFORE)
        assert memory.furniture(page(), now=NOON) == {line_hash(SHELF)}
        assert not memory.furniture(page("https://other.example/1"), now=NOON)

    def test_reprints_and_versions_of_an_article_do_not_make_its_lines_the_site_s(self, memory: Memory) -> None:
        for number in range(STORIES):
            left_by(memory, f"https://site.example/{number}", story="s_1", seen=LONG_BEFORE)
            left_by(memory, "https://site.example/again", story=f"s_{number}", seen=LONG_BEFORE)
        for number in range(2 * ARTICLES):
            copy = ingested(f"https://site.example/copy/{number}", f"{CRANES}\n{WHEAT}", story="s_1")
            memory.remember(copy, [], now=LONG_BEFORE)
        assert not memory.furniture(page(), now=NOON)

    def test_what_came_within_the_hour_does_not_count_yet(self, memory: Memory) -> None:
        for story in range(STORIES):
            left_by(memory, f"https://site.example/{story}", story=f"s_{story}", seen=NOON)
        assert not memory.furniture(page(), now=NOON)
        assert not memory.furniture(page(), now=NOON + SETTLED)
        assert memory.furniture(page(), now=NOON + SETTLED + timedelta(minutes=1))

    def test_an_address_is_read_again_with_what_was_known_at_first(self, memory: Memory) -> None:
        for story in range(STORIES + 1):
            left_by(memory, f"https://site.example/{story}", story=f"s_{story}", seen=LONG_BEFORE)
        assert not memory.furniture(page("https://site.example/0"), now=NOON)
        left_by(memory, "https://site.example/0", story="s_0", seen=NOON)
        assert not memory.furniture(page("https://site.example/0"), now=NOON)

    def test_a_site_s_lines_are_forgotten_once_it_prints_others(self, memory: Memory) -> None:
        for story in range(STORIES):
            left_by(memory, f"https://site.example/{story}", story=f"s_{story}", seen=LONG_BEFORE)
        for number in range(WINDOW):
            seen = LONG_BEFORE + timedelta(minutes=number)
            left_by(memory, f"https://site.example/later/{number}", story=f"t_{number}", seen=seen, foot="")
        assert not memory.furniture(page(), now=NOON)
        assert not memory.furniture(page(), now=LONG_BEFORE + WITHIN + timedelta(days=1))

    def test_of_a_busy_site_the_latest_margins_are_kept(self, memory: Memory) -> None:
        for number in range(KEPT + STORIES):
            foot = SHELF if number < STORIES else ""
            left_by(memory, f"https://site.example/{number:03}", story=f"s_{number}", seen=LONG_BEFORE, foot=foot)
        early = page("https://site.example/000")
        assert not memory.furniture(early, now=NOON)
