"""What figures are of, and which of them an analyst would write down: the words for it, as plain data."""

from __future__ import annotations

from typing import Literal

from config.taxonomy import Frozen

UnitKind = Literal["money", "ratio", "multiple", "count", "time", "measure"]


class Metric(Frozen):
    """One thing that can be measured, with the words it is called by."""

    id: str
    units: tuple[UnitKind, ...]
    """Kinds of unit it is counted in; a cue beside another kind means something else."""
    words: tuple[str, ...]
    """Words and phrases in any language; lower case matches any case. The longest that fits wins."""
    worth: bool = True
    """An analyst writes it down; false for what the desk knows only in order to leave it out."""
    watched_only: bool = False
    """Only where its subject carries one of the desk's topics itself (a rival's share price does not)."""


class Wording(Frozen):
    """How a text marks the standing of a figure."""

    forecast: tuple[str, ...]
    estimated: tuple[str, ...]
    conditional: tuple[str, ...]
    prior: tuple[str, ...]
    """Words that make the figure after them the old one."""
    saying: tuple[str, ...]
    """Verbs that turn a name into the speaker."""


class Leave(Frozen):
    """What is left out, and why: each key is the reason an operator reads."""

    nouns: tuple[str, ...]
    """Counted nouns that are never worth a note."""
    small_counts: int
    """Whole counts up to this, of nouns no metric speaks of, are passed over."""
    nearby: tuple[str, ...]
    """Words directly before a figure that make it a tolerance, a reference or an age."""
    durations: tuple[str, ...]
    """Words of a rule or deadline, without one of which a duration is only a time span."""


class Metrics(Frozen):
    """The desk's metrics and wording."""

    metrics: tuple[Metric, ...]
    wording: Wording
    leave: Leave

    def metric(self, id: str) -> Metric | None:
        """The metric of that id, if known."""
        return next((metric for metric in self.metrics if metric.id == id), None)
