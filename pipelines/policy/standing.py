"""Decides whether a found wording states a fact at all, and if so at what step it stands: status, time, certainty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.policy.dates import dates_in, day_of, is_past
from pipelines.policy.frames import SEAMS, Statement
from pipelines.policy.words import Tag, Token, breadth
from pipelines.types import Modality, Status

NEAR = 4
"""How many words before a wording a negation or "may" still speaks of it."""
FAR = 9
"""How many words before a wording a call, a hope or a denial still governs it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """At what step a statement puts the control."""

    status: Status
    modality: Modality
    background: bool
    effective: date | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Void:
    """The words state no move, and why."""

    reason: str


def standing(
    statement: Statement, tokens: Sequence[Token], tags: Sequence[Tag], text: str, published: date | None
) -> Standing | Void:
    """The step of one statement; `text` is the body that the tokens' offsets point into."""
    cues = _Cues(statement, tokens, tags)
    void = _void(statement, cues)
    if void is not None:
        return void
    status, modality, why = _status(statement, cues)
    quote = text[tokens[statement.first].start : tokens[statement.last].end]
    dates = dates_in(quote)
    past = any(is_past(when, published) for when in dates)
    told = statement.hit.frame.history or past or cues.near("history")
    effective = None
    if cues.inside("force", "take-effect", "intention") or "from" in cues.words:
        effective = next((day for when in dates if (day := day_of(when, published))), None)
    reasons = (why,) if why else ()
    return Standing(status, modality, told, effective, (*reasons, "told as history") if told else reasons)


class _Cues:
    """The cues around one statement, looked up by where they stand."""

    def __init__(self, statement: Statement, tokens: Sequence[Token], tags: Sequence[Tag]) -> None:
        hit = statement.hit
        own = {(tag.first, tag.last) for tag in hit.tags}
        self.tokens, self.hit, self.wide = tokens, hit, breadth(tokens)
        self.here = [tag for tag in tags if statement.first <= tag.first <= statement.last]
        covered = {at for first, last in own for at in range(first, last + 1)}
        self.free = [tag for tag in self.here if tag.first not in covered]
        self.words = {token.key for token in tokens[statement.first : statement.last + 1]}

    def before(self, group: str, distance: int) -> bool:
        """Whether a cue of the group stands at most `distance` words before the hit, or inside it."""
        return any(
            tag.group == group and self.hit.first - distance * self.wide - 1 <= tag.last < self.hit.last
            for tag in self.free
        )

    def opens(self, group: str) -> bool:
        """Whether a cue of the group opens the clause that holds the hit."""
        cues = (tag for tag in self.free if tag.group == group and tag.first <= self.hit.last)
        return any(not any(self.tokens[at].key in SEAMS for at in range(tag.last, self.hit.first)) for tag in cues)

    def near(self, group: str) -> bool:
        return self.before(group, NEAR)

    def inside(self, *groups: str) -> bool:
        return any(tag.group in groups for tag in self.here)


def _void(statement: Statement, cues: _Cues) -> Void | None:
    frame = statement.hit.frame
    if cues.opens("condition"):
        return Void("stands under a condition")
    if frame.history:
        return Void("said not to be there") if cues.before("negation", 1) else None
    if cues.near("negation"):
        return Void("negated")
    if cues.near("advice"):
        return Void("advised, not done")
    if cues.before("denial", FAR):
        return Void("denied")
    if not frame.called_for and _governed(cues, ("call", "hope")):
        return Void("called for, hoped or feared, not done")
    return None


def _governed(cues: _Cues, groups: Iterable[str]) -> bool:
    return any(cues.before(group, FAR) and cues.opens(group) for group in groups)


def _status(statement: Statement, cues: _Cues) -> tuple[Status, Modality, str]:
    """Status, modality and the reason, where a cue outranks what the frame says."""
    status = statement.hit.frame.status
    if statement.hit.frame.history:
        return status, "reported", ""
    if cues.near("consideration"):
        return "reported", "forecast", "only considered"
    if cues.before("proposal", FAR):
        return "proposed", "conditional", "proposed"
    if cues.inside("hearsay"):
        return "reported", "reported", "unnamed sources"
    if cues.near("intention"):
        return ("announced" if status == "in-force" else status), "forecast", "decided and to come"
    if status == "announced" and cues.inside("take-effect"):
        return "in-force", "reported", "applies"
    return status, "reported", ""
