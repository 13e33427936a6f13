"""A desk's taxonomy: the names it knows (companies, products, bodies, laws, goods, countries) and its topics."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

EntityKind = Literal["company", "product", "person", "body", "law", "country", "good", "programme"]


class Frozen(BaseModel):
    """Plain data read from YAML: no unknown keys, no changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entity(Frozen):
    """One thing with names."""

    id: str
    kind: EntityKind
    names: tuple[str, ...]
    """Every alias in every language, the one to show first. Latin names match whole words: those in lower case in
    any case, those with a capital initial only with it, those all in capitals only so ("US" is not "us")."""
    topics: tuple[str, ...] = ()
    """Topics that a mention speaks for."""
    weight: float = 1.0
    """How loudly it speaks for them."""
    watched: bool = False
    """Figures and moves about it may ring."""
    maker: str | None = None
    """For a product: id of the company whose figures its own are."""
    jurisdiction: str | None = None
    """For a body, law or country: "US", "China", "Netherlands", …"""
    fiscal_year_ends: int | None = None
    """For a company: month in which its fiscal year ends; the year is named for the calendar year of its end."""


class Topic(Frozen):
    """One topic of the desk."""

    id: str
    title: str
    terms: dict[str, float] = {}
    """Word or phrase in any language -> weight, beyond the entities' own names."""


class NearMiss(Frozen):
    """A neighbouring subject that shares names with the desk but is not it, such as gaming cards."""

    id: str
    terms: dict[str, float]


class Goods(Frozen):
    """A class of goods that controls are laid upon, by what the news calls it beyond the entities' own names."""

    name: str
    """How a policy move names it as object: an entity's id, or a name of its own."""
    names: tuple[str, ...]
    watched: bool = True
    """Whether the desk follows controls on it; False for neighbours: controls on these alone are not its business."""


class Taxonomy(Frozen):
    """What one desk knows by name."""

    topics: tuple[Topic, ...]
    entities: tuple[Entity, ...]
    near_misses: tuple[NearMiss, ...] = ()
    goods: tuple[Goods, ...] = ()
    presumed: tuple[str, ...] = ()
    """Whose a control is where a text names no power at all: the first of these that is not its target."""
    field: dict[str, float] = {}
    """Word or phrase of the desk's field -> weight. It speaks for no topic by itself; names and terms in its company
    speak more surely. The goods that the desk watches belong to its field anyway."""
    shapes: tuple[str, ...] = ()
    """How names of the field look, as regular expressions: one that is on no list yet counts as a word of the field."""
    languages: tuple[str, ...] = ("en", "zh")
    """ISO 639-1 codes of the languages whose wording the terms cover; in others, names and figures must do."""
    threshold: float = 0.5
    """Calibrated score from which a document is relevant."""

    def __hash__(self) -> int:
        """Cheap, and true to equality, so that what is compiled from a taxonomy can be cached by it."""
        return hash((self.threshold, len(self.topics), len(self.entities), len(self.near_misses)))

    def entity(self, id: str) -> Entity | None:
        """The entity of that id, if the desk knows it."""
        return next((entity for entity in self.entities if entity.id == id), None)
