"""What figures are of, and which of them an analyst would write down: the words for it, as plain data."""

from __future__ import annotations

from typing import Literal

from config.taxonomy import Frozen

UnitKind = Literal["money", "ratio", "multiple", "count", "time", "weight", "area", "measure"]


class Metric(Frozen):
    """One thing that can be measured, with the words it is called by."""

    id: str
    units: tuple[UnitKind, ...]
    """Kinds of unit it is counted in; a word beside another kind means something else."""
    words: tuple[str, ...] = ()
    """Words and phrases in any language; lower case matches any case. The nearest, and then longest, wins."""
    implied_by: tuple[str, ...] = ()
    """Units that mean it by themselves, where no word does ("nanometer": a process node; "per tonne": a price)."""
    base: str | None = None
    beside: tuple[str, ...] = ()
    """It is what `base` becomes where one of these words stands near: "lost" makes revenue lost sales."""
    as_share: str | None = None
    """Id of the metric that a share of this one is ("17% of revenue")."""
    per: tuple[str, ...] = ()
    """What it is counted per, so that the unit need not say so ("share" for earnings per share)."""
    periodic: bool = False
    """Reported for a period: takes that of the report where its own sentence names none."""
    authority: bool = False
    """Set by an authority: its subject is the body or country that acts, not the company it meets."""
    national: bool = False
    """A country has it as well as a company: where no company is near, its subject is the country or body that is."""
    watched_only: bool = False
    """Worth a note only where its subject is watched (a bystander's share price is not)."""
    worth: bool = True
    """An analyst writes it down; false for what the desk knows only in order to leave it out."""


class Wording(Frozen):
    """How a text marks the standing of a figure."""

    forecast: tuple[str, ...]
    estimated: tuple[str, ...]
    conditional: tuple[str, ...]
    prior: tuple[str, ...]
    """Words that make the figure beside them the old one."""
    saying: tuple[str, ...]
    """Verbs that turn a name into the speaker."""
    pronouns: tuple[str, ...]
    """Openings that speak of the company of the sentence before."""


class Leave(Frozen):
    """What is left out whatever it is of."""

    nouns: tuple[str, ...]
    """Counted nouns that are never worth a note."""
    small_counts: int
    """Whole counts up to this are passed over ("two rules", "one unit")."""


class Metrics(Frozen):
    """The desk's metrics and wording."""

    metrics: tuple[Metric, ...]
    bare_change: str
    """Id of the metric that moves where a company itself is said to rise or fall ("Acme lost 3%")."""
    wording: Wording
    leave: Leave

    def metric(self, id: str) -> Metric | None:
        """The metric of that id, if known."""
        return next((metric for metric in self.metrics if metric.id == id), None)
