"""Nouns for tests, with everything filled in that a test does not care about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from config.settings import ROOT
from config.templates import TemplateSources, load_templates
from pipelines.alerts.types import Bundle, Subscription, Telling, Timing, Wants
from pipelines.render import Templates
from pipelines.types import ChangeKind, Document, Fact, Figure, PolicyMove, Sighting

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def figure(value: float = 5.5e9, unit: str = "USD", **fields: Any) -> Figure:
    """A charge of $5.5 billion at a company called acme, unless told otherwise."""
    given = {"subject": "acme", "metric": "charge", "quote": f"Acme named {value:g} {unit}.", "start": 0, "end": 20}
    return Figure(**{"value": value, "unit": unit, "confidence": 0.9, **given, **fields})


def move(**fields: Any) -> PolicyMove:
    """A licence requirement on widgets, announced."""
    given: dict[str, Any] = {
        "quote": "Ruritania now requires licences for widgets.",
        "start": 0,
        "end": 44,
        "actor": "Ruritania",
        "jurisdiction": "Ruritania",
        "instrument": "licence requirement",
        "object": "widgets",
        "target": "Borduria",
        "direction": "tighten",
        "status": "announced",
        "confidence": 0.9,
    }
    return PolicyMove(**{**given, **fields})


def sighting(url: str = "https://one.example/a", *, after: timedelta = timedelta(), **fields: Any) -> Sighting:
    """One article, `after` the Monday on which these tests begin; an origin of its own unless told otherwise."""
    given = {"outlet": url.split("/")[2], "origin": url, "story": "s_1", "seen": MONDAY + after, "title": "A title"}
    return Sighting(url=url, **{**given, **fields})


def known(claim: Figure | PolicyMove, seen: Sighting | None = None, **fields: Any) -> Fact:
    """A fact that the ledger holds."""
    seen = seen or sighting()
    fact = Fact(
        id=f"f_{claim.quote[:8]}{claim.start}",
        claim=claim,
        first=seen,
        last_seen=seen.seen,
        origins=frozenset({seen.origin}),
        outlets=frozenset({seen.outlet or ""}),
        stories=frozenset({seen.story}),
    )
    return replace(fact, **fields)


def document(url: str = "https://one.example/a", text: str = "A text.", **fields: Any) -> Document:
    """A document published on the Monday on which these tests begin."""
    given: dict[str, Any] = {"title": "A title", "published": MONDAY, "outlet": "One", "text": text}
    return Document(url=url, **{**given, **fields})


def subscription(id: int = 1, name: str = "desk", **fields: Any) -> Subscription:
    """One that asks for everything at once; `wants` and `timing` are given as dicts."""
    wants, timing = Wants(**fields.pop("wants", {})), Timing(**fields.pop("timing", {}))
    return Subscription(**{"id": id, "name": name, "targets": (), "wants": wants, "timing": timing, **fields})


def telling(headline: str = "Acme charge: $5.5 billion, new", **fields: Any) -> Telling:
    """A new charge at acme, told by one outlet."""
    given: dict[str, Any] = {
        "change": "c_1",
        "kind": ChangeKind.NEW,
        "quote": "Acme named a charge of $5.5 billion.",
        "speaker": None,
        "before": "",
        "fact": "f_1",
        "origins": 1,
        "outlets": ("One",),
        "why": "a figure that no earlier article had",
        "confidence": 0.9,
        "url": "https://one.example/a",
        "title": "A title",
        "outlet": "One",
        "published": MONDAY,
        "story": "s_1",
    }
    return Telling(headline=headline, **{**given, **fields})


def bundle(*tellings: Telling, **fields: Any) -> Bundle:
    """A message for the subscription "desk", made on the Monday."""
    given: dict[str, Any] = {"id": "b_1", "subscription": "desk", "created": MONDAY}
    return Bundle(tellings=tellings, **{**given, **fields})


@cache
def templates(**overrides: str) -> Templates:
    """The bundled templates, and `overrides` in their place."""
    return Templates(TemplateSources(load_templates(ROOT / "config").bundled, overrides))
