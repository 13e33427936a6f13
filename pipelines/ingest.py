"""The middle of the way: from one document to the changes it brings, in two steps.

`analyse` is what can be said of a document alone, on as many workers as there are; `decide` holds it against
what has been read before, and is called in order, under the ledger's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines import figures, official, policy
from pipelines.controls import speaks_first_hand
from pipelines.desk import Desk, extract
from pipelines.ledger import reconcile
from pipelines.names import find_names
from pipelines.ports import Memory
from pipelines.stories import Alike, alike, assign_story, sketch
from pipelines.suppress import held
from pipelines.terms import article
from pipelines.text import plain_text, read_text
from pipelines.topics import classify
from pipelines.twins import credit_of, find_twin, nearest, sign
from pipelines.types import (
    Claim,
    Document,
    Figure,
    Held,
    Ingested,
    Sighting,
    Signature,
    Sketch,
    Text,
    Twin,
    Verdict,
)

COPIES_WITHIN = timedelta(days=30)
STORIES_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one document says, before anything else is known."""

    document: Document
    text: Text
    verdict: Verdict
    signature: Signature
    sketch: Sketch
    claims: tuple[Claim, ...]
    """Those worth an analyst's note."""
    passed_over: tuple[tuple[Claim, Held], ...]


def analyse(
    document: Document, desk: Desk, *, furniture: frozenset[int] = frozenset(), whatever_topic: bool = False
) -> Analysis:
    """Text, topics, copies' signature and claims. Raises Unreadable where there is no text.

    `furniture`: what the memory knows of the document's site, asked before and outside the ledger's lock.
    """
    text = _text_of(document, furniture)
    lexicons = desk.lexicons
    verdict = classify(text, taxonomy=lexicons.taxonomy, corpus=desk.corpus)
    worth: list[Claim] = []
    passed_over: list[tuple[Claim, Held]] = []
    if verdict.relevant or whatever_topic:
        claims, beside = _claims(document, text, desk)
        passed_over += beside
        for claim in claims:
            reason = _not_worth_noting(claim, text, verdict, desk)
            if reason is None:
                worth.append(claim)
            else:
                passed_over.append((claim, reason))
    return Analysis(
        document=document,
        text=text,
        verdict=verdict,
        signature=sign(text),
        sketch=_sketched(text, desk),
        claims=tuple(worth),
        passed_over=tuple(passed_over),
    )


def _claims(document: Document, text: Text, desk: Desk) -> tuple[Sequence[Claim], Sequence[tuple[Claim, Held]]]:
    """What the text says, and what it only tells beside that: an official document's form is read first."""
    lexicons, published = desk.lexicons, document.published.date() if document.published else None
    claims = extract(text, lexicons, published=published)
    first_hand = speaks_first_hand(document.url, document.outlet, document.tier, lexicons.taxonomy)
    filing = official.filing_of(document, text, first_hand=first_hand)
    if filing is None:
        return claims, ()
    own = official.own_moves(claims, filing, text, document.title, lexicons, published=published)
    return own.claims, own.passed_over


def recognise(document: Document, desk: Desk, *, furniture: frozenset[int] = frozenset()) -> tuple[Signature, Sketch]:
    """What copies and stories are found by, and nothing else. Raises Unreadable where there is no text."""
    text = _text_of(document, furniture)
    return sign(text), _sketched(text, desk)


def decide(analysis: Analysis, memory: Memory, *, now: datetime) -> Ingested:
    """Copy, story, changes: settled against `memory`, and remembered there. `now` is when the article was met."""
    document, url = analysis.document, analysis.document.url
    twin, known = _met_before(analysis, memory, now)
    assigned = assign_story(analysis.sketch, known, url=url, seen=now, twin=twin)
    story = memory.standing_story(assigned, url=url)
    origin = twin.origin if twin else url
    sighting = Sighting(url=url, outlet=document.outlet, origin=origin, story=story, seen=now, title=document.title)
    reconciled = reconcile(analysis.claims, memory.facts(analysis.claims), sighting=sighting, stated=memory.stated(url))
    verdicts = [(change, held(change, document, now=now)) for change in reconciled.changes]
    ingested = Ingested(
        document=document,
        text=analysis.text,
        verdict=analysis.verdict,
        signature=analysis.signature,
        sketch=analysis.sketch,
        story=story,
        twin=twin,
        changes=reconciled.changes,
        ringing=tuple(change for change, reason in verdicts if reason is None),
        held=(*analysis.passed_over, *((change.claim, reason) for change, reason in verdicts if reason is not None)),
    )
    memory.remember(ingested, reconciled.facts, now=now)
    return ingested


def _text_of(document: Document, furniture: frozenset[int]) -> Text:
    body = document.text if document.text is not None else plain_text(document.html or "", url=document.url)
    return read_text(body, document.title, furniture=furniture)


def _sketched(text: Text, desk: Desk) -> Sketch:
    return sketch(text, find_names(f"{text.title}\n{article(text) or text.body}", desk.lexicons.taxonomy))


def _met_before(analysis: Analysis, memory: Memory, now: datetime) -> tuple[Twin | None, Sequence[Alike]]:
    """What the article copies, and the articles that its story is decided from: a copy is of its origin's story."""
    url, credit = analysis.document.url, credit_of(analysis.text)
    twins = memory.twins(analysis.signature, url=url, since=now - COPIES_WITHIN)
    twin = find_twin(analysis.signature, twins, credit=credit)
    if twin is not None and twin.kind != "rewrite":
        return twin, alike(analysis.sketch, twins)
    neighbours = memory.neighbours(analysis.sketch, url=url, since=now - STORIES_WITHIN)
    met = {read.url: read for read in (*twins, *neighbours)}  # a late copy's origin has left the stories' window
    known = alike(analysis.sketch, list(met.values()))
    return find_twin(analysis.signature, (*twins, *nearest(known)), credit=credit), known


def _not_worth_noting(claim: Claim, text: Text, verdict: Verdict, desk: Desk) -> Held | None:
    lexicons = desk.lexicons
    if isinstance(claim, Figure):
        return figures.worth_noting(claim, text, verdict.topics, lexicons.taxonomy, lexicons.metrics)
    return policy.worth_noting(claim, text, verdict.topics, lexicons.taxonomy, lexicons.policy)
