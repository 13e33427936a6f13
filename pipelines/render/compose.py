"""One bundle as one message: as much evidence as the target has room for, and the rest counted, never lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from pipelines.alerts.types import Bundle
from pipelines.render.escapes import one_line, plain
from pipelines.render.kinds import Kind, kind_named
from pipelines.render.sandbox import Ready
from pipelines.render.templates import Layout, Templates
from pipelines.render.types import Rendered
from pipelines.render.views import View, cut, views
from pipelines.render.webhook import payload
from pipelines.render.words import Words, words_of

_LONGEST_NOTE = 500
_BETWEEN = 4
"""Characters that Apprise may put between title and body, where the target has no title of its own."""


def render(
    bundle: Bundle,
    kind: str,
    *,
    templates: Templates,
    public_url: str = "",
    repeat: bool = False,
    room: int | None = None,
) -> Rendered:
    """The bundle as a target of that kind takes it, in the bundle's language.

    `public_url`: of the page, for links. `repeat`: an earlier try may have arrived, and the message says so. `room`:
    characters that the target itself takes, where that is known and less than its kind does.
    """
    made, words = kind_named(kind), words_of(bundle.language)
    if made.varied and room is not None and 0 < room < made.limit:
        made = replace(made, limit=max(1, room - _BETWEEN))
    if made.form == "json":
        title = _title(bundle, made, repeat=repeat)
        return Rendered("", payload(bundle, made, title=title, repeat=repeat), "json")
    shown = views(bundle, made, words, public_url=public_url)
    return _Draft(bundle, made, words, shown, public_url, repeat).message(templates)


@dataclass(frozen=True, slots=True)
class _Draft:
    """All that one message is made of."""

    bundle: Bundle
    kind: Kind
    words: Words
    views: Sequence[View]
    public_url: str
    repeat: bool

    def message(self, templates: Templates) -> Rendered:
        """By the operator's template if it works and fits, else the bundled one, else a bare headline."""
        title = plain(_title(self.bundle, self.kind, repeat=self.repeat)) if self.kind.title else ""
        limit = self.kind.limit - self.kind.measure(title)
        body, trouble = self._by(templates.own, limit)
        if not body:
            body, broken = self._by(templates.bundled, limit)
            trouble = trouble or broken
        return Rendered(title, body or self._bare(limit), self.kind.form, trouble)

    def _by(self, layout_of: Callable[[Kind], Layout | None], limit: int) -> tuple[str, str]:
        """What a template makes, or why it cannot be used; a bundled one may find no room for anything."""
        try:
            layout = layout_of(self.kind)
            body = self._fitted(layout, limit) if layout else ""
        except Exception as error:  # a template may do anything wrong
            return "", f"the template for {self.kind.name} cannot be used: {type(error).__name__}: {error}"
        if layout and layout.own and not body:
            return "", f"the template {layout.name} cannot be used: what it makes is empty or too long"
        return body, ""

    def _fitted(self, layout: Layout, limit: int) -> str:
        """As many changes as fit, as many of them in full as fit then; empty where nothing does."""
        count = len(self.views)

        def fits(full: int, told: int) -> str:
            body = layout.fill(self._context(full, told))
            return body if body and self.kind.measure(body) <= limit else ""

        told = min(count, self.kind.lines)
        full = min(told, self.kind.full)
        if body := fits(full, told):
            return body
        told, body = _most(lambda number: fits(0, number), told) if count else (0, "")
        _, richer = _most(lambda number: fits(number, told), min(told, full))
        return richer or body

    def _context(self, full: int, told: int) -> Mapping[str, Any]:
        left = len(self.views) - told
        words, bundle = self.words, self.bundle
        return {
            "id": bundle.id,
            "title": _title(bundle, self.kind, repeat=False),
            "message": words.message.format(id=bundle.id),
            "told_to": words.told_to.format(name=one_line(bundle.subscription)),
            "full": self.views[:full],
            "lines": self.views[full:told],
            "more": words.more.format(count=left) if left else "",
            "where": self._where(),
            "note": cut(one_line(bundle.note), _LONGEST_NOTE),
            "repeat": words.repeat.format(id=bundle.id) if self.repeat else "",
            "reminder": words.reminder if bundle.reminder else "",
            "words": words,
            "br": Ready(self.kind.line_break),
            "language": words.language,
            "public_url": self.public_url,
        }

    def _where(self) -> str:
        """The page that tells all of it, or the command that does."""
        if self.public_url:
            return f"{self.public_url.rstrip('/')}/messages?id={quote(self.bundle.id, safe='')}"
        return f"deltawire alerts show {self.bundle.id}"

    def _bare(self, limit: int) -> str:
        """Without any template: the first headline, cut, and how many more there are; always within the limit."""
        left = len(self.views) - 1
        tail = f" {self.words.more.format(count=left)}" if left > 0 else ""
        said = f"{self.words.repeated} " if self.repeat and not self.kind.title else ""
        first = self.views[0].headline if self.views else one_line(self.bundle.note) or self.words.all_well
        for length in range(len(first), 0, -1):
            body = self.kind.escape(f"{said}{cut(first, length)}{tail}")
            if self.kind.measure(body) <= limit:
                return body
        return tail.strip()[: max(1, limit)] or "…"


def _title(bundle: Bundle, kind: Kind, *, repeat: bool) -> str:
    """One line: what came first, how much more there is, and what is special about it."""
    words = words_of(bundle.language)
    told = bundle.tellings
    first = one_line(told[0].headline) if told else one_line(bundle.note) or words.all_well
    more = f" ({words.plus.format(count=len(told) - 1)})" if len(told) > 1 else ""
    marks = (
        words.repeated if repeat else "",
        words.reminded if bundle.reminder else "",
        words.corrected if any(one.corrects for one in told) else "",
    )
    before = " ".join(filter(None, marks))
    head = f"{before} " if before else ""
    return f"{head}{cut(first, max(20, (kind.title or 200) - len(head) - len(more)))}{more}"


def _most(fits: Callable[[int], str], highest: int) -> tuple[int, str]:
    """The highest number from 1 that fits, with what it makes; (0, "") where not even one does."""
    low, high, best = 1, highest, (0, "")
    while low <= high:
        middle = (low + high) // 2
        body = fits(middle)
        if body:
            best, low = (middle, body), middle + 1
        else:
            high = middle - 1
    return best
