"""A plot of steps in plain characters, for terminals and pipes: a value stands until the next one replaces it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

HEIGHT = 7
_PLAIN = str.maketrans({"─": "-", "│": "|", "┐": "+", "┘": "+", "┌": "+", "└": "+", "┤": "|", "●": "*"})

Point = tuple[datetime, float]


def step_plot(
    points: Sequence[Point], label: Callable[[float], str], *, until: datetime, width: int, encoding: str = "utf-8"
) -> Iterator[str]:
    """Lines of at most `width` characters; `points` oldest first, at least one, their values finite.

    Of more points than have room the latest are drawn; in ASCII, where the encoding has no characters to draw with.
    """
    points = points[-(width // 4) :]
    low, high = min(value for _, value in points), max(value for _, value in points)
    rows = [_row(value, low, high) for _, value in points]
    labels = {row: label(value) for row, (_, value) in zip(rows, points, strict=True)}
    margin = min(max(map(len, labels.values())), width // 3)
    columns = _columns([moment for moment, _ in points], until, width - margin - 3)
    grid = _drawn(rows, columns, width - margin - 3)
    for row in range(HEIGHT if high > low else 1):
        yield _encoded(f"{labels.get(row, '')[:margin]:>{margin}} ┤{''.join(grid[row])}".rstrip(), encoding)
    yield " " * (margin + 2) + _dates([moment for moment, _ in points], columns, width - margin - 2)


def _row(value: float, low: float, high: float) -> int:
    """0 is the top."""
    return round((high - value) / (high - low) * (HEIGHT - 1)) if high > low else 0


def _columns(moments: Sequence[datetime], until: datetime, width: int) -> list[int]:
    """A place for each moment on one scale, each right of the one before; the last value has room to stand."""
    span = max((max(until, moments[-1]) - moments[0]).total_seconds(), 1.0)
    places: list[int] = []
    for number, moment in enumerate(moments):
        scaled = round((moment - moments[0]).total_seconds() / span * (width - 1))
        rightmost = width - 2 * (len(moments) - number)
        places.append(max(min(scaled, rightmost), places[-1] + 2 if places else 0, 0))
    return places


def _drawn(rows: Sequence[int], columns: Sequence[int], width: int) -> list[list[str]]:
    grid = [[" "] * width for _ in range(HEIGHT)]
    for place, (row, start) in enumerate(zip(rows, columns, strict=True)):
        last = place + 1 == len(rows)
        end = len(grid[row]) if last else columns[place + 1]
        grid[row][start:end] = ["─"] * (end - start)
        if not last and rows[place + 1] != row:
            below = rows[place + 1] > row
            for between in range(min(row, rows[place + 1]) + 1, max(row, rows[place + 1])):
                grid[between][end] = "│"
            grid[row][end] = "┐" if below else "┘"
        if not place:
            grid[row][start] = "●"
        elif rows[place - 1] != row:
            grid[row][start] = "└" if rows[place - 1] < row else "┌"
    return grid


def _dates(moments: Sequence[datetime], columns: Sequence[int], width: int) -> str:
    """The days of the steps, as many as have room; the first always has."""
    line = ""
    for moment, column in zip(moments, columns, strict=True):
        day = f"{moment:%Y-%m-%d}"
        start = max(min(column, width - len(day)), 0)
        if not line or start > len(line):
            line = line.ljust(start) + day
    return line


def _encoded(line: str, encoding: str) -> str:
    try:
        "─┐●".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return line.translate(_PLAIN)
    return line
