"""A subscription's fields one by one, as people read them: in lists, in differences, and from the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import timedelta

from config.subscriptions import TimingConfig, WantsConfig
from pipelines.alerts.types import Quiet, Timing, Wants
from pipelines.types import ChangeKind

_UNITS = (("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))


def wants_of(config: WantsConfig) -> Wants:
    """What the file asks for."""
    given = config.model_dump()
    return Wants(**{**given, "changes": tuple(map(ChangeKind, config.changes))})


def timing_of(config: TimingConfig) -> Timing:
    """When the file wants it."""
    given = {name: getattr(config, name) for name in TimingConfig.model_fields}
    quiet = config.quiet and Quiet(
        config.quiet.start, config.quiet.end, frozenset(map(ChangeKind, config.quiet.urgent))
    )
    return Timing(**{**given, "quiet": quiet})


def told_fields(wants: Wants, timing: Timing) -> Mapping[str, str]:
    """Field -> what it says, of those that say something else than they do by themselves."""
    found: dict[str, str] = {}
    for given, usual in ((wants, Wants()), (timing, Timing())):
        for one in fields(given):
            value = getattr(given, one.name)
            if value != getattr(usual, one.name):
                found[one.name] = told(value)
    return found


def told(value: object) -> str:
    """One value: "acme, orion", "5m", "22:00–07:00"."""
    if isinstance(value, timedelta):
        return span_told(value)
    if isinstance(value, Quiet):
        urgent = f", but for {told(sorted(value.urgent))}" if value.urgent else ""
        return f"{value.start:%H:%M}–{value.end:%H:%M}{urgent}"
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)


def span_told(span: timedelta) -> str:
    """A time as it is written: "1h30m"."""
    left, parts = int(span.total_seconds()), []
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
