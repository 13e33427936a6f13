"""A page of measurements: sections of rows, each with its value, what was wanted of it, and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted of a row, and whether it is so."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement."""

    name: str
    value: str
    meaning: str
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Measurements on one set of texts."""

    title: str
    intro: str
    rows: Sequence[Row]

    @property
    def missed(self) -> tuple[Row, ...]:
        """Rows whose goal is not met."""
        return tuple(row for row in self.rows if row.goal is not None and not row.goal.met)


def at_least(value: float, floor: float, *, sign: bool = False) -> Goal:
    """The value must not be below `floor`; `sign` writes it as a difference."""
    return Goal(f"≥ {floor:{'+' if sign else ''}.2f}", value >= floor)


def at_most(count: int, most: int) -> Goal:
    """No more than `most` of these."""
    return Goal(f"≤ {most}" if most else "none", count <= most)


def f1(hits_said: int, said: int, hits_due: int, due: int) -> tuple[float, float, float]:
    """(precision, recall, F1); hits may differ as several readings can meet one label. 0 where nothing is there."""
    precision = hits_said / said if said else 0.0
    recall = hits_due / due if due else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def render(title: str, intro: str, sections: Iterable[Section], closing: str) -> str:
    """The whole page as Markdown."""
    parts = [f"# {title}", intro.strip(), *map(_section, sections), closing.strip()]
    return "\n\n".join(parts) + "\n"


def told(sections: Iterable[Section]) -> str:
    """Every row on a line of its own, for a terminal: its value, and what was wanted of it."""
    lines = []
    for section in sections:
        width = max((len(row.name) for row in section.rows), default=0)
        lines += ["", section.title]
        lines += [
            f"  {row.name:<{width}}  {row.value}" + (f"  ({_wanted(row.goal).replace('**', '')})" if row.goal else "")
            for row in section.rows
        ]
    return "\n".join(lines)


def _section(section: Section) -> str:
    return "\n\n".join((f"## {section.title}", section.intro.strip(), "\n".join(_table(section.rows))))


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| row | measured | wanted | what it means |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        yield f"| {row.name} | {row.value} | {_wanted(row.goal)} | {row.meaning} |"


def _wanted(goal: Goal | None) -> str:
    if goal is None:
        return ""
    return f"{goal.text}: met" if goal.met else f"{goal.text}: **missed**"
