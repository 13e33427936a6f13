"""Whether the templates of an installation work: each kind is tried with messages of every shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from pipelines.alerts.types import Bundle, Telling
from pipelines.render.compose import render
from pipelines.render.kinds import KINDS
from pipelines.render.templates import Templates
from pipelines.types import ChangeKind

_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_TOLD = Telling(
    change="c_0",
    kind=ChangeKind.REVISED,
    headline="Acme charge: $5.5 billion → $4.5 billion, revised",
    quote="Acme now puts the charge at $4.5 billion.",
    speaker="Acme",
    before="$5.5 billion, since 2025-12-01 00:00 UTC, Daily Example",
    fact="f_0",
    origins=2,
    outlets=("Daily Example", "Example Wire"),
    why="a new value for a figure already reported",
    confidence=0.9,
    url="https://example.org/article",
    title="Acme puts its charge lower",
    outlet="Daily Example",
    published=_MOMENT,
    story="s_0",
)
_BARE = replace(_TOLD, speaker=None, before="", outlets=(), outlet=None, published=None, url="", title="")
_ONE = Bundle(id="b_0", subscription="example", tellings=(_TOLD,), created=_MOMENT)
_SHAPES = (
    _ONE,
    replace(_ONE, tellings=(), note="All is well."),
    replace(_ONE, tellings=(replace(_TOLD, corrects="b_1"), _BARE), reminder=True),
    replace(_ONE, tellings=(_TOLD,) * 300, note="12 of 12 sources healthy", language="zh"),
)


def template_troubles(templates: Templates) -> Sequence[str]:
    """What is wrong with the operator's templates, one line each."""
    return tuple(dict.fromkeys(_troubles(templates)))


def _troubles(templates: Templates) -> Iterator[str]:
    sources = templates.sources
    yield from sources.unreadable.values()
    known = {name for kind in KINDS if kind.template for name in (kind.name, kind.template)}
    for name in sorted({*sources.overrides} - known):
        yield f"there is no kind of target for the template {name}.j2: use {', '.join(sorted(known))}"
    for kind in KINDS:
        made = (
            render(shape, kind.name, templates=templates, public_url=link, repeat=bool(link))
            for shape in _SHAPES
            for link in ("", "https://desk.example.org")
        )
        yield from islice((one.trouble for one in made if one.trouble), 1)
