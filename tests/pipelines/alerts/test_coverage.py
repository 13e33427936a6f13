"""The line that tells a quiet day from a broken one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipelines.alerts.coverage import Coverage, coverage_line, heartbeat_line


@pytest.mark.parametrize(
    ("lag", "told"),
    [
        (timedelta(seconds=45), "34 of 35 sources healthy, median lag 45 s"),
        (timedelta(minutes=4), "34 of 35 sources healthy, median lag 4 min"),
        (timedelta(hours=3), "34 of 35 sources healthy, median lag 3 h"),
        (None, "34 of 35 sources healthy"),
    ],
)
def test_the_lag_is_told_in_the_unit_that_a_person_would_use(lag: timedelta | None, told: str) -> None:
    assert coverage_line(Coverage(34, 35, lag)) == told


def test_a_heartbeat_says_that_there_is_nothing_new_in_the_subscribers_language() -> None:
    coverage = Coverage(34, 35, timedelta(minutes=4))
    assert heartbeat_line(coverage) == "nothing new; 34 of 35 sources healthy, median lag 4 min"
    assert heartbeat_line(coverage, "zh") == "没有新消息；35 个来源中 34 个正常，延迟中位数 4 分钟"
