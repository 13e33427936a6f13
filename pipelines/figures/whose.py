"""Whose figure it is, of which product, and who says so: read off the names around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from config.taxonomy import Entity
from pipelines.types import Mention

_MAKERS: Final = {"product": 12, "person": 18}
"""Characters that a maker stands farther off when only its product or its head is named."""
_ASIDE: Final = {"body": 25, "country": 90, "law": 400, "good": 400, "programme": 400}
_AFTER: Final = 45
_UNWATCHED: Final = 50
_OFF_TOPIC: Final = 15
_OBJECT_REACH: Final = 110
_SPEAKER_REACH: Final = 45


def subject_of(
    start: int, end: int, mentions: Sequence[Mention], entities: dict[str, Entity], breaks: Sequence[int]
) -> str | None:
    """Id of the entity that the figure at [start, end) most likely belongs to, or None.

    The nearest name before the figure wins; a name behind it, one across a clause (`breaks`), or one that the
    desk does not watch stands farther off.
    """
    best: tuple[float, str] | None = None
    for mention in mentions:
        entity = entities.get(mention.entity)
        if entity is None or entity.kind in ("law", "good", "programme"):
            continue
        owner = entity.maker if entity.kind in _MAKERS else entity.id
        if owner is None:
            continue
        distance = float(start - mention.end if mention.end <= start else mention.start - end + _AFTER)
        distance += _MAKERS.get(entity.kind, 0) + _ASIDE.get(entity.kind, 0)
        distance += 0 if entity.watched or entity.kind in ("body", "country") else _UNWATCHED
        distance += 0 if entity.topics else _OFF_TOPIC
        low, high = sorted((mention.start, start))
        distance += 20 * sum(low <= place < high for place in breaks)
        if best is None or distance < best[0]:
            best = distance, owner
    return best[1] if best else None


def object_of(start: int, end: int, mentions: Sequence[Mention], entities: dict[str, Entity]) -> str | None:
    """Id of the product nearest to the figure in its sentence, or None."""
    near: list[tuple[int, str]] = []
    for mention in mentions:
        entity = entities.get(mention.entity)
        if entity is not None and entity.kind == "product":
            gap = max(mention.start - end, start - mention.end, 0)
            if gap <= _OBJECT_REACH:
                near.append((gap, entity.id))
    return min(near)[1] if near else None


def speaker_of(says: Sequence[Mention], mentions: Sequence[Mention], entities: dict[str, Entity]) -> str | None:
    """Id of the company, body or person that stands at the sentence's verb of saying, or None."""
    for verb in says:
        near = [
            (max(mention.start - verb.end, verb.start - mention.end), mention.entity)
            for mention in mentions
            if (entity := entities.get(mention.entity)) is not None and entity.kind in ("company", "body", "person")
        ]
        if near and min(near)[0] <= _SPEAKER_REACH:
            return min(near)[1]
    return None
