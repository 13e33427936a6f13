"""Articles about one event get one story, as they arrive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

from pipelines.stories import TERMS, alike, assign_story, sketch
from pipelines.text import read_text
from pipelines.twins import sign
from pipelines.types import Mention, Read, Sketch, Text, Twin

NOON = datetime(2025, 4, 16, 12, tzinfo=UTC)
CHARGE = read_text(
    "The group will book $5.5 billion this quarter after Alvania asked for a licence to ship its T20 gantries.",
    "Meridian Cranes to take $5.5 billion charge over T20 licences",
)
CHARGE_ELSEWHERE = read_text(
    "Shares of Meridian fell after it warned of a 5.5-billion-dollar hit: the T20 may not leave Alvania unlicensed.",
    "Meridian shares slide on T20 licence rule",
)
YARD = read_text(
    "Meridian opened a yard in Portside on Monday where 900 people will weld booms for floating cranes.",
    "Meridian Cranes opens yard in Portside",
)


def read(
    text: Text, story: str, *, age: timedelta = timedelta(0), url: str = "", names: tuple[Mention, ...] = ()
) -> Read:
    url = url or f"https://{story}.example"
    return Read(
        url=url,
        outlet=None,
        tier=2,
        seen=NOON - age,
        story=story,
        origin=url,
        signature=sign(text),
        sketch=sketch(text, names),
    )


def story_of(text: Text, *neighbours: Read, url: str = "https://new.example", twin: Twin | None = None) -> str:
    return placed(sketch(text, ()), *neighbours, url=url, twin=twin)


def placed(drawn: Sketch, *neighbours: Read, url: str = "https://new.example", twin: Twin | None = None) -> str:
    return assign_story(drawn, alike(drawn, neighbours), url=url, seen=NOON, twin=twin)


def test_a_report_of_a_known_event_joins_its_story() -> None:
    assert story_of(CHARGE_ELSEWHERE, read(YARD, "s_yard"), read(CHARGE, "s_charge")) == "s_charge"


def test_another_event_of_the_same_company_is_a_story_of_its_own() -> None:
    strike = read_text(
        "Welders at Meridian Cranes walked out for a day over shift pay, and pickets shut the gates until the evening.",
        "Walkout over shifts",
    )
    assert story_of(YARD, read(CHARGE, "s_charge")) not in ("s_charge", "")
    known = (read(CHARGE, "s_charge"), read(strike, "s_strike"))
    assert story_of(YARD, *known) not in ("s_charge", "s_strike", "")


def test_the_order_of_the_neighbours_decides_nothing() -> None:
    known = [read(CHARGE, "s_charge"), read(YARD, "s_yard"), read(CHARGE, "s_again", url="https://again.example")]
    assert len({story_of(CHARGE_ELSEWHERE, *order) for order in permutations(known)}) == 1


def test_an_everyday_word_in_common_tells_less_than_a_rare_one() -> None:
    for word, same in (("house", False), ("Zephyrine", True)):
        earlier = read(read_text("", f"Salvors right toppled {word} and tow"), "s_earlier")
        assert (story_of(read_text("", f"Pilots at odds over {word} pay"), earlier) == "s_earlier") is same


def test_the_first_article_names_the_story_the_same_way_every_time() -> None:
    first = story_of(CHARGE)
    assert first == story_of(CHARGE)
    assert first != story_of(CHARGE, url="https://other.example")
    assert first.startswith("s_")
    assert len(first) == 14


def test_a_copy_joins_its_origins_story_however_old() -> None:
    origin = read(CHARGE, "s_charge", age=timedelta(days=20), url="https://origin.example")
    twin = Twin(origin="https://origin.example", kind="near", overlap=0.9)
    assert story_of(YARD, origin, twin=twin) == "s_charge"


def test_a_report_long_after_the_event_begins_another_story() -> None:
    assert story_of(CHARGE_ELSEWHERE, read(CHARGE, "s_charge", age=timedelta(days=20))) != "s_charge"


def test_a_headline_alone_finds_its_story() -> None:
    headline = read_text("", "Meridian to book $5.5 billion charge as Alvania licenses T20")
    assert story_of(headline, read(YARD, "s_yard"), read(CHARGE, "s_charge")) == "s_charge"


def test_a_figure_is_the_same_term_however_it_is_written() -> None:
    for one, other in (("$5.5 billion", "5,500 million dollars"), ("5.5bn", "55亿美元"), ("69%", "69 percent")):
        terms = [
            {term for term, _ in sketch(read_text("", text), ()).weights if term[0] == "#"} for text in (one, other)
        ]
        assert terms[0] == terms[1] != set()


def test_names_bring_reports_together_that_spell_them_differently() -> None:
    names = (Mention("meridian", 0, 8), Mention("t20", 9, 12))
    other = read_text(
        "The portal lifter will need a permit, and $5.5 billion is gone this quarter.", "Giant warns of billions lost"
    )
    theirs = read(CHARGE, "s_charge", names=names)
    assert placed(sketch(other, ()), theirs) != "s_charge"
    assert placed(sketch(other, names), theirs) == "s_charge"


def test_a_sketch_is_short_of_unit_length_and_heaviest_first() -> None:
    found = sketch(read_text(" ".join(f"word{number}" for number in range(500)), "Title words"), ())
    weights = [weight for _, weight in found.weights]
    assert len(weights) == TERMS
    assert weights == sorted(weights, reverse=True)
    assert abs(sum(weight * weight for weight in weights) - 1) < 1e-9
    assert {term for term, _ in found.weights[:2]} == {"title", "word"}


def test_the_figures_of_a_long_article_are_kept_in_its_sketch() -> None:
    prose = " ".join(f"word{number} again and word{number}." for number in range(300))
    found = sketch(read_text(f"{prose} It cost $7.1 million.", "Title"), ())
    assert "#7.1e+06" in {term for term, _ in found.weights}


def test_a_text_without_words_is_a_story_of_its_own() -> None:
    assert sketch(read_text("", ""), ()) == Sketch(weights=())
    assert story_of(read_text("", ""), read(CHARGE, "s_charge")) != "s_charge"
