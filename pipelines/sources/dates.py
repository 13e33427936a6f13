"""Dates as sources write them, to UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def to_utc(raw: object) -> datetime | None:
    """ISO 8601 to UTC; a date alone is its noon, a time without a zone is taken as UTC; else None."""
    if not isinstance(raw, str) or not raw.strip():
        return None
    try:
        moment = datetime.fromisoformat(raw.strip())
        if len(raw.strip()) == 10:
            moment = datetime.combine(date.fromisoformat(raw.strip()), time(12))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # the year 1 east of Greenwich, an unset date in some programs, has no UTC
        return None
