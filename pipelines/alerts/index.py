"""Which of many subscriptions ask for a change, found at about the cost of those that do.

Every distinct wish is posted under the few criteria that tell most: "object Orion and metric charge" is one key of a
dictionary. A change makes the keys that it could be posted under, and only what lies there is looked at more closely;
wishes that ask for nothing in particular lie under the kinds of change that they want.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from pipelines.alerts.types import Matter, Subscription, Wants
from pipelines.alerts.wants import Criteria, Facets, Value, criteria_of, facets_of, size_of, unmet

TOGETHER = 3
"""Criteria of one key: more would make changes look in more places than they find wishes."""
BROAD = frozenset({"languages", "tiers", "kinds", "changes"})
POSTINGS = 64
"""Keys that one wish may lie under; whoever lists more names gets a key of fewer criteria."""

Shape = tuple[str, ...]
Key = tuple[Value, ...]
Wish = tuple[float, Criteria, list[int]]
"""The least value, what else the key leaves open, and the places of the subscriptions that wish so."""


class SubscriptionIndex:
    """Subscriptions, compiled once; `matching` asks them."""

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        self._subscriptions = tuple(subscriptions)
        self._postings: dict[Shape, dict[Key, list[Wish]]] = defaultdict(dict)
        """Of each key the wishes in order of their least value, so that those beyond a figure's size end the search."""
        self._left: dict[Criteria, Criteria] = {}
        """Most keys leave the same open: one object for all of them is held against a change once."""
        for wants, places in _alike(self._subscriptions).items():
            self._post(criteria_of(wants), places)
        for posted in self._postings.values():
            for wishes in posted.values():
                wishes.sort(key=_least)

    def __len__(self) -> int:
        """How many subscriptions it holds."""
        return len(self._subscriptions)

    def matching(self, matter: Matter) -> Sequence[Subscription]:
        """Those that ask for the change, in the order in which they were given."""
        facets, met = facets_of(matter), dict[int, bool]()
        places: set[int] = set()
        for _, left, subscribed in self._near(facets, size_of(matter.change.claim)):
            known = met.get(id(left))
            if known is None:
                known = met[id(left)] = unmet(left, matter, facets) is None
            if known:
                places.update(subscribed)
        return [self._subscriptions[place] for place in sorted(places)]

    def _near(self, facets: Facets, size: float) -> Iterator[Wish]:
        """All that lies under a key which the change has, and is not beyond its size."""
        for shape, posted in self._postings.items():
            for key in product(*(facets[field] for field in shape)):
                for wish in posted.get(key, ()):
                    if wish[0] > size:
                        break
                    yield wish

    def _post(self, criteria: Criteria, places: list[int]) -> None:
        shape = _shape(criteria)
        words = dict(criteria.words)
        open_words = tuple(pair for pair in criteria.words if pair[0] not in shape)
        left = replace(criteria, words=open_words, least_value=None)
        least = -math.inf if criteria.least_value is None else criteria.least_value
        wish = (least, self._left.setdefault(left, left), places)
        posted = self._postings[shape]
        for key in product(*(words[field] for field in shape)):
            posted.setdefault(key, []).append(wish)


def _least(wish: Wish) -> float:
    return wish[0]


def _alike(subscriptions: Sequence[Subscription]) -> dict[Wants, list[int]]:
    """The distinct wishes, and the places of those who share them: `origins` is not what a change is found by."""
    places: dict[Wants, list[int]] = defaultdict(list)
    for place, subscription in enumerate(subscriptions):
        wants = subscription.wants
        places[wants if wants.origins == 1 else replace(wants, origins=1)].append(place)
    return places


def _shape(criteria: Criteria) -> Shape:
    """The first criteria of the list, as many as a key takes: they stand in the order in which they tell most.

    What every other change has, such as its kind, makes a key only where there is nothing else.
    """
    shape: list[str] = []
    postings = 1
    for field, words in criteria.words:
        room = len(shape) < TOGETHER and postings * len(words) <= POSTINGS and field not in BROAD
        if not shape or room:
            shape.append(field)
            postings *= len(words)
    return tuple(shape)
