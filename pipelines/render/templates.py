"""Templates by kind: the operator's where there is one that works, else the bundled one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template

from config.templates import TemplateSources
from pipelines.render.kinds import Kind
from pipelines.render.marks import marks_of
from pipelines.render.sandbox import Sandbox, run

_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Layout:
    """One template that can be filled in for one kind."""

    name: str
    """As its file is called, such as "slack.j2"."""
    own: bool
    """Whether it is the operator's."""
    template: Template

    def fill(self, context: Mapping[str, Any]) -> str:
        """The text. Raises whatever the template does wrong."""
        return _GAPS.sub("\n\n", run(self.template, context)).strip()


class Templates:
    """All templates of an installation; compiled when first used, and kept."""

    def __init__(self, sources: TemplateSources) -> None:
        self.sources = sources
        self._compiled: dict[tuple[str, str, bool], Template] = {}

    def own(self, kind: Kind) -> Layout | None:
        """The operator's, for the kind itself or its family. Raises where it cannot be compiled."""
        names = (name for name in (kind.name, kind.template) if name in self.sources.overrides)
        name = next(names, None)
        return self._layout(kind, name, own=True) if name else None

    def bundled(self, kind: Kind) -> Layout:
        """The one that came along."""
        return self._layout(kind, kind.template, own=False)

    def _layout(self, kind: Kind, name: str, *, own: bool) -> Layout:
        key = (kind.name, name, own)
        if key not in self._compiled:
            source = (self.sources.overrides if own else self.sources.bundled)[name]
            self._compiled[key] = Sandbox(kind.escape, marks_of(kind.form)).from_string(source)
        return Layout(f"{name}.j2", own, self._compiled[key])
