"""The names that a subscription may ask for: found by any alias, and the closest ones where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from config.desk import Lexicons
from config.taxonomy import Entity
from pipelines.alerts.types import Wants
from pipelines.alerts.wants import folded_word

Names = Mapping[str, tuple[str, ...]]
"""Every way of writing a name, folded -> what claims call it: mostly its id."""
FIELDS = ("topics", "entities", "objects", "metrics", "jurisdictions")
"""Fields of `Wants` that take names of the desk."""
_FEW = 12
"""Names that are listed whole where none is close."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names of one desk, for each field of `Wants` that takes some."""

    fields: Mapping[str, Names]

    def named(self, wants: Wants) -> Wants:
        """The same wish in the words of the claims: "猎户座" is orion; what is unknown stays as it is."""
        return replace(
            wants,
            topics=self._called("topics", wants.topics),
            entities=self._called("entities", wants.entities),
            objects=self._called("objects", wants.objects),
            metrics=self._called("metrics", wants.metrics),
            jurisdictions=self._called("jurisdictions", wants.jurisdictions),
        )

    def unknown(self, field: str, words: Iterable[str]) -> list[str]:
        """Those of the words that nothing is called by."""
        return [word for word in words if folded_word(word) not in self.fields[field]]

    def close(self, field: str, word: str) -> list[str]:
        """Up to three names that are written much like it, else all where they are few."""
        names = self.fields[field]
        alike = difflib.get_close_matches(folded_word(word), names, n=6, cutoff=0.6)
        ids = list(dict.fromkeys(names[one][0] for one in alike))[:3]
        every = list(dict.fromkeys(called[0] for called in names.values()))
        return ids or (every if len(every) <= _FEW else [])

    def _called(self, field: str, words: Sequence[str]) -> tuple[str, ...]:
        names = self.fields[field]
        return tuple(dict.fromkeys(name for word in words for name in names.get(folded_word(word), (word,))))


@lru_cache(maxsize=4)
def known_names(lexicons: Lexicons) -> Known:
    """The names of a desk, laid out once."""
    taxonomy, policy = lexicons.taxonomy, lexicons.policy
    entities = [((entity.id, *_shown(entity)), entity.names) for entity in taxonomy.entities]
    goods = [((goods.name,), goods.names) for goods in taxonomy.goods]
    places = [((place.jurisdiction,), place.names) for place in policy.places]
    authorities = [((authority.name,), authority.names) for authority in policy.authorities if authority.jurisdiction]
    powers = sorted({entity.jurisdiction for entity in taxonomy.entities if entity.jurisdiction})
    countries = {one.jurisdiction: one.names for one in taxonomy.entities if one.jurisdiction and one.kind == "country"}
    return Known(
        {
            "topics": _names(((topic.id,), ()) for topic in taxonomy.topics),
            "entities": _names((*goods, *entities, *authorities, *places)),
            "objects": _names((*goods, *(((entity.id,), entity.names) for entity in taxonomy.entities))),
            "metrics": _names(((metric.id,), ()) for metric in lexicons.metrics.metrics if metric.worth),
            "jurisdictions": _names((*(((power,), countries.get(power, ())) for power in powers), *places)),
        }
    )


def _shown(entity: Entity) -> tuple[str, ...]:
    """What policy moves call a body or a country, where that is another word than its id."""
    shown = {"body": entity.names[0], "country": entity.jurisdiction or entity.names[0]}.get(entity.kind)
    return (shown,) if shown and folded_word(shown) != folded_word(entity.id) else ()


def _names(listed: Iterable[tuple[tuple[str, ...], Iterable[str]]]) -> Names:
    """(what claims call it, aliases) by every name; what claims say comes before aliases, the first before others."""
    found: dict[str, tuple[str, ...]] = {}
    things = list(listed)
    for called, _ in things:
        for name in called:
            found.setdefault(folded_word(name), called)
    for called, aliases in things:
        for name in aliases:
            found.setdefault(folded_word(name), called)
    return found
