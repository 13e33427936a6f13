"""JSON Lines from people and programs: a line that cannot be used is named, and the rest is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from cli.output import complain

Made = TypeVar("Made")


def read_lines(lines: Iterable[bytes], make: Callable[[Any], Made], refused: list[str]) -> Iterator[Made]:
    """What `make` makes of each line's JSON; it raises ValueError, with the cure, on what it cannot use.

    Refused lines are named on standard error and noted in `refused`; empty ones are passed over.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            made = make(_parsed(line))
        except ValueError as error:
            refused.append(f"line {number}")
            complain(f"line {number}: {error}; the line is passed over")
            continue
        yield made


def _parsed(line: bytes) -> Any:
    """The line's JSON. Raises ValueError in words of our own: the parser's count lines of the line."""
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON at character {error.colno} ({error.msg})") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
