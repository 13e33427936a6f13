"""Figures: every quantity of a text, whose it is, of what, for when, and who says so.

The grammar (`find_quantities`) is pure and knows no subject; the names come from the desk's taxonomy, the metrics
from `config/metrics.yaml`; `worth_noting` tells what an analyst of the desk would write down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import regex  # type: ignore[import-untyped]  # its stubs are a package of their own

from config.metrics import Metric, Metrics
from config.taxonomy import Entity, Taxonomy
from pipelines.figures.cues import Cues, cues_of, found
from pipelines.figures.grammar import find_quantities
from pipelines.figures.of_what import is_prior, metric_of, modality_of
from pipelines.figures.periods import find_periods, period_near
from pipelines.figures.quantity import Quantity
from pipelines.figures.units import is_money
from pipelines.figures.whose import object_of, speaker_of, subject_of
from pipelines.figures.worth import worth_noting
from pipelines.names import find_names
from pipelines.types import Figure, Mention, Sentence, Text

__all__ = ["Quantity", "find_quantities", "read_figures", "worth_noting"]

_JOINT: Final = regex.compile(r"[,;:–—，；：]|\s(?:and|but|while|whereas|which|after)\s")
_DECIMAL_COMMA: Final = frozenset({"de", "fr", "nl", "es", "it", "pt", "pl", "cs", "ru", "tr", "sv", "da", "no", "fi"})
_DIGIT: Final = regex.compile(r"\d")


@dataclass(frozen=True)
class _Reading:
    """What is the same for every sentence of one text."""

    text: Text
    cues: Cues
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]
    published: date | None


def read_figures(text: Text, *, taxonomy: Taxonomy, metrics: Metrics, published: date | None) -> tuple[Figure, ...]:
    """Every quantity in `text`, boilerplate included, in order, with its context; offsets point into `text.body`.

    `published` anchors relative periods ("this year"); without it they stay unknown.
    """
    entities = {entity.id: entity for entity in taxonomy.entities}
    reading = _Reading(text, cues_of(metrics), entities, find_names(text.body, taxonomy), published)
    carried = _first_company(find_names(text.title, taxonomy), entities)
    figures: list[Figure] = []
    for sentence in text.sentences:
        mentions = _within(reading.mentions, sentence)
        found_here = tuple(_figures_of(sentence, mentions, carried, reading))
        figures.extend(found_here)
        if not sentence.boilerplate:
            carried = _first_company(mentions, entities) or carried
    return tuple(figures)


def _figures_of(
    sentence: Sentence, mentions: Sequence[Mention], carried: str | None, reading: _Reading
) -> Iterator[Figure]:
    quantities = find_quantities(sentence.text, decimal_comma=reading.text.language in _DECIMAL_COMMA)
    quantities = _unnamed(quantities, mentions, reading.entities)
    if not quantities:
        return
    cues, words = reading.cues, sentence.text
    hits = found(words, cues.metrics)
    breaks = [match.start() for match in _JOINT.finditer(words)]
    periods = find_periods(words)
    speaker = speaker_of(found(words, cues.saying), mentions, reading.entities)
    for quantity, twin in _paired(words, quantities):
        metric = metric_of(quantity, hits, cues, quantities, breaks)
        subject = subject_of(quantity.start, quantity.end, mentions, reading.entities, breaks)
        owner = reading.entities.get(subject or carried or "")
        period = period_near(
            periods, quantity.start, quantity.end,
            published=reading.published, year_ends=owner.fiscal_year_ends if owner else None,
        )  # fmt: skip
        value, high, unit = _in_whole_coins(quantity, metric)
        reasons = [f"metric: {metric.id}"] if metric else []
        reasons += ["subject: carried over"] if subject is None and carried else []
        reasons += [f"also given as {twin.value:g} {twin.unit}"] if twin else []
        yield Figure(
            quote=words,
            start=sentence.start,
            end=sentence.end,
            value=value,
            value_high=high,
            unit=unit,
            approx=quantity.approx,
            trend=quantity.trend,
            measure=quantity.measure,
            subject=subject or carried,
            metric=metric.id if metric else None,
            object=object_of(quantity.start, quantity.end, mentions, reading.entities),
            period=period,
            modality=modality_of(quantity, words, cues),
            speaker=speaker,
            prior=is_prior(quantity, words, cues),
            confidence=_confidence(metric, subject),
            reasons=tuple(reasons),
        )


def _within(mentions: Sequence[Mention], sentence: Sentence) -> tuple[Mention, ...]:
    """The mentions inside a sentence, their offsets made relative to it."""
    return tuple(
        Mention(mention.entity, mention.start - sentence.start, mention.end - sentence.start)
        for mention in mentions
        if sentence.start <= mention.start and mention.end <= sentence.end
    )


def _unnamed(
    quantities: Sequence[Quantity], mentions: Sequence[Mention], entities: dict[str, Entity]
) -> tuple[Quantity, ...]:
    """Without the numbers that belong to a name of the taxonomy ("Kirin 9000S", "the 50% rule")."""
    return tuple(
        quantity
        for quantity in quantities
        if not any(mention.start <= quantity.start < mention.end for mention in mentions)
    )


def _paired(words: str, quantities: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity | None]]:
    """Each figure with the same sum in another currency that stands in brackets behind it: "7.3bn yuan ($1.02bn)"."""
    skip: Quantity | None = None
    for at, quantity in enumerate(quantities):
        if quantity is skip:
            continue
        after = quantities[at + 1] if at + 1 < len(quantities) else None
        bracketed = after is not None and words[quantity.end : after.start].strip() in (
            "(",
            "（",
            "(about",
            "(around",
            "（约",
        )
        if after is not None and bracketed and is_money(quantity.unit) and is_money(after.unit):
            skip = after
            yield quantity, after
        else:
            yield quantity, None


def _in_whole_coins(quantity: Quantity, metric: Metric | None) -> tuple[float, float | None, str]:
    """Earnings per share in dollars, whatever the text has ("81 cents a share"): the metric says "per share"."""
    unit = quantity.unit
    if metric is None or metric.id != "earnings per share":
        return quantity.value, quantity.value_high, unit
    unit = unit.removesuffix(" per share")
    if unit != "cent":
        return quantity.value, quantity.value_high, unit
    high = quantity.value_high
    return quantity.value / 100, None if high is None else high / 100, "USD"


def _first_company(mentions: Sequence[Mention], entities: dict[str, Entity]) -> str | None:
    """The company that the sentence is about: the first with a topic of the desk, or one that is watched."""
    for wanted in ("topics", "watched"):
        for mention in mentions:
            entity = entities.get(mention.entity)
            if entity is not None and entity.kind in ("product", "person") and entity.maker:
                entity = entities.get(entity.maker)
            if entity is not None and entity.kind == "company" and getattr(entity, wanted):
                return entity.id
    return None


def _confidence(metric: Metric | None, subject: str | None) -> float:
    return round(0.45 + (0.3 if metric else 0.0) + (0.2 if subject else 0.0), 2)
