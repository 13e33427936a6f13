"""What was heard of one policy fact: where it was told, by whom as news, and which control most of them mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from config.taxonomy import Taxonomy
from pipelines.filing import Filing
from pipelines.ledger.rulings import Ruling, Told
from pipelines.policy.line import family_of, step
from pipelines.types import Fact, PolicyMove, Sighting

REPORTED_BEFORE = timedelta(days=120)
"""How long before a step the press may have reported it; how long after a report it may be denied."""
FURTHER = ("reported", "proposed", "announced", "in-force", "lifted", "denied")
"""Steps in the order in which a control takes them: a document may state that more was done than the press had it."""
SEED_STORY = "seed:"
"""How the stories begin that seeds are told in (`pipelines.seeds`)."""
_STATES_OWN = re.compile(
    r"(?:^|\.)(?:gov|mil|europa\.eu|(?:gov|govt|gouv|gob|gub|mil)\.[a-z]{2}|go\.(?:cr|id|jp|ke|kr|th|tz|ug))$"
)
"""How the hosts end that only governments get: the end is what a registry gives out, all before it anybody's choice."""
_FILED_BY_COMPANIES = re.compile(r"https?://(?:www\.)?sec\.gov/Archives/edgar/", re.IGNORECASE)
"""A state's host that shows what companies say."""


class Control(NamedTuple):
    """What a move moves."""

    jurisdiction: str | None
    instrument: str
    object: str | None
    target: str | None

    @property
    def family(self) -> str:
        """One word for the instruments that news uses for one another."""
        return family_of(self.instrument)


@dataclass(frozen=True)
class Heard:
    """A policy fact with everything that is known of it."""

    fact: Fact
    told: tuple[Told, ...]
    """Oldest first; seeds may be among them."""
    official: frozenset[str] = frozenset()
    """Addresses among them where a government speaks for itself."""
    alerts: tuple[str, ...] = ()
    """What it rang: id and title of each alert."""
    rulings: tuple[Ruling, ...] = ()
    """How operators settled it, oldest first, undone ones too."""
    merged: tuple[str, ...] = ()
    """Ids of facts that operators ruled to be this one."""
    withdrawn: datetime | None = None
    """Since when nobody says it any more."""

    @property
    def move(self) -> PolicyMove:
        """What it says."""
        return cast(PolicyMove, self.fact.claim)

    @property
    def settled(self) -> Ruling | None:
        """The operator's last word that stands."""
        return next((ruling for ruling in reversed(self.rulings) if ruling.undone_at is None), None)

    @property
    def history(self) -> bool:
        """Whether every text tells it as history: it once moved, nobody knows when."""
        moves = [claim for one in self.told for claim in one.claims if isinstance(claim, PolicyMove)]
        return all(move.background for move in moves or [self.move])

    @property
    def filings(self) -> tuple[Filing, ...]:
        """The official documents that state it as news, in the order in which they were met."""
        fresh = (move.filing for told in self.told for move in fresh_moves(told))
        return tuple(dict.fromkeys(filing for filing in fresh if filing))

    @cached_property
    def control(self) -> Control:
        """As most of those mean it who tell it as news: the first to tell may have said less than was known later.

        What the seed corpus lists by hand is taken as listed, but for the word that news has for the instrument. A bill
        is itself the object, where it is named: its stages are one line, whatever goods a report has in mind.
        """
        own = Control(self.move.jurisdiction, self.move.instrument, self.move.object, self.move.target)
        fresh = [move for told in news_of(self.told) for move in fresh_moves(told)]
        bill = _usual((move.bill for move in fresh), self.move.bill)
        if bill and own.instrument == "bill":
            return own._replace(object=bill, target=_usual((move.target for move in fresh), own.target))
        about = own.object if self.fact.baseline else _usual((move.object for move in fresh), own.object)
        meant = [move for move in fresh if move.object == about]
        called = (own._replace(instrument=move.instrument) for move in meant)
        names = (each.instrument for each in called if each.family == own.family or not self.fact.baseline)
        target = own.target if self.fact.baseline else _usual((move.target for move in meant), own.target)
        return Control(own.jurisdiction, _usual(names, own.instrument) or own.instrument, about, target)


