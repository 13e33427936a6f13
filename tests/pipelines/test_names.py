"""Names are found whole, longest first, in any script, wherever the desk's own file lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from config.taxonomy import Entity, Taxonomy
from pipelines.names import find_names

NAMES = {
    "acme": ("Acme", "acme", "艾克米"),
    "us": ("US", "U.S.", "美国"),
    "x20": ("X20", "HGX X20"),
    "rocket-9c": ("Rocket 9C", "火箭9C"),
    "rocket": ("Rocket", "火箭"),
    "ministry": ("Ministry of Trade and Tools",),
    "tin": ("tin ore",),
    "lam": ("Lam",),
}


@pytest.fixture
def taxonomy() -> Taxonomy:
    return Taxonomy(topics=(), entities=tuple(Entity(id=id_, kind="good", names=n) for id_, n in NAMES.items()))


def found(text: str, taxonomy: Taxonomy) -> list[tuple[str, str]]:
    return [(mention.entity, text[mention.start : mention.end]) for mention in find_names(text, taxonomy)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ACME's X20s", [("acme", "ACME"), ("x20", "X20")]),
        ("X200 and AX20 and the X20B", []),
        ("give us the US", [("us", "US")]),
        ("in the U.S., he said", [("us", "U.S.")]),
        ("a lam and a Lam and a LAM", [("lam", "Lam"), ("lam", "LAM")]),
        ("Tin Ore and tin-ore", [("tin", "Tin Ore"), ("tin", "tin-ore")]),
        (
            "Rocket 9C, Rocket-9C, Rocket9C, Rocket",
            [("rocket-9c", n) for n in ("Rocket 9C", "Rocket-9C", "Rocket9C")] + [("rocket", "Rocket")],
        ),
        ("the HGX X20", [("x20", "HGX X20")]),
        ("the Ministry of Trade\nand Tools", [("ministry", "Ministry of Trade\nand Tools")]),
        (
            "美国限制艾克米X20芯片和火箭9C",
            [("us", "美国"), ("acme", "艾克米"), ("x20", "X20"), ("rocket-9c", "火箭9C")],
        ),
        ("Acmes", [("acme", "Acme")]),
        ("", []),
    ],
)
def test_names_are_found_as_a_reader_sees_them(text: str, expected: list[tuple[str, str]], taxonomy: Taxonomy) -> None:
    assert found(text, taxonomy) == expected


def test_a_name_that_two_entities_share_belongs_to_the_first() -> None:
    twice = tuple(Entity(id=id_, kind="good", names=("Acme",)) for id_ in ("first", "second"))
    assert found("Acme", Taxonomy(topics=(), entities=twice)) == [("first", "Acme")]


def test_two_taxonomies_of_one_size_do_not_share_their_names() -> None:
    one, other = (Taxonomy(topics=(), entities=(Entity(id=n, kind="good", names=(n,)),)) for n in ("Acme", "Bolt"))
    assert found("Acme Bolt", one) == [("Acme", "Acme")]
    assert found("Acme Bolt", other) == [("Bolt", "Bolt")]


def test_the_shipped_desk_names_each_thing_once_and_every_maker_is_listed(chips: Taxonomy) -> None:
    owners: dict[str, str] = {}
    for entity in chips.entities:
        for name in entity.names:
            assert owners.setdefault(name, entity.id) == entity.id, name
    ids = [entity.id for entity in chips.entities]
    topics = {topic.id for topic in chips.topics}
    assert len(ids) == len(set(ids))
    assert {entity.maker for entity in chips.entities if entity.maker} <= set(ids)
    assert {topic for entity in chips.entities for topic in entity.topics} <= topics


@pytest.fixture(scope="module")
def chips() -> Taxonomy:
    path = Path(__file__).parents[2] / "config" / "desks" / "chips.yaml"
    return Taxonomy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
