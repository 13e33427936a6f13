"""How fast a target may be written to, by its kind: what the services publish, kept with some room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: never more than `burst` and `per_second` times the seconds in any stretch of time."""

    per_second: float
    burst: int


RATES: Mapping[str, Rate] = {
    "slack": Rate(1.0, 5),
    "telegram": Rate(0.3, 5),
    "discord": Rate(0.5, 5),
    "teams": Rate(1.0, 4),
    "html": Rate(1.0, 20),
    "sms": Rate(0.2, 5),
    "webhook": Rate(500.0, 1_000),
    "plain": Rate(250.0, 500),
    "markdown": Rate(5.0, 20),
}
"""By the kind of `pipelines.render.kinds`; whoever runs a receiver of his own can take much."""
COMMON = Rate(1.0, 10)


def rate_of(kind: str) -> Rate:
    """The rate of a kind of target; a careful one where nothing is known."""
    return RATES.get(kind, COMMON)
