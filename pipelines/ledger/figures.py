"""When two figures are one fact, and when one replaces the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pipelines.figures.cues import unit_kind
from pipelines.ledger.keys import unit_class
from pipelines.ledger.likeness import Evidence, another_language, likeness, shared_stems, times
from pipelines.ledger.periods import periods_conflict
from pipelines.ledger.values import admits, digits, values_agree
from pipelines.types import Claim, Fact, Figure, Sighting

AT_ONCE = timedelta(hours=36)
"""Two outlets that differ within this time dispute each other; later, the second revises the first."""
HALF_A_YEAR = timedelta(days=183)
"""Without a period on either side, an older value of the same metric is another quarter's, not a predecessor."""
WHILE_IT_MOVES = 1.5
"""A price in motion, caught at two moments of a day and a half: the larger of two values over the smaller."""
LOOSELY = timedelta(days=3)
"""Within this time "over 4%" and "5%" of one thing are one figure, told loosely and closely."""
APART = "over 4 months apart"
SAME = 0.4
"""From this likeness on a figure is what a fact says: ringing twice for one costs more than folding two into one."""
ONE_THING = SAME
"""How surely two values are one movement, or one figure told loosely: enough, but a value that agrees goes before."""
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
    "other subject moved": -2.0,
    "same metric": 1.4,
    "other metric": -0.4,
    "same object": 0.9,
    "same period": 1.1,
    "other period": -1.0,
    "same measure": 1.0,
    "within 3 days": 0.6,
    "within 3 weeks": 1.5,
    APART: -1.6,
    "in the seed corpus": 1.0,
}
"""Log odds, fitted by logistic regression on pairs of labelled claims of equal value, then rounded; "another
language" (what shared words would bring on average), "same subject", "other subject moved", "other period" and
"in the seed corpus" were set by hand, since the pairs at hand hold too few of them."""

_MOST_BY_WORDS = WEIGHTS["shared words"] + WEIGHTS["another language"]


def same_figure(claim: Figure, known: Claim, fact: Fact, sighting: Sighting, *, least: float = SAME) -> float:
    """How surely this claim says what one reading of the fact says, 0..1; 0 where value, unit or trend contradict.

    Also 0 where it cannot come to `least`, whatever the words, which cost most to compare.
    """
    if not isinstance(known, Figure) or {claim.trend, known.trend} == {"up", "down"} or _other_measure(claim, known):
        return 0.0
    if not values_agree(claim, known):
        apart = sighting.seen - fact.last_seen
        corrected = sighting.url == fact.first.url and sighting.seen > fact.first.seen
        loosely = not corrected and loosely_told(claim, known, apart)
        return ONE_THING if loosely or one_movement(claim, known, apart) else 0.0
    odds = BEFORE + _stated(claim, known) + _met(claim, known, fact, sighting)
    if likeness(odds + _MOST_BY_WORDS, WEIGHTS, ()) < least:
        return 0.0
    return likeness(odds, WEIGHTS, _worded(claim, known))


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


def loosely_told(claim: Figure, known: Figure, apart: timedelta) -> bool:
    """Whether two values of one thing agree as far as the looser wording goes."""
    return (
        abs(apart) <= LOOSELY
        and None not in (claim.subject, claim.metric)
        and (claim.subject, claim.metric, claim.trend) == (known.subject, known.metric, known.trend)
        and claim.measure == known.measure
        and not _differ(claim.object, known.object)
        and not periods_conflict(claim.period, known.period)
        and admits(claim, known)
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


def _stated(claim: Figure, known: Figure) -> float:
    """Log odds from what the two say of the value."""
    odds = WEIGHTS["telling digits"] * min(digits(claim.value), digits(known.value), 3) / 3
    if (claim.value, claim.value_high) == (known.value, known.value_high):
        odds += WEIGHTS["same value"]
    if len(claim.unit) == 3 and claim.unit.isupper():
        odds += WEIGHTS["an amount of money"]
    if claim.measure == known.measure:
        odds += WEIGHTS["same measure"]
    if claim.object is not None and claim.object == known.object:
        odds += WEIGHTS["same object"]
    odds += _same_or_other("subject", claim.subject, known.subject)
    if claim.measure == known.measure == "change" and _differ(claim.subject, known.subject):
        odds += WEIGHTS["other subject moved"]
    odds += _same_or_other("metric", claim.metric, known.metric)
    if claim.period is not None and claim.period == known.period:
        odds += WEIGHTS["same period"]
    elif periods_conflict(claim.period, known.period):
        odds += WEIGHTS["other period"]
    return odds


def _same_or_other(name: str, one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 0.0
    return WEIGHTS[f"same {name}" if one == other else f"other {name}"]


def _met(claim: Figure, known: Figure, fact: Fact, sighting: Sighting) -> float:
    """Log odds from where and when the two were met."""
    odds = WEIGHTS["same story"] if sighting.story in fact.stories else 0.0
    if fact.baseline:  # known for good, whenever it comes up again
        return odds + WEIGHTS["in the seed corpus"]
    lasting = unit_kind(claim.unit) == "measure"  # what a thing was built to do is the same next year
    met = (name for name, holds in times(sighting.seen - fact.last_seen) if holds)
    return odds + sum(WEIGHTS[name] for name in met if not (lasting and name == APART))


def _worded(claim: Figure, known: Figure) -> Iterator[Evidence]:
    """What the words of the two sentences say."""
    yield "shared words", shared_stems(claim.quote, known.quote)
    yield "another language", another_language(claim.quote, known.quote)


def _other_measure(one: Figure, other: Figure) -> bool:
    """Days are not countries, nor weeks: units of measure and time are themselves; counted nouns may be worded anew."""
    if one.unit == other.unit or "" in (one.unit, other.unit) or unit_class(one.unit)[0] != "n":
        return False
    return {unit_kind(one.unit), unit_kind(other.unit)} != {"count"}


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _same_size(one: Figure, other: Figure) -> bool:
    """Within a factor of five: beyond that it is another thing, not another value."""
    low, high = sorted((abs(one.value), abs(other.value)))
    return low > 0 and high / low <= 5
