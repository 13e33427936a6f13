"""Seeds say what is known from the start: listed by hand, or extracted; once each, under ids that stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.corpus import read_folder
from config.settings import SettingsRefused
from pipelines.errors import Refused
from pipelines.seeds import baseline, read_seed
from pipelines.types import Claim, Figure, PolicyMove, Text

SEEDS = Path(__file__).parents[2] / "seeds" / "chips"
SEED = """---
title: Acme pays
outlet: The Paper
published: 2025-05-02
topics: [acme]
figures:
  - {fact: charge, statement: "Acme pays $3 billion.", value: 3.0e+9, unit: USD, subject: acme, metric: charge}
policy:
  - statement: The US bans the X20.
    fact: ban
    actor: US
    instrument: ban
    direction: tighten
    status: in-force
---
Times are hard. Acme pays $3 billion.
"""
LATER = """---
title: The ban ends
published: 2025-07-01
figures:
  - {fact: charge, statement: It cost Acme 3bn., value: 3.0e+9, unit: USD}
policy:
  - {statement: The ban is lifted., supersedes: ban, instrument: ban, direction: ease, status: lifted}
---
The ban is lifted.
"""


def nothing(text: Text, published: date | None) -> Sequence[Claim]:
    raise AssertionError("a seed that lists its claims is not extracted from")


def test_front_matter_gives_the_claims_and_where_the_body_states_them() -> None:
    seed = read_seed("a.md", SEED)
    assert (seed.title, seed.outlet, seed.published, seed.topics) == (
        "Acme pays",
        "The Paper",
        date(2025, 5, 2),
        ("acme",),
    )
    assert seed.body == "Times are hard. Acme pays $3 billion."
    assert seed.claims is not None
    figure, move = (established.claim for established in seed.claims)
    assert isinstance(figure, Figure)
    assert (figure.value, figure.unit, seed.body[figure.start : figure.end]) == (3e9, "USD", "Acme pays $3 billion.")
    assert isinstance(move, PolicyMove)
    assert (move.direction, move.quote, move.start, move.end) == ("tighten", "The US bans the X20.", 0, 0)


def test_a_fact_that_several_seeds_state_is_one_fact_and_a_superseded_one_is_not_current() -> None:
    charge, ban, lifted = baseline([read_seed("b.md", LATER), read_seed("a.md", SEED)], nothing)
    assert charge.origins == {"seed:a.md", "seed:b.md"}
    assert charge.claim.quote == "Acme pays $3 billion."
    assert charge.first.seen == datetime(2025, 5, 2, tzinfo=UTC)
    assert charge.last_seen == datetime(2025, 7, 1, tzinfo=UTC)
    assert (ban.current, lifted.current, lifted.supersedes) == (False, True, ban.id)
    assert all(fact.baseline for fact in (charge, ban, lifted))


def test_ids_do_not_depend_on_the_order_of_the_seeds() -> None:
    seeds = [read_seed("a.md", SEED), read_seed("b.md", LATER)]
    assert baseline(seeds, nothing) == baseline(seeds[::-1], nothing)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_plain_seed_is_extracted_from(name: str) -> None:
    body = "Acme pays three billion dollars to the state and says no more about it."
    content = f"<html><body><p>{body}</p></body></html>" if name.endswith("html") else body
    seen: list[tuple[str, date | None]] = []

    def extract(text: Text, published: date | None) -> Sequence[Claim]:
        seen.append((text.body, published))
        return (Figure(quote=body[:9], start=0, end=9, value=3e9, unit="USD"),)

    seed = read_seed(name, content)
    assert seed.claims is None
    assert seed.title
    [fact] = baseline([seed], extract)
    assert seen == [(body, None)]
    assert (fact.claim.quote, fact.baseline) == ("Acme pays", True)


def test_front_matter_that_lists_no_claims_leaves_them_to_be_extracted() -> None:
    assert read_seed("a.md", "---\ntitle: A\npublished: 2025-01-01\n---\nText.").claims is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value: 3.0e+9", "value: much", r"^a\.md:7: figures\.0\.value"),
        ("direction: tighten", "direction: sideways", r"^a\.md:13: policy\.0\.direction"),
        ("outlet:", "outlets:", r"^a\.md:3: outlets"),
        ("title: Acme pays\n", "", r"^a\.md:\d: title: Field required"),
        ("topics: [acme]", "topics: [acme", r"^a\.md:\d: the front matter is not YAML"),
        ("\n---\nTimes", "\nTimes", r"^a\.md:1: .*never closes"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_file_line_and_place(old: str, new: str, message: str) -> None:
    assert old in SEED
    with pytest.raises(Refused, match=message):
        read_seed("a.md", SEED.replace(old, new))


def test_an_empty_seed_is_refused() -> None:
    with pytest.raises(Refused, match=r"^a\.txt:1: the seed is empty"):
        read_seed("a.txt", " \n")


def test_the_shipped_seeds_state_what_they_list_in_their_own_text() -> None:
    for seed in (read_seed(name, content) for name, content in read_folder(SEEDS)):
        assert seed.claims
        for established in seed.claims:
            claim = established.claim
            assert seed.body[claim.start : claim.end] == claim.quote != ""
        assert 100 <= len(seed.body.split()) <= 250


def test_the_folder_is_read_in_order_without_notes_and_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "README.md", ".hidden.md", "image.png"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert read_folder(tmp_path) == [("a.md", "a.md"), ("b.txt", "b.txt")]


def test_a_missing_folder_and_a_file_that_is_not_text_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="SEEDS_DIR"):
        read_folder(tmp_path / "none")
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsRefused, match=r"a\.txt"):
        read_folder(tmp_path)
