"""When two statements of policy are one fact, and when one moves the line that the other stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from pipelines.bills import later_stage
from pipelines.ledger.likeness import Evidence, another_language, likeness, shared_words, times
from pipelines.ledger.moments import Moment, moments, months_apart
from pipelines.ledger.steps import another_step
from pipelines.policy.line import same_line, step
from pipelines.types import Claim, Fact, PolicyMove, Sighting

SAME_LINE = 0.6
"""From here on two moves speak of one control on one object by one jurisdiction."""
SAME, SAME_OLD = 0.6, 0.7
"""From this likeness on a move is the step that a fact is. What is told as history must be surer: it rings nobody, and
at large it fits every control of its line."""
BEFORE = -4.2
"""What speaks for one fact, before anything but the direction is compared."""
WEIGHTS = {
    "same line": 2.6,
    "shared words": 4.7,
    "another language": 1.4,
    "a shared number": 1.5,
    "same story": 1.1,
    "same direction": 0.7,
    "same step": 0.3,
    "other jurisdiction": -0.8,
    "other target": -0.7,
    "within 3 days": 1.5,
    "within 3 weeks": 0.7,
    "over 4 months apart": -1.2,
    "first told over 2 months ago": -2.0,
    "same article": -0.4,
    "told as history": 1.0,
    "same time told": 0.8,
    "other time told": -1.0,
    "before it began": -2.0,
    "pending against done": -1.5,
    "another line": -1.0,
    "other rate": -2.0,
}
"""Log odds, found by search on labelled moves for one ring a move, then rounded. Set by hand, after regressions held
back by story: "another language" (what shared words would bring on average), "another line", "other jurisdiction",
"told as history", "pending against done", "first told over 2 months ago", "other rate", and the times told."""
STILL_NEWS = timedelta(days=3)
"""How long a move that was only told as history may become news."""
TWO_MONTHS, A_MONTH = timedelta(days=60), timedelta(days=30)
OTHER_TIME = 6
"""Months from which two times told are two times: what is announced in one month takes effect in another."""
_RATE = re.compile(r"(\d[\d.,]*)\s?(?:%|％|percent\b|per cent\b)")
_NUMBER = re.compile(r"(?<![\w-])\d(?:[\d,.]*\d)?")


def same_move(claim: PolicyMove, known: Claim, fact: Fact, sighting: Sighting) -> float:
    """How surely this claim states the step that one reading of the fact is, 0..1; 0 where they contradict."""
    if not isinstance(known, PolicyMove) or {claim.direction, known.direction} == {"tighten", "ease"}:
        return 0.0
    if (claim.status == "denied") != (known.status == "denied") or another_step(claim, known):
        return 0.0
    return likeness(BEFORE, WEIGHTS, _evidence(claim, known, fact, sighting))


def enough(claim: PolicyMove) -> float:
    """From which likeness on this claim states a fact."""
    return SAME_OLD if claim.background else SAME


def told_vaguely(claim: Claim) -> bool:
    """Whether a move leaves open on what it is: of those of one article, they come after the ones that name it."""
    return isinstance(claim, PolicyMove) and claim.object is None


def turned_news(claim: Claim, known: Fact, sighting: Sighting) -> PolicyMove | None:
    """What a fact says from now on that was so far told in passing, as history, and is now told as these days' news."""
    if not isinstance(claim, PolicyMove) or not isinstance(known.claim, PolicyMove) or known.baseline:
        return None
    lately = sighting.seen - known.first.seen <= STILL_NEWS
    news = known.claim.background and not claim.background and lately
    return replace(known.claim, background=False) if news else None


def moves_on(claim: PolicyMove, fact: Fact) -> bool:
    """Whether the claim is a further step on the fact's line: it replaces where the line stood."""
    known = fact.claim
    if not isinstance(known, PolicyMove) or not fact.current:
        return False
    if later_stage(claim, known):
        return True
    if same_line(claim, known) < SAME_LINE:
        return False
    return claim.direction != known.direction or (_pending(known) and not _pending(claim))


def _evidence(claim: PolicyMove, known: PolicyMove, fact: Fact, sighting: Sighting) -> Iterator[Evidence]:
    """What speaks for and against the two being one fact, each with its strength."""
    line = same_line(claim, known)
    yield "same line", line
    yield "another line", not line
    yield "shared words", shared_words(claim.quote, known.quote)
    yield "another language", another_language(claim.quote, known.quote)
    yield "a shared number", not _numbers(claim).isdisjoint(_numbers(known))
    yield "same story", sighting.story in fact.stories
    yield "same direction", claim.direction == known.direction
    yield "same step", step(claim) == step(known)
    for name in ("jurisdiction", "target"):
        ours, theirs = getattr(claim, name), getattr(known, name)
        yield f"other {name}", None not in (ours, theirs) and ours != theirs
    ours, theirs = _rates(claim), _rates(known)
    yield "other rate", bool(ours and theirs) and ours.isdisjoint(theirs)
    yield "same article", sighting.url == fact.first.url
    yield "pending against done", _pending(claim) != _pending(known)
    apart = months_apart(_told(claim, sighting.seen), _stands_in(known, fact))
    yield "same time told", apart is not None and apart <= 0
    yield "other time told", apart is not None and apart >= OTHER_TIME
    yield "before it began", known.effective is not None and known.effective - sighting.seen.date() > A_MONTH
    if claim.background:  # history is told at any distance
        yield "told as history", True
    else:
        yield "first told over 2 months ago", sighting.seen - fact.first.seen > TWO_MONTHS
        if not fact.baseline:  # that it came up again lately does not make an old state news
            yield from times(sighting.seen - fact.last_seen)


def _told(move: PolicyMove, seen: datetime) -> frozenset[Moment]:
    """The months and years that a move itself names."""
    told = moments(move.quote, seen)
    return told | {(move.effective.year, move.effective.month)} if move.effective else told


def _stands_in(known: PolicyMove, fact: Fact) -> frozenset[Moment]:
    """The months and years of a fact: those it names, else that of its news."""
    told = _told(known, fact.first.seen)
    if told or known.background or fact.baseline:
        return told
    return frozenset({(fact.first.seen.year, fact.first.seen.month)})


def _pending(move: PolicyMove) -> bool:
    """Proposed, or reported to be considered: not yet done."""
    return move.status == "proposed" or (move.status == "reported" and move.modality != "reported")


def _numbers(move: PolicyMove) -> set[str]:
    return set(_NUMBER.findall(move.quote))


def _rates(move: PolicyMove) -> set[str]:
    """The rates in percent that the statement of a tariff gives."""
    return set(_RATE.findall(move.quote)) if move.instrument == "tariff" else set()
