"""Fills in who moves a control, on what and towards whom: from the statement, else from what stands around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipelines.policy.actors import (
    TOWARDS,
    Sight,
    actor_of,
    office,
    office_of,
    owner_of_law,
    owns,
    scene_of,
    word_before,
)
from pipelines.policy.aims import bearer_of, between, law_in, object_of, target_of
from pipelines.policy.frames import Statement
from pipelines.policy.line import family_of
from pipelines.policy.passages import Passage
from pipelines.policy.roles import Roles


@dataclass(frozen=True, slots=True)
class Slots:
    """Who, what and towards whom; also what a later sentence may lean on."""

    actor: str | None = None
    jurisdiction: str | None = None
    object: str | None = None
    target: str | None = None
    speaker: str | None = None
    upon: str = "place"
    """What the target is: where goods go, or the company that the move is about."""
    family: str = ""
    """What kind of control it is."""
    borrowed: tuple[str, ...] = ()
    """Which of them the statement's own sentence does not name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The places of a text at large, the most frequent first."""

    powers: tuple[str, ...] = ()
    """Those whose authorities or controls it names."""
    markets: tuple[str, ...] = ()
    """Those named at all, those that something is aimed at first."""
    offices: Mapping[str, str] = field(default_factory=dict)
    """An authority's name, or its last word -> whose it is, where the text says so of one country."""


def slots_of(
    statement: Statement,
    passage: Passage,
    roles: Roles,
    earlier: Slots,
    setting: Setting,
    product: str | None,
) -> Slots:
    """The slots of one statement. What it leaves open is taken from its sentence, then from the statement before
    it, then from the text at large; `product` is the last one that the text named before."""
    here = passage.within(statement.first, statement.last)
    near = Sight(statement, passage.tokens, here, roles)
    wide = Sight(statement, passage.tokens, passage.tags, roles)
    before = replace(wide, tags=[tag for tag in passage.tags if tag.group != "place" or tag.first <= statement.last])
    own_law = owner_of_law(near) if any(tag.group == "own-law" for tag in statement.hit.tags) else None
    said = own_law or actor_of(near) or actor_of(before) or owner_of_law(near)
    actor, jurisdiction = said or office_of(near, setting.offices) or scene_of(near) or (None, None)
    target = target_of(near, jurisdiction) or bearer_of(near, jurisdiction, earlier.jurisdiction, own=True)
    target = target or bearer_of(wide, jurisdiction, earlier.jurisdiction, own=False)
    found = Slots(
        actor=actor,
        jurisdiction=jurisdiction,
        object=object_of(near, wide, product),
        target=target,
        speaker=_speaker(wide),
        upon=statement.hit.frame.upon,
        family=family_of(statement.hit.frame.instrument),
    )
    return _borrow(found, earlier, setting, roles.presumed, law_in(wide), protest=statement.hit.frame.called_for)


def _borrow(
    found: Slots, earlier: Slots, setting: Setting, presumed: tuple[str, ...], law: str | None, *, protest: bool
) -> Slots:
    """`found` with its gaps filled; a place is never both the one that acts and the one acted upon.

    Who protests without being named is the one that the move before was aimed at. Goods are taken over only where
    the move before was one by the same power and of the same kind.
    """
    given = found
    if protest and found.jurisdiction is None and earlier.target in setting.markets:
        found = replace(found, actor=earlier.target, jurisdiction=earlier.target, target=earlier.jurisdiction)
    if found.jurisdiction is None and earlier.jurisdiction not in (None, found.target):
        found = replace(found, actor=earlier.actor, jurisdiction=earlier.jurisdiction)
    if found.jurisdiction is None:
        likely = next((place for place in (*setting.powers, *presumed) if place != found.target), None)
        found = replace(found, actor=likely, jurisdiction=likely)
    if found.target is None and earlier.upon == found.upon and earlier.target != found.jurisdiction:
        found = replace(found, target=earlier.target)
    if found.target is None and found.upon == "place":
        found = replace(found, target=next((place for place in setting.markets if place != found.jurisdiction), None))
    if found.object is None:
        alike = earlier.family == found.family and earlier.jurisdiction == found.jurisdiction
        found = replace(found, object=(earlier.object if alike else None) or law)
    names = ("actor", "object", "target")
    return replace(found, borrowed=tuple(name for name in names if getattr(found, name) != getattr(given, name)))


def _speaker(sight: Sight) -> str | None:
    """The named person, company or authority that says so: "Kress said", "according to BIS"."""
    names = [tag for tag in sight.tags if tag.group in ("person", "company", "authority")]
    verbs = [tag for tag in sight.tags if tag.group == "speaking"]
    return sight.nearest(name for name in names if any(abs(between(name, verb)) == 1 for verb in verbs))


def setting_of(passages: Iterable[Passage], roles: Roles) -> Setting:
    """Who acts and who is acted upon in a text at large."""
    powers: Counter[str] = Counter()
    markets: Counter[str] = Counter()
    aims: Counter[str] = Counter()
    offices: dict[str, str] = {}
    for passage in passages:
        whence = {tag.first for tag in passage.tags if tag.group == "whence"}
        places = [tag for tag in passage.tags if tag.group == "place" and tag.last + 1 not in whence]
        for tag in passage.tags:
            if tag.group == "authority":
                jurisdiction = roles.jurisdictions.get(tag.name)
                powers.update([jurisdiction] if jurisdiction else [])
                beside = next((place.name for place in places if 0 < tag.first - place.last <= 2), None)
                if jurisdiction is None and beside is not None:
                    for name in office(tag, passage.tokens):
                        offices[name] = beside if offices.get(name, beside) == beside else ""
        for place in places:
            markets[place.name] += 1
            aims[place.name] += word_before(place, passage.tokens) in TOWARDS
            powers[place.name] += (
                owns(place, passage.tags, passage.tokens) and word_before(place, passage.tokens) not in TOWARDS
            )
    acting = tuple(name for name, times in powers.most_common() if times)
    ranked = sorted(markets, key=lambda name: (-aims[name], -markets[name]))
    return Setting(acting, tuple(ranked), offices)
