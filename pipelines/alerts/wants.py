"""Whether a change is what a subscription asks for, and where it is not, what speaks against it.

Words are compared as a reader would: "Commerce Department" is `commerce-department`, "us" is "US".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.alerts.types import Matter, Wants
from pipelines.types import ChangeKind, Claim, Figure, Ingested, PolicyMove

Value = str | int
"""A word in the form that is compared, or a tier."""

_READERS: Mapping[str, Callable[[Matter], Iterable[Value | None]]] = {
    "objects": lambda matter: (matter.change.claim.object,),
    "entities": lambda matter: _named(matter.change.claim),
    "metrics": lambda matter: _if_figure(matter.change.claim, lambda figure: figure.metric),
    "unit": lambda matter: _if_figure(matter.change.claim, lambda figure: figure.unit),
    "jurisdictions": lambda matter: _if_move(matter.change.claim, lambda move: move.jurisdiction),
    "statuses": lambda matter: _if_move(matter.change.claim, lambda move: move.status),
    "directions": lambda matter: _if_move(matter.change.claim, lambda move: move.direction),
    "topics": lambda matter: matter.topics,
    "languages": lambda matter: (matter.language,),
    "tiers": lambda matter: (matter.tier,),
    "kinds": lambda matter: (matter.change.claim.kind,),
    "changes": lambda matter: (matter.change.kind,),
}
FIELDS = tuple(_READERS)
"""Fields of `Wants` that are met by one of several words, those that few changes share first."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is asked for, in the form that is compared; a subscription that asks for little has little here."""

    words: tuple[tuple[str, frozenset[Value]], ...]
    """Field -> the words of which the change must have one."""
    least_value: float | None
    least_move: float | None
    least_confidence: float


Facets = Mapping[str, frozenset[Value]]
"""Field -> the words that a change has there."""


def matters(ingested: Ingested) -> Sequence[Matter]:
    """The changes of an article that ring, each with what a subscription may ask of it."""
    return [
        Matter(change, ingested.verdict.topics, ingested.text.language, ingested.document.tier)
        for change in ingested.ringing
    ]


def meets(wants: Wants, matter: Matter) -> bool:
    """Whether the change is asked for. How many outlets say so is not looked at: too few, and the alert waits."""
    return unmet(criteria_of(wants), matter, facets_of(matter)) is None


def why_not(wants: Wants, matter: Matter) -> str | None:
    """What speaks against it, such as "metrics: wanted is revenue; it is charge"; None where it is asked for."""
    facets = facets_of(matter)
    field = unmet(criteria_of(wants), matter, facets)
    if field is None:
        return None
    wanted: tuple[Value, ...] | float = (wants.unit,) if field == "unit" else getattr(wants, field)
    told = ", ".join(map(str, wanted)) if isinstance(wanted, tuple) else f"{wanted:g}"
    return f"{field}: wanted is {told}; it is {_shown(field, matter, facets)}"


@lru_cache(maxsize=4096)
def criteria_of(wants: Wants) -> Criteria:
    """The criteria of what is wanted."""
    asked = ((field, _words(getattr(wants, field))) for field in FIELDS)
    return Criteria(
        tuple((field, words) for field, words in asked if words),
        wants.least_value,
        wants.least_move,
        wants.least_confidence,
    )


def facets_of(matter: Matter) -> Facets:
    """What a change can be asked for by."""
    return {field: folded(read(matter)) for field, read in _READERS.items()}


def unmet(criteria: Criteria, matter: Matter, facets: Facets) -> str | None:
    """The first field of `Wants` that the change does not meet."""
    for field, words in criteria.words:
        if words.isdisjoint(facets[field]):
            return field
    claim = matter.change.claim
    if claim.confidence < criteria.least_confidence:
        return "least_confidence"
    if criteria.least_value is not None and size_of(claim) < criteria.least_value:
        return "least_value"
    if criteria.least_move is not None and (moved := moved_by(matter)) is not None and moved < criteria.least_move:
        return "least_move"
    return None


def size_of(claim: Claim) -> float:
    """How large a figure may be: of a range, the larger end; less than any number for what has no size."""
    if not isinstance(claim, Figure):
        return -math.inf
    size = max(abs(claim.value), abs(claim.value if claim.value_high is None else claim.value_high))
    return -math.inf if math.isnan(size) else size


def moved_by(matter: Matter) -> float | None:
    """By which share of the value before a figure was revised; None where it was not, or nothing can be said."""
    change = matter.change
    if change.kind is not ChangeKind.REVISED or change.previous is None:
        return None
    now, before = change.claim, change.previous.claim
    if not (isinstance(now, Figure) and isinstance(before, Figure)) or now.unit != before.unit or not _middle(before):
        return None
    return abs(_middle(now) - _middle(before)) / abs(_middle(before))


def folded(words: Iterable[Value | None]) -> frozenset[Value]:
    """Words in the form that is compared; "in-force" and "In force" are one."""
    return frozenset(folded_word(word) if isinstance(word, str) else word for word in words if word is not None)


@lru_cache(maxsize=16_384)
def folded_word(word: str) -> str:
    """A word in the form that is compared."""
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


@lru_cache(maxsize=16_384)
def _words(wanted: tuple[Value, ...] | str) -> frozenset[Value]:
    if isinstance(wanted, str):
        return folded([wanted]) if wanted else frozenset()
    return folded(wanted)


def _named(claim: Claim) -> tuple[str | None, ...]:
    """Whom and what a claim is about: of a policy, also who makes it, and whom it is aimed at."""
    if isinstance(claim, Figure):
        return claim.subject, claim.object
    return claim.actor, claim.object, claim.target


def _if_figure(claim: Claim, read: Callable[[Figure], str | None]) -> tuple[str | None, ...]:
    return (read(claim),) if isinstance(claim, Figure) else ()


def _if_move(claim: Claim, read: Callable[[PolicyMove], str | None]) -> tuple[str | None, ...]:
    return () if isinstance(claim, Figure) else (read(claim),)


def _middle(figure: Figure) -> float:
    return figure.value if figure.value_high is None else (figure.value + figure.value_high) / 2


def _shown(field: str, matter: Matter, facets: Facets) -> str:
    """What the change has where something else is wanted."""
    claim = matter.change.claim
    if field == "least_confidence":
        return f"{claim.confidence:.2f}"
    if field == "least_value":
        return f"{size_of(claim):g} {claim.unit}".rstrip() if isinstance(claim, Figure) else "no figure"
    if field == "least_move":
        return f"{moved_by(matter):.3f}"
    return ", ".join(sorted(map(str, facets[field]))) or "none"
