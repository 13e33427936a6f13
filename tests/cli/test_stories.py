"""`deltawire stories`: events listed, shown, and mended by an operator."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.kit import Kit
from pipelines.ledger import reconcile
from pipelines.stories import named_after
from pipelines.types import Twin
from tests.build import figure, sighting
from tests.cli.conftest import Deltawire
from tests.contracts.memory import ingested

DAY = timedelta(days=1)
ONE, TWO, THREE = (f"https://{name}.example/x" for name in ("one", "two", "three"))
CHARGE = figure(5.5e9, quote="Acme books a charge of $5.5 billion on widgets.")
WHY = ("--why", "one fine, told twice", "--by", "ada", "--yes")


def told(kit: Kit, url: str, story: str, *, after: timedelta = timedelta(), origin: str = "") -> None:
    """An article of a story, which states the charge."""
    seen = sighting(url, after=after, story=story, origin=origin or url)
    with kit.store.unit() as unit:
        answer = reconcile([CHARGE], unit.memory.facts([CHARGE]), sighting=seen, stated=unit.memory.stated(url))
        article = ingested(url, story=story, twin=Twin(origin, "near", 0.9) if origin else None)
        titled = replace(article.document, title=f"Of {url}", outlet=seen.outlet)
        decided = replace(article, document=titled, changes=answer.changes, ringing=answer.changes)
        unit.memory.remember(decided, answer.facts, now=seen.seen)


@pytest.fixture
def two(kit: Kit) -> tuple[str, str]:
    """An older story of one article, and a younger of an article and its copy."""
    told(kit, ONE, "s_old")
    told(kit, TWO, "s_new", after=DAY)
    told(kit, THREE, "s_new", after=2 * DAY, origin=TWO)
    return "s_old", "s_new"


def listed(deltawire: Deltawire, *words: str) -> dict[str, int]:
    """Independent origins of each story."""
    return {one["story"]: one["origins"] for one in deltawire("stories", "list", "--format", "ndjson", *words).records}


def test_stories_are_listed_newest_first_with_how_many_tell_them(deltawire: Deltawire, two: tuple[str, str]) -> None:
    assert list(listed(deltawire).items()) == [("s_new", 1), ("s_old", 1)]
    table = " ".join(deltawire("stories", "list").out.split())
    assert "id title articles origins outlets first seen last seen" in table
    assert f"s_new Of {TWO} 2 1 2 2026-03-03 09:00 2026-03-04 09:00" in table
    assert listed(deltawire, "--limit", "1") == {"s_new": 1}
    assert listed(deltawire, "--since", "2026-03-03", "--until", "2026-03-04") == {"s_new": 1}
    assert listed(deltawire, "--min-origins", "2") == {}
    assert "--all" in deltawire("stories", "list", "--min-origins", "2").out


def test_a_story_is_shown_with_its_articles_copies_and_facts(deltawire: Deltawire, two: tuple[str, str]) -> None:
    out = deltawire("stories", "show", "s_new").out
    assert out.index(TWO) < out.index(f"near copy of {TWO}")
    assert "2 articles, 1 independent origin, 2 outlets" in out
    assert "confirmed: Acme charge: $5.5 billion (f_" in out
    (record,) = deltawire("stories", "show", "s_new", "--format", "ndjson").records
    assert [(one["url"], one["copy_of"]) for one in record["told"]] == [(TWO, None), (THREE, TWO)]
    assert record["told"][0]["brought"][0]["value"] == 5.5e9


def test_a_merge_is_shown_asked_for_kept_and_taken_back(deltawire: Deltawire, two: tuple[str, str]) -> None:
    asked = deltawire("stories", "merge", *two, "--why", "told twice", stdin="n\n")
    assert (asked.code, "Nothing was changed." in asked.out) == (1, True)
    assert len(listed(deltawire)) == 2
    done = deltawire("stories", "merge", *two, *WHY)
    assert (done.code, "Ruling 1: s_new is s_old, by ada" in done.out) == (0, True)
    assert listed(deltawire) == {"s_old": 2}
    shown = deltawire("stories", "show", "s_new").out
    assert "s_new was merged: it is s_old now." in shown
    assert "one fine, told twice" in shown
    assert deltawire("stories", "undo", "1", "--by", "bob", "--yes").code == 0
    assert listed(deltawire) == {"s_new": 1, "s_old": 1}
    assert "by bob" in deltawire("stories", "show", "s_old").out


def test_a_split_names_what_goes(deltawire: Deltawire, kit: Kit, two: tuple[str, str]) -> None:
    told(kit, "https://four.example/x", "s_new", after=3 * DAY)
    done = deltawire("stories", "split", "s_new", "--article", TWO, *WHY)
    assert f"{THREE} (near copy)" in done.out
    assert set(listed(deltawire)) == {"s_old", "s_new", named_after(TWO)}
    (record,) = deltawire("stories", "show", named_after(TWO), "--format", "ndjson").records
    assert (record["rulings"][0]["kind"], record["rulings"][0]["urls"]) == ("split", [TWO, THREE])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("list", "--since", "2026-03-02", "--until", "2026-03-01"), "--until"),
        (("show", "s_0"), "stories list"),
        (("undo", "9", "--yes"), "no ruling 9"),
        (("merge", "s_0", "s_1", "--why", " "), "--why"),
        (("split", "s_0", "--article", ONE, *WHY), "no story"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_cure(deltawire: Deltawire, words: tuple[str, ...], says: str) -> None:
    said = deltawire("stories", *words)
    assert said.code == 2
    assert says in said.err