def speaks_officially(url: str, outlet: str | None, tier: int, taxonomy: Taxonomy) -> bool:
    """Whether a government speaks there itself: first hand, and no company, whatever hall its word hangs in."""
    if not speaks_first_hand(url, outlet, tier, taxonomy) or _FILED_BY_COMPANIES.match(url):
        return False
    return not any(entity.kind == "company" and outlet in entity.names for entity in taxonomy.entities)


def speaks_first_hand(url: str, outlet: str | None, tier: int, taxonomy: Taxonomy) -> bool:
    """Whether it is nobody's report: a source of the first tier, an authority's own page, a state's host."""
    if tier == 1 or _STATES_OWN.search(urlsplit(url).hostname or ""):
        return True
    return outlet is not None and any(entity.kind == "body" and outlet in entity.names for entity in taxonomy.entities)


def known_on(heard: Iterable[Heard], day: date) -> list[Heard]:
    """What was known of these facts at the end of that day; the seed corpus counts from the day it speaks of.

    Without alerts: which had rung by then is not known here.
    """
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    return [known for one in heard if (known := _known_before(one, end)) is not None]


def _known_before(heard: Heard, end: datetime) -> Heard | None:
    told = tuple(one for one in heard.told if one.sighting.seen < end)
    if not told and not (heard.fact.baseline and place_of(heard) < end):
        return None
    rulings = tuple(
        replace(ruling, undone_at=ruling.undone_at if ruling.undone_at and ruling.undone_at < end else None)
        for ruling in heard.rulings
        if ruling.at < end
    )
    withdrawn = heard.withdrawn if heard.withdrawn and heard.withdrawn < end else None
    return replace(heard, told=told, rulings=rulings, withdrawn=withdrawn, alerts=())


def news_of(told: Iterable[Told]) -> list[Told]:
    """Those that tell it as news, seeds left out."""
    return [one for one in told if not by_seed(one) and (not one.claims or fresh_moves(one))]


def first_of(heard: Heard) -> Sighting | None:
    """Who told of it first: as news, this step or more, and not long before it took effect; or what comes closest."""
    outside = [one for one in heard.told if not by_seed(one)]
    news = news_of(heard.told)
    wanted, about, begins = FURTHER.index(step(heard.move)), heard.control.object, heard.move.effective
    timely = [one for one in news if not begins or begins - one.sighting.seen.date() <= REPORTED_BEFORE]
    exact = [
        one
        for one in timely
        if any(FURTHER.index(step(claim)) >= wanted and claim.object == about for claim in fresh_moves(one))
    ]
    return next((one.sighting for one in (*exact, *timely, *news, *outside)), None)


def place_of(heard: Heard) -> datetime:
    """When it was first told, or took effect, where that was before; the seed corpus tells it, too."""
    first = first_of(heard)
    moments = [first.seen] if first else []
    if heard.fact.baseline or not moments:
        moments.append(heard.fact.first.seen)
    if heard.move.effective:
        begins = datetime.combine(heard.move.effective, time(), tzinfo=UTC)
        moments = [begins, *(moment for moment in moments if begins - moment <= REPORTED_BEFORE)]
    return min(moments)


def fresh_moves(told: Told) -> list[PolicyMove]:
    """What is said there as news."""
    return [claim for claim in told.claims if isinstance(claim, PolicyMove) and not claim.background]


def by_seed(told: Told) -> bool:
    """Whether the seed corpus says so, and no article."""
    return told.sighting.story.startswith(SEED_STORY)


def _usual(told: Iterable[str | None], own: str | None) -> str | None:
    """The word used most, the fact's own where it is used as often."""
    counts = Counter(word for word in told if word)
    return max(counts, key=lambda word: (counts[word], word == own, word), default=own)
