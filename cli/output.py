"""How commands speak: tables for people on standard output, NDJSON for machines, errors on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

console = Console()
errors = Console(stderr=True)

DONE, SOME_REFUSED, UNUSABLE = 0, 1, 2
"""Exit codes: all done; some inputs refused, the rest processed; the call itself cannot be carried out."""


class Format(StrEnum):
    """How a command prints what it found."""

    TABLE = "table"
    NDJSON = "ndjson"


def print_record(record: dict[str, Any]) -> None:
    """One JSON object on a line of its own; half surrogates, which UTF-8 cannot carry, are escaped."""
    line = json.dumps(record, ensure_ascii=False, default=str)
    sys.stdout.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """A table, or one line that says what to do about its emptiness."""
    table = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) if cell is not None else "" for cell in row))
    console.print(table if table.row_count else f"{title}: {empty}", markup=False)


def refuse(message: str) -> NoReturn:
    """End an unusable call: the message names the input and the cure."""
    errors.print(f"deltawire: {message}", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(UNUSABLE)


def complain(message: str) -> None:
    """Name one refused input and go on."""
    errors.print(f"deltawire: {message}", markup=False, highlight=False, soft_wrap=True)


def utc(day: datetime | None) -> datetime | None:
    """A day as it was typed, taken as UTC."""
    return day.replace(tzinfo=UTC) if day is not None else None


def age(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the unit a person would use."""
    if moment is None:
        return "never"
    seconds = max(0, int((now - moment).total_seconds()))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
