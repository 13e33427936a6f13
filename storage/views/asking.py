"""What the views share: the transaction they read in, and how rows become frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select
from sqlalchemy.orm import Session

PAGE = 100
"""Rows shown where nobody says how many."""

Shown = TypeVar("Shown")


class Asking:
    """A transaction to read in."""

    def __init__(self, session: Session) -> None:
        self._session = session


def shown(kind: type[Shown], row: Row[Any], /, **more: object) -> Shown:
    """A row of equally named columns as `kind`; JSON lists become tuples, `more` wins."""
    names = (field.name for field in fields(kind))  # type: ignore[arg-type]  # every kind is a dataclass
    values = {name: row._mapping[name] for name in names if name not in more}
    return kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}, **more)


def narrowed(
    query: Select[Any], *asked: tuple[ColumnElement[Any], Callable[[Any, Any], ColumnElement[bool]], object]
) -> Select[Any]:
    """The query with each condition (column, comparison, value) whose value was given; None and "" ask for nothing."""
    return query.where(*(compare(column, value) for column, compare, value in asked if value not in (None, "")))


def contains(words: str) -> str:
    """A LIKE pattern for a text that somebody typed, its own wildcards taken literally; empty for an empty one."""
    if not words:
        return ""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
