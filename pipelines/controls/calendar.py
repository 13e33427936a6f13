"""The days on which controls take effect, as an iCalendar file that any calendar subscribes to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
"""The longest line, without its end (RFC 5545, 3.1)."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Day:
    """One entry of the calendar, of a whole day."""

    id: str
    """Stays the same from export to export, so that a calendar replaces the entry and adds none."""
    day: date
    title: str
    text: str
    url: str = ""


def icalendar(days: Iterable[Day], *, name: str, now: datetime) -> str:
    """The file, its lines ended by CR LF; `now` is when it was made, timezone-aware."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Deltawire//Policy//EN",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for day in days for line in _event(day, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(day: Day, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(day.id)}@deltawire"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(day.title)}"
    yield f"DESCRIPTION:{_text(day.text)}"
    if day.url:
        yield f"URL:{''.join(day.url.split())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line ends escaped, control characters left out."""
    kept = "".join(sign for sign in value if sign == "\n" or sign >= " ")
    return kept.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, cut between characters; those after the first open with a space."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece
