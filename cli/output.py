"""How commands speak: tables and entries for people on standard output, NDJSON for machines, errors on standard error.

On a terminal, words are wrapped to its width; into a pipe or a file every row is one line, and nothing is cut.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NoReturn

import typer
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

console = Console()
errors = Console(stderr=True)

DONE, SOME_REFUSED, UNUSABLE = 0, 1, 2
"""Exit codes: all done; some inputs refused, the rest processed; the call itself cannot be carried out."""

_UNWRAPPED = 100_000
"""A width that no row reaches."""
_INDENT = 4
_UNSEEN = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
"""Control characters, with which a hostile page could move the cursor or rewrite what stands on the terminal."""


class Format(StrEnum):
    """How a command prints what it found."""

    TABLE = "table"
    NDJSON = "ndjson"


def print_record(record: dict[str, Any]) -> None:
    """One JSON object on a line of its own; half surrogates, which UTF-8 cannot carry, are escaped."""
    line = json.dumps(record, ensure_ascii=False, default=str)
    sys.stdout.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def say(words: str) -> None:
    """Words for a person, taken literally."""
    console.print(words.translate(_UNSEEN), markup=False, highlight=False, soft_wrap=not console.is_terminal)


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str, whole: Collection[str] = ()
) -> None:
    """A table of short cells, or one line that says what to do about its emptiness.

    Cells of the columns in `whole` are not broken into lines: ids, dates and numbers.
    """
    table = Table(
        title=title, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, show_edge=False,
        padding=(0, 1, 0, 0), pad_edge=False,
    )  # fmt: skip
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in whole)
    for row in rows:
        table.add_row(*(Text(str(cell).translate(_UNSEEN)) if cell is not None else "" for cell in row))
    if not table.row_count:
        say(f"{title}: {empty}")
        return
    out = console if console.is_terminal else Console(width=_UNWRAPPED)
    out.print(table)


def roomy(width: int) -> bool:
    """Whether a row of this width has its place: always, where it goes into a pipe or a file."""
    return not console.is_terminal or console.width >= width


def print_entries(title: str, entries: Iterable[Sequence[str]], *, empty: str) -> None:
    """What is too long for cells: a headline each, and indented lines below it; addresses stay whole, to be copied."""
    count = 0
    for count, (headline, *lines) in enumerate(entries, 1):
        if count == 1:
            console.print(title, style="italic", markup=False, highlight=False)
        _wrapped(Text(headline.translate(_UNSEEN), style="bold"), indent=0)
        for line in filter(None, lines):
            _wrapped(Text(line.translate(_UNSEEN)), indent=_INDENT)
    if not count:
        say(f"{title}: {empty}")


def _wrapped(line: Text, *, indent: int) -> None:
    if console.is_terminal and "://" not in line.plain:
        console.print(Padding(line, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent).append_text(line), soft_wrap=True)


def refuse(message: str) -> NoReturn:
    """End an unusable call: the message names the input and the cure."""
    complain(message)
    raise typer.Exit(UNUSABLE)


def complain(message: str) -> None:
    """Name one refused input and go on."""
    errors.print(f"deltawire: {message}", markup=False, highlight=False, soft_wrap=True)


def utc(day: datetime | None) -> datetime | None:
    """A moment as it was typed, taken as UTC where it names no zone."""
    if day is None:
        return None
    return day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)


def age(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the unit a person would use."""
    if moment is None:
        return "never"
    seconds = max(0, int((now - moment).total_seconds()))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"


def counted(number: int, noun: str, several: str = "") -> str:
    """A number with its noun, such as "1 outlet" and "3 outlets"; `several`: where no "s" makes the plural."""
    return f"{number} {noun if number == 1 else several or f'{noun}s'}"
