"""The line of states of one control: (jurisdiction, instrument, object, target). What stands on it, and what does not.

News calls one control a ban, a rule or a licence requirement: instruments of one family share a line. A move that
names no target stands on the line of that object which is told of most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.controls.heard import REPORTED_BEFORE, Heard, news_of
from pipelines.controls.links import Links
from pipelines.controls.states import State, Upgrade, states_of
from pipelines.ledger.figures import AT_ONCE
from pipelines.policy.line import step

_OPPOSITE = ("tighten", "ease")
_Key = tuple[str | None, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One control, with every state it was in."""

    jurisdiction: str | None
    object: str | None
    target: str | None
    states: tuple[State, ...]
    """Oldest first; also those told as history only, and those withdrawn. At least one."""
    stands: State | None
    """The last step taken, or else the last proposed or reported. None: all was denied or withdrawn."""
    pending: tuple[State, ...]
    """Proposed or weighed since."""
    void: frozenset[str] = frozenset()
    """Ids of states that a document ended, or that lost a dispute."""

    @property
    def instrument(self) -> str:
        """As the state that stands calls it."""
        return (self.stands or self.states[-1]).instrument

    @property
    def key(self) -> str:
        """jurisdiction/instrument/object/target, such as "ruritania/ban/widgets/borduria"; what is open is left out."""
        parts = (self.jurisdiction, self.instrument, self.object, self.target)
        return "/".join((part or "").replace(" ", "-").casefold() for part in parts)

    @property
    def disputed(self) -> bool:
        """Whether contradictory reports stand side by side, and nothing has settled them."""
        return any(state.against for state in self.states)

    def answers_to(self, word: str) -> bool:
        """Whether a person who says this id or key means this line, or a document, docket or part of a code behind it.

        Empty parts of a key match anything.
        """
        if any(word in (one.fact.id, *one.merged) for state in self.states for one in state.heard):
            return True
        filings = (filing for state in self.states for filing in state.filings)
        if any(_folded(word) in map(_folded, filing.names) for filing in filings):
            return True
        asked, told = word.replace(" ", "-").casefold().split("/"), self.key.split("/")
        return len(asked) == len(told) and all(a in ("", t) for a, t in zip(asked, told, strict=True))


def lines_of(heard: Iterable[Heard], on: date | None = None) -> tuple[Line, ...]:
    """The lines on which these facts stand, the one that moved last first; merged facts are left out.

    `on`: the day asked about; what an official document announced and still stands is in force from its day of effect.
    """
    standing = [one for one in heard if one.fact.merged_into is None]
    links = Links.between(standing)
    grouped: dict[_Key, list[Heard]] = defaultdict(list)
    targets = _usual_targets(standing)
    for one in standing:
        control = one.control
        key = control.jurisdiction, control.family, control.object
        grouped[(*key, control.target or targets.get(key))].append(one)
    lines = (_begun(_line(key, group, links), on) for key, group in grouped.items())
    return tuple(sorted(lines, key=lambda line: (line.states[-1].place, line.key), reverse=True))


def _line(key: _Key, heard: Sequence[Heard], links: Links) -> Line:
    states = [
        replace(state, supersedes=links.before(state.facts), replaced_by=links.after(state.facts))
        for state in states_of(heard)
    ]
    pairs = _contradictions(states)
    void = {loser.id for pair in pairs if (loser := _loser(*pair))}
    void |= {state.id for state in states if links.ended(state.facts)}
    open_ = [pair for pair in pairs if _loser(*pair) is None and not _moved_on(pair, states)]
    states = [
        replace(_upgraded(state, states), against=tuple(_other(state, pair) for pair in open_ if state in pair))
        for state in states
    ]
    held = [s for s in states if not (s.withdrawn or s.step == "denied" or s.id in void)]
    news = [state for state in held if not state.history]
    done = [state for state in news if state.done]
    stands = max(done or news or held, key=lambda s: max(s.place, s.settled.at) if s.settled else s.place, default=None)
    pending = [state for state in news if stands and not state.done and state.place > stands.place]
    return Line(key[0], key[2], key[3], tuple(states), stands, tuple(pending), frozenset(void))


