"""What each name of a desk's taxonomy is to a policy statement: an authority, a place, goods, a company, a control."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from config.policy import PolicyLexicon
from config.taxonomy import Entity, Taxonomy

GROUPS = {
    "product": "goods",
    "good": "goods",
    "law": "control",
    "company": "company",
    "person": "person",
    "body": "authority",
    "country": "place",
}
"""Kind of an entity -> the group of the lexicon's frames that its mentions fill."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The taxonomy and the lexicon seen together."""

    tags: dict[str, tuple[str, str]]
    """Entity id -> (group, the name a move gives it)."""
    jurisdictions: dict[str, str | None]
    """Authority, by that name -> its jurisdiction; None where the place beside it tells."""
    entities: dict[str, Entity]
    foreign: frozenset[str]
    """Names of goods that the desk does not follow."""
    presumed: tuple[str, ...]
    """Whose a control is where nothing tells."""

    def is_product(self, name: str) -> bool:
        """Whether the name is that of one product, not of a class of goods."""
        entity = self.entities.get(name)
        return entity is not None and entity.kind == "product"


@lru_cache(maxsize=8)
def roles_of(taxonomy: Taxonomy, lexicon: PolicyLexicon) -> Roles:
    """Lay out who is what, once for each desk."""
    listed = [entity for entity in taxonomy.entities if entity.kind in GROUPS]
    bodies = {entity.names[0]: entity.jurisdiction for entity in listed if entity.kind == "body"}
    return Roles(
        tags={entity.id: (GROUPS[entity.kind], _name(entity)) for entity in listed},
        jurisdictions=bodies | {authority.name: authority.jurisdiction for authority in lexicon.authorities},
        entities={entity.id: entity for entity in taxonomy.entities},
        foreign=frozenset(goods.name for goods in taxonomy.goods if not goods.watched),
        presumed=taxonomy.presumed,
    )


def _name(entity: Entity) -> str:
    """A body goes by the name it shows first, a country by its jurisdiction, all else by its id."""
    if entity.kind == "body":
        return entity.names[0]
    return entity.jurisdiction or entity.names[0] if entity.kind == "country" else entity.id
