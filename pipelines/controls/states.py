"""The steps of one control: what the ledger has heard of each, when it was told, and on whose word it rests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from config.taxonomy import Taxonomy
from pipelines.ledger.rulings import Ruling, Told
from pipelines.policy.line import STEPS, step
from pipelines.types import Fact, PolicyMove, Sighting

RETOLD = timedelta(days=30)
"""Facts of one step that follow each other this closely on one line are one state, told in other words."""
REPORTED_BEFORE = timedelta(days=120)
"""How long before a step the press may have reported it; how long after a report it may be denied."""
DONE = frozenset({"announced", "in-force", "lifted"})
"""Steps that are taken, not only wanted."""
_FURTHER = ("reported", "proposed", "announced", "in-force", "lifted", "denied")
"""Steps in the order in which a control takes them: a document may state that more was done than the press had it."""
SEED_STORY = "seed:"
"""How the stories begin that seeds are told in (`pipelines.seeds`)."""
_STATES_OWN = frozenset({"gov", "gouv", "gob", "mil", "europa"})
"""Parts of a host's name that only governments get."""


@dataclass(frozen=True, slots=True)
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
    withdrawn: datetime | None = None
    """Since when nobody says it any more."""

    @property
    def move(self) -> PolicyMove:
        """What it says."""
        assert isinstance(self.fact.claim, PolicyMove), "only policy facts are heard here"  # noqa: S101 - for mypy
        return self.fact.claim

    @property
    def settled(self) -> Ruling | None:
        """The operator's last word that stands."""
        return next((ruling for ruling in reversed(self.rulings) if ruling.undone_at is None), None)

    @property
    def history(self) -> bool:
        """Whether every text tells it as history: it once moved, nobody knows when."""
        moves = [claim for one in self.told for claim in one.claims if isinstance(claim, PolicyMove)]
        return all(move.background for move in moves or [self.move])


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A government's own document that states what the press had reported."""

    press: Sighting
    official: Sighting

    @property
    def lead(self) -> timedelta:
        """By how much the press was first."""
        return self.official.seen - self.press.seen


@dataclass(frozen=True, slots=True)
class State:
    """One step of a control."""

    heard: tuple[Heard, ...]
    """The facts that state it, oldest first."""
    step: str
    """proposed, reported, announced, in-force, lifted or denied; as told, or as an operator settled it."""
    effective: date | None
    since: date
    """The day it took or takes effect, where one is named; else when it was first told, or officially became more."""
    place: datetime
    """Where it stands in the line: when it was first told, or took effect, whichever came first."""
    first: Sighting | None
    """Who told of it first; None: the seed corpus alone."""
    official: Sighting | None
    """The first document in which a government says it itself."""
    outlets: tuple[str, ...]
    """In the order in which they told it; seeds left out."""
    origins: int
    """Independent ones; seeds left out."""
    upgrade: Upgrade | None = None
    against: tuple[str, ...] = ()
    """Facts that say otherwise while nothing has settled it."""
    replaced_by: tuple[str, ...] = ()
    """Facts that moved the control on, wherever they stand."""

    @property
    def move(self) -> PolicyMove:
        """What is said, in the words of the first fact."""
        return self.heard[0].move

    @property
    def instrument(self) -> str:
        """As most of those call it who tell it as news."""
        news = news_of(told for one in self.heard for told in one.told)
        called = Counter(move.instrument for told in news for move in _fresh(told) if step(move) == step(self.move))
        return max(called, key=lambda name: (called[name], name), default=self.move.instrument)

    @property
    def quote(self) -> str:
        """The sentence of whoever told it first, on one line."""
        return self._said_at(self.first) or " ".join(self.move.quote.split())

    @property
    def official_quote(self) -> str:
        """The sentence of the document; empty without one."""
        return self._said_at(self.official)

    def _said_at(self, place: Sighting | None) -> str:
        told = (one for each in self.heard for one in each.told if one.sighting == place)
        moves = [move for one in told for move in (*_fresh(one), *one.claims) if isinstance(move, PolicyMove)]
        exact = [move for move in moves if step(move) == step(self.move)]
        return " ".join((*exact, *moves)[0].quote.split()) if moves else ""

    @property
    def id(self) -> str:
        """That of its first fact."""
        return self.heard[0].fact.id

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that state it."""
        return tuple(one.fact.id for one in self.heard)

    @property
    def settled(self) -> Ruling | None:
        """The operator's last word on it that stands."""
        words = [one.settled for one in self.heard if one.settled]
        return max(words, key=lambda ruling: ruling.at, default=None)

    @property
    def baseline(self) -> bool:
        """Whether the seed corpus makes it known."""
        return any(one.fact.baseline for one in self.heard)

    @property
    def history(self) -> bool:
        """Told as history only."""
        return not self.baseline and all(one.history for one in self.heard)

    @property
    def withdrawn(self) -> bool:
        """Whether those who said it no longer do."""
        return all(one.withdrawn for one in self.heard)

    @property
    def done(self) -> bool:
        """Whether the step is taken, not only proposed or weighed."""
        return self.step in DONE or (self.step == "reported" and self.move.modality == "reported")


