"""Decides whether a found wording states a fact at all, and if so at what step it stands: status, time, certainty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.policy.dates import When, dates_in, day_of, is_ahead
from pipelines.policy.frames import SEAMS, Statement
from pipelines.policy.history import AHEAD, happened_before, in_an_aside, speaks_of_a_time
from pipelines.policy.passages import Passage
from pipelines.policy.words import Tag, breadth
from pipelines.types import Modality, Status

NEAR = 4
"""How many words before a wording a negation or "may" still speaks of it."""
BESIDE = 2
"""How many words may stand between "should" and what should be done."""
FAR = 9
"""How many words before a wording a call, a hope or a denial still governs it."""
OPENING = 1
"""The last token at which a word still opens a sentence ("But if")."""
THEREAFTER = frozenset("后")
"""What closes a clause that only tells when: "once listed"."""
NAMES = frozenset({"authority", "state", "company", "person"})
"""Who may deny something."""
POWERS = frozenset({"authority", "state", "bill", "control", "rule"})
"""Who may do what "may" be done, or what may do it."""
MODAL = frozenset({"may", "might", "could"})
PERIODS = frozenset({"year", "ago", "month"})
INVERTED = frozenset({"should", "were"})
ANY = frozenset({"a", "an", "any", "such", "total", "outright", "blanket", "full", "complete"})


UNTIL = re.compile(r"\b(?:until|till|through)\s+(?:the\s+)?(?:end\s+of\s+)?$|[至到]$", re.IGNORECASE)
"""What stands right before a day that a control ends on."""


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


def standing(statement: Statement, passage: Passage, text: str, published: date | None) -> Standing | Void:
    """The step of one statement; `text` is the body that the passage's offsets point into."""
    cues = _Cues(statement, passage)
    void = Void("a question") if passage.asked else _void(statement, cues)
    if void is not None:
        return void
    status, modality, why = _status(statement, cues)
    tokens, hit = passage.tokens, statement.hit
    begin = tokens[statement.first].start
    quote = text[begin : tokens[statement.last].end]
    wording = tokens[hit.first].start - begin, tokens[hit.last].end - begin
    dates = dates_in(quote)
    decided = modality == "forecast" or cues.inside("intention")
    behind = [when for when in dates if not _lies_ahead(when, quote, decided, published)]
    past = happened_before(behind, quote, wording, hit, published)
    told = hit.frame.history or past or cues.tells_history() or in_an_aside(hit, tokens, cues.all)
    effective = None
    if cues.inside("force", "take-effect", "intention", "from"):
        begins = [when for when in dates if not UNTIL.search(quote[: when.start])]
        effective = next((day for when in begins if (day := day_of(when, published))), None)
    reasons = (why,) if why else ()
    return Standing(status, modality, told, effective, (*reasons, "told as history") if told else reasons)


def _lies_ahead(when: When, quote: str, decided: bool, published: date | None) -> bool:
    """Whether a day without a year is one to come: "until 30 September", or, of what is `decided`, "in June"."""
    if when.year is not None:
        return False
    to_come = decided and is_ahead(when, published, months=6)
    return to_come or AHEAD.search(quote[: when.start]) is not None


