"""Tells who moves a control: the authority or the power that acts in a sentence, never whom it is aimed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.policy.frames import Statement
from pipelines.policy.roles import Roles
from pipelines.policy.words import Tag, Token

ENGLISH = frozenset(
    {"to", "on", "in", "for", "against", "from", "towards", "toward", "at", "into", "with", "of", "visited"}
)
TOWARDS = ENGLISH | frozenset({"naar", "nach", "vers"}) | frozenset("对向在给")
"""Words that come before whom a control is aimed at, not before who lays it down."""
OF = frozenset({"from", "of", "in"})
FACES = frozenset({"face", "faces", "faced", "facing"})
"""Words behind the one that a control is aimed at."""
VERBS = frozenset({"is", "are", "was", "were", "has", "had", "have", "will"})
ARTICLES = frozenset({"the", "a", "an", "those", "these", "that", "which"})
LINKS = ENGLISH | VERBS | ARTICLES | frozenset({"by", "under", "over", "as", "than", "and", "or", ",", "，", ":"})
"""Words that no country and what it owns are parted by."""
OWNED = frozenset({"assurance", "control", "curb", "rule", "licence", "permission", "authority", "list"})
"""What is somebody's: "curbs from", "an official in"; and, right behind a place, "Dutch curbs"."""
DOES = frozenset({"impose", "ease", "tighten", "forbid", "restrict", "takeback", "grant", "allow", "add", "scrap"})
"""What a power named behind the wording does: "the requirement that Washington imposed"."""
BESIDE = 3
"""How many words may stand between a country and the authority or the control that is its own."""
PAIRED = frozenset({"and", "or", ",", "、", "和", "及"})
"""What stands between two places that one thing is done to: "X and Y are barred"."""
ROW = 3
"""So many places close together are those that a control names, not those who lay it down."""


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
        chosen = self.nearest_tag(tags)
        return chosen.name if chosen else None

    def nearest_tag(self, tags: Iterable[Tag]) -> Tag | None:
        """The tag nearest to the wording; of two on the same words the longer one."""
        return min(tags, key=lambda tag: (self.nearness(tag), tag.first, -tag.last), default=None)


def actor_of(sight: Sight) -> tuple[str, str] | None:
    """(name, jurisdiction): an authority before a place; one before the wording rather than one behind it."""
    if grantor := _grantor(sight):
        return grantor, grantor
    known = sight.roles.jurisdictions
    places = [tag for tag in sight.tags if tag.group == "place"]
    states = {tag.first for tag in sight.tags if tag.group == "state"}
    acting = [place for place in places if _acts(place, sight, states)]
    for tag in sorted(_authorities(sight), key=sight.nearness):
        jurisdiction = known.get(tag.name)
        namesake = next((place for place in places if _names_it(place, tag) and place.name != jurisdiction), None)
        if jurisdiction is not None and namesake is not None:
            return f"{namesake.name} {office(tag, sight.tokens)[0]}", namesake.name
        if jurisdiction is not None:
            if _only_tells(tag, jurisdiction, acting, sight):
                continue
            return tag.name, jurisdiction
        beside = (place for place in places if _beside(place, tag) and not aimed_at(place, sight))
        subject = (place for place in acting if place.first < tag.first)
        owner = next(beside, None) or next(subject, None)
        if owner is not None and not _only_tells(tag, owner.name, acting, sight):
            return f"{owner.name} {office(tag, sight.tokens)[0]}", owner.name
    name = sight.nearest(acting)
    return (name, name) if name else None


def _grantor(sight: Sight) -> str | None:
    """Whose leave it is that somebody got: "the ministry said that it had secured a Dutch waiver"."""
    hit = sight.statement.hit
    leaves = [tag for tag in hit.tags if tag.group in ("licence", "permission", "waiver")]
    if hit.frame.instrument != "approval":
        return None
    places = (tag for tag in sight.tags if tag.group == "place" and not aimed_at(tag, sight))
    return sight.nearest(place for place in places if owns(place, leaves, sight.tokens))


def _authorities(sight: Sight) -> list[Tag]:
    """The authorities named; the "trade ministry" within a ministry's full name is none of its own."""
    named = [tag for tag in sight.tags if tag.group == "authority"]
    full = [tag for tag in named if sight.roles.jurisdictions.get(tag.name)]
    return [tag for tag in named if tag in full or not any(one.first <= tag.first <= one.last for one in full)]


def _only_tells(authority: Tag, jurisdiction: str, acting: Sequence[Tag], sight: Sight) -> bool:
    """Whether an authority behind the wording only speaks of what another power does: "Washington has extended
    the waiver, Seoul's trade ministry said"."""
    hit = sight.statement.hit
    doers = {place.name for place in acting if place.first < hit.first}
    if authority.first <= hit.last or _passive(sight):
        return False
    return bool(doers) and jurisdiction not in doers


def owner_of_law(sight: Sight) -> tuple[str, str] | None:
    """Whose the law or list is that the statement names."""
    laws = (sight.roles.entities[tag.name] for tag in sight.tags if tag.group == "control" and tag.name)
    owner = next((law.jurisdiction for law in laws if law.jurisdiction), None)
    return (owner, owner) if owner else None


def office(authority: Tag, tokens: Sequence[Token]) -> tuple[str, str]:
    """What an authority goes by once the text has said whose it is: its whole name, and the last word of it."""
    words = [token.key for token in tokens[authority.first : authority.last + 1]]
    whole = (" " if words[0].isascii() else "").join(words)
    return whole, words[-1] if words[-1].isascii() else whole