def _begun(line: Line, on: date | None) -> Line:
    state = line.stands
    if not (on and state and state.step == "announced" and state.official and state.effective) or state.settled:
        return line
    if state.effective > on:
        return line
    begun = replace(state, step="in-force")
    return replace(line, stands=begun, states=tuple(begun if one is state else one for one in line.states))


def _usual_targets(heard: Iterable[Heard]) -> dict[tuple[str | None, str, str | None], str]:
    """The target that most independent origins name, for each object of a jurisdiction's instruments."""
    origins: dict[_Key, int] = defaultdict(int)
    for control, one in ((one.control, one) for one in heard):
        if control.object and control.target:
            origins[control.jurisdiction, control.family, control.object, control.target] += len(
                {told.sighting.origin for told in one.told}
            )
    ranked = sorted(origins, key=lambda key: (origins[key], str(key[3])))
    return {key[:3]: key[3] for key in ranked if key[3]}


# ---------------------------------------------------------------- reports against one another
def _contradictions(states: Sequence[State]) -> list[tuple[State, State]]:
    """Pairs that cannot both be so: a step and its denial; at once, a tightening and an easing told by others."""
    told = [state for state in states if not (state.history or state.withdrawn or _ruled_out(state))]
    pairs = []
    for place, later in enumerate(told):
        before = [one for one in told[:place] if later.place - one.place <= REPORTED_BEFORE and one.step != "denied"]
        if later.step == "denied":
            pairs += [(one, later) for one in before[-1:] if one.move.direction == later.move.direction]
        else:
            pairs += [(one, later) for one in before if later.place - one.place <= AT_ONCE and _opposed(one, later)]
    return pairs


def _opposed(one: State, other: State) -> bool:
    ours, theirs = ({told.sighting.origin for each in state.heard for told in each.told} for state in (one, other))
    return {one.move.direction, other.move.direction} == set(_OPPOSITE) and ours.isdisjoint(theirs)


def _loser(one: State, other: State) -> State | None:
    """The one that is not so, where an operator or a government's own word tells; the operator's counts for more."""
    for backed in (_settled_so, lambda state: state.official is not None):
        if backed(one) != backed(other):
            return other if backed(one) else one
        if backed(one):
            return one
    return None


def _settled_so(state: State) -> bool:
    return state.settled is not None and not _ruled_out(state)


def _ruled_out(state: State) -> bool:
    """Whether an operator ruled that it is not so; that a denial holds is ruled in the same word."""
    return state.settled is not None and state.step == "denied" != step(state.move)


def _moved_on(pair: tuple[State, State], states: Sequence[State]) -> bool:
    """Whether a later step was taken, so that it no longer matters who was right."""
    return any(state.done and not state.history and state.place > pair[1].place for state in states)


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _other(state: State, pair: tuple[State, State]) -> str:
    return pair[1].id if state == pair[0] else pair[0].id


# ---------------------------------------------------------------- from report to document
def _upgraded(state: State, states: Sequence[State]) -> State:
    """The state, linked with the first press report of what a government's document says in it."""
    if state.official is None:
        return state
    reports = [told.sighting for one in _same_way(state, states) for each in one.heard for told in news_of(each.told)]
    official = {url for one in states for each in one.heard for url in each.official}
    earlier = state.official.seen - REPORTED_BEFORE
    press = [one for one in reports if one.url not in official and earlier <= one.seen < state.official.seen]
    if not press:
        return state
    return replace(state, upgrade=Upgrade(min(press, key=lambda one: (one.seen, one.url)), state.official))


def _same_way(state: State, states: Sequence[State]) -> list[State]:
    """The state and those that led up to it: moves the same way, with no other between."""
    run = [state]
    for one in reversed(states[: states.index(state)]):
        if one.history or one.step == "denied":
            continue
        if one.move.direction != state.move.direction or one.official is not None:
            break
        run.append(one)
    return run
