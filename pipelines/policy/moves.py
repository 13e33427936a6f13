"""Reads the moves of controls out of a text: sentence by sentence, wording, standing, slots."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.policy.dates import dates_in
from pipelines.policy.frames import Statement, statements
from pipelines.policy.passages import Passage, passages_of
from pipelines.policy.roles import Roles, roles_of
from pipelines.policy.slots import Slots, setting_of, slots_of
from pipelines.policy.standing import Standing, Void, standing
from pipelines.types import PolicyMove, Text

POWERS = frozenset({"authority", "place", "control", "list", "licence", "licence-need", "bill"})
"""Groups that show a control of a state rather than of a firm."""


def read_moves(
    text: Text, *, taxonomy: Taxonomy, lexicon: PolicyLexicon, published: date | None
) -> tuple[PolicyMove, ...]:
    """Every statement of where a control stands or is moving, in the order of the text.

    `quote` is the sentence, or the part of it that states the move, and `text.body[start:end] == quote`. What a
    statement leaves open (actor, object, target) is taken from the sentences before it, and `reasons` says so.
    """
    return tuple(_moves(text, taxonomy, lexicon, published))


def _moves(text: Text, taxonomy: Taxonomy, lexicon: PolicyLexicon, published: date | None) -> Iterator[PolicyMove]:
    roles = roles_of(taxonomy, lexicon)
    passages = tuple(passages_of(text, taxonomy, lexicon, roles))
    setting = setting_of(passages, roles)
    earlier = Slots()
    for passage in passages:
        for statement in statements(passage, lexicon):
            state = standing(statement, passage, text.body, published)
            if isinstance(state, Void):
                continue
            slots = slots_of(statement, passage, roles, earlier, setting)
            yield _move(statement, state, slots, passage, text, roles, after=earlier)
            if not statement.hit.frame.called_for:
                earlier = slots


def _move(
    statement: Statement,
    state: Standing,
    slots: Slots,
    passage: Passage,
    text: Text,
    roles: Roles,
    *,
    after: Slots,
) -> PolicyMove:
    frame = statement.hit.frame
    start, end = passage.tokens[statement.first].start, passage.tokens[statement.last].end
    confidence, why = _confidence(statement, slots, passage, text.body[start:end], roles, after)
    return PolicyMove(
        quote=text.body[start:end],
        start=start,
        end=end,
        actor=slots.actor,
        jurisdiction=slots.jurisdiction,
        instrument=frame.instrument,
        object=slots.object,
        target=slots.target,
        direction=frame.direction,
        status=state.status,
        effective=state.effective,
        modality=state.modality,
        speaker=slots.speaker,
        background=state.background,
        confidence=confidence,
        reasons=(
            f"wording {frame.id}",
            *state.reasons,
            *why,
            *(f"{slot} from the context" for slot in slots.borrowed),
        ),
    )


def _confidence(
    statement: Statement, slots: Slots, passage: Passage, quote: str, roles: Roles, after: Slots
) -> tuple[float, tuple[str, ...]]:
    """(how surely this states a control, why less): what is left open lowers it, and a control named in passing.

    A firm that restricts or allows something lays down no control: some power or control must be named near by.
    "Despite US curbs" tells nothing of which curbs; "after the curbs of October 2023", "the curbs on this product"
    and "the new curbs" do.
    """
    frame = statement.hit.frame
    left_open = (slots.actor, slots.object, slots.target).count(None)
    confidence = frame.weight - 0.08 * left_open - 0.03 * len(slots.borrowed)
    if frame.history:
        here = passage.within(statement.first, statement.last)
        sure = any(tag.group == "new" or roles.is_product(tag.name) for tag in here) or bool(dates_in(quote))
        why = "named in passing"
    else:
        sure = after.actor is not None or any(tag.group in POWERS or roles.is_product(tag.name) for tag in passage.tags)
        why = "no power in sight"
    return round(confidence if sure else confidence - 0.2, 2), (() if sure else (why,))
