"""Holds what rang in the demo against the newswire's answer sheet: what was heard, missed, or rang in vain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from demo.press import Expected, Newswire
from pipelines.ledger.keys import unit_class
from pipelines.types import ChangeKind, Figure, PolicyMove
from storage.views.facts import ChangeShown

_WITHIN = 0.015
"""Share by which a value may differ from the sheet's: the wording's own rounding."""

_TELLING = ("subject", "metric", "object", "period", "instrument", "status")


@dataclass(frozen=True)
class Judgement:
    """The outcome, change by change."""

    heard: tuple[tuple[Expected, ChangeShown], ...]
    missed: tuple[Expected, ...]
    in_vain: tuple[ChangeShown, ...]
    """What rang without standing on the sheet, or a second time."""

    @property
    def passed(self) -> bool:
        """At most one in ten missed, and at most one in ten in vain."""
        expected = len(self.heard) + len(self.missed)
        rung = len(self.heard) + len(self.in_vain)
        return bool(self.heard) and 10 * len(self.missed) <= expected and 10 * len(self.in_vain) <= rung


def judge(newswire: Newswire, rung: Iterable[tuple[str, ChangeShown]]) -> Judgement:
    """Match the changes that rang, given with the id of their article, to the sheet; each line is met once."""
    heard: dict[str, tuple[Expected, ChangeShown]] = {}
    in_vain: list[ChangeShown] = []
    for article, change in rung:
        answers = [answer for answer in newswire.answers if answer.id not in heard and _meets(change, article, answer)]
        answer = max(answers, key=lambda one: (_likeness(change, one), article == one.article), default=None)
        if answer is None:
            in_vain.append(change)
        else:
            heard[answer.id] = (answer, change)
    missed = tuple(answer for answer in newswire.answers if answer.id not in heard)
    return Judgement(tuple(heard.values()), missed, tuple(in_vain))


def _meets(change: ChangeShown, article: str, answer: Expected) -> bool:
    if change.claim.kind != answer.kind or article not in (answer.article, *answer.also):
        return False
    if (change.kind is ChangeKind.WITHDRAWN) != (answer.change is ChangeKind.WITHDRAWN):
        return False
    if isinstance(change.claim, PolicyMove):
        return _same_move(change.claim, answer)
    return _same_figure(change.claim, answer)


def _likeness(change: ChangeShown, answer: Expected) -> int:
    """How many of the fields that both give are the same: tells apart two changes that one article carries."""
    pairs = ((getattr(change.claim, name, None), getattr(answer, name)) for name in _TELLING)
    return sum(one is not None and str(one).casefold() == str(other).casefold() for one, other in pairs)


def _same_move(claim: PolicyMove, answer: Expected) -> bool:
    same_place = answer.jurisdiction is None or claim.jurisdiction in (None, answer.jurisdiction)
    return claim.direction == answer.direction and same_place


def _same_figure(claim: Figure, answer: Expected) -> bool:
    if answer.value is None or unit_class(claim.unit) != unit_class(answer.unit or ""):
        return False
    low, high = sorted((claim.value, claim.value if claim.value_high is None else claim.value_high))
    want_low, want_high = answer.value, answer.value if answer.value_high is None else answer.value_high
    slack = _WITHIN * max(abs(want_low), abs(want_high))
    return low - slack <= want_high and want_low - slack <= high
