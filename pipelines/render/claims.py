"""A change in one line, such as "Orion charge: $5.5 billion → $4.5 billion, revised"; and what a claim is about."""

from __future__ import annotations

import re

from config.metrics import Metrics
from config.taxonomy import Taxonomy
from pipelines.ledger.keys import unit_class
from pipelines.render.amounts import amount, plural
from pipelines.render.words import CHINESE, ENGLISH, Words, words_of
from pipelines.types import Change, ChangeKind, Claim, Fact, Figure, PolicyMove

_HAN = re.compile(r"[\u4e00-\u9fff]")


def title(change: Change, taxonomy: Taxonomy) -> str:
    """The change in one line."""
    return headline(change.kind, change.claim, change.previous, taxonomy)


def headline(
    kind: ChangeKind,
    claim: Claim,
    previous: Fact | None,
    taxonomy: Taxonomy,
    *,
    language: str = "en",
    metrics: Metrics | None = None,
) -> str:
    """A change that is given by its parts, in one line; `metrics` has their names in other languages."""
    words = words_of(language)
    about = _about(claim, taxonomy, words, metrics)
    told = _step(claim, words) if isinstance(claim, PolicyMove) else _figure_change(kind, claim, previous, words)
    return f"{about}{words.colon}{told}"


def claim_title(claim: Claim, taxonomy: Taxonomy) -> str:
    """What a claim is about, without its value: for tables."""
    return _about(claim, taxonomy, ENGLISH, None)


def says(claim: Claim, words: Words = ENGLISH) -> str:
    """What a claim says of it: the value, or the step."""
    return amount(claim, words) if isinstance(claim, Figure) else _step(claim, words)


def name(id_or_name: str, taxonomy: Taxonomy, words: Words = ENGLISH) -> str:
    """What an entity is called in the language, if the taxonomy has it; else the name itself."""
    entity = taxonomy.entity(id_or_name)
    if entity is None:
        return _capital(id_or_name)
    local = next(filter(_HAN.search, entity.names), None) if words is CHINESE else None
    return local or entity.names[0]


def _about(claim: Claim, taxonomy: Taxonomy, words: Words, metrics: Metrics | None) -> str:
    if isinstance(claim, Figure):
        return _about_figure(claim, taxonomy, words, metrics)
    return _about_policy(claim, taxonomy, words)


def _about_figure(claim: Figure, taxonomy: Taxonomy, words: Words, metrics: Metrics | None) -> str:
    """Whose figure of what: "Orion charge, FY2027-Q1"; without a metric, what is counted, or just "figure"."""
    about = claim.object or claim.subject
    counted = plural(claim.unit) if claim.unit and unit_class(claim.unit)[0] == "n" else words.figure
    of = _metric(claim.metric, words, metrics) if claim.metric else counted
    line = f"{name(about, taxonomy, words) if about else ''} {of}".strip()
    return _capital(f"{line}{words.comma}{claim.period}" if claim.period else line)


def _about_policy(claim: PolicyMove, taxonomy: Taxonomy, words: Words) -> str:
    what = name(claim.object, taxonomy, words) if claim.object else words.term(claim.instrument)
    return _capital(f"{what}{words.to}{name(claim.target, taxonomy, words)}" if claim.target else what)


def _metric(id: str, words: Words, metrics: Metrics | None) -> str:
    """The metric's first word in the language."""
    metric = metrics.metric(id) if metrics is not None and words is CHINESE else None
    return next(filter(_HAN.search, metric.words), id) if metric else id


def _figure_change(kind: ChangeKind, claim: Figure, previous: Fact | None, words: Words) -> str:
    trend = f" {words.term(claim.trend)}" if claim.trend and claim.measure == "change" else ""
    now = amount(claim, words) + trend
    before = previous.claim if previous else None
    if kind is ChangeKind.WITHDRAWN:
        return f"{now}{words.comma}{words.term('withdrawn')}"
    if isinstance(before, Figure) and kind is ChangeKind.REVISED:
        return f"{amount(before, words)} → {now}{words.comma}{words.term('revised')}"
    if isinstance(before, Figure) and kind is ChangeKind.DISPUTED:
        return f"{now}{words.against}{amount(before, words)}{words.comma}{words.term('disputed')}"
    return f"{now}{words.comma}{words.term(kind)}"


def _step(claim: PolicyMove, words: Words) -> str:
    who = f"{words.by}{claim.actor}" if claim.actor else ""
    effective = f"{words.comma}{words.effective}{claim.effective:%Y-%m-%d}" if claim.effective else ""
    step = f"{words.term(claim.instrument)} {words.term(claim.direction)}"
    return f"{step}{words.comma}{words.term(claim.status)}{who}{effective}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
