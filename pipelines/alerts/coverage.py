"""Is it quiet, or is it broken: how much of the news was in sight, in a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the desk's sources fared during the last day."""

    healthy: int
    sources: int
    """Those that are switched on."""
    lag: timedelta | None
    """Median time from publication to first sight; None where nothing was published."""


def coverage_line(coverage: Coverage, language: str = "en") -> str:
    """Such as "34 of 35 sources healthy, median lag 4 min"."""
    if language == "zh":
        lag = f"，延迟中位数 {_span(coverage.lag, '秒', '分钟', '小时')}" if coverage.lag is not None else ""
        return f"{coverage.sources} 个来源中 {coverage.healthy} 个正常{lag}"
    lag = f", median lag {_span(coverage.lag, 's', 'min', 'h')}" if coverage.lag is not None else ""
    return f"{coverage.healthy} of {coverage.sources} sources healthy{lag}"


def heartbeat_line(coverage: Coverage, language: str = "en") -> str:
    """What is said where there was nothing to tell."""
    return ("没有新消息；" if language == "zh" else "nothing new; ") + coverage_line(coverage, language)


def _span(lag: timedelta, seconds: str, minutes: str, hours: str) -> str:
    if lag < timedelta(minutes=2):
        return f"{round(lag.total_seconds())} {seconds}"
    if lag < timedelta(hours=2):
        return f"{round(lag / timedelta(minutes=1))} {minutes}"
    return f"{round(lag / timedelta(hours=1))} {hours}"
