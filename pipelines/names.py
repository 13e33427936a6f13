"""Finds the names a desk knows (companies, products, laws, countries) in a text, in one pass."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from config.taxonomy import Taxonomy
from pipelines.types import Mention
from pipelines.writing import folded

LATIN = "A-Za-z\u00c0-\u024f"
NOT_AFTER, NOT_BEFORE = rf"(?<![{LATIN}0-9])", rf"(?![{LATIN}0-9])"
# A plural or a possessive may follow a name, and is not part of it.
TAIL = rf"(?=s?{NOT_BEFORE})"
BLANK = r"[\s\u2010\u2011-]"
PART = re.compile(rf"[{LATIN}]+|[0-9]+|[^\s{LATIN}0-9]|\s+")


@dataclass(frozen=True)
class Index:
    """Names and whose they are, laid out for one pass over a text."""

    heads: re.Pattern[str]
    """Where a name may begin: a first run of letters or digits, or the first character of a CJK name."""
    names: dict[str, re.Pattern[str]]
    """Head, case folded -> the names that begin with it, longest first; group n is `owners[head][n - 1]`."""
    owners: dict[str, tuple[str, ...]]


@lru_cache(maxsize=16)
def find_names(text: str, taxonomy: Taxonomy) -> tuple[Mention, ...]:
    """Every mention of an entity of `taxonomy` in `text`: leftmost first, the longest name where several fit.

    Latin names match whole words ("K7" is not in "K70", but is in "K7s" and "K7's"); names in other
    scripts match anywhere, Chinese in either writing. A name in lower case matches any case, one with a
    capital initial wants that initial, one all in capitals wants them all. Blanks and hyphens inside a name
    are interchangeable.
    Topics and stories ask for the same text one after the other, hence the cache.
    """
    return tuple(mentions(text, index_of(taxonomy)))


def mentions(text: str, index: Index) -> Iterator[Mention]:
    """The mentions in `text`, left to right, none overlapping."""
    done, text = 0, folded(text)
    for head in index.heads.finditer(text):
        key = head.group().casefold()
        names = index.names.get(key)
        if names is None or head.start() < done:
            continue
        found = names.match(text, head.start())
        if found is not None and found.lastindex is not None:
            done = found.end()
            yield Mention(entity=index.owners[key][found.lastindex - 1], start=found.start(), end=done)


@lru_cache(maxsize=16)
def index_of(taxonomy: Taxonomy) -> Index:
    """The index of a taxonomy's names, compiled once; where two entities share a name, the first listed has it."""
    return compile_index((name, entity.id) for entity in taxonomy.entities for name in entity.names)


def compile_index(owned: Iterable[tuple[str, str]]) -> Index:
    """An index of (name, owner's id) pairs; of two equal names the first is kept."""
    grouped: dict[str, dict[str, str]] = defaultdict(dict)
    for written, owner in owned:
        name = folded(written)
        grouped[head_of(name)].setdefault(name, owner)
    for head in [head for head in grouped if re.match(rf"[{LATIN}0-9]", head)]:
        # The text may have the plural, which may begin a name of its own, too.
        grouped[f"{head}s"] = {**grouped[head], **grouped.get(f"{head}s", {})}
    names, owners = {}, {}
    for head, table in grouped.items():
        ordered = sorted(table, key=lambda name: (-len(name), name))
        names[head] = re.compile("|".join(f"({pattern_of(name)})" for name in ordered))
        owners[head] = tuple(table[name] for name in ordered)
    others = "".join(re.escape(head) for head in grouped if not re.match(rf"[{LATIN}0-9]", head))
    heads = rf"{NOT_AFTER}(?:[{LATIN}]+|[0-9]+)" + (rf"|[{others}]" if others else "")
    return Index(heads=re.compile(heads), names=names, owners=owners)


def head_of(name: str) -> str:
    """What a name is filed under: its first run of letters or digits, or its first character in other scripts."""
    first = PART.match(name)
    return (first.group() if first else name).casefold()


def pattern_of(name: str) -> str:
    """The expression that matches one name in a text."""
    parts = PART.findall(name)
    body = "".join(part_pattern(*around) for around in zip(["", *parts], parts, [*parts[1:], ""], strict=False))
    return body + (TAIL if re.match(rf"[{LATIN}0-9]", name[-1]) else "")


def part_pattern(before: str, part: str, after: str) -> str:
    """One run of a name: blanks stretch over hyphens and line ends, letters follow the rule of case."""
    if part.isspace() or part == "-":
        # A model's number may be glued to its name, or not: "Orion 70", "Orion-70", "Orion70".
        return rf"{BLANK}{{{0 if before.isalpha() and after.isdigit() else 1},3}}"
    glued = f"{BLANK}?" if after.isdigit() and part.isalpha() and (len(part) > 1 or not part.isascii()) else ""
    if part in "'’":
        return "['’]"
    if not part.isalpha() or part.isupper() or not part.isascii():
        return re.escape(part) + glued
    if part[0].isupper():
        return re.escape(part[0]) + f"(?i:{re.escape(part[1:])})" + glued
    return f"(?i:{re.escape(part)})" + glued
