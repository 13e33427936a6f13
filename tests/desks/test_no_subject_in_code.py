"""No code names a subject: what a desk's YAML lists by name stands in no Python, Makefile or Compose file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from config.desk import load_lexicons
from config.settings import ROOT
from config.taxonomy import EntityKind, Taxonomy

DESKS = sorted(path.stem for path in (ROOT / "config" / "desks").glob("*.yaml") if "." not in path.stem)
TELLING: frozenset[EntityKind] = frozenset({"company", "product", "law", "good", "programme"})
"""Kinds of names that belong to a subject. Countries, bodies and people do not: grammar and tables name them, too."""
ORDINARY = frozenset(
    {
        "alphabet", "amazon", "bitcoin", "bloomberg", "cars", "furniture", "kernel", "memory", "meta", "micron",
        "money", "processor", "processors", "reuters", "rice", "scrap", "server", "servers", "tech",
        "利率", "字节", "比特币",
    }
)  # fmt: skip
"""Words of the desks that are everybody's: Linux has a kernel, a grammar knows microns, a credit line an agency."""
CODE = [
    *(path for folder in ("adapters", "bench", "cli", "config", "demo", "pipelines", "storage", "web", "worker")
      for path in sorted((ROOT / folder).rglob("*.py"))),
    ROOT / "Makefile",
    ROOT / "Dockerfile",
    ROOT / "docker-compose.yml",
]  # fmt: skip
ALLOWED = {
    ("config/settings.py", 'default="chips"'),
    ("bench/renderings.py", "Google Chat"),
    ("pipelines/render/kinds.py", "Google Chat"),
}
"""The one place that names a desk, as a fresh installation has to open some file; and a service that messages go to."""
WORD_LISTS = {"pipelines/everyday.py"}
"""The commonest words of a language, whatever they are about."""


def words_of(taxonomy: Taxonomy, desk: str) -> Iterator[str]:
    """What nobody would write but about this subject: the desk, its topics, and the names of its kind of things."""
    yield desk
    yield from (topic.id for topic in taxonomy.topics)
    for entity in taxonomy.entities:
        if entity.kind in TELLING:
            yield from (entity.id, *entity.names)
    for goods in taxonomy.goods:
        yield from (goods.name, *goods.names)


def specific(word: str) -> bool:
    """Whether a word tells a subject by itself: not a short Latin one, nor one that is everybody's."""
    return word.casefold() not in ORDINARY and len(word) > (
        1 if not word.isascii() else 2 if re.search(r"\d", word) else 3
    )


def pattern(words: frozenset[str]) -> re.Pattern[str]:
    """Any of the words, in any case; Latin ones as whole words, the plural included."""
    latin = sorted(re.escape(word) for word in words if word.isascii())
    others = sorted(re.escape(word) for word in words if not word.isascii())
    return re.compile(rf"(?i:(?<![A-Za-z0-9])(?:{'|'.join(latin)})s?(?![A-Za-z0-9]))|{'|'.join(others)}")


@pytest.fixture(scope="module", params=DESKS)
def named(request: pytest.FixtureRequest) -> re.Pattern[str]:
    """What names one desk's subject."""
    taxonomy = load_lexicons(ROOT / "config", request.param).taxonomy
    return pattern(frozenset(filter(specific, words_of(taxonomy, request.param))))


def test_there_are_two_desks_and_a_new_one_is_looked_for_as_well() -> None:
    assert {"chips", "wheat"} <= set(DESKS)


def test_no_code_names_a_subject(named: re.Pattern[str]) -> None:
    searched = [path for path in CODE if str(path.relative_to(ROOT)) not in WORD_LISTS]
    hits = [
        f"{path.relative_to(ROOT)}:{number}: {found.group()}"
        for path in searched
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for found in named.finditer(line)
        if not any(str(path.relative_to(ROOT)) == file and text in line for file, text in ALLOWED)
    ]
    assert not hits, "\n".join(hits)
