"""Fills in who moves a control, on what and towards whom: from the statement, else from what stands around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.policy.frames import Statement
from pipelines.policy.passages import Passage
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
OWNED = frozenset({"assurance", "control", "curb", "rule", "licence", "permission", "authority"})
"""What is somebody's: "curbs from", "an official in"; and, right behind a place, "Dutch curbs"."""
DOES = frozenset({"impose", "ease", "tighten", "forbid", "restrict", "takeback", "grant", "allow", "add", "scrap"})
"""What a power named behind the wording does: "the requirement that Washington imposed"."""
BESIDE = 3
"""How many words may stand between a country and the authority or the control that is its own."""


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


@dataclass(frozen=True, slots=True)
class Sight:
    """One sentence as the slots are read from it: its tokens, the tags to look at, and who the names are."""

    statement: Statement
    tokens: Sequence[Token]
    tags: Sequence[Tag]
    roles: Roles

    def nearness(self, tag: Tag) -> int:
        """How far a tag is from the wording; behind it counts double, since actors stand before what they do."""
        hit = self.statement.hit
        return max(hit.first - tag.last, 2 * (tag.first - hit.last), 0)

    def nearest(self, tags: Iterable[Tag]) -> str | None:
        """The name of the tag nearest to the wording."""
        chosen = min(tags, key=lambda tag: (self.nearness(tag), tag.first), default=None)
        return chosen.name if chosen else None


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
    actor, jurisdiction = _actor(near) or _actor(before) or _owner_of_law(near) or (None, None)
    mover = jurisdiction or earlier.jurisdiction
    beyond = wide if statement.hit.frame.upon == "place" else replace(wide, tags=_without_places(passage.tags))
    target = _target(near, mover) or _target(beyond, mover)
    named = _goods(near) or _law(near) or _goods(wide)
    found = Slots(actor, jurisdiction, named, target, _speaker(wide), statement.hit.frame.upon)
    return _borrow(found, earlier, setting, roles.presumed, _law(wide))


def _borrow(found: Slots, earlier: Slots, setting: Setting, presumed: tuple[str, ...], law: str | None) -> Slots:
    """`found` with its gaps filled; a place is never both the one that acts and the one acted upon."""
    given = found
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


def _actor(sight: Sight) -> tuple[str, str] | None:
    """(name, jurisdiction): an authority before a place; one before the wording rather than one behind it."""
    known = sight.roles.jurisdictions
    places = [tag for tag in sight.tags if tag.group == "place"]
    states = {tag.first for tag in sight.tags if tag.group == "state"}
    acting = [place for place in places if _acts(place, sight, states)]
    for tag in sorted(_authorities(sight), key=sight.nearness):
        jurisdiction = known.get(tag.name)
        if jurisdiction is not None:
            if _only_tells(tag, jurisdiction, acting, sight):
                continue
            return tag.name, jurisdiction
        beside = (place for place in places if _beside(place, tag) and not _aimed_at(place, sight))
        subject = (place for place in acting if place.first < tag.first)
        owner = next(beside, None) or next(subject, None)
        if owner is not None and not _only_tells(tag, owner.name, acting, sight):
            word = " ".join(token.key for token in sight.tokens[tag.first : tag.last + 1])
            return f"{owner.name} {word}", owner.name
    name = sight.nearest(acting)
    return (name, name) if name else None


def _authorities(sight: Sight) -> list[Tag]:
    """The authorities named; the "trade ministry" within a ministry's full name is none of its own."""
    named = [tag for tag in sight.tags if tag.group == "authority"]
    full = [tag for tag in named if sight.roles.jurisdictions.get(tag.name)]
    return [tag for tag in named if tag in full or not any(one.first <= tag.first <= one.last for one in full)]


def _only_tells(authority: Tag, jurisdiction: str, acting: Sequence[Tag], sight: Sight) -> bool:
    """Whether an authority behind the wording only speaks of what another power does: "Washington has extended
    the waiver, Seoul's trade ministry said"."""
    hit = sight.statement.hit
    passive = any(tag.group == "be" and hit.first - tag.last in (0, 1) for tag in sight.tags)
    doers = {place.name for place in acting if place.first < hit.first}
    return authority.first > hit.last and not passive and bool(doers - {jurisdiction}) and jurisdiction not in doers


