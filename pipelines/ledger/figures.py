"""When two figures are one fact, and when one replaces the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pipelines.ledger.keys import unit_class
from pipelines.ledger.likeness import Evidence, another_language, likeness, shared_words, times
from pipelines.ledger.periods import periods_conflict
from pipelines.ledger.values import digits, values_agree
from pipelines.types import Claim, Fact, Figure, Sighting

AT_ONCE = timedelta(hours=36)
"""Two outlets that differ within this time dispute each other; later, the second revises the first."""
HALF_A_YEAR = timedelta(days=183)
"""Without a period on either side, an older value of the same metric is another quarter's, not a predecessor."""
WHILE_IT_MOVES = 1.5
"""A price in motion, caught at two moments of a day and a half: the larger of two values over the smaller."""
ONE_MOVEMENT = 0.6
"""How surely two such values are one movement."""
SAME = 0.4
"""From this likeness on a figure is what a fact says: ringing twice for one costs more than folding two into one."""
BEFORE = -6.0
"""What speaks for one fact, before anything but the value is compared: two equal numbers are mostly a coincidence."""
WEIGHTS = {
    "same value": 2.1,
    "telling digits": 1.5,
    "an amount of money": 1.4,
    "shared words": 2.1,
    "another language": 0.8,
    "same story": 1.6,
    "same subject": 0.3,
    "other subject": -0.4,
    "same metric": 1.4,
    "other metric": -0.4,
    "same object": 0.9,
    "same period": 1.1,
    "other period": -1.0,
    "same measure": 1.0,
    "within 3 days": 0.6,
    "within 3 weeks": 1.5,
    "over 4 months apart": -1.6,
    "in the seed corpus": 1.0,
}
"""Log odds, fitted by logistic regression on pairs of labelled claims of equal value, then rounded; "another
language" (what shared words would bring on average), "same subject", "other period" and "in the seed corpus" were
set by hand, since the pairs at hand hold too few of them."""


def same_figure(claim: Figure, known: Claim, fact: Fact, sighting: Sighting) -> float:
    """How surely this claim says what one reading of the fact says, 0..1; 0 where value, unit or trend contradict."""
    if not isinstance(known, Figure) or {claim.trend, known.trend} == {"up", "down"}:
        return 0.0
    if not values_agree(claim, known):
        return ONE_MOVEMENT if one_movement(claim, known, sighting.seen - fact.last_seen) else 0.0
    return likeness(BEFORE, WEIGHTS, _evidence(claim, known, fact, sighting))


def one_movement(claim: Figure, known: Figure, apart: timedelta) -> bool:
    """Whether two values are moments of one movement: of a price up or down, as it runs, not of a period's result."""
    low, high = sorted((abs(claim.value), abs(known.value)))
    return (
        abs(apart) <= AT_ONCE
        and claim.measure == known.measure == "change"
        and claim.trend is not None
        and None not in (claim.subject, claim.metric)
        and claim.period is known.period is None
        and (claim.subject, claim.metric, claim.trend) == (known.subject, known.metric, known.trend)
        and unit_class(claim.unit) == unit_class(known.unit)
        and 0 < high <= WHILE_IT_MOVES * low
    )


def replaces(claim: Figure, fact: Fact, sighting: Sighting) -> bool:
    """Whether the claim gives a new value for the very thing the fact is about."""
    known = fact.claim
    return (
        isinstance(known, Figure)
        and fact.current
        and None not in (claim.subject, claim.metric)
        and (claim.subject, claim.metric, claim.measure) == (known.subject, known.metric, known.measure)
        and unit_class(claim.unit) == unit_class(known.unit)
        and not _differ(claim.object, known.object)
        and not periods_conflict(claim.period, known.period)
        and {claim.trend, known.trend} != {"up", "down"}
        and (claim.period is not None or sighting.seen - fact.last_seen <= HALF_A_YEAR)
        and _same_size(claim, known)
    )


def at_once(fact: Fact, sighting: Sighting) -> bool:
    """Whether another origin stated the fact so shortly before that neither can be called the later word."""
    return (
        not fact.baseline
        and sighting.origin not in fact.origins
        and abs(sighting.seen - fact.first.seen) <= AT_ONCE
        and sighting.url != fact.first.url
    )


def _evidence(claim: Figure, known: Figure, fact: Fact, sighting: Sighting) -> Iterator[Evidence]:
    """What speaks for and against the two being one fact, each with its strength."""
    yield "same value", (claim.value, claim.value_high) == (known.value, known.value_high)
    yield "telling digits", min(digits(claim.value), digits(known.value), 3) / 3
    yield "an amount of money", len(claim.unit) == 3 and claim.unit.isupper()
    yield "shared words", shared_words(claim.quote, known.quote)
    yield "another language", another_language(claim.quote, known.quote)
    yield "same story", sighting.story in fact.stories
    for name in ("subject", "metric", "object", "period"):
        ours, theirs = getattr(claim, name), getattr(known, name)
        yield f"same {name}", ours is not None and ours == theirs
    yield "other subject", _differ(claim.subject, known.subject)
    yield "other metric", _differ(claim.metric, known.metric)
    yield "other period", periods_conflict(claim.period, known.period)
    yield "same measure", claim.measure == known.measure
    if fact.baseline:  # known for good, whenever it comes up again
        yield "in the seed corpus", True
    else:
        yield from times(sighting.seen - fact.last_seen)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _same_size(one: Figure, other: Figure) -> bool:
    """Within a factor of five: beyond that it is another thing, not another value."""
    low, high = sorted((abs(one.value), abs(other.value)))
    return low > 0 and high / low <= 5
