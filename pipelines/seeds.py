"""Seed documents: the texts a desk is measured against, and the facts they establish as known from the start.

A Markdown seed may open with front matter that lists its figures and policy moves; from any other seed they
are extracted like from an article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import PurePath
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from config.taxonomy import Frozen
from pipelines.errors import Refused
from pipelines.text import normalised, plain_text, read_text
from pipelines.types import (
    Approx,
    Claim,
    Direction,
    Fact,
    Figure,
    Measure,
    Modality,
    PolicyMove,
    Sighting,
    Status,
    Text,
    Trend,
)

FENCE = "---"
UNDATED = date(1970, 1, 1)
"""When a seed without a date counts as published: before everything."""

Mark = Literal["relevant", "irrelevant"]

Extract = Callable[[Text, date | None], Sequence[Claim]]
"""Text, and the day it was published -> the claims in it."""


@dataclass(frozen=True, slots=True)
class Established:
    """A claim that a seed's front matter lists as known, and the fact it belongs to."""

    claim: Claim
    fact: str
    """Same in every seed that states this fact."""
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Seed:
    """One document of the seed corpus."""

    name: str
    title: str
    outlet: str | None
    published: date | None
    topics: tuple[str, ...]
    body: str
    claims: tuple[Established, ...] | None
    """None: to be extracted from the body."""
    url: str
    example: Mark | None = None
    """Unset: a seed. Else an example of what the desk wants or not: it moves judgement, and makes nothing known."""

    @property
    def text(self) -> Text:
        """The body as the pipelines read it."""
        return read_text(self.body, self.title)


# ---------------------------------------------------------------- front matter
class _Entry(Frozen):
    statement: str
    fact: str | None = None
    """Short name of the fact; entries of the same name, in any seed, state one fact. Unset: the statement."""
    supersedes: str | None = None
    modality: Modality = "reported"
    speaker: str | None = None


class _FigureEntry(_Entry):
    value: float
    value_high: float | None = None
    unit: str
    approx: Approx = "exact"
    trend: Trend | None = None
    measure: Measure = "level"
    subject: str | None = None
    metric: str | None = None
    object: str | None = None
    period: str | None = None


class _MoveEntry(_Entry):
    actor: str | None = None
    jurisdiction: str | None = None
    instrument: str
    object: str | None = None
    target: str | None = None
    direction: Direction
    status: Status
    effective: date | None = None


class _FrontMatter(Frozen):
    title: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    example: Mark | None = None
    topics: tuple[str, ...] = ()
    figures: tuple[_FigureEntry, ...] | None = None
    policy: tuple[_MoveEntry, ...] | None = None


def read_seed(name: str, content: str) -> Seed:
    """Read one seed file. Raises Refused, naming file, line and cure, where its front matter cannot be taken,
    and Unreadable where an HTML seed holds no text."""
    if content.startswith(FENCE) and PurePath(name).suffix.lower() == ".md":
        return _with_front_matter(name, content)
    url = f"seed:{name}"
    is_html = PurePath(name).suffix.lower() in (".html", ".htm")
    body = plain_text(content, url=url) if is_html else content
    if not body.strip():
        raise Refused(f"{name}:1: the seed is empty; write a text into it or remove it")
    title = next(line.strip(" #") for line in body.splitlines() if line.strip(" #"))
    return Seed(name, title, outlet=None, published=None, topics=(), body=body, claims=None, url=url)


def write_example(
    mark: Mark,
    *,
    title: str,
    body: str,
    topics: Sequence[str] = (),
    url: str | None = None,
    outlet: str | None = None,
    published: date | None = None,
) -> str:
    """The content of a seed file that holds an example; `read_seed` takes it."""
    given = {
        "title": title,
        "example": mark,
        "topics": list(topics),
        "url": url,
        "outlet": outlet,
        "published": published,
    }
    head = yaml.safe_dump({k: v for k, v in given.items() if v}, allow_unicode=True, sort_keys=False, width=1_000)
    return f"{FENCE}\n{head}{FENCE}\n{body}\n"


