"""The machine-readable face: one flat JSON object for each article, claim and change (docs/ndjson.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pipelines.filing import Filing
from pipelines.ledger.rulings import Ruling
from pipelines.rules import why_it_rings
from pipelines.types import Change, Claim, Fact, Ingested, PolicyMove

_NOT_PRINTED = ("reasons", "background")
Record = dict[str, Any]


def ingested_records(ingested: Ingested, *, whatever_topic: bool = False) -> Iterator[Record]:
    """The article's line, then its claims, then what rings; claims only of relevant articles unless told otherwise."""
    yield article_record(ingested)
    if not (ingested.verdict.relevant or whatever_topic):
        return
    for change in ingested.changes:
        if change.kind != "withdrawn":
            yield {"type": "claim", "url": ingested.document.url, "fact": change.fact.id, **claim_record(change.claim)}
    for change in ingested.ringing:
        yield change_record(change)


def article_record(ingested: Ingested) -> Record:
    """Topics with reasons, copy and story of one article."""
    document, verdict, twin = ingested.document, ingested.verdict, ingested.twin
    record: Record = {
        "type": "article",
        "url": document.url,
        "relevant": verdict.relevant,
        "score": round(verdict.score, 4),
        "topics": list(verdict.topics),
        "story": ingested.story,
        "copy_of": twin.origin if twin else None,
        "copy_kind": twin.kind if twin else None,
        "language": ingested.text.language,
        "why": list(verdict.reasons),
    }
    if document.text is None:
        record["text"] = ingested.text.body
    return record


def claim_record(claim: Claim) -> Record:
    """The fields of a figure or policy move, as docs/ndjson.md lists them."""
    fields = {name: value for name, value in asdict(claim).items() if name not in _NOT_PRINTED}
    if isinstance(claim, PolicyMove):
        fields["effective"] = claim.effective.isoformat() if claim.effective else None
        fields["filing"] = filing_record(claim.filing) if claim.filing else None
    return {"kind": claim.kind, **fields, "confidence": round(claim.confidence, 3)}


def filing_record(filing: Filing) -> Record:
    """What an official document says of itself; only what it does say."""
    days = {"effective", "comments_close"}
    told = {name: value for name, value in asdict(filing).items() if value}
    return {name: value.isoformat() if name in days else value for name, value in told.items()}


def change_record(change: Change) -> Record:
    """A change that rings: the claim's fields, what it is, and what was known before."""
    return {
        "type": "change",
        "change": str(change.kind),
        "url": change.sighting.url,
        "fact": change.fact.id,
        "previous": fact_record(change.previous) if change.previous else None,
        "outlets": len(change.fact.origins),
        "why": why_it_rings(change),
        **claim_record(change.claim),
    }


def fact_record(fact: Fact) -> Record:
    """A fact of the ledger: its claim, where and when it was first met, and how many origins say it."""
    return {
        "fact": fact.id,
        "first_url": fact.first.url,
        "first_seen": fact.first.seen.isoformat(),
        "last_seen": fact.last_seen.isoformat(),
        "outlets": len(fact.origins),
        "baseline": fact.baseline,
        "current": fact.current,
        **claim_record(fact.claim),
    }


def ledger_record(fact: Fact, state: str) -> Record:
    """A fact as lists and exports print it (docs/ledger.md): how it stands, who says it, what it replaced."""
    return {
        **fact_record(fact),
        "state": state,
        "outlet_names": sorted(fact.outlets),
        "first_outlet": fact.first.outlet,
        "supersedes": fact.supersedes,
        "merged_into": fact.merged_into,
    }


def ruling_record(ruling: Ruling) -> Record:
    """What an operator ruled, and whether it still stands."""
    fields = asdict(ruling)
    moments = {name: fields[name].isoformat() if fields[name] else None for name in ("at", "undone_at")}
    return {**fields, "urls": list(ruling.urls), **moments}
