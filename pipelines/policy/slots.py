"""Fills in who moves a control, on what and towards whom: from the statement, else from what came before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.policy.frames import Statement
from pipelines.policy.roles import Roles
from pipelines.policy.words import Tag, Token

TOWARDS = frozenset(
    (
        "to",
        "on",
        "in",
        "for",
        "against",
        "from",
        "towards",
        "toward",
        "at",
        "into",
        "with",
        "of",
        "对",
        "向",
        "在",
        "给",
    )
)
"""Words that come before whom a control is aimed at, not before who lays it down."""

OF = frozenset({"from", "of", "in"})
OWNED = frozenset({"assurance", "control", "curb", "rule", "licence", "authority"})
"""What is somebody's: "curbs from", "an official in"."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Who, what and towards whom; also what a later sentence may lean on."""

    actor: str | None = None
    jurisdiction: str | None = None
    object: str | None = None
    target: str | None = None
    borrowed: tuple[str, ...] = ()
    """Which of them were taken from an earlier sentence."""


def slots_of(
    statement: Statement,
    tokens: Sequence[Token],
    tags: Sequence[Tag],
    roles: Roles,
    earlier: Slots,
) -> Slots:
    """The slots of one statement; what it leaves open is borrowed from `earlier`."""
    here = [tag for tag in tags if statement.first <= tag.first <= statement.last]
    actor, jurisdiction = _actor(statement, tokens, here, roles)
    if actor is None:
        actor, jurisdiction = _actor(statement, tokens, tags, roles)
    object_ = _object(statement, here, roles) or _object(statement, tags, roles)
    target = _target(statement, tokens, here, jurisdiction) or _target(statement, tokens, tags, jurisdiction)
    found = Slots(actor, jurisdiction, object_, target)
    return _borrow(found, earlier)


def _borrow(found: Slots, earlier: Slots) -> Slots:
    borrowed: list[str] = []
    if found.actor is None and earlier.actor is not None and earlier.jurisdiction != found.target:
        found = replace(found, actor=earlier.actor, jurisdiction=earlier.jurisdiction)
        borrowed.append("actor")
    if found.object is None and earlier.object is not None:
        found = replace(found, object=earlier.object)
        borrowed.append("object")
    if found.target is None and earlier.target is not None and earlier.target != found.jurisdiction:
        found = replace(found, target=earlier.target)
        borrowed.append("target")
    return replace(found, borrowed=tuple(borrowed))


def _actor(
    statement: Statement, tokens: Sequence[Token], tags: Sequence[Tag], roles: Roles
) -> tuple[str | None, str | None]:
    """(name, jurisdiction): an authority before a place; one inside or before the wording before one behind it."""
    hit = statement.hit
    places = [tag for tag in tags if tag.group == "place"]
    known = roles.jurisdictions
    near = _distance(hit.first, hit.last)
    for tag in sorted((tag for tag in tags if tag.group == "authority"), key=near):
        if known.get(tag.name):
            return tag.name, known[tag.name]
        beside = next(
            (place for place in places if -2 <= place.first - tag.last <= 3 or 0 <= tag.first - place.last <= 2), None
        )
        if beside is not None:
            return f"{beside.name} {_words(tokens, tag)}", beside.name
    acting = [place for place in places if not _aimed_at(place, tokens, tags)]
    before = [place for place in acting if place.first <= hit.last]
    chosen = min(before, key=near, default=None)
    return (chosen.name, chosen.name) if chosen else (None, None)


def _distance(first: int, last: int) -> Callable[[Tag], int]:
    """How far a tag is from the wording; behind it counts double, since actors are named before what they do."""
    return lambda tag: max(first - tag.last, 2 * (tag.first - last), 0)


def _words(tokens: Sequence[Token], tag: Tag) -> str:
    return " ".join(token.key for token in tokens[tag.first : tag.last + 1])


def _aimed_at(place: Tag, tokens: Sequence[Token], tags: Iterable[Tag]) -> bool:
    """Whether a control goes towards this place; "curbs from" and "assurances of" a place are its own."""
    if not place.first or tokens[place.first - 1].key not in TOWARDS:
        return False
    if tokens[place.first - 1].key not in OF:
        return True
    return not any(tag.group in OWNED and place.first - 3 <= tag.last <= place.first - 2 for tag in tags)


def _object(statement: Statement, tags: Sequence[Tag], roles: Roles) -> str | None:
    """The goods nearest to the wording, an entity the desk knows before a class of goods; else the law named."""
    near = _distance(statement.hit.first, statement.hit.last)
    goods = [tag for tag in tags if tag.group == "goods"]
    chosen = min(goods, key=lambda tag: (near(tag) - 4 * (tag.name in roles.entities), tag.first), default=None)
    law = next((tag for tag in tags if tag.group == "control" and tag.name), None)
    return chosen.name if chosen else law.name if law else None


def _target(statement: Statement, tokens: Sequence[Token], tags: Sequence[Tag], jurisdiction: str | None) -> str | None:
    """A company or country that something is done to: behind "to" or the like first, else any but the actor."""
    near = _distance(statement.hit.first, statement.hit.last)
    others = [tag for tag in tags if tag.group in ("place", "company") and tag.name != jurisdiction]
    aimed = [tag for tag in others if _aimed_at(tag, tokens, tags)]
    chosen = min(aimed, key=near, default=None) or min(others, key=near, default=None)
    return chosen.name if chosen else None
