"""Why a subscription would never ring, or cannot be understood; each reason names its field and the cure.

`WANTED` and `TIMED` are the tables of contents.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from typing import get_args
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from config.desk import Lexicons
from config.metrics import Metrics
from pipelines.alerts.naming import FIELDS, Known, known_names
from pipelines.alerts.types import GroupBy, Timing, Wants
from pipelines.figures.cues import unit_kind
from pipelines.types import ChangeKind, Direction, Status

FIGURES_ONLY = ("metrics", "unit", "least_value")
MOVES_ONLY = ("jurisdictions", "statuses", "directions")
_SILENT = frozenset({ChangeKind.CONFIRMED, ChangeKind.RESTATED})
"""Kinds of change that are kept, and ring nobody (`pipelines.rules`)."""
_LISTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("kinds", ("figure", "policy")),
    ("changes", tuple(kind for kind in ChangeKind if kind not in _SILENT)),
    ("statuses", get_args(Status)),
    ("directions", get_args(Direction)),
)
_SOME_DAY = datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))
_NEVER_NEGATIVE = ("group_wait", "group_interval")


def refusals(wants: Wants, timing: Timing, lexicons: Lexicons) -> Sequence[str]:
    """Every reason, such as "topics: this desk knows no 'olives', so …; use acme or orion"; none: it can ring."""
    known, metrics = known_names(lexicons), lexicons.metrics
    of_wants = [reason for check in WANTED for reason in check(known.named(wants), known, metrics)]
    return [*of_wants, *(reason for check in TIMED for reason in check(timing))]


# ---------------------------------------------------------------- what is wanted
def _names(wants: Wants, known: Known, metrics: Metrics) -> Iterator[str]:
    for field in FIELDS:
        for word in known.unknown(field, getattr(wants, field)):
            close = known.close(field, word)
            left_out = field == "metrics" and any(one.id == word and not one.worth for one in metrics.metrics)
            why = f"{word!r} is read only to be left out" if left_out else f"this desk knows no {word!r}"
            yield f"{field}: {why}, so it would never ring; {_use(close) if close else 'mend the word or take it out'}"


def _words(wants: Wants, known: Known, metrics: Metrics) -> Iterator[str]:
    for field, allowed in _LISTED:
        for word in getattr(wants, field):
            if word not in allowed and not (field == "changes" and word in _SILENT):
                yield f"{field}: {word!r} is unknown; {_use(get_close_matches(word, allowed, n=1) or allowed)}"
    if wants.changes and _SILENT.issuperset(wants.changes):
        allowed = dict(_LISTED)["changes"]
        yield f"changes: {_and(wants.changes)} only keep the ledger up to date and ring nobody; {_use(allowed)}"
    for tier in wants.tiers:
        if tier not in (1, 2, 3):
            yield f"tiers: {tier} is none; use 1 (official), 2 (press) or 3 (aggregators)"
    for language in wants.languages:
        if not (len(language) == 2 and language.isascii() and language.isalpha() and language.islower()):
            yield f"languages: {language!r} is no ISO 639-1 code; use two small letters, such as en or zh"


def _amounts(wants: Wants, known: Known, metrics: Metrics) -> Iterator[str]:
    if wants.origins < 1:
        yield f"origins: {wants.origins} is too few; use 1 (at once) or more (that wait for others to say so)"
    if not 0 <= wants.least_confidence <= 1:
        yield f"least_confidence: {wants.least_confidence:g} is no share; use 0 to 1, such as 0.6"
    if wants.least_value is not None and not (math.isfinite(wants.least_value) and wants.least_value >= 0):
        yield f"least_value: {wants.least_value:g} is no size; use 0 or more, signs are not looked at"
    if wants.least_value is not None and not wants.unit:
        yield "least_value: of what? Add unit, such as USD or percent"
    if wants.least_move is not None and not (math.isfinite(wants.least_move) and wants.least_move > 0):
        yield f"least_move: {wants.least_move:g} is no share of the value before; use 0.1 for 10 %"
    if wants.least_move is not None and wants.changes and ChangeKind.REVISED not in wants.changes:
        yield "least_move: only revised figures are held against it; add revised to changes, or take it out"


def _together(wants: Wants, known: Known, metrics: Metrics) -> Iterator[str]:
    """Fields that leave nothing between them."""
    figures = [field for field in FIGURES_ONLY if _given(getattr(wants, field))]
    moves = [field for field in MOVES_ONLY if _given(getattr(wants, field))]
    if figures and moves:
        yield (
            f"{figures[0]}: only figures have that, and only policy moves have {moves[0]}, so nothing has both; take "
            "one out, or make two subscriptions"
        )
    if moves and wants.kinds == ("figure",):
        yield f"{moves[0]}: figures have none, so it would never ring; take it out, or add policy to kinds"
    if figures and wants.kinds == ("policy",):
        yield f"{figures[0]}: policy moves have none, so it would never ring; take it out, or add figure to kinds"


def _unit(wants: Wants, known: Known, metrics: Metrics) -> Iterator[str]:
    measured = [metric for word in wants.metrics if (metric := metrics.metric(word)) is not None]
    if not wants.unit or not measured:
        return
    kind = unit_kind(wants.unit)
    if not any(kind in metric.units for metric in measured):
        counted = _and(sorted({unit for metric in measured for unit in metric.units}))
        names = _and([metric.id for metric in measured])
        yield f"unit: {wants.unit!r} is {kind}, but {names} is given as {counted}; change the unit or the metric"


WANTED: tuple[Callable[[Wants, Known, Metrics], Iterator[str]], ...] = (_names, _words, _amounts, _together, _unit)


# ---------------------------------------------------------------- when
def _zone(timing: Timing) -> Iterator[str]:
    zones = _zones()
    if timing.zone not in zones:
        close = get_close_matches(timing.zone, zones, n=2) or ["UTC", "Europe/Berlin"]
        yield f"zone: {timing.zone!r} is no time zone; {_use(close)}"


@cache
def _zones() -> frozenset[str]:
    """Every zone there is; looking takes a while."""
    return frozenset(available_timezones())


def _moments(timing: Timing) -> Iterator[str]:
    for field in ("digest", "heartbeat"):
        cron = getattr(timing, field)
        if not cron:
            continue
        try:
            next(CronSim(cron, _SOME_DAY))
        except CronSimError as error:
            yield f"{field}: {cron!r} cannot be read ({str(error).lower()}); {_CRON}"
        except StopIteration:
            yield f"{field}: {cron!r} names no day that comes; {_CRON}"


def _durations(timing: Timing) -> Iterator[str]:
    for field in _NEVER_NEGATIVE:
        if getattr(timing, field) < timedelta(0):
            yield f"{field}: less than nothing; use 0 or more, such as 5m"
    if timing.repeat_interval is not None and timing.repeat_interval <= timedelta(0):
        yield "repeat_interval: would repeat without end; use 4h or so, or take it out"
    if timing.digest and (timing.group_wait or timing.group_interval):
        yield "digest: all is told at its moments; take out group_wait and group_interval, or the digest"
    if timing.group_by not in get_args(GroupBy):
        yield f"group_by: {timing.group_by!r} is unknown; {_use(get_args(GroupBy))}"


def _hours(timing: Timing) -> Iterator[str]:
    if timing.quiet is not None and timing.quiet.start == timing.quiet.end:
        yield f"quiet: from {timing.quiet.start:%H:%M} to the same is no time at all; give another end, or take it out"
    if timing.cap is not None and timing.cap < 1:
        yield f"cap: {timing.cap} messages an hour would be silence; use 1 or more, or switch the subscription off"


TIMED: tuple[Callable[[Timing], Iterator[str]], ...] = (_zone, _moments, _durations, _hours)
_CRON = "write minute hour day month weekday, such as 0 8 * * 1-5 for eight on weekdays"


def _given(value: object) -> bool:
    return value is not None and value not in ((), "")


def _use(words: Sequence[str]) -> str:
    *most, last = words
    return f"use {', '.join(most)} or {last}" if most else f"use {last}"


def _and(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
