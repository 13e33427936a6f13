"""When a group of alerts is told: waits and repeats as Alertmanager documents them, digests, quiet hours, a cap.

Pure: the clock comes in. `next_flush` is asked whenever something came, was told, or somebody spoke; whoever keeps the
groups looks again at the moment that it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from pipelines.alerts.types import Quiet, Timing

HOUR = timedelta(hours=1)
DIGEST, QUIET, HEARTBEAT = "digest", "quiet", "heartbeat"
"""Keys of the groups that gather whatever waits for one moment."""
_INSTANT = timedelta(microseconds=1)
_Group = TypeVar("_Group")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupState:
    """How a group stands: what waits in it, what was told, and what was said to that."""

    opened: datetime
    """When the first of the alerts came that wait, or that waited last."""
    waiting: int = 0
    urgent: bool = False
    """Whether one of those that wait passes quiet hours and digests."""
    flushed: datetime | None = None
    """When its last message was made."""
    acknowledged: datetime | None = None
    snoozed_until: datetime | None = None
    sent_this_hour: tuple[datetime, ...] = ()
    """When the subscription's messages of the last hour were made, oldest first; of all its groups."""


def group_key(timing: Timing, *, url: str, story: str, about: str | None, urgent: bool, now: datetime) -> str:
    """The group that an alert joins now: by article, story or object; by the moment, where it waits for one."""
    if timing.digest and not urgent:
        return DIGEST
    if timing.quiet is not None and not urgent and out_of_quiet(timing, now) > now:
        return QUIET
    if timing.group_by == "all":
        return "all"
    by = {"article": url, "story": story, "object": about or story}
    return f"{timing.group_by}:{by[timing.group_by]}"


def next_flush(timing: Timing, group: GroupState) -> datetime | None:
    """When the group's next message is to be made, which may be past; None: not before something comes."""
    moment = _with_what_waits(timing, group) if group.waiting else _reminder(timing, group)
    if moment is None:
        return None
    if group.snoozed_until is not None:
        moment = max(moment, group.snoozed_until)
    if timing.digest and not (group.waiting and group.urgent):
        moment = next_tick(timing.digest, timing.zone, moment - _INSTANT) or moment
    for _ in range(3):  # a cap may lead into quiet hours, whose end may be capped
        quiet = moment if group.waiting and group.urgent else out_of_quiet(timing, moment)
        held = _under_the_cap(timing, group.sent_this_hour, quiet)
        if held == moment:
            break
        moment = held
    return moment


def next_tick(cron: str, zone: str, after: datetime) -> datetime | None:
    """The first moment after `after` that a cron expression names in the zone, in UTC; None where it names none.

    Where clocks are put forward, a moment that is skipped comes at the first one after the gap; where they are put
    back, one that comes twice counts the first time.
    """
    try:
        return next(CronSim(cron, after.astimezone(ZoneInfo(zone)))).astimezone(UTC)
    except (StopIteration, CronSimError):
        return None


def out_of_quiet(timing: Timing, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    quiet, zone = timing.quiet, ZoneInfo(timing.zone)
    if quiet is None:
        return moment
    local = moment.astimezone(zone)
    if not _within(quiet, local):
        return moment
    day = local.date() if local.time() < quiet.end else local.date() + timedelta(days=1)
    return max(moment, datetime.combine(day, quiet.end, zone).astimezone(UTC))


def room_under_cap(timing: Timing, sent_this_hour: Sequence[datetime], now: datetime) -> int | None:
    """How many messages the cap leaves now; None where there is no cap."""
    if timing.cap is None:
        return None
    return max(0, timing.cap - sum(now - HOUR < sent <= now for sent in sent_this_hour))


def by_message(due: Sequence[_Group], room: int | None) -> Sequence[Sequence[_Group]]:
    """A message each; where the cap leaves too little room, the last one tells of all that are left."""
    if room is None or len(due) <= room:
        return [[group] for group in due]
    singles = max(0, room - 1)
    return [*([group] for group in due[:singles]), due[singles:]]


def _with_what_waits(timing: Timing, group: GroupState) -> datetime:
    """A group that was silent for its interval begins anew, and waits for others again."""
    if group.flushed is not None and group.opened < group.flushed + timing.group_interval:
        return max(group.opened, group.flushed + timing.group_interval)
    return group.opened + timing.group_wait


def _reminder(timing: Timing, group: GroupState) -> datetime | None:
    """Told, and not acknowledged since: at the end of a snooze, else once the repeat interval is over.

    A group is looked at each group interval, so that the repeat comes at the first such moment that is late enough.
    """
    if group.flushed is None or (group.acknowledged is not None and group.acknowledged >= group.flushed):
        return None
    if group.snoozed_until is not None and group.snoozed_until > group.flushed:
        return group.snoozed_until
    if timing.repeat_interval is None:
        return None
    step = timing.group_interval
    if not step:
        return group.flushed + timing.repeat_interval
    return group.flushed + step * -(-timing.repeat_interval // step)


def _under_the_cap(timing: Timing, sent_this_hour: Sequence[datetime], moment: datetime) -> datetime:
    """The moment itself, or the first one at which fewer messages than the cap lie within the hour before it."""
    if timing.cap is None:
        return moment
    counting = [sent for sent in sent_this_hour if sent > moment - HOUR]
    return moment if len(counting) < timing.cap else max(moment, counting[-timing.cap] + HOUR)


def _within(quiet: Quiet, local: datetime) -> bool:
    time = local.time()
    if quiet.start <= quiet.end:
        return quiet.start <= time < quiet.end
    return time >= quiet.start or time < quiet.end
