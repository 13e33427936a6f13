"""Fills in who moves a control, on what and towards whom: from the statement, else from what stands around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipelines.policy.actors import TOWARDS, Sight, actor_of, aimed_at, owner_of_law, owns, word_before
from pipelines.policy.frames import Statement
from pipelines.policy.passages import Passage
from pipelines.policy.roles import Roles
from pipelines.policy.words import Tag


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
    borrowed: tuple[str, ...] = ()
    """Which of them the statement's own sentence does not name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The places of a text at large, the most frequent first."""

    powers: tuple[str, ...] = ()
    """Those whose authorities or controls it names."""
    markets: tuple[str, ...] = ()
    """Those named at all."""


def slots_of(
    statement: Statement,
    passage: Passage,
    roles: Roles,
    earlier: Slots,
    setting: Setting,
) -> Slots:
    """The slots of one statement. What it leaves open is taken from its sentence, then from the statement before
    it, then from the text at large."""
    here = passage.within(statement.first, statement.last)
    near = Sight(statement, passage.tokens, here, roles)
    wide = Sight(statement, passage.tokens, passage.tags, roles)
    before = replace(wide, tags=[tag for tag in passage.tags if tag.group != "place" or tag.first <= statement.last])
    actor, jurisdiction = actor_of(near) or actor_of(before) or owner_of_law(near) or (None, None)
    mover = jurisdiction or earlier.jurisdiction
    beyond = wide if statement.hit.frame.upon == "place" else replace(wide, tags=_without_places(passage.tags))
    target = _target(near, mover) or _target(beyond, mover)
    named = _goods(near) or _law(near) or _goods(wide)
    found = Slots(actor, jurisdiction, named, target, _speaker(wide), statement.hit.frame.upon)
    return _borrow(found, earlier, setting, roles.presumed, _law(wide), protest=statement.hit.frame.called_for)


def _borrow(
    found: Slots, earlier: Slots, setting: Setting, presumed: tuple[str, ...], law: str | None, *, protest: bool
) -> Slots:
    """`found` with its gaps filled; a place is never both the one that acts and the one acted upon.

    Who protests without being named is the one that the move before was aimed at.
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
        found = replace(found, object=(earlier.object if earlier.upon == found.upon else None) or law)
    names = ("actor", "object", "target")
    return replace(found, borrowed=tuple(name for name in names if getattr(found, name) != getattr(given, name)))


def _goods(sight: Sight) -> str | None:
    """The goods nearest to the wording, one product before a class of goods."""
    goods = [tag for tag in sight.tags if tag.group == "goods"]
    return sight.nearest(tag for tag in goods if sight.roles.is_product(tag.name)) or sight.nearest(goods)


def _law(sight: Sight) -> str | None:
    """The first law or list named."""
    return next((tag.name for tag in sight.tags if tag.group == "control" and tag.name), None)


def _target(sight: Sight, jurisdiction: str | None) -> str | None:
    """Towards whom: for a control on trade the buyer, a place or a company behind "to" or the like; for a listing,
    a probe or a warning the company it is about."""
    places = [tag for tag in sight.tags if tag.group == "place" and tag.name != jurisdiction]
    companies = [tag for tag in sight.tags if tag.group == "company" and not _speaks(tag, sight)]
    if sight.statement.hit.frame.upon == "company":
        return sight.nearest(tag for tag in companies if not _makes(tag, sight)) or sight.nearest(places)
    buyers = [tag for tag in companies if _buys(tag, sight)]
    aimed = [tag for tag in places if aimed_at(tag, sight)]
    return sight.nearest(buyers) or sight.nearest(aimed) or sight.nearest(places)


def _speaker(sight: Sight) -> str | None:
    """The named person, company or authority that says so: "Kress said", "according to BIS"."""
    names = [tag for tag in sight.tags if tag.group in ("person", "company", "authority")]
    verbs = [tag for tag in sight.tags if tag.group == "speaking"]
    return sight.nearest(name for name in names if any(abs(_between(name, verb)) == 1 for verb in verbs))


def _between(name: Tag, verb: Tag) -> int:
    return verb.first - name.last if verb.first > name.last else verb.last - name.first


def _speaks(company: Tag, sight: Sight) -> bool:
    """Whether a company is named only as the one that says so ("the Herald reports")."""
    return any(tag.group == "speaking" and abs(_between(company, tag)) == 1 for tag in sight.tags)


def _without_places(tags: Iterable[Tag]) -> list[Tag]:
    return [tag for tag in tags if tag.group != "place"]


def _makes(company: Tag, sight: Sight) -> bool:
    """Whether a company is named only as the maker of goods: "ships with X pumps"."""
    return any(tag.group == "goods" and tag.first == company.last + 1 for tag in sight.tags)


def _buys(company: Tag, sight: Sight) -> bool:
    """Whether goods go to a company: "sell to X", "supply X"."""
    if word_before(company, sight.tokens) in ("to", "向", "给", "对"):
        return True
    return any(tag.group == "sale" and company.first - tag.last == 1 for tag in sight.tags)


def setting_of(passages: Iterable[Passage], roles: Roles) -> Setting:
    """Who acts and who is acted upon in a text at large."""
    powers: Counter[str] = Counter()
    markets: Counter[str] = Counter()
    for passage in passages:
        for tag in passage.tags:
            if tag.group == "authority" and (jurisdiction := roles.jurisdictions.get(tag.name)):
                powers[jurisdiction] += 1
            elif tag.group == "place":
                markets[tag.name] += 1
                powers[tag.name] += owns(tag, passage.tags, passage.tokens) and word_before(tag, passage.tokens) not in TOWARDS
    acting = tuple(name for name, times in powers.most_common() if times)
    return Setting(acting, tuple(name for name, _ in markets.most_common()))