class _Cues:
    """The cues around one statement, looked up by where they stand."""

    def __init__(self, statement: Statement, passage: Passage) -> None:
        self.hit, self.tokens, self.wide = statement.hit, passage.tokens, breadth(passage.tokens)
        own = {at for tag in statement.hit.tags for at in range(tag.first, tag.last + 1)}
        self.all = passage.within(statement.first, statement.last)
        self.opening = passage.within(0, OPENING)
        self.free = [tag for tag in self.all if tag.first not in own]
        """Those that are no part of the wording itself."""

    def before(self, group: str, distance: int) -> bool:
        """Whether a cue of the group stands at most `distance` words before the wording, or between its words."""
        return self._stands(self.free, group, distance)

    def leads(self, group: str, distance: int) -> bool:
        """Whether a cue of the group stands at most `distance` words before one of the wording's own words."""
        cues = [tag for tag in self.free if tag.group == group]
        gaps = (own.first - cue.last - 1 for cue in cues for own in self.hit.tags if own.first > cue.last)
        return any(gap <= distance * self.wide for gap in gaps)

    def told(self, group: str, distance: int) -> bool:
        """The same, where the cue may be part of the wording ("will limit")."""
        return self._stands(self.all, group, distance)

    def governs(self, group: str) -> bool:
        """Whether a cue of the group stands before the wording with no mark between them."""
        return self.before(group, FAR) and self.opens(group)

    def opens(self, group: str) -> bool:
        """Whether a cue of the group stands anywhere in the clause that leads up to the wording."""
        cues = (tag for tag in self.free if tag.group == group and tag.first <= self.hit.last)
        return any(not any(self.tokens[at].key in SEAMS for at in range(tag.last, self.hit.first)) for tag in cues)

    def denied_by_a_power(self) -> bool:
        """Whether it is a government that says that it is not so."""
        denial = next((tag for tag in self.free if tag.group == "denial"), None)
        names = [tag for tag in self.all if denial and tag.group in NAMES and tag.last < denial.first]
        return bool(names) and names[-1].group in ("authority", "state")

    def a_power_warns(self) -> bool:
        """Whether the warning is a government's own guidance: "the ministry warned that it could break the law"."""
        hopes = [tag for tag in self.free if tag.group == "hope" and tag.first <= self.hit.last]
        powers = [tag for tag in self.all if tag.group in ("authority", "state")]
        named = any(0 <= hope.first - power.last - 1 <= BESIDE for hope in hopes for power in powers)
        return named and self.hit.frame.instrument == "guidance"

    def only_guessed(self) -> bool:
        """Whether "may" or "could" speaks of no government and nobody is said to know: somebody's guess."""
        may = [tag for tag in self.all if tag.group == "consideration" and self.tokens[tag.first].key in MODAL]
        near = any(self.hit.first - NEAR * self.wide - 1 <= tag.last <= self.hit.last for tag in may)
        if not near or self.inside("hearsay", "weighed"):
            return False
        return not any(tag.group in POWERS and tag.first <= self.hit.last for tag in self.all)

    def asks(self) -> bool:
        """Whether the wording stands in a question, and nobody is said to weigh or to look into it."""
        weighed = [tag.last for tag in self.all if tag.group in ("consideration", "probe", "investigate")]
        questions = [tag for tag in self.free if tag.group == "question" and tag.first <= self.hit.last]
        return any(
            not any(self.tokens[at].key in SEAMS for at in range(tag.last, self.hit.first))
            and not any(0 <= tag.first - last <= BESIDE * self.wide for last in weighed)
            for tag in questions
        )

    def tells_history(self) -> bool:
        """Whether a cue before the wording, right behind it, or the end of its clause puts it into the past."""
        cues = [tag for tag in self.free if tag.group == "history" and speaks_of_a_time(tag, self.tokens, self.all)]
        behind = any(tag.first == self.hit.last + 1 or self._dates_the_clause(tag) for tag in cues)
        return behind or self._stands(cues, "history", NEAR) or self._only_tells_when()

    def _dates_the_clause(self, cue: Tag) -> bool:
        """Whether a cue behind the wording, in its clause, says how long ago: "earlier this year", "a month ago"."""
        between = self.tokens[self.hit.last : cue.first]
        said = cue.last > cue.first and self.tokens[cue.last].key in PERIODS
        return said and cue.first > self.hit.last and not any(token.key in SEAMS for token in between)

    def _only_tells_when(self) -> bool:
        """Whether the clause ends as a clause of time does in Chinese."""
        end = next((at for at in range(self.hit.last, len(self.tokens)) if self.tokens[at].key in SEAMS), -1)
        return end > 0 and self.tokens[end - 1].key in THEREAFTER

    def inverted(self) -> bool:
        """Whether the sentence begins as a condition does without "if": "Should Washington ban"."""
        named = any(tag.group in NAMES and tag.first in (1, 2) for tag in self.all)
        return self.tokens[0].key in INVERTED and named and self.hit.first < FAR

    def follows_a_condition(self) -> bool:
        """Whether the sentence opens with "if": what comes behind that clause is no more certain than it."""
        return any(tag.group == "condition" for tag in self.opening)

    def supposed(self) -> bool:
        """Whether a control is only talked of: "a ban would"."""
        article = {token.key for token in self.tokens[max(self.hit.first - 1, 0) : self.hit.first + 1]}
        behind = {token.key for token in self.tokens[self.hit.last + 1 : self.hit.last + NEAR]}
        return not article.isdisjoint(ANY) and "would" in behind

    def inside(self, *groups: str) -> bool:
        """Whether the statement holds a cue of one of the groups."""
        return any(tag.group in groups for tag in self.all)

    def _stands(self, tags: Sequence[Tag], group: str, distance: int) -> bool:
        reach = self.hit.first - distance * self.wide - 1
        return any(tag.group == group and reach <= tag.last <= self.hit.last for tag in tags)


def _void(statement: Statement, cues: _Cues) -> Void | None:
    frame = statement.hit.frame
    if cues.opens("condition") or cues.inverted():
        return Void("stands under a condition")
    if cues.follows_a_condition() and not (frame.history or frame.called_for):
        return Void("hangs on a condition")
    if cues.asks() and frame.instrument != "probe":
        return Void("an open question")
    if frame.history:
        if cues.supposed():
            return Void("only supposed")
        if cues.before("call", BESIDE):
            return Void("called for, not there")
        return Void("said not to be there") if cues.before("negation", 1) else None
    if cues.leads("negation", NEAR):
        return Void("negated")
    if cues.leads("advice", BESIDE) and frame.instrument != "guidance":
        return Void("advised, not done")
    if cues.before("denial", FAR):
        return None if cues.denied_by_a_power() else Void("denied")
    if not frame.called_for and (cues.governs("call") or (cues.governs("hope") and not cues.a_power_warns())):
        return Void("called for, hoped or feared, not done")
    if cues.only_guessed():
        return Void("only guessed")
    return None


def _status(statement: Statement, cues: _Cues) -> tuple[Status, Modality, str]:
    """Status, modality and the reason, where a cue outranks what the frame says."""
    status = statement.hit.frame.status
    if statement.hit.frame.history:
        return status, "reported", ""
    if cues.before("denial", FAR):
        return "denied", "reported", "denied by a government"
    if cues.told("consideration", NEAR):
        return "reported", "forecast", "only considered"
    if cues.inside("hearsay"):
        return "reported", "reported", "unnamed sources"
    told = cues.opens("speaking") or any(cues.before(group, FAR) for group in ("speaking", "tell", "agree"))
    if cues.before("proposal", FAR) and not told:
        return "proposed", "conditional", "proposed"
    if cues.told("intention", NEAR) or cues.before("proposal", FAR):
        return ("proposed" if status == "proposed" else "announced"), "forecast", "decided and to come"
    if status == "announced" and any(tag.group == "force" for tag in cues.free):
        return "in-force", "reported", "applies"
    return status, "reported", ""