def _owner_of_law(sight: Sight) -> tuple[str, str] | None:
    """Whose the law or list is that the statement names."""
    laws = (sight.roles.entities[tag.name] for tag in sight.tags if tag.group == "control" and tag.name)
    owner = next((law.jurisdiction for law in laws if law.jurisdiction), None)
    return (owner, owner) if owner else None


def _beside(place: Tag, authority: Tag) -> bool:
    return 0 < authority.first - place.last <= BESIDE or 0 < place.first - authority.last <= BESIDE - 1


def _acts(place: Tag, sight: Sight, states: set[int]) -> bool:
    """Whether a place is named as a power that acts, or as the owner of a control."""
    if _aimed_at(place, sight):
        return False
    if _owns(place, sight.tags) or (_word_before(place, sight.tokens) in OF and _its_own(place, sight)):
        return True
    does = any(tag.group in DOES and tag.first == place.last + 1 for tag in sight.tags)
    return place.first in states and (does or place.first <= sight.statement.hit.last)


def _aimed_at(place: Tag, sight: Sight) -> bool:
    """Whether a control goes towards this place; "curbs from", "assurances of" and "subject to the rules of" a place
    are its own, and so is what stands right behind its name: "subject to US rules"."""
    word = _word_before(place, sight.tokens)
    if word not in TOWARDS:
        return False
    if word.isascii() and any(tag.group in OWNED and tag.first == place.last + 1 for tag in sight.tags):
        return False
    return word not in OF or not _its_own(place, sight)


def _its_own(place: Tag, sight: Sight) -> bool:
    """Whether something of a power's stands right before its name: "an order from", "assurances of"."""
    return any(tag.group in OWNED and 2 <= place.first - tag.last <= BESIDE for tag in sight.tags)


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
    aimed = [tag for tag in places if _aimed_at(tag, sight)]
    return sight.nearest(buyers) or sight.nearest(aimed) or sight.nearest(places)


def _speaker(sight: Sight) -> str | None:
    """The named person, company or authority that says so: "Kress said", "according to BIS"."""
    names = [tag for tag in sight.tags if tag.group in ("person", "company", "authority")]
    verbs = [tag for tag in sight.tags if tag.group == "speaking"]
    return sight.nearest(name for name in names if any(abs(_between(name, verb)) == 1 for verb in verbs))


def _between(name: Tag, verb: Tag) -> int:
    return verb.first - name.last if verb.first > name.last else verb.last - name.first


def _speaks(company: Tag, sight: Sight) -> bool:
    """Whether a company is named only as the one that says so ("Reuters reports")."""
    return any(tag.group == "speaking" and abs(_between(company, tag)) == 1 for tag in sight.tags)


def _without_places(tags: Iterable[Tag]) -> list[Tag]:
    return [tag for tag in tags if tag.group != "place"]


def _makes(company: Tag, sight: Sight) -> bool:
    """Whether a company is named only as the maker of goods: "servers with X chips"."""
    return any(tag.group == "goods" and tag.first == company.last + 1 for tag in sight.tags)


def _buys(company: Tag, sight: Sight) -> bool:
    """Whether goods go to a company: "sell to X", "supply X"."""
    if _word_before(company, sight.tokens) in ("to", "向", "给", "对"):
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
                powers[tag.name] += _owns(tag, passage.tags) and _word_before(tag, passage.tokens) not in TOWARDS
    acting = tuple(name for name, times in powers.most_common() if times)
    return Setting(acting, tuple(name for name, _ in markets.most_common()))


def _owns(place: Tag, tags: Iterable[Tag]) -> bool:
    """Whether a control named right behind a place is its own: "Dutch export curbs"."""
    gaps = ((tag.group, tag.first - place.last) for tag in tags)
    return any(0 < gap <= BESIDE and (group in OWNED or (group == "licence-need" and gap == 1)) for group, gap in gaps)


def _word_before(tag: Tag, tokens: Sequence[Token]) -> str:
    """The word before a name, or the one that the name itself begins with in Chinese ("towards-China")."""
    if tag.last > tag.first and tokens[tag.first].key in TOWARDS:
        return tokens[tag.first].key
    return tokens[tag.first - 1].key if tag.first else ""
