"""The steps of one control: what the ledger has heard of each, when it was told, and on whose word it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipelines.controls.heard import FURTHER, Heard, by_seed, first_of, fresh_moves, news_of, place_of
from pipelines.filing import Filing
from pipelines.ledger.rulings import Ruling
from pipelines.policy.line import STEPS, step
from pipelines.types import BillStage, PolicyMove, Sighting

RETOLD = timedelta(days=30)
"""Facts of one step that follow each other this closely on one line are one state, told in other words."""
DONE = frozenset({"announced", "in-force", "lifted"})
"""Steps that are taken, not only wanted."""


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
    followed: int
    """Independent origins that told it after the first, or at once with it."""
    upgrade: Upgrade | None = None
    against: tuple[str, ...] = ()
    """Facts that say otherwise while nothing has settled it."""
    supersedes: tuple[str, ...] = ()
    """Facts that it moved on from, those of documents that its own documents say they replace among them."""
    replaced_by: tuple[str, ...] = ()
    """Facts that moved the control on, wherever they stand."""

    @property
    def move(self) -> PolicyMove:
        """What is said, in the words of the first fact."""
        return self.heard[0].move

    @property
    def instrument(self) -> str:
        """As it is called in the fact that is told most."""
        return max(self.heard, key=lambda one: len(one.told)).control.instrument

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
        moves = [move for one in told for move in (*fresh_moves(one), *one.claims) if isinstance(move, PolicyMove)]
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
    def filings(self) -> tuple[Filing, ...]:
        """The official documents that state it, oldest first, each as it was last listed."""
        told = sorted((one for each in self.heard for one in each.told), key=lambda one: one.sighting.seen)
        moves = (move for one in told for move in fresh_moves(one))
        listed = [move.filing for move in moves if move.filing]
        return tuple({filing.number or filing: filing for filing in listed}.values())

    @property
    def comments_close(self) -> date | None:
        """The last day for comments, as the latest document has it."""
        return next((filing.comments_close for filing in reversed(self.filings) if filing.comments_close), None)

    @property
    def stage(self) -> BillStage | None:
        """How far a bill had come; None where it is none, or nobody says."""
        return next((one.move.stage for one in self.heard if one.move.stage), None)

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


def states_of(line: Sequence[Heard]) -> list[State]:
    """The states of one control, in the order in which they came about."""
    groups: list[list[Heard]] = []
    for one in sorted(line, key=lambda one: (one.history, place_of(one), one.fact.id)):
        alike = [group for group in groups if _alike(one, group)]
        if alike and _retells(one, groups[-1], alike[-1]):
            alike[-1].append(one)
        else:
            groups.append([one])
    states = [_state(tuple(group)) for group in groups]
    return sorted(states, key=lambda state: (state.place, state.id))


def _alike(one: Heard, group: Sequence[Heard]) -> bool:
    """Whether it is a step of the same kind, and neither a day nor a bill's stage tells the two apart."""
    days = {each.move.effective for each in (*group, one)} - {None}
    stages = {each.move.stage for each in (*group, one)} - {None}
    first = group[0].move
    alike = (step(one.move), one.move.direction) == (step(first), first.direction)
    return alike and max(len(days), len(stages)) <= 1


def _retells(one: Heard, last: Sequence[Heard], alike: Sequence[Heard]) -> bool:
    """Whether it tells the step of its kind once more, and takes none of its own.

    What was first met as history speaks of a step on record; news does where that step is the last, and fresh.
    """
    known = one.move.background and not one.fact.baseline
    return known or (alike is last and place_of(one) - place_of(alike[-1]) <= RETOLD)


def _state(group: tuple[Heard, ...]) -> State:
    told = sorted((one for each in group for one in each.told), key=lambda one: one.sighting.seen)
    news = news_of(told)
    voices = [one.sighting for one in news or told if not by_seed(one)]
    urls = frozenset[str]().union(*(one.official for one in group))
    official = next((one for one in news if one.sighting.url in urls), None)
    settled = max((one.settled for one in group if one.settled), key=lambda ruling: ruling.at, default=None)
    stated = [claim for one in news if one.sighting.url in urls for claim in fresh_moves(one)]
    moves = [*stated, *(one.move for one in group)]
    effective = next((move.effective for move in moves if move.effective), None)
    told_as = step(group[0].move)
    as_told = max((told_as, *map(step, stated)), key=FURTHER.index)
    place = min(map(place_of, group))
    first = min(filter(None, map(first_of, group)), key=lambda one: (one.seen, one.url), default=None)
    later = {one.origin for one in voices if first and one.seen >= first.seen and one.origin != first.origin}
    if settled and settled.status:
        as_told, effective = STEPS.get(settled.status, settled.status), settled.effective or effective
    became = official.sighting.seen if official and as_told != told_as and not settled else place
    return State(
        heard=group,
        step=as_told,
        effective=effective,
        since=effective or became.date(),
        place=place,
        first=first,
        official=official.sighting if official else None,
        outlets=tuple(dict.fromkeys(one.outlet for one in voices if one.outlet)),
        origins=len({one.origin for one in voices}),
        followed=len(later),
    )
