"""Controls for machines: one flat JSON object for each line, state or day (docs/policy.md)."""

from __future__ import annotations

from typing import Any

from pipelines.controls.heard import news_of
from pipelines.controls.line import Line
from pipelines.controls.states import State
from pipelines.records import claim_record, filing_record, ruling_record
from pipelines.types import PolicyMove, Sighting

Record = dict[str, Any]


def line_record(line: Line) -> Record:
    """One control: where it stands, and since when."""
    return {
        "type": "control",
        "key": line.key,
        "jurisdiction": line.jurisdiction,
        "instrument": line.instrument,
        "object": line.object,
        "target": line.target,
        "disputed": line.disputed,
        "stands": state_record(line.stands) if line.stands else None,
        "pending": [state_record(state) for state in line.pending],
        "states": len(line.states),
    }


def state_record(state: State) -> Record:
    """One step: its claim's fields with status and day as settled, and on whose word it rests."""
    settled, upgrade = state.settled, state.upgrade
    return {
        "type": "state",
        **claim_record(state.move),
        "instrument": state.instrument,
        "step": state.step,
        "stage": state.stage,
        "effective": state.effective.isoformat() if state.effective else None,
        "comments_close": state.comments_close.isoformat() if state.comments_close else None,
        "since": state.since.isoformat(),
        "reported": place_record(state.first),
        "official": place_record(state.official),
        "press": place_record(upgrade.press) if upgrade else None,
        "lead_seconds": int(upgrade.lead.total_seconds()) if upgrade else None,
        "outlets": state.origins,
        "followed": state.followed,
        "outlet_names": list(state.outlets),
        "facts": list(state.facts),
        "baseline": state.baseline,
        "history": state.history,
        "withdrawn": state.withdrawn,
        "against": list(state.against),
        "filings": [filing_record(filing) for filing in state.filings],
        "supersedes": list(state.supersedes),
        "replaced_by": list(state.replaced_by),
        "settled": ruling_record(settled) if settled else None,
    }


def whole_record(line: Line) -> Record:
    """One control with every state, the sentences, and what each rang."""
    return {
        **line_record(line),
        "states": [
            {
                **state_record(state),
                "told": [
                    {**(place_record(told.sighting) or {}), "quotes": quotes_of(told.claims)}
                    for one in state.heard
                    for told in news_of(one.told)
                ],
                "alerts": [alert for one in state.heard for alert in one.alerts],
                "rulings": [ruling_record(ruling) for one in state.heard for ruling in one.rulings],
            }
            for state in line.states
        ],
    }


def place_record(sighting: Sighting | None) -> Record | None:
    """Where and when something was told."""
    if sighting is None:
        return None
    fields = {name: getattr(sighting, name) for name in ("outlet", "url", "origin", "title")}
    return {**fields, "seen": sighting.seen.isoformat()}


def quotes_of(claims: tuple[object, ...]) -> list[str]:
    """The sentences, each once, on one line."""
    moves = (claim for claim in claims if isinstance(claim, PolicyMove))
    return list(dict.fromkeys(" ".join(move.quote.split()) for move in moves))
