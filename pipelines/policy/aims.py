"""Tells what a control is laid on and towards whom: goods and buyers that its own words govern."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pipelines.policy.actors import Sight, aimed_at, faces, word_before
from pipelines.policy.frames import SEAMS
from pipelines.policy.words import Tag

MAKERS = ("maker", "makers")
POINTERS = frozenset({"the", "this", "these", "those", "that"})
WHICH = frozenset({"that", "which", "of", "used", "made", "needed", "designed"})
"""Words around "the pumps" that tell whether it speaks of one product named before."""
TRADES = frozenset({"party", "control", "curb", "rule", "company", "goods", "realm"})
NO_LAW = frozenset({"entity listing", "probe", "fine"})
SELLS = 3
"""Within how many words behind "barred X from" the selling stands: then X is who may not sell, not whom it goes to."""
ROW = 2
"""How far apart the names in a row stand: a comma or "and" between them."""
HELD = frozenset({"forbid", "restrict", "hold-back", "forbidden"})
"""What is done to a buyer: "barred X", "X was kept from"."""


def object_of(near: Sight, wide: Sight, product: str | None) -> str | None:
    """What the control is laid on: a law that the wording itself names, else the goods of its clause, else those of
    its statement or those that stand before it in the sentence; `product` is what "the pumps" speaks of.

    What is only told in passing ("after US curbs") governs nothing beyond its own clause.
    """
    hit = near.statement.hit
    law = law_in(near)
    clause = _clause(near)
    own = _goods(near, clause, product)
    if law and _is_changed(law, near) and not any(near.roles.is_product(tag.name) for tag in clause):
        return law
    if own or hit.frame.history:
        return own or law
    before = [tag for tag in wide.tags if tag.first < hit.first]
    return _goods(near, near.tags, product) or law or _goods(wide, before, product)


def _is_changed(law: str, sight: Sight) -> bool:
    """Whether it is the law itself that the wording changes."""
    return any(tag.group == "control" and tag.name == law for tag in sight.statement.hit.tags)


def law_in(sight: Sight) -> str | None:
    """The first law or list named; a list that a firm is put on, or a law that it is said to have broken, is not what
    the move bears on."""
    if sight.statement.hit.frame.instrument in NO_LAW:
        return None
    return next((tag.name for tag in sight.tags if tag.group == "control" and tag.name), None)


def _clause(sight: Sight) -> list[Tag]:
    """The tags between the marks around the wording."""
    hit, tokens = sight.statement.hit, sight.tokens
    first = next((at for at in range(hit.first - 1, -1, -1) if tokens[at].key in SEAMS), -1)
    last = next((at for at in range(hit.last + 1, len(tokens)) if tokens[at].key in SEAMS), len(tokens))
    return [tag for tag in sight.tags if first < tag.first < last]


def _goods(sight: Sight, tags: Iterable[Tag], product: str | None) -> str | None:
    """The goods nearest to the wording: one product before a class, goods before those that a firm only makes."""
    goods = [tag for tag in tags if tag.group == "goods"]
    products = [tag for tag in goods if sight.roles.is_product(tag.name)]
    traded = [tag for tag in goods if not _tells_a_firm(tag, sight)]
    chosen = sight.nearest_tag(products) or sight.nearest_tag(traded) or sight.nearest_tag(goods)
    if chosen is None:
        return None
    return product if product and chosen not in products and _points_back(chosen, sight) else chosen.name


def _points_back(tag: Tag, sight: Sight) -> bool:
    """Whether goods are those that the text spoke of: "the pump", with nothing behind it that tells which."""
    before = sight.tokens[tag.first - 1].key if tag.first else ""
    behind = [token.key for token in sight.tokens[tag.last + 1 : tag.last + 2]]
    compound = any(other.first == tag.last + 1 and other.group in TRADES for other in sight.tags)
    return before in POINTERS and tag.first == tag.last and not compound and not any(word in WHICH for word in behind)


def _tells_a_firm(tag: Tag, sight: Sight) -> bool:
    """Whether goods only say what a firm does: "pump designer", "pumpmaker"."""
    if sight.tokens[tag.last].key.endswith(MAKERS):
        return True
    return any(other.group == "party" and other.first == tag.last + 1 for other in sight.tags)


def target_of(sight: Sight, jurisdiction: str | None) -> str | None:
    """Towards whom, where the words say so: for a control on trade the buyer, a place or a company behind "to" or
    the like; for a listing, a probe or a warning the company it is about."""
    companies = (tag for tag in sight.tags if tag.group == "company")
    named = [tag for tag in companies if not _speaks(tag, sight) and not _is_bought(tag, sight)]
    if _upon_company(sight):
        company = _first_of_row(sight.nearest_tag(tag for tag in named if not _makes(tag, sight)), named)
        warned_off = sight.statement.hit.frame.instrument == "guidance"
        return company or (sight.nearest(named) if warned_off else None)
    buyers = [tag for tag in named if _buys(tag, sight)]
    others = (tag for tag in sight.tags if tag.group == "place" and tag.name != jurisdiction)
    places = [tag for tag in others if not _comes_from(tag, ("whence",), sight)]
    facing = (tag for tag in places if faces(tag, sight))
    aimed = (tag for tag in places if aimed_at(tag, sight))
    place = sight.nearest_tag(facing) or sight.nearest_tag(aimed)
    return sight.nearest(buyers) or _first_of_row(place, places)


def _first_of_row(chosen: Tag | None, names: Sequence[Tag]) -> str | None:
    """The first of names in a row, whichever of them stands nearest: "X, Y and Z were listed"."""
    if chosen is None:
        return None
    for tag in sorted(names, key=lambda tag: -tag.first):
        if 0 < chosen.first - tag.last <= ROW:
            chosen = tag
    return chosen.name


def bearer_of(sight: Sight, jurisdiction: str | None, earlier: str | None, *, own: bool) -> str | None:
    """The place that bears a control, where no word tells: the nearest that is not the power that acts.

    Where the statement names no power, that is the one before; but not if the statement's `own` words name that as a
    mere place.
    """
    places = [tag for tag in sight.tags if tag.group == "place" and tag.name != jurisdiction]
    bearing = [tag for tag in places if not _comes_from(tag, ("whence", "goods"), sight)]
    named = {tag.first for tag in sight.tags if tag.group == "state"}
    if jurisdiction is None:
        mere = [tag for tag in bearing if own and tag.first in named and not _speaks(tag, sight)]
        bearing = [tag for tag in bearing if tag.name != earlier or tag in mere]
    return _first_of_row(sight.nearest_tag(bearing), bearing)


def _upon_company(sight: Sight) -> bool:
    return sight.statement.hit.frame.upon == "company"


def _comes_from(place: Tag, groups: Collection[str], sight: Sight) -> bool:
    """Whether a place only says where goods, or a push, come from: "US pumps", "US-led"."""
    return any(tag.group in groups and tag.first == place.last + 1 for tag in sight.tags)


def between(name: Tag, verb: Tag) -> int:
    """How far a verb stands from a name: 1 right behind it, -1 right before it."""
    return verb.first - name.last if verb.first > name.last else verb.last - name.first


def _speaks(name: Tag, sight: Sight) -> bool:
    """Whether a company or a power is named only as the one that says so ("the Herald reports")."""
    if any(tag.group == "hearsay" and tag.first <= name.first <= tag.last for tag in sight.tags):
        return True
    own = {tag.first for tag in sight.statement.hit.tags}
    verbs = (tag for tag in sight.tags if tag.group == "speaking" and tag.first not in own)
    return any(abs(between(name, verb)) == 1 for verb in verbs)


def _is_bought(company: Tag, sight: Sight) -> bool:
    """Whether a company is named only for having been bought: "over its purchase of X", "the X deal"."""
    of = word_before(company, sight.tokens) in ("of", "with")
    deals = [tag for tag in sight.tags if tag.group == "deal"]
    return any(tag.first == company.last + 1 or (of and company.first - tag.last == 2) for tag in deals)


def _makes(company: Tag, sight: Sight) -> bool:
    """Whether a company is named only as the maker of goods: "ships with X pumps"."""
    return any(tag.group == "goods" and tag.first == company.last + 1 for tag in sight.tags)


def _buys(company: Tag, sight: Sight) -> bool:
    """Whether goods go to a company: "sell to X", "supply X", "X could buy", "kept X from"."""
    if word_before(company, sight.tokens) in ("to", "向", "给", "对"):
        return True
    if any(tag.group == "sale" and company.first - tag.last == 1 for tag in sight.tags):
        return True
    if word_before(company, sight.tokens) == "for" and any(
        tag.group == "goods" and company.first - tag.last == 2 for tag in sight.tags
    ):
        return True
    behind = [tag.group for tag in sight.tags if 0 < tag.first - company.last <= 2 * SELLS]
    if "buy" in behind[:3] and "sale" not in behind:
        return True
    return _is_held(company, sight) and not _sells(company, sight)


def _is_held(company: Tag, sight: Sight) -> bool:
    """Whether the control is done to a company: "barred X", "X has been restricted", but not "barred X's goods"."""
    token = sight.tokens[company.last]
    if token.end - token.start > len(token.key):
        return False
    verbs = [tag for tag in sight.statement.hit.tags if tag.group in HELD]
    passive = any(tag.group == "be" and 0 < tag.first - company.last <= 2 for tag in sight.tags)
    return any(company.first - verb.last == 1 or (passive and 0 < verb.first - company.last <= 3) for verb in verbs)


def _sells(company: Tag, sight: Sight) -> bool:
    """Whether a company is kept from selling, or from a market."""
    last = max(company.last, sight.statement.hit.tags[0].last)
    words = [token.key for token in sight.tokens[last + 1 : last + 2]]
    behind = [tag.group for tag in sight.tags if 0 < tag.first - last <= SELLS]
    return words in (["from"], ["to"]) and ("sale" in behind or "place" in behind)
