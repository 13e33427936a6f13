"""Figures: every quantity of a text, whose it is, of what, for when, and who says so.

The grammar (`find_quantities`) is pure and knows no subject; the names come from the desk's taxonomy, the metrics
from `config/metrics.yaml`; `worth_noting` tells what an analyst of the desk would write down.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

import regex

from config.metrics import Metric, Metrics
from config.taxonomy import Entity, Taxonomy
from pipelines.figures.carried import with_metric_before, with_report_period
from pipelines.figures.cues import Cues, cues_of, found
from pipelines.figures.grammar import find_quantities
from pipelines.figures.of_what import is_prior, metric_of, modality_of
from pipelines.figures.periods import Span, find_periods, period_near
from pipelines.figures.quantity import Quantity
from pipelines.figures.units import MEASURE_NAMES, PER, is_money
from pipelines.figures.whose import object_of, speaker_of, subject_of
from pipelines.figures.worth import SAME_SUM, aside_of, worth_noting
from pipelines.names import find_names
from pipelines.types import Figure, Mention, Sentence, Text

__all__ = ["Quantity", "find_quantities", "read_figures", "worth_noting"]

_JOINT: Final = regex.compile(r"[,;:–—，；：]|\s(?:and|but|while|whereas|which|after)\s")
_DECIMAL_COMMA: Final = frozenset({"de", "fr", "nl", "es", "it", "pt", "pl", "cs", "ru", "tr", "sv", "da", "no", "fi"})
_DIGIT: Final = regex.compile(r"\d")
_REACH: Final = 400
_OPENING: Final = 30
_MOVES: Final = 32
_SUM: Final = 6
_RATED: Final = frozenset(PER.values())
"""What sums are truly counted per; "per card" only says what has the price."""
_COORDINATED: Final = regex.compile(
    r"\s(?:in|for|during)\s[\w\s'’]{2,28}?,?\sand\s(?:(?:about|another|a\sfurther|up\sto|over|nearly|roughly)\s){0,2}\S{0,2}"
)
"""Between two sums of one thing: "by $110m in Q4 and $600m in FY2026"."""
_BRACKETS: Final = frozenset({"(", "（", "(about", "(around", "(roughly", "(some", "（约", "(约"})


@dataclass(frozen=True)
class _Reading:
    """What is the same for every sentence of one text."""

    text: Text
    cues: Cues
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]
    published: date | None

    @cached_property
    def currency(self) -> str:
        """The one that the text names first: that of sums that name none. Read once, not for each such sum."""
        units = (quantity.unit for sentence in self.text.sentences for quantity in find_quantities(sentence.text))
        return next((unit for unit in units if is_money(unit) and unit.isupper()), "USD")


@dataclass(frozen=True)
class _Here:
    """What is the same for every figure of one sentence; offsets are into the sentence."""

    sentence: Sentence
    mentions: Sequence[Mention]
    hits: Sequence[Mention]
    """Words that speak of metrics."""
    places: tuple[int, ...]
    """Where its figures stand."""
    breaks: tuple[int, ...]
    periods: tuple[Span, ...]
    speaker: str | None
    carried: str | None
    """The company of the sentences before."""
    pronoun: bool
    """Opens with "it", "the company" or the like."""


def read_figures(text: Text, *, taxonomy: Taxonomy, metrics: Metrics, published: date | None) -> tuple[Figure, ...]:
    """Every quantity in `text`, boilerplate included, in order, with its context; offsets point into `text.body`.

    A sum given again in another currency says so in its reasons, and is never worth a note of its own.

    `published` anchors relative periods ("this year"); without it they stay unknown.
    """
    entities = {entity.id: entity for entity in taxonomy.entities}
    reading = _Reading(text, cues_of(metrics), entities, find_names(text.body, taxonomy), published)
    carried = _first_company(find_names(text.title, taxonomy), entities)
    figures: list[Figure] = []
    for sentence in text.sentences:
        mentions = _within(reading.mentions, sentence)
        figures.extend(_figures_of(sentence, mentions, carried, reading))
        if not sentence.boilerplate:
            carried = _first_company(mentions, entities) or carried
    return tuple(with_report_period(with_metric_before(figures), reading.cues))


def _figures_of(
    sentence: Sentence, mentions: Sequence[Mention], carried: str | None, reading: _Reading
) -> Iterator[Figure]:
    words, cues = sentence.text, reading.cues
    quantities = find_quantities(words, decimal_comma=reading.text.language in _DECIMAL_COMMA)
    quantities = _unnamed(words, quantities, mentions)
    if not quantities:
        return
    hits = found(words, cues.metrics)
    here = _Here(
        sentence=sentence,
        mentions=mentions,
        hits=hits,
        places=tuple(quantity.start for quantity in quantities),
        breaks=tuple(match.start() for match in _JOINT.finditer(words)),
        periods=find_periods(words),
        speaker=speaker_of(found(words, cues.saying), mentions, reading.entities),
        carried=carried,
        pronoun=any(mention.start < _OPENING for mention in found(words[:_OPENING], cues.pronouns)),
    )
    moved, end = False, 0
    last: Figure | None = None
    for quantity, twin in _with_twins(words, quantities):
        figure = _figure(quantity, twin, here, reading)
        if last is not None and _COORDINATED.fullmatch(words, end, quantity.start) and last.unit == figure.unit:
            figure = replace(figure, metric=last.metric, reasons=(*figure.reasons, f"metric: {last.metric}, as before"))
        last, end = figure, quantity.end
        if moved and figure.metric is None and is_money(figure.unit) and cues.bare_change is not None:
            figure = replace(figure, metric=cues.bare_change.id)
        moved = cues.bare_change is not None and figure.metric == cues.bare_change.id
        yield figure


def _figure(quantity: Quantity, twin: Quantity | None, here: _Here, reading: _Reading) -> Figure:
    words, cues, start, end = here.sentence.text, reading.cues, quantity.start, quantity.end
    mentions = _near(here.mentions, start, end)
    places = tuple(place for place in _slice(here.places, start - _REACH, end + _REACH) if place != start)
    breaks = _slice(here.breaks, start - _REACH, end + _REACH)
    own = _moves_itself(quantity, words, mentions, reading.entities)
    metric = metric_of(quantity, words, _near(here.hits, start, end), cues, others=places, breaks=breaks, own=own)
    if metric is None and own:
        metric = cues.bare_change
    subject = subject_of(
        start, end, mentions, reading.entities, others=places, breaks=breaks,
        carried=here.carried, pronoun=here.pronoun, authority=metric is not None and metric.authority,
        national=metric is not None and metric.national,
    )  # fmt: skip
    prior = is_prior(quantity, words, cues)
    owner = reading.entities.get(subject or "")
    period = period_near(
        here.periods, start, end, others=places, prior=prior,
        published=reading.published, year_ends=owner.fiscal_year_ends if owner else None,
    )  # fmt: skip
    value, high, unit = _as_counted(quantity, metric)
    assumed = _is_sum(quantity, _near(here.hits, start, end), cues)
    if assumed:
        unit = reading.currency
    reasons = [f"metric: {metric.id}"] if metric else []
    reasons += ["subject: carried over"] if subject is not None and subject == here.carried else []
    reasons += ["currency: assumed"] if assumed else []
    reasons += [f"{SAME_SUM} {twin.value:g} {twin.unit}"] if twin else []
    traded = metric is None or metric.watched_only
    reasons += [aside] if (aside := aside_of(quantity, words, traded=traded)) else []
    return Figure(
        quote=words,
        start=here.sentence.start,
        end=here.sentence.end,
        value=value,
        value_high=high,
        unit=unit,
        approx=quantity.approx,
        trend=quantity.trend,
        measure=quantity.measure,
        subject=subject,
        metric=metric.id if metric else None,
        object=object_of(start, end, mentions, reading.entities, others=places, breaks=breaks),
        period=period,
        modality=modality_of(quantity, words, cues),
        speaker=here.speaker,
        prior=prior,
        confidence=_confidence(metric, subject),
        reasons=tuple(reasons),
    )


def _is_sum(quantity: Quantity, hits: Sequence[Mention], cues: Cues) -> bool:
    """A large number without a unit right before a word for money alone: "hundreds of millions in sales"."""
    after = [hit for hit in hits if 0 < hit.start - quantity.end <= _SUM]
    large = quantity.unit == "" and abs(quantity.value) >= 1e6
    return large and any(cues.by_word[hit.entity][0].units[0] == "money" for hit in after)


def _near(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """The mentions within reach of [start, end), so that a page of figures costs no more than its length."""
    low = bisect_left(mentions, start - _REACH, key=_start_of)
    return mentions[low : bisect_left(mentions, end + _REACH, key=_start_of)]


def _slice(places: Sequence[int], low: int, high: int) -> Sequence[int]:
    return places[bisect_left(places, low) : bisect_left(places, high)]


def _start_of(mention: Mention) -> int:
    return mention.start


def _moves_itself(quantity: Quantity, words: str, mentions: Sequence[Mention], entities: dict[str, Entity]) -> bool:
    """The company itself is said to move: "Acme lost nearly 3%"."""
    if quantity.unit != "percent" or quantity.trend is None:
        return False
    return any(
        0 <= quantity.start - mention.end <= _MOVES
        and (entity := entities.get(mention.entity)) is not None
        and entity.kind == "company"
        and not words[mention.end :].startswith(("'s", "’s"))
        for mention in mentions
    )


def _within(mentions: Sequence[Mention], sentence: Sentence) -> tuple[Mention, ...]:
    """The mentions inside a sentence, their offsets made relative to it."""
    low = bisect_left(mentions, sentence.start, key=_start_of)
    return tuple(
        Mention(mention.entity, mention.start - sentence.start, mention.end - sentence.start)
        for mention in mentions[low : bisect_left(mentions, sentence.end, key=_start_of)]
        if mention.end <= sentence.end
    )


def _unnamed(words: str, quantities: Sequence[Quantity], mentions: Sequence[Mention]) -> tuple[Quantity, ...]:
    """Without the numbers that belong to a name of the taxonomy ("Orion 9000S", "the 30% act")."""
    numbered = (mention for mention in mentions if _DIGIT.search(words, mention.start, mention.end))
    inside = frozenset(place for mention in numbered for place in range(mention.start, mention.end))
    return tuple(quantity for quantity in quantities if quantity.start not in inside)


def _with_twins(words: str, quantities: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity | None]]:
    """Each quantity with the one that it only restates in another currency: "7.3bn yuan ($1.02bn)"."""
    before: Quantity | None = None
    for quantity in quantities:
        bracketed = before is not None and words[before.end : quantity.start].strip() in _BRACKETS
        twin = (
            before if bracketed and before is not None and is_money(before.unit) and is_money(quantity.unit) else None
        )
        yield quantity, twin
        before = quantity


def _as_counted(quantity: Quantity, metric: Metric | None) -> tuple[float, float | None, str]:
    """Value and unit without what the metric says by itself: earnings per share are dollars, not "cent per share"."""
    unit, high = quantity.unit, quantity.value_high
    for what in metric.per if metric else ():
        bare = unit.removesuffix(f" per {what}")
        if what == "share" and bare == "cent":
            return quantity.value / 100, None if high is None else high / 100, "USD"
        unit = bare
    if metric is not None and is_money(unit) and unit.partition(" per ")[2] not in _RATED:
        unit = unit.partition(" per ")[0]
    if len(unit) == 3 and unit.isupper() and not is_money(unit) and unit not in MEASURE_NAMES:
        unit = unit.lower()  # three capitals are a currency to whoever reads the claims
    return quantity.value, high, unit


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
