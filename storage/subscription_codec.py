"""What a subscription wants, and when, to JSON and back, equal to what they were."""

from __future__ import annotations

from pydantic import TypeAdapter

from pipelines.alerts.types import Timing, Wants
from storage.codec import Json, storable

_WANTS = TypeAdapter(Wants)
_TIMING = TypeAdapter(Timing)


def wants_to_json(wants: Wants) -> Json:
    """Criteria as JSON."""
    return storable(_WANTS.dump_python(wants, mode="json"))


def wants_from_json(stored: Json) -> Wants:
    """The criteria that were stored."""
    return _WANTS.validate_python(stored)


def timing_to_json(timing: Timing) -> Json:
    """When and how bundled, as JSON; durations as ISO 8601."""
    return storable(_TIMING.dump_python(timing, mode="json"))


def timing_from_json(stored: Json) -> Timing:
    """The timing that was stored."""
    return _TIMING.validate_python(stored)
