"""What a webhook receives: the bundle as JSON. docs/webhook.md explains it, config/webhook.schema.json defines it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from config.taxonomy import Frozen
from pipelines.alerts.types import Bundle, Telling
from pipelines.render.escapes import one_line
from pipelines.render.kinds import Kind
from pipelines.render.views import cut
from pipelines.types import ChangeKind

VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields may come at any time."""
_LONGEST = 2_000
_MOST_OUTLETS = 50


class Article(Frozen):
    """Where the change was read."""

    url: str = Field(description="Its address, as the source gave it: untrusted, as all that outlets wrote.")
    title: str = Field(description="Its headline.")
    outlet: str | None = Field(description="Who published it; null where that is not known.")
    published: datetime | None = Field(description="When, in UTC; null where the source gave no usable date.")


class ToldChange(Frozen):
    """One change, with the evidence for it."""

    id: str = Field(description="Id of the change.")
    kind: ChangeKind = Field(description="What happened to the fact.")
    headline: str = Field(description="The change in one line, in the message's language.")
    quote: str = Field(description="The sentence that states it, as published.")
    speaker: str | None = Field(description="Who said it, where the sentence names somebody.")
    before: str = Field(description="What was known before; empty where nothing was.")
    fact: str = Field(description="Id of the fact: `deltawire facts show`.")
    story: str = Field(description="Id of the story: `deltawire stories show`.")
    origins: int = Field(ge=0, description="How many independent outlets say so; copies of one text count once.")
    outlets: tuple[str, ...] = Field(description="Who says so, the first reporter first; at most fifty.")
    why: str = Field(description="Why it rings.")
    confidence: float = Field(ge=0, le=1, description="How surely it was read.")
    corrects: str | None = Field(description="Id of the message that this change takes back or corrects.")
    article: Article = Field(description="Where it was read.")


class WebhookBody(Frozen):
    """What Deltawire posts to a webhook: the changes that met one subscription and go out together."""

    version: Literal[1] = Field(description="Of this format; new fields may come without a new version.")
    id: str = Field(description="Of the message, the same on every try: take each only once.")
    subscription: str = Field(description="Name of the subscription.")
    created: datetime = Field(description="When the message was made, in UTC.")
    language: str = Field(description="Of the words around the evidence: en or zh.")
    possible_repeat: bool = Field(description="An earlier try may have arrived.")
    reminder: bool = Field(description="It was told before, and nobody acknowledged it.")
    title: str = Field(description="One line for people.")
    note: str = Field(description="What else there is to say: coverage in a digest, a heartbeat's words.")
    changes: tuple[ToldChange, ...] = Field(description="The changes; none in a heartbeat.")
    more: int = Field(ge=0, description="Changes that had no room; `deltawire alerts show` with the id has them all.")


def schema() -> dict[str, Any]:
    """The JSON Schema of the body; objects may gain fields that are not in it yet."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_open(WebhookBody.model_json_schema(mode="serialization")),
    }


def payload(bundle: Bundle, kind: Kind, *, title: str, repeat: bool) -> str:
    """The bundle in ASCII JSON within the kind's limit; `more` counts the changes that had no room."""
    changes = tuple(_change(told, kind) for told in bundle.tellings[: kind.lines])
    while True:
        body = WebhookBody(
            version=VERSION,
            id=bundle.id,
            subscription=one_line(bundle.subscription),
            created=bundle.created,
            language=bundle.language,
            possible_repeat=repeat,
            reminder=bundle.reminder,
            title=title,
            note=cut(one_line(bundle.note), _LONGEST),
            changes=changes,
            more=len(bundle.tellings) - len(changes),
        )
        text = json.dumps(body.model_dump(mode="json"))
        if len(text) <= kind.limit or not changes:
            return text
        changes = changes[: len(changes) // 2]


def _change(told: Telling, kind: Kind) -> ToldChange:
    return ToldChange(
        id=told.change,
        kind=told.kind,
        headline=_held(told.headline),
        quote=cut(one_line(told.quote), kind.quote),
        speaker=_held(told.speaker) if told.speaker else None,
        before=_held(told.before),
        fact=told.fact,
        story=told.story,
        origins=told.origins,
        outlets=tuple(map(_held, told.outlets[:_MOST_OUTLETS])),
        why=_held(told.why),
        confidence=round(told.confidence, 4),
        corrects=told.corrects,
        article=Article(
            url=_held(told.url),
            title=_held(told.title),
            outlet=_held(told.outlet) if told.outlet else None,
            published=told.published,
        ),
    )


def _held(text: str) -> str:
    return cut(one_line(text), _LONGEST)


def _open(schema: Any) -> Any:
    """The schema without the ban on fields that we ourselves do not write yet."""
    if isinstance(schema, dict):
        return {name: _open(part) for name, part in schema.items() if name != "additionalProperties"}
    return [_open(part) for part in schema] if isinstance(schema, list) else schema
