"""Reads a desk's demo newswire: weeks of invented coverage, and the changes that it ought to ring for.

The data lies in `demo/newswire/DESK/`: `sources.yaml`, files of articles, and the answer sheet `answers.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from demo.press import Expected, Newswire, WireArticle, WireSource
from demo.wire_checks import problems
from pipelines.errors import Refused

Noun = TypeVar("Noun")


def bundled_desks() -> tuple[str, ...]:
    """The desks that have a newswire, by name."""
    return tuple(sorted(folder.name for folder in files("demo").joinpath("newswire").iterdir() if folder.is_dir()))


def bundled_newswire(desk: str) -> Newswire:
    """The newswire that a desk's demo plays. Raises Refused where there is none, or where it is wrong."""
    folder = files("demo").joinpath("newswire", desk)
    if not folder.is_dir():
        raise Refused(f"desk {desk} has no newswire to play: write one into {folder}, as its neighbours are")
    return load_newswire(folder)


def load_newswire(folder: Traversable) -> Newswire:
    """Read the newswire in `folder`. Raises Refused, naming the file, the entry and what is wrong."""
    setup = _yaml(folder.joinpath("sources.yaml"))
    articles = [
        article
        for file in sorted(folder.joinpath("articles").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
        for article in _read(file.name, _yaml(file), WireArticle)
    ]
    articles = sorted(_with_copied_bodies(articles), key=lambda article: article.published)
    newswire = Newswire(
        title=str(setup["title"]),
        sources=_read("sources.yaml", setup["sources"], WireSource),
        articles=tuple(articles),
        answers=_read("answers.yaml", _yaml(folder.joinpath("answers.yaml")), Expected),
        keywords=tuple(setup["keywords"]),
    )
    if found := problems(newswire):
        raise Refused("the newswire contradicts itself:\n" + "\n".join(found))
    return replace(newswire, answers=tuple(sorted(newswire.answers, key=newswire.moment)))


def _yaml(file: Traversable) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise Refused(f"{file.name} cannot be read as YAML: {error}") from error


def _read(file: str, entries: Sequence[Mapping[str, Any]], noun: type[Noun]) -> tuple[Noun, ...]:
    """Each entry as a noun; a wrong one is named by its id, or by its place where it has none."""
    adapter = TypeAdapter(noun)
    nouns = []
    for place, entry in enumerate(entries, start=1):
        try:
            nouns.append(adapter.validate_python(entry))
        except ValidationError as error:
            name = entry.get("id", f"entry {place}") if isinstance(entry, Mapping) else f"entry {place}"
            wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise Refused(f"{file}: {name}: {wrong}") from None
    return tuple(nouns)


def _with_copied_bodies(articles: Sequence[WireArticle]) -> Iterator[WireArticle]:
    """Copies without a body of their own get their origin's, between their intro and their extra paragraph."""
    bodies = {article.id: article.body for article in articles}
    for article in articles:
        if article.copy_of and not article.body:
            parts = (article.intro, bodies.get(article.copy_of, ""), article.extra)
            yield replace(article, body="\n\n".join(part.strip() for part in parts if part.strip()))
        else:
            yield article
