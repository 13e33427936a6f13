"""Whose figure it is, of which product, and who says so: read off the names around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from config.taxonomy import Entity
from pipelines.types import Mention

_MAKERS: Final = {"product": 12, "person": 18}
"""Characters that a maker stands farther off when only its product or its head is named."""
_AFTER: Final = 80
_UNWATCHED: Final = 90
_OFF_TOPIC: Final = 35
_BREAK: Final = 20
_ACROSS: Final = 45
_CARRIED: Final = 130.0
_OBJECT_REACH: Final = 110
_SPEAKER_REACH: Final = 45


def subject_of(
    start: int,
    end: int,
    mentions: Sequence[Mention],
    entities: dict[str, Entity],
    *,
    others: Sequence[int],
    breaks: Sequence[int],
    carried: str | None,
    pronoun: bool,
    authority: bool,
    national: bool = False,
) -> str | None:
    """Id of the entity that the figure at [start, end) most likely belongs to, or None.

    The nearest name before the figure wins. A name behind it, one across another figure (`others`) or a clause
    joint (`breaks`), or one that the desk does not watch stands farther off; so does the company of the sentences
    before (`carried`), unless the sentence opens with a pronoun. `authority`: bodies and countries first;
    `national`: bodies and countries where there is no company.
    """
    candidates: list[tuple[float, str]] = []
    for mention in mentions:
        entity = entities.get(mention.entity)
        owner = None if entity is None else _owner(entity, authority=authority)
        if entity is None or owner is None:
            continue
        distance = float(start - mention.end if mention.end <= start else mention.start - end + _AFTER)
        distance += _MAKERS.get(entity.kind, 0)
        if not authority:
            distance += (0 if entity.watched else _UNWATCHED) if entity.kind == "company" else 0
            distance += 0 if entity.topics or entity.kind != "company" else _OFF_TOPIC
        low, high = sorted((mention.start, start))
        distance += _BREAK * sum(low <= place < high for place in breaks)
        distance += _ACROSS * sum(low < place < high for place in others)
        candidates.append((distance, owner))
    if carried is not None and not (authority and candidates):
        back = float(start + _BREAK * len(breaks) + _ACROSS * sum(place < start for place in others))
        candidates.append((min(back, _CARRIED) if pronoun else _CARRIED, carried))
    if national and not candidates:
        return subject_of(
            start, end, mentions, entities, others=others, breaks=breaks, carried=None, pronoun=False, authority=True
        )
    return min(candidates)[1] if candidates else None


def _owner(entity: Entity, *, authority: bool) -> str | None:
    """Whose figures a mention speaks of: a product's are its maker's; bodies and countries own what they set."""
    if entity.kind in ("body", "country"):
        return entity.id if authority else None
    if authority or entity.kind in ("law", "good", "programme"):
        return None
    return entity.maker if entity.kind in _MAKERS else entity.id


def object_of(
    start: int,
    end: int,
    mentions: Sequence[Mention],
    entities: dict[str, Entity],
    *,
    others: Sequence[int],
    breaks: Sequence[int],
) -> str | None:
    """Id of the product nearest to the figure in its sentence, or None; `others` and `breaks` as above."""
    near: list[tuple[int, str]] = []
    for mention in mentions:
        entity = entities.get(mention.entity)
        if entity is not None and entity.kind == "product":
            gap = max(mention.start - end, start - mention.end, 0)
            low, high = sorted((mention.start, start))
            across = _BREAK * sum(low <= place < high for place in breaks)
            across += _ACROSS * sum(low < place < high for place in others)
            if gap <= _OBJECT_REACH:
                near.append((gap + across, entity.id))
    return min(near)[1] if near else None


def speaker_of(says: Sequence[Mention], mentions: Sequence[Mention], entities: dict[str, Entity]) -> str | None:
    """Id of the company, body or person that stands at the sentence's first verb of saying, or None."""
    for verb in says[:3]:
        near = [
            (max(mention.start - verb.end, verb.start - mention.end), mention.entity)
            for mention in mentions
            if (entity := entities.get(mention.entity)) is not None and entity.kind in ("company", "body", "person")
        ]
        if near and min(near)[0] <= _SPEAKER_REACH:
            return min(near)[1]
    return None
