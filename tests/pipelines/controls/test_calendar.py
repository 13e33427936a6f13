"""The calendar file is what RFC 5545 asks for: lines ended and folded, texts escaped, whole days."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipelines.controls.calendar import OCTETS, Day, icalendar

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RULE = Day("f_1", date(2026, 4, 15), "Widgets; to Borduria, licences", "“One.”\nBack\\slash", "https://one.example/a")


def unfolded(calendar: str) -> list[str]:
    return calendar.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_an_entry_is_a_whole_day_with_a_lasting_id() -> None:
    lines = unfolded(icalendar([RULE], name="Deltawire", now=NOW))
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    for line in (
        "VERSION:2.0", "UID:f_1@deltawire", "DTSTAMP:20260302T093000Z", "DTSTART;VALUE=DATE:20260415",
        "DTEND;VALUE=DATE:20260416", "URL:https://one.example/a",
    ):  # fmt: skip
        assert line in lines


def test_marks_that_mean_something_in_a_calendar_are_escaped() -> None:
    lines = unfolded(icalendar([RULE], name="a,b", now=NOW))
    assert "SUMMARY:Widgets\\; to Borduria\\, licences" in lines
    assert "DESCRIPTION:“One.”\\nBack\\\\slash" in lines
    assert "X-WR-CALNAME:a\\,b" in lines


def test_no_text_can_add_a_line_of_its_own() -> None:
    hostile = Day("f_1", RULE.day, "x\r\nEND:VEVENT", "y\rBEGIN:VALARM\x00\x1b", "https://a.example/\r\nATTACH:x")
    lines = unfolded(icalendar([hostile], name="n", now=NOW))
    assert [line.split(":")[0] for line in lines].count("END") == 2
    assert not any(line.startswith(("BEGIN:VALARM", "ATTACH")) for line in lines)


def test_a_calendar_without_days_is_still_one() -> None:
    assert len(unfolded(icalendar([], name="n", now=NOW))) == 5


@given(st.text())
def test_lines_are_folded_between_characters_at_75_octets_and_read_back_whole(text: str) -> None:
    calendar = icalendar([Day("f_1", RULE.day, text, "")], name="n", now=NOW)
    assert all(len(line.encode("utf-8", "replace")) <= OCTETS for line in calendar.split("\r\n"))
    plain = "".join(sign for sign in text if sign == "\n" or sign >= " ")
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    assert f"SUMMARY:{escaped}" in unfolded(calendar)
