"""The moves of controls along time, a line each, drawn in plain characters on 80 columns."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from rich.cells import cell_len, set_cell_size

from pipelines.controls import Line, State

WIDTH = 79
_SIGNS = {"tighten": "▲", "ease": "▼", "neutral": "■"}
_PLAIN = str.maketrans({"▲": "+", "▼": "-", "■": "=", "│": "|", "…": "~", "→": ">", "└": "`"})
SEEDS = "seed corpus"
_HEAD = ("", "", "step", "control", "first told by", "then")

Row = tuple[str, str, str, str, str, str]


def timeline(lines: Sequence[Line], title: str) -> Iterator[str]:
    """Every move of these controls in order of time; what is told as history, or no longer said, is counted only."""
    told = sorted(((state, line) for line in lines for state in line.states), key=lambda one: one[0].place)
    shown = [(state, line) for state, line in told if not (state.history or state.withdrawn)]
    asked = {word.casefold() for word in title.split(", ")}
    named = len({line.object for line in lines}) > 1
    rows = [_HEAD, *(_row(state, line, asked, named=named) for state, line in shown)]
    widths = _widths(rows)
    yield _encoded(_cut(f"{title}: ▲ tightened, ▼ eased, ■ neither; then: outlets that followed", WIDTH))
    yield _encoded(_drawn(_HEAD, widths, rule=" "))
    for (state, _), row in zip(shown, rows[1:], strict=True):
        yield _encoded(_drawn(row, widths, rule="│"))
        if state.upgrade:
            official, lead = state.upgrade.official, spoken(state.upgrade.lead)
            words = f"official: {official.outlet or official.url} {official.seen:%Y-%m-%d}, {lead} after the press"
            yield _encoded(_cut(f"{'':{widths[0]}} └ {words}", WIDTH))
    if left := len(told) - len(shown):
        yield f"Not drawn: {left} told as history only, or withdrawn; `deltawire policy show` has them."


def whose_word(state: State) -> str:
    """On whose word it rests: the operator's, a government's own, the seed corpus, or who told it first."""
    if state.settled:
        return f"operator, ruling {state.settled.id}"
    if state.official:
        return f"{state.official.outlet or state.official.url}, official"
    first = (state.first.outlet or state.first.url) if state.first else ""
    return "; ".join(filter(None, (first, SEEDS if state.baseline else "")))


def stood(state: State) -> str:
    """The step in a word; of a bill how far it had come."""
    return state.stage or state.step


def spoken(time: timedelta) -> str:
    """A time as one says it: "4 days", "5 hours"."""
    days, hours = time.days, time.seconds // 3600
    count, unit = (days, "day") if days else (hours, "hour") if hours else (time.seconds // 60, "minute")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _row(state: State, line: Line, asked: Collection[str], *, named: bool) -> Row:
    """A state in cells; the title has said what was asked for."""
    whose = line.jurisdiction or "?"
    parts = (
        whose if whose.casefold() not in asked else "",
        state.instrument,
        line.object if named else "",
        f"→{line.target}" if line.target and line.target.casefold() not in asked else "",
    )
    control = " ".join(filter(None, parts))
    first = " ".join((state.first.outlet or state.first.url).split()) if state.first else SEEDS
    followed = f"+{state.followed}" if state.first else ""
    mark = " (disputed)" if state.against else " (settled)" if state.settled else ""
    day = f"{state.place:%Y-%m-%d}"
    return day, _SIGNS[state.move.direction], stood(state) + mark, control, first, followed


def _widths(rows: Sequence[Row]) -> list[int]:
    """What the cells need, the control and the outlet cut to what is left of the width, the control less."""
    need = [max(cell_len(row[place]) for row in rows) for place in range(len(_HEAD))]
    left = WIDTH - sum(need[:3]) - need[5] - len("│") - len(need)
    need[3] = min(need[3], max(left - need[4], left * 2 // 3))
    need[4] = min(need[4], left - need[3])
    return need


def _drawn(row: Row, widths: Sequence[int], *, rule: str) -> str:
    cells = [set_cell_size(_cut(cell, width), width) for cell, width in zip(row, widths, strict=True)]
    return f"{cells[0]} {rule}{' '.join(cells[1:])}".rstrip()


def _cut(words: str, width: int) -> str:
    return words if cell_len(words) <= width else f"{set_cell_size(words, width - 1).rstrip()}…"


def _encoded(line: str) -> str:
    try:
        line.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return line.translate(_PLAIN)
    return line
