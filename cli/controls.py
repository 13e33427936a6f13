"""A control in words: the cells of a list, the lines of a page, the entries of a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cli.output import counted
from cli.rulings import ruled
from cli.timeline import SEEDS, spoken, whose_word
from config.taxonomy import Taxonomy
from pipelines.controls import Line, State
from pipelines.controls.calendar import Day
from pipelines.render import claim_title
from pipelines.types import Sighting

OUTLETS = 8
"""Named in full."""


def title(line: Line, taxonomy: Taxonomy) -> str:
    """What is controlled, and towards whom."""
    return claim_title(replace((line.stands or line.states[-1]).move, target=line.target), taxonomy)


def cells(line: Line, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Id, control, whose, instrument, what stands, since when, on whose word, outlets."""
    latest = line.stands or line.states[-1]
    word = whose_word(line.stands) if line.stands else ""
    about = latest.id, title(line, taxonomy), line.jurisdiction or "", line.instrument
    return (*about, stands(line), since(line), word, str(latest.origins or ""))


def narrow_cells(line: Line, taxonomy: Taxonomy) -> tuple[str, ...]:
    """The same in four cells of a few lines each."""
    name, about, by, instrument, state, day, word, origins = cells(line, taxonomy)
    others = f"\n{counted(int(origins), 'outlet')}" if origins else ""
    return f"{about}\n{by} {instrument}", f"{state}\n{name}".replace("; ", "\n"), day, f"{word}{others}"


def stands(line: Line) -> str:
    """The step that stands, whether it is disputed, and what is pending."""
    state = line.stands
    told = f"{state.step}, {state.move.direction}" if state else "nothing: denied or withdrawn"
    pending = (f"{one.step} {one.since}: {one.move.direction}" for one in line.pending)
    return "; ".join([told, *(["disputed"] if line.disputed else []), *pending])


def since(line: Line) -> str:
    """Since when."""
    state = line.stands
    if state is None:
        return ""
    return f"before {state.place:%Y-%m-%d}" if state.history else f"{state.since}"


def told(state: State) -> str:
    """The step in a line."""
    effective = f", effective {state.effective}" if state.effective else ""
    return f"{state.instrument}, {state.move.direction}, {state.step}{effective}"


def entry(state: State) -> tuple[str, ...]:
    """A state with everything it rests on: a headline, then lines."""
    return tuple(_entry(state))


def _entry(state: State) -> Iterator[str]:
    yield f"{state.place:%Y-%m-%d}  {told(state)}{' (told as history)' if state.history else ''}"
    yield f"“{state.quote}”"
    yield f"by {state.move.actor or 'nobody named'}; on the word of {whose_word(state)}"
    if state.first:
        yield f"first reported {_place(state.first)}"
        yield f"{counted(state.origins, 'independent outlet')}: {_listed(state.outlets)}"
    elif state.baseline:
        yield f"{SEEDS}: {state.heard[0].fact.first.title}, {state.heard[0].fact.first.url}"
    if state.official:
        yield f"official {_place(state.official)}: “{state.official_quote}”"
    if state.upgrade:
        yield f"{spoken(state.upgrade.lead)} after the press had it first: {_place(state.upgrade.press)}"
    if state.against:
        yield f"disputed: {', '.join(state.against)} says otherwise; `deltawire policy settle` settles it"
    before = [one.fact.supersedes for one in state.heard if one.fact.supersedes]
    links = (("facts", state.facts), ("supersedes", before), ("replaced by", state.replaced_by))
    yield "; ".join(f"{word} {', '.join(ids)}" for word, ids in links if ids)
    yield "withdrawn: nobody says it any more" if state.withdrawn else ""
    yield from (f"rang {alert}" for one in state.heard for alert in one.alerts)
    for ruling in (ruling for one in state.heard for ruling in one.rulings):
        undone = f", undone by {ruling.undone_by}" if ruling.undone_at else ""
        yield f"ruling {ruling.id}{undone}: {ruled(ruling)}: {ruling.why}"


def _place(sighting: Sighting) -> str:
    return f"{sighting.seen:%Y-%m-%d %H:%M} by {sighting.outlet or 'unknown outlet'}, {sighting.url}"


def _listed(outlets: Sequence[str]) -> str:
    more = f" and {len(outlets) - OUTLETS} more" if len(outlets) > OUTLETS else ""
    return ", ".join(outlets[:OUTLETS]) + more


def is_due(state: State) -> bool:
    """Whether it belongs into a calendar: a day is named, and it still holds."""
    return state.effective is not None and not (state.withdrawn or state.step == "denied")


def day(state: State, line: Line, taxonomy: Taxonomy) -> Day:
    """The day on which it takes or took effect."""
    where = state.official or state.first or state.heard[0].fact.first
    return Day(
        id=state.id,
        day=state.since,
        title=f"{title(line, taxonomy)}: {told(state)}",
        text=f"“{state.quote}”\nOn the word of {whose_word(state)}",
        url=where.url if "://" in where.url else "",
    )