def speaks_officially(url: str, outlet: str | None, tier: int, taxonomy: Taxonomy) -> bool:
    """Whether a government speaks there itself: a source of the first tier, an authority's own page, a state's host."""
    if tier == 1 or not _STATES_OWN.isdisjoint((urlsplit(url).hostname or "").split(".")[-3:]):
        return True
    return outlet is not None and any(entity.kind == "body" and outlet in entity.names for entity in taxonomy.entities)


def known_on(heard: Iterable[Heard], day: date) -> list[Heard]:
    """What was known of these facts at the end of that day; the seed corpus counts from the day it speaks of."""
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    return [known for one in heard if (known := _known_before(one, end)) is not None]


def _known_before(heard: Heard, end: datetime) -> Heard | None:
    told = tuple(one for one in heard.told if one.sighting.seen < end)
    if not told and not (heard.fact.baseline and _place(heard) < end):
        return None
    rulings = tuple(
        replace(ruling, undone_at=ruling.undone_at if ruling.undone_at and ruling.undone_at < end else None)
        for ruling in heard.rulings
        if ruling.at < end
    )
    withdrawn = heard.withdrawn if heard.withdrawn and heard.withdrawn < end else None
    return replace(heard, told=told, rulings=rulings, withdrawn=withdrawn, alerts=heard.alerts)


def states_of(line: Sequence[Heard]) -> list[State]:
    """The states of one control, in the order in which they came about."""
    groups: list[list[Heard]] = []
    for one in sorted(line, key=lambda one: (one.history, _place(one), one.fact.id)):
        alike = [group for group in groups if _alike(one, group)]
        if alike and _retells(one, groups[-1], alike[-1]):
            alike[-1].append(one)
        else:
            groups.append([one])
    states = [_state(tuple(group)) for group in groups]
    return sorted(states, key=lambda state: (state.place, state.id))


def _alike(one: Heard, group: Sequence[Heard]) -> bool:
    """Whether it is a step of the same kind, and no day tells the two apart."""
    days = {each.move.effective for each in (*group, one)} - {None}
    return len(days) <= 1 and (step(one.move), one.move.direction) == (step(group[0].move), group[0].move.direction)


def _retells(one: Heard, last: Sequence[Heard], alike: Sequence[Heard]) -> bool:
    """Whether it tells the step of its kind once more, and takes none of its own.

    What was first met as history speaks of a step on record; news does where that step is the last, and fresh.
    """
    known = one.move.background and not one.fact.baseline
    return known or (alike is last and _place(one) - _place(alike[-1]) <= RETOLD)


def _state(group: tuple[Heard, ...]) -> State:
    told = sorted((one for each in group for one in each.told), key=lambda one: one.sighting.seen)
    news = news_of(told)
    voices = [one.sighting for one in news or told if not _by_seed(one)]
    urls = frozenset[str]().union(*(one.official for one in group))
    official = next((one for one in news if one.sighting.url in urls), None)
    settled = max((one.settled for one in group if one.settled), key=lambda ruling: ruling.at, default=None)
    stated = [claim for one in news if one.sighting.url in urls for claim in _fresh(one)]
    moves = [*stated, *(one.move for one in group)]
    effective = next((move.effective for move in moves if move.effective), None)
    told_as = step(group[0].move)
    as_told = max((told_as, *map(step, stated)), key=_FURTHER.index)
    place = min(map(_place, group))
    if settled and settled.status:
        as_told, effective = STEPS.get(settled.status, settled.status), settled.effective or effective
    became = official.sighting.seen if official and as_told != told_as and not settled else place
    return State(
        heard=group,
        step=as_told,
        effective=effective,
        since=effective or became.date(),
        place=place,
        first=min(filter(None, map(_first, group)), key=lambda one: (one.seen, one.url), default=None),
        official=official.sighting if official else None,
        outlets=tuple(dict.fromkeys(one.outlet for one in voices if one.outlet)),
        origins=len({one.origin for one in voices}),
    )


def news_of(told: Iterable[Told]) -> list[Told]:
    """Those that tell it as news, seeds left out."""
    return [one for one in told if not _by_seed(one) and (not one.claims or _fresh(one))]


def _first(heard: Heard) -> Sighting | None:
    """Who told of it first: as news, this very step, and not long before it took effect; or what comes closest."""
    outside = [one for one in heard.told if not _by_seed(one)]
    news = news_of(heard.told)
    wanted, begins = step(heard.move), heard.move.effective
    timely = [one for one in news if not begins or begins - one.sighting.seen.date() <= REPORTED_BEFORE]
    exact = [one for one in timely if any(step(claim) == wanted for claim in _fresh(one))]
    return next((one.sighting for one in (*exact, *timely, *news, *outside)), None)


def _place(heard: Heard) -> datetime:
    """When it was first told, or took effect, where that was before; the seed corpus tells it, too."""
    first = _first(heard)
    moments = [first.seen] if first else []
    if heard.fact.baseline or not moments:
        moments.append(heard.fact.first.seen)
    if heard.move.effective:
        begins = datetime.combine(heard.move.effective, time(), tzinfo=UTC)
        moments = [begins, *(moment for moment in moments if begins - moment <= REPORTED_BEFORE)]
    return min(moments)


def _fresh(told: Told) -> list[PolicyMove]:
    return [claim for claim in told.claims if isinstance(claim, PolicyMove) and not claim.background]


def _by_seed(told: Told) -> bool:
    return told.sighting.story.startswith(SEED_STORY)
