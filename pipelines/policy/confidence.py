"""Weighs how surely a statement states a control of the desk's kind, and says what makes it less sure."""

from __future__ import annotations

from pipelines.policy.dates import dates_in
from pipelines.policy.frames import Statement
from pipelines.policy.passages import Passage
from pipelines.policy.roles import Roles
from pipelines.policy.slots import Slots

POWERS = frozenset({"authority", "place", "control", "list", "licence", "licence-need", "bill"})
"""Groups that show a control of a state rather than of a firm."""
OPEN, BORROWED, UNSURE = 0.08, 0.03, 0.2
"""What a slot left open, a slot taken from the context, and a doubt take off the wording's own weight."""
BESIDE = 30
"""How many characters may stand between a control and the date that tells which one is meant."""


def confidence_of(
    statement: Statement, slots: Slots, passage: Passage, body: str, roles: Roles, *, follows: bool
) -> tuple[float, tuple[str, ...]]:
    """(0..1, doubts); `follows` tells whether the text has stated a control before.

    A firm that restricts or allows something lays down no control: some power must be named near by, or a control
    have been spoken of. And what is taken for granted must tell which control: "despite US curbs" does not; "after
    the curbs of October 2023", "the curbs on this product" and "the new curbs" do.
    """
    frame = statement.hit.frame
    left_open = (slots.actor, slots.object, slots.target).count(None)
    confidence = frame.weight - OPEN * left_open - BORROWED * len(slots.borrowed)
    if frame.history:
        sure, doubt = _tells_which(statement, passage, body, roles), "named in passing"
    else:
        sure, doubt = follows or _power_in_sight(passage, roles), "no power in sight"
    return (round(confidence, 2), ()) if sure else (round(confidence - UNSURE, 2), (doubt,))


def _power_in_sight(passage: Passage, roles: Roles) -> bool:
    return any(tag.group in POWERS or roles.is_product(tag.name) for tag in passage.tags)


def _tells_which(statement: Statement, passage: Passage, body: str, roles: Roles) -> bool:
    here = passage.within(statement.first, statement.last)
    if any(tag.group == "new" or roles.is_product(tag.name) for tag in here):
        return True
    hit, tokens = statement.hit, passage.tokens
    start = max(tokens[hit.first].start - BESIDE, tokens[statement.first].start)
    return bool(dates_in(body[start : min(tokens[hit.last].end + BESIDE, tokens[statement.last].end)]))
