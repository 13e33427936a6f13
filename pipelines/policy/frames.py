"""Finds where a sentence says what one of the lexicon's frames says, and cuts the sentence into its statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from config.policy import Frame, PolicyLexicon
from pipelines.policy.passages import Passage
from pipelines.policy.words import Tag, Token, breadth

WALLS = frozenset({";", "；", "—", "–", "--", "-"})
"""Marks that no frame reaches across."""
SEAMS = frozenset({",", ":", "，", "：", "、", "(", ")", "（", "）"})
"""Marks at which a sentence may be cut between two statements, as it may at the lexicon's joints."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One order of groups in which a frame may be said."""

    frame: Frame
    rank: int
    """Place of the frame in the lexicon."""
    rest: tuple[frozenset[str], ...]
    """What follows the first group: the groups that will do, slot by slot."""
    unless: frozenset[str]
    """Groups that void it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame found in a sentence, with the tags that filled it; `first`/`last` are numbers of tokens."""

    frame: Frame
    rank: int
    tags: tuple[Tag, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A hit with the stretch of the sentence that states it, as numbers of its first and last token."""

    hit: Hit
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Seams:
    """Where one sentence may be cut: numbers of its marks and of its joining words."""

    marks: tuple[int, ...]
    joints: tuple[int, ...]

    def breaks(self, hit: Hit) -> bool:
        """Whether a mark with a joining word behind it stands within a hit: ", but", ", which"."""
        return any(hit.first < at <= hit.last and at - 1 in self.marks for at in self.joints)

    def parts(self, hit: Hit, powers: Collection[int]) -> bool:
        """Whether a mark and then a power stand between what opens a hit and its next word: a clause of its own."""
        if len(hit.tags) < 2 or hit.tags[0].group not in ("company", "party", "goods"):
            return False
        gap = range(hit.tags[0].last + 1, hit.tags[1].first)
        return any(at in gap and (at + 1 in powers or at + 2 in powers) for at in self.marks)

    def between(self, after: int, before: int) -> int | None:
        """Where to cut between two tokens: at the last mark, else at the last joint."""
        marks = (at for at in reversed(self.marks) if after < at <= before)
        joints = (at for at in reversed(self.joints) if after < at <= before)
        return next(marks, next(joints, None))


@lru_cache(maxsize=8)
def patterns_of(lexicon: PolicyLexicon) -> dict[str, tuple[Pattern, ...]]:
    """Every frame's ways of being said, compiled, by the group that comes first."""
    found: dict[str, list[Pattern]] = defaultdict(list)
    for rank, frame in enumerate(lexicon.frames):
        for say in frame.say:
            first, *rest = (frozenset(slot.split("|")) for slot in say.split())
            for group in first:
                found[group].append(Pattern(frame, rank, tuple(rest), frozenset(frame.unless)))
    return {group: tuple(patterns) for group, patterns in found.items()}


def statements(passage: Passage, lexicon: PolicyLexicon) -> tuple[Statement, ...]:
    """What a sentence states, in its order: at most one statement for each stretch between two cuts."""
    tokens, tags, patterns = passage.tokens, passage.tags, patterns_of(lexicon)
    seams = Seams(
        tuple(at for at, token in enumerate(tokens) if token.key in SEAMS),
        tuple(sorted({tag.first for tag in tags if tag.group == "joint"})),
    )
    found: list[Statement] = []
    for first, last in _stretches(tokens):
        inside = [tag for tag in tags if first <= tag.first and tag.last <= last]
        powers = {tag.first for tag in inside if tag.group in ("authority", "state")}
        found_here = _hits(inside, patterns, breadth(tokens))
        hits = _best((hit for hit in found_here if not seams.breaks(hit) and not seams.parts(hit, powers)), seams)
        found.extend(_cut(hits, seams, first, last))
    return tuple(found)


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last) token between walls."""
    begin = 0
    for at, token in enumerate(tokens):
        if token.key in WALLS:
            if at > begin:
                yield begin, at - 1
            begin = at + 1
    if begin < len(tokens):
        yield begin, len(tokens) - 1


def _hits(tags: Sequence[Tag], patterns: Mapping[str, Sequence[Pattern]], wide: int) -> Iterator[Hit]:
    groups: dict[str, list[Tag]] = defaultdict(list)
    for tag in tags:
        groups[tag.group].append(tag)
    present = frozenset(groups)
    for group, begins in groups.items():
        for pattern in patterns.get(group, ()):
            for slot in pattern.rest:  # the reader's innermost loop: a generator here costs a sixth of its time
                if slot.isdisjoint(present):
                    break
            else:
                if pattern.unless.isdisjoint(present):
                    yield from (hit for tag in begins if (hit := _fill(tag, pattern, groups, wide)))


def _fill(start: Tag, pattern: Pattern, groups: Mapping[str, Sequence[Tag]], wide: int) -> Hit | None:
    """The pattern filled from `start` on, each slot by the nearest tag within reach."""
    chosen = [start]
    for slot in pattern.rest:
        after = chosen[-1].last
        limit = after + pattern.frame.reach * wide + 1
        near = (tag for group in slot if group in groups for tag in groups[group] if after < tag.first <= limit)
        following = min(near, key=lambda tag: (tag.first, tag.group), default=None)
        if following is None:
            return None
        chosen.append(following)
    return Hit(pattern.frame, pattern.rank, tuple(chosen), chosen[0].first, chosen[-1].last)


def _best(hits: Iterable[Hit], seams: Seams) -> list[Hit]:
    """The surest hits that do not share words, one for each stretch between two possible cuts; in order."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.frame.weight, hit.rank, hit.last - hit.first, hit.first)):
        if all(_apart(hit, other, seams) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.first)


def _apart(one: Hit, other: Hit, seams: Seams) -> bool:
    """Whether the sentence can be cut between two hits; what is taken for granted needs a mark to stand apart."""
    left, right = sorted((one, other), key=lambda hit: hit.first)
    seam = seams.between(left.last, right.first) if left.last < right.first else None
    if seam is None:
        return False
    return seam in seams.marks or not (one.frame.history or other.frame.history)


def _cut(hits: Sequence[Hit], seams: Seams, first: int, last: int) -> Iterator[Statement]:
    begin = first
    for hit, following in zip_longest(hits, hits[1:]):
        seam = None if following is None else seams.between(hit.last, following.first)
        yield Statement(hit, begin, last if seam is None else seam - 1)
        if seam is not None:
            begin = seam + (seam in seams.marks)