def _with_front_matter(name: str, content: str) -> Seed:
    head, fence, body = content[len(FENCE) :].partition(f"\n{FENCE}")
    if not fence:
        raise Refused(f"{name}:1: the front matter opens with --- and never closes; add a line --- below it")
    meta = _front_matter(name, head)
    body = body.removeprefix("\n").strip("\n")
    entries: list[_FigureEntry | _MoveEntry] = [*(meta.figures or ()), *(meta.policy or ())]
    listed = meta.figures is not None or meta.policy is not None or meta.example is not None
    return Seed(
        name=name,
        title=meta.title,
        outlet=meta.outlet,
        published=meta.published,
        topics=meta.topics,
        body=body,
        claims=tuple(_established(entry, body) for entry in entries) if listed else None,
        url=meta.url or f"seed:{name}",
        example=meta.example,
    )


def _front_matter(name: str, head: str) -> _FrontMatter:
    """The front matter's values; its first line is the file's first line, so its line numbers are the file's."""
    try:
        return _FrontMatter.model_validate(yaml.safe_load(head))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refused(f"{name}:{line}: the front matter is not YAML: {error.problem}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "front matter"
        raise Refused(f"{name}:{_line_of(head, first['loc'])}: {place}: {first['msg']}") from None


def _line_of(head: str, loc: Sequence[int | str]) -> int:
    """The line on which the node at `loc` stands, or the closest one around it."""
    node = yaml.compose(head, Loader=yaml.SafeLoader)
    line = 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            node = None
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _established(entry: _FigureEntry | _MoveEntry, body: str) -> Established:
    start = max(body.find(entry.statement), 0)
    end = start + len(entry.statement) if body.startswith(entry.statement, start) else start
    given: dict[str, Any] = entry.model_dump(exclude={"statement", "fact", "supersedes"})
    kind = Figure if isinstance(entry, _FigureEntry) else PolicyMove
    claim = kind(quote=entry.statement, start=start, end=end, confidence=1.0, reasons=("seed corpus",), **given)
    return Established(claim, entry.fact or normalised(entry.statement), entry.supersedes)


# ---------------------------------------------------------------- the baseline
def baseline(seeds: Iterable[Seed], extract: Extract) -> tuple[Fact, ...]:
    """The facts that the seeds establish, one for each, oldest first; ids depend on the seeds' content alone.

    A fact that another one supersedes is not current. What no seed lists by hand is found by `extract`.
    """
    ordered = sorted(seeds, key=lambda seed: (seed.published or UNDATED, seed.name))
    known: dict[str, Fact] = {}
    for seed in ordered:
        sighting = _sighting(seed)
        for stated in _claims(seed, extract):
            earlier = known.get(stated.fact)
            known[stated.fact] = _seen(earlier, stated.claim, sighting) if earlier else _fact(stated, sighting)
    superseded = {fact.supersedes for fact in known.values() if fact.supersedes}
    return tuple(replace(fact, current=fact.id not in superseded) for fact in known.values())


def _claims(seed: Seed, extract: Extract) -> Iterator[Established]:
    if seed.claims is not None:
        yield from seed.claims
        return
    for claim in extract(seed.text, seed.published):
        yield Established(claim, fact=f"{seed.name}#{claim.start}-{claim.end}-{claim.kind}-{normalised(claim.quote)}")


def _sighting(seed: Seed) -> Sighting:
    seen = datetime.combine(seed.published or UNDATED, time(), tzinfo=UTC)
    return Sighting(seed.url, seed.outlet, origin=seed.url, story=f"seed:{seed.name}", seen=seen, title=seed.title)


def _fact(stated: Established, sighting: Sighting) -> Fact:
    return Fact(
        id=_id_of(stated.fact),
        claim=stated.claim,
        first=sighting,
        last_seen=sighting.seen,
        origins=frozenset({sighting.origin}),
        outlets=frozenset({sighting.outlet} if sighting.outlet else ()),
        stories=frozenset({sighting.story}),
        baseline=True,
        supersedes=_id_of(stated.supersedes) if stated.supersedes else None,
    )


def _seen(fact: Fact, claim: Claim, sighting: Sighting) -> Fact:
    outlets = fact.outlets | ({sighting.outlet} if sighting.outlet else frozenset())
    return replace(
        fact,
        last_seen=sighting.seen,
        origins=fact.origins | {sighting.origin},
        outlets=outlets,
        stories=fact.stories | {sighting.story},
        others=(*fact.others, claim),
    )


def _id_of(name: str) -> str:
    return "s" + hashlib.blake2b(name.encode(), digest_size=10).hexdigest()
