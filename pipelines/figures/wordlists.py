"""Word lists as they are easiest to read and extend: one string, entries set off by blanks or bars."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`, as a set."""
    return frozenset(text.split())


def listed(text: str, separator: str | None = None) -> list[str]:
    """The entries of `text` in order; blanks separate them unless told otherwise."""
    return text.split(separator)
