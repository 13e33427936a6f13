"""Alertmanager's three timers with a fake clock, digests and quiet hours in the subscriber's zone, and the cap."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from pipelines.alerts.timing import (
    DIGEST,
    QUIET,
    GroupState,
    by_message,
    group_key,
    next_flush,
    next_tick,
    out_of_quiet,
    room_under_cap,
)
from pipelines.alerts.types import Quiet, Timing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday."""


def m(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def span(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def walk(timing: Timing, arrivals: list[float], *, until: float, acknowledged: float | None = None) -> list[float]:
    """When one group's messages are made, in minutes, where its alerts arrive then: the sweep in small."""
    opened, flushed, waiting, told = NOON, None, 0, []
    sent: list[datetime] = []
    clock, left = NOON, [m(minute) for minute in arrivals]
    while clock <= m(until):
        for arrival in [one for one in left if one <= clock]:
            left.remove(arrival)
            opened, waiting = (arrival if not waiting else opened), waiting + 1
        said = None if acknowledged is None or m(acknowledged) > clock else m(acknowledged)
        group = GroupState(
            opened=opened, waiting=waiting, flushed=flushed, acknowledged=said, sent_this_hour=tuple(sent)
        )
        due = next_flush(timing, group) if waiting or flushed else None
        if due is not None and due <= clock:
            told.append((clock - NOON) / timedelta(minutes=1))
            flushed, waiting = clock, 0
            sent.append(clock)
        clock += timedelta(seconds=30)
    return told


WAIT_AND_INTERVAL = Timing(group_wait=span(1), group_interval=span(5))
REPEATING = Timing(group_interval=span(5), repeat_interval=span(60))


@pytest.mark.parametrize(
    ("what", "timing", "arrivals", "told"),
    [
        ("nothing is waited for by default: each arrival is told at once", Timing(), [0, 2, 3], [0, 2, 3]),
        ("the first message of a group waits group_wait for others", WAIT_AND_INTERVAL, [0, 0.5], [1]),
        ("group_wait counts from the first alert, not from the last", WAIT_AND_INTERVAL, [0, 0.5, 0.9], [1]),
        ("what comes after it is told group_interval after the message", WAIT_AND_INTERVAL, [0, 2], [1, 6]),
        ("however many come in between, in one message", WAIT_AND_INTERVAL, [0, 2, 3, 5.5], [1, 6]),
        ("and again an interval later", WAIT_AND_INTERVAL, [0, 2, 7], [1, 6, 11]),
        ("a group that was silent for its interval begins anew", WAIT_AND_INTERVAL, [0, 20], [1, 21]),
        ("without repeat_interval nothing is told twice", WAIT_AND_INTERVAL, [0], [1]),
        ("repeat_interval tells again what nobody acknowledged", REPEATING, [0], [0, 60, 120]),
        ("news of the group counts as the repeat", REPEATING, [0, 30], [0, 30, 90]),
        (
            "a repeat comes at the first group_interval that is late enough",
            Timing(group_interval=span(25), repeat_interval=span(60)),
            [0],
            [0, 75],
        ),
    ],
)
def test_a_group_is_told_when_alertmanagers_documents_say(
    what: str, timing: Timing, arrivals: list[float], told: list[float]
) -> None:
    assert walk(timing, arrivals, until=121) == told, what


def test_an_acknowledged_group_is_not_told_again_until_it_has_news() -> None:
    assert walk(REPEATING, [0, 90], until=200, acknowledged=10) == [0, 90, 150]


def test_a_snooze_puts_off_what_comes_and_then_tells_again() -> None:
    snoozed = {"opened": NOON, "flushed": NOON, "snoozed_until": m(30)}
    assert next_flush(Timing(), GroupState(**snoozed, waiting=1)) == m(30)
    assert next_flush(Timing(), GroupState(**snoozed)) == m(30)
    assert next_flush(Timing(), GroupState(**snoozed, acknowledged=m(1))) is None


# ---------------------------------------------------------------- digests
def test_a_digest_comes_at_its_hour_in_the_subscribers_zone_and_not_before_something_came() -> None:
    timing = Timing(zone="Asia/Shanghai", digest="0 8 * * *")
    assert next_flush(timing, GroupState(opened=NOON, waiting=3)) == datetime(2026, 3, 3, 0, tzinfo=UTC)
    assert next_flush(timing, GroupState(opened=NOON)) is None


def test_what_came_at_the_very_minute_of_the_digest_is_in_it() -> None:
    timing = Timing(digest="0 12 * * *")
    assert next_flush(timing, GroupState(opened=NOON, waiting=1)) == NOON
    assert next_flush(timing, GroupState(opened=m(0.1), waiting=1)) == m(24 * 60)


@pytest.mark.parametrize(
    ("what", "cron", "after", "tick"),
    [
        ("winter", "0 8 * * *", "2026-03-28T06:00", "2026-03-28T07:00"),
        ("the morning after clocks went forward", "0 8 * * *", "2026-03-28T12:00", "2026-03-29T06:00"),
        ("an hour that is skipped comes right after the gap", "30 2 * * *", "2026-03-28T12:00", "2026-03-29T01:00"),
        ("the morning after clocks went back", "0 8 * * *", "2026-10-24T12:00", "2026-10-25T07:00"),
        ("an hour that comes twice counts once", "30 2 * * *", "2026-10-24T12:00", "2026-10-25T00:30"),
        ("and its second coming is not another", "30 2 * * *", "2026-10-25T00:31", "2026-10-26T01:30"),
        ("weekdays only", "0 8 * * 1-5", "2026-03-27T12:00", "2026-03-30T06:00"),
    ],
)
def test_digests_keep_to_the_wall_clock_in_berlin(what: str, cron: str, after: str, tick: str) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_tick(cron, "Europe/Berlin", moment) == datetime.fromisoformat(tick).replace(tzinfo=UTC), what


def test_a_day_that_never_comes_has_no_tick() -> None:
    assert next_tick("0 0 30 2 *", "UTC", NOON) is None


# ---------------------------------------------------------------- quiet hours
NIGHT = Quiet(time(22), time(7))


@pytest.mark.parametrize(
    ("what", "at", "told"),
    [
        ("by day at once", "2026-03-02T12:00", "2026-03-02T12:00"),
        ("before midnight at the end of the night", "2026-03-02T23:30", "2026-03-03T06:00"),
        ("after midnight too", "2026-03-03T03:00", "2026-03-03T06:00"),
        ("the last minute is quiet", "2026-03-03T05:59", "2026-03-03T06:00"),
        ("the end is not", "2026-03-03T06:00", "2026-03-03T06:00"),
        ("the night is shorter when clocks go forward", "2026-03-28T23:00", "2026-03-29T05:00"),
        ("and longer when they go back", "2026-10-24T23:00", "2026-10-25T06:00"),
    ],
)
def test_quiet_hours_hold_until_their_end_by_the_wall_clock(what: str, at: str, told: str) -> None:
    timing = Timing(zone="Europe/Berlin", quiet=NIGHT)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert out_of_quiet(timing, moment) == datetime.fromisoformat(told).replace(tzinfo=UTC), what
    assert next_flush(timing, GroupState(opened=moment, waiting=1)) == out_of_quiet(timing, moment)


def test_urgent_alerts_pass_quiet_hours_and_digests() -> None:
    timing = Timing(quiet=Quiet(time(0), time(23)), digest="0 8 * * *")
    urgent = GroupState(opened=NOON, waiting=2, urgent=True)
    assert next_flush(timing, urgent) == NOON


@pytest.mark.parametrize(
    ("timing", "fields", "key"),
    [
        ({}, {}, "article:https://one.example/a"),
        ({"group_by": "story"}, {}, "story:s_1"),
        ({"group_by": "object"}, {}, "object:widget"),
        ({"group_by": "object"}, {"about": None}, "object:s_1"),
        ({"group_by": "all"}, {}, "all"),
        ({"group_by": "story", "digest": "0 8 * * *"}, {}, DIGEST),
        ({"group_by": "story", "digest": "0 8 * * *"}, {"urgent": True}, "story:s_1"),
        ({"quiet": Quiet(time(11), time(13))}, {}, QUIET),
        ({"quiet": Quiet(time(11), time(13))}, {"urgent": True}, "article:https://one.example/a"),
        ({"quiet": Quiet(time(1), time(3))}, {}, "article:https://one.example/a"),
    ],
)
def test_what_waits_for_one_moment_shares_a_group(timing: dict[str, Any], fields: dict[str, Any], key: str) -> None:
    given = {"url": "https://one.example/a", "story": "s_1", "about": "widget", "urgent": False, "now": NOON, **fields}
    assert group_key(Timing(**timing), **given) == key


# ---------------------------------------------------------------- the cap
def test_a_cap_lets_so_many_messages_pass_in_any_hour_and_no_more() -> None:
    assert walk(Timing(cap=3), [0, 1, 2, 3, 4, 70, 71], until=180) == [0, 1, 2, 60, 70, 71]


def test_a_cap_leaves_so_much_room() -> None:
    sent = (m(-70), m(-50), m(-10))
    assert room_under_cap(Timing(cap=3), sent, NOON) == 1
    assert room_under_cap(Timing(cap=1), sent, NOON) == 0
    assert room_under_cap(Timing(), sent, NOON) is None


def test_the_last_message_that_a_cap_allows_tells_of_all_that_are_left() -> None:
    assert by_message("abcd", 2) == [["a"], "bcd"]
    assert by_message("abcd", 1) == by_message("abcd", 0) == ["abcd"]
    assert by_message("abcd", 4) == by_message("abcd", None) == [["a"], ["b"], ["c"], ["d"]]


def test_what_a_cap_puts_off_into_the_night_waits_for_the_morning() -> None:
    timing = Timing(cap=1, quiet=Quiet(time(12, 30), time(14)))
    assert next_flush(timing, GroupState(opened=m(10), waiting=1, sent_this_hour=(m(5),))) == m(120)