def office_of(sight: Sight, offices: Mapping[str, str]) -> tuple[str, str] | None:
    """Whose an authority is that is named without a country: that of which the text speaks elsewhere, if of one."""
    for tag in sorted(_authorities(sight), key=sight.nearness):
        name = office(tag, sight.tokens)[0]
        if sight.roles.jurisdictions.get(tag.name) is None and (owner := offices.get(name)):
            return f"{owner} {name}", owner
    return None


def scene_of(sight: Sight) -> tuple[str, str] | None:
    """Whose a move is that names nobody who acts: of a probe, the country it plays in ("firms in X face charges"); of
    leave to trade, that of the traders ("X makers resume sales")."""
    instrument = sight.statement.hit.frame.instrument
    places = [tag for tag in sight.tags if tag.group == "place"]
    name = None
    if instrument in ("probe", "fine"):
        name = sight.nearest(tag for tag in places if word_before(tag, sight.tokens) == "in")
    elif instrument == "approval":
        traders = [tag for tag in sight.tags if tag.group == "party" and tag.last < sight.statement.hit.first]
        name = sight.nearest(tag for tag in places if any(0 < one.first - tag.last <= BESIDE for one in traders))
    return (name, name) if name else None


def _names_it(place: Tag, authority: Tag) -> bool:
    """Whether a place stands right before an authority, and tells it from its namesake elsewhere: "the Indian
    commerce ministry"."""
    return authority.first - place.last == 1 and authority.last > authority.first


def _beside(place: Tag, authority: Tag) -> bool:
    return 0 < authority.first - place.last <= BESIDE or 0 < place.first - authority.last <= BESIDE - 1


def _acts(place: Tag, sight: Sight, states: set[int]) -> bool:
    """Whether a place is named as a power that acts, or as the owner of a control."""
    if aimed_at(place, sight):
        return False
    if owns(place, sight.tags, sight.tokens) or _its_own(place, sight):
        return True
    if place.first not in states or _is_barred(place, sight) or _enumerated(place, sight):
        return False
    hit = sight.statement.hit
    does = any(tag.group in DOES and tag.first == place.last + 1 for tag in sight.tags)
    return does or place.first <= hit.first or any(tag.first == place.first for tag in hit.tags)


def _is_barred(place: Tag, sight: Sight) -> bool:
    """Whether a place is the one that something is done to: "China is barred", "China, blocked"."""
    hit = sight.statement.hit
    barred = [tag.first for tag in hit.tags if tag.group == "place"]
    beside = sight.tokens[place.last + 1].key in PAIRED if place.last + 1 < len(sight.tokens) else False
    if any(place.first == at or (beside and at - place.last == 2) for at in barred):
        return True
    return _passive(sight) and hit.frame.instrument == "ban" and place.first < hit.first


def _enumerated(place: Tag, sight: Sight) -> bool:
    """Whether a place is one of several in a row."""
    starts = {tag.first for tag in sight.tags if tag.group == "place"}
    return sum(abs(start - place.first) <= 2 * BESIDE for start in starts) >= ROW


def _passive(sight: Sight) -> bool:
    """Whether the wording is a passive: "is barred"."""
    first = sight.statement.hit.first
    return any(tag.group == "be" and first - tag.last in (0, 1) for tag in sight.tags)


def aimed_at(place: Tag, sight: Sight) -> bool:
    """Whether a control goes towards this place; "curbs from", "assurances of" and "subject to the rules of" a place
    are its own, and so is what stands right behind its name: "subject to US rules"."""
    if faces(place, sight) or _is_told(place, sight):
        return True
    word = word_before(place, sight.tokens)
    if word not in TOWARDS:
        return False
    if word.isascii() and any(tag.group in OWNED and tag.first == place.last + 1 for tag in sight.tags):
        return False
    return word not in OF or not _its_own(place, sight)


def faces(place: Tag, sight: Sight) -> bool:
    """Whether a place is said to face a control."""
    return any(token.key in FACES for token in sight.tokens[place.last + 1 : place.last + 2])


def _is_told(place: Tag, sight: Sight) -> bool:
    """Whether a power is the one that is told or asked something: "told Washington to", "urged the US"."""
    before = place.first - 1
    if before >= 0 and sight.tokens[before].key == "the":
        before -= 1
    return any(tag.group in ("tell", "call") and tag.last == before for tag in sight.tags)


def _its_own(place: Tag, sight: Sight) -> bool:
    """Whether something of a power's stands right before its name: "an order from", "officials in"."""
    word = word_before(place, sight.tokens)
    owned = {"authority"} if word == "in" else OWNED
    return word in OF and any(tag.group in owned and place.first - tag.last in (2, 3) for tag in sight.tags)


def owns(place: Tag, tags: Iterable[Tag], tokens: Sequence[Token]) -> bool:
    """Whether a control named right behind a place is its own: "Dutch export curbs"."""
    for tag in tags:
        gap = tag.first - place.last
        its = 0 < gap <= BESIDE and (tag.group in OWNED or (tag.group == "licence-need" and gap == 1))
        if its and not any(token.key in LINKS for token in tokens[place.last + 1 : tag.first]):
            return True
    return False


def word_before(tag: Tag, tokens: Sequence[Token]) -> str:
    """The word before a name, or the one that the name itself begins with in Chinese ("towards-China").

    An article is passed over behind "from" alone: "licences from the US".
    """
    if tag.last > tag.first and tokens[tag.first].key in TOWARDS:
        return tokens[tag.first].key
    near = [token.key for token in tokens[max(tag.first - 2, 0) : tag.first]]
    return "from" if near == ["from", "the"] else near[-1] if near else ""
