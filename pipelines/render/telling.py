"""A change put into words once, so that it can be told in any form, and told again from storage."""

from __future__ import annotations

from datetime import datetime

from config.metrics import Metrics
from config.taxonomy import Taxonomy
from pipelines.alerts.types import Telling
from pipelines.render.claims import headline, name, says
from pipelines.render.words import Words, words_of
from pipelines.rules import why_it_rings
from pipelines.types import Change, Document, Fact


def telling(
    change: Change,
    document: Document,
    story: str,
    taxonomy: Taxonomy,
    *,
    corrects: str | None = None,
    language: str = "en",
    metrics: Metrics | None = None,
) -> Telling:
    """The change in the words of a language: "en" or "zh"; `metrics` has their names in the latter.

    `corrects`: id of the message whose word this change takes back or corrects.
    """
    words, claim, fact = words_of(language), change.claim, change.fact
    return Telling(
        change=change.id,
        kind=change.kind,
        headline=headline(change.kind, claim, change.previous, taxonomy, language=language, metrics=metrics),
        quote=" ".join(claim.quote.split()),
        speaker=name(claim.speaker, taxonomy, words) if claim.speaker else None,
        before=_before(change.previous, words) if change.previous else "",
        fact=fact.id,
        origins=len(fact.origins),
        outlets=_outlets(fact),
        why=words.term(why_it_rings(change) or change.kind),
        confidence=claim.confidence,
        url=document.url,
        title=" ".join(document.title.split()),
        outlet=document.outlet,
        published=document.published,
        story=story,
        corrects=corrects,
    )


def moment(when: datetime | None, words: Words) -> str:
    """A moment as messages have it."""
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else words.undated


def _before(before: Fact, words: Words) -> str:
    """What was known: "$5.5 billion, since 2025-04-16 08:00 UTC, Harbour Ledger"."""
    since = words.seed if before.baseline else words.since.format(moment=moment(before.first.seen, words))
    source = before.first.outlet or before.first.title or before.first.url
    return words.comma.join((says(before.claim, words), since, source))


def _outlets(fact: Fact) -> tuple[str, ...]:
    """Who reports it, first reporter first."""
    first = fact.first.outlet
    others = sorted(outlet for outlet in fact.outlets if outlet and outlet != first)
    return (first, *others) if first else tuple(others)
