"""What a webhook receives: the bundle as JSON. docs/webhook.md explains it, config/webhook.schema.json defines it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pipelines.alerts.types import Bundle, Telling
from pipelines.render.escapes import one_line
from pipelines.render.kinds import Kind
from pipelines.render.views import cut

VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields may come at any time."""
_LONGEST = 2_000
_MOST_OUTLETS = 50


def payload(bundle: Bundle, kind: Kind, *, title: str, repeat: bool) -> str:
    """The bundle in ASCII JSON within the kind's limit; `more` counts the changes that had no room."""
    changes = [_change(told, kind) for told in bundle.tellings[: kind.lines]]
    while True:
        text = json.dumps(
            {
                "version": VERSION,
                "id": bundle.id,
                "subscription": one_line(bundle.subscription),
                "created": _moment(bundle.created),
                "language": bundle.language,
                "possible_repeat": repeat,
                "reminder": bundle.reminder,
                "title": title,
                "note": one_line(bundle.note),
                "changes": changes,
                "more": len(bundle.tellings) - len(changes),
            }
        )
        if len(text) <= kind.limit or not changes:
            return text
        changes = changes[: len(changes) // 2]


def _change(told: Telling, kind: Kind) -> dict[str, Any]:
    return {
        "id": told.change,
        "kind": str(told.kind),
        "headline": cut(one_line(told.headline), _LONGEST),
        "quote": cut(one_line(told.quote), kind.quote),
        "speaker": cut(one_line(told.speaker), _LONGEST) if told.speaker else None,
        "before": cut(one_line(told.before), _LONGEST),
        "fact": told.fact,
        "story": told.story,
        "origins": told.origins,
        "outlets": [cut(one_line(outlet), _LONGEST) for outlet in told.outlets[:_MOST_OUTLETS]],
        "why": cut(one_line(told.why), _LONGEST),
        "confidence": round(told.confidence, 4),
        "corrects": told.corrects,
        "article": {
            "url": cut(one_line(told.url), _LONGEST),
            "title": cut(one_line(told.title), _LONGEST),
            "outlet": cut(one_line(told.outlet), _LONGEST) if told.outlet else None,
            "published": _moment(told.published) if told.published else None,
        },
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
