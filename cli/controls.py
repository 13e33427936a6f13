"""A control in words: the cells of a list, the lines of a page, the entries of a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cli.output import counted
from cli.rulings import ruled
from cli.timeline import SEEDS, spoken, stood, whose_word
from config.taxonomy import Taxonomy
from pipelines.controls import Line, State
from pipelines.controls.calendar import Day
from pipelines.filing import Filing
from pipelines.render import claim_title
from pipelines.types import Sighting

OUTLETS = 8
"""Named in full."""


def title(line: Line, taxonomy: Taxonomy) -> str:
    """What is controlled, and towards whom."""
    latest = (line.stands or line.states[-1]).move
    return claim_title(replace(latest, instrument=line.instrument, object=line.object, target=line.target), taxonomy)


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
    told = (
        f"{stood(state)}, {state.move.direction}{_until(state)}" if state else "nothing: denied, replaced or withdrawn"
    )
    pending = (f"{stood(one)} {one.since}: {one.move.direction}{_until(one)}" for one in line.pending)
    return "; ".join([told, *(["disputed"] if line.disputed else []), *pending])


def _until(state: State) -> str:
    """While it is but proposed, how long one may comment on it."""
    return f", comments until {state.comments_close}" if state.comments_close and not state.done else ""


def since(line: Line) -> str:
    """Since when."""
    state = line.stands
    if state is None:
        return ""
    return f"before {state.place:%Y-%m-%d}" if state.history else f"{state.since}"


def told(state: State) -> str:
    """The step in a line."""
    effective = f", effective {state.effective}" if state.effective else ""
    comments = f", comments until {state.comments_close}" if state.comments_close else ""
    return f"{state.instrument}, {state.move.direction}, {stood(state)}{effective}{comments}"


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
    yield from map(_filed, state.filings)
    links = (("facts", state.facts), ("supersedes", state.supersedes), ("replaced by", state.replaced_by))
    yield "; ".join(f"{word} {', '.join(ids)}" for word, ids in links if ids)
    yield "withdrawn: nobody says it any more" if state.withdrawn else ""
    yield from (f"rang {alert}" for one in state.heard for alert in one.alerts)
    for ruling in (ruling for one in state.heard for ruling in one.rulings):
        undone = f", undone by {ruling.undone_by}" if ruling.undone_at else ""
        yield f"ruling {ruling.id}{undone}: {ruled(ruling)}: {ruling.why}"


def _filed(filing: Filing) -> str:
    """What a document says of itself, in a line."""
    named = " ".join(filter(None, (filing.kind, filing.number)))
    told = (
        f"{named} ({filing.citation})" if filing.citation else named,
        filing.action,
        *filing.parts,
        *(f"docket {docket}" for docket in filing.dockets),
        *(f"RIN {rin}" for rin in filing.rins),
        *(f"item {item}" for item in filing.items),
        f"effective {filing.effective}" if filing.effective else "",
        f"comments until {filing.comments_close}" if filing.comments_close else "",
        *(f"replaces {name}" for name in filing.replaces),
    )
    return "; ".join(filter(None, told))


def _place(sighting: Sighting) -> str:
    return f"{sighting.seen:%Y-%m-%d %H:%M} by {sighting.outlet or 'unknown outlet'}, {sighting.url}"


def _listed(outlets: Sequence[str]) -> str:
    more = f" and {len(outlets) - OUTLETS} more" if len(outlets) > OUTLETS else ""
    return ", ".join(outlets[:OUTLETS]) + more


def days(line: Line, taxonomy: Taxonomy) -> Iterator[Day]:
    """What belongs into a calendar: of each state that still holds, the day of effect and the deadline for comments."""
    for state in line.states:
        if state.withdrawn or state.step == "denied" or state.replaced_by or state.id in line.void:
            continue
        if state.effective is not None:
            yield _day(state, state.id, state.effective, f"{title(line, taxonomy)}: {told(state)}")
        if state.comments_close is not None:
            words = f"Comments close: {title(line, taxonomy)}: {state.instrument}, {stood(state)}"
            yield _day(state, f"{state.id}-comments", state.comments_close, words)


def _day(state: State, id: str, day: date, words: str) -> Day:
    where = state.official or state.first or state.heard[0].fact.first
    filed = "\n".join(map(_filed, state.filings))
    return Day(
        id=id,
        day=day,
        title=words,
        text="\n".join(filter(None, (f"“{state.quote}”", f"On the word of {whose_word(state)}", filed))),
        url=where.url if "://" in where.url else "",
    )
