"""Reads the moves of controls out of a text: sentence by sentence, wording, standing, slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.policy.confidence import confidence_of
from pipelines.policy.frames import Statement, statements
from pipelines.policy.line import family_of
from pipelines.policy.passages import Passage, passages_of
from pipelines.policy.roles import Roles, roles_of
from pipelines.policy.slots import Slots, setting_of, slots_of
from pipelines.policy.standing import Standing, Void, standing
from pipelines.types import PolicyMove, Text

THEN = frozenset({"when", "where"})
"""What a clause begins with that tells of the time or place of the one before it; participles tell what followed."""


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
    earlier, product = Slots(), None
    latest: dict[str, Slots] = {}
    for passage in passages:
        old = False
        for statement in statements(passage, lexicon):
            state = standing(statement, passage, text.body, published)
            if isinstance(state, Void):
                continue
            opening = passage.tokens[statement.first].key
            if old and (opening in THEN or opening.endswith("ing")):
                state = replace(state, background=True, reasons=(*state.reasons, "told as history"))
            old = state.background
            family = family_of(statement.hit.frame.instrument)
            slots = slots_of(statement, passage, roles, latest.get(family, earlier), setting, product)
            yield _move(statement, state, slots, passage, text, roles, follows=earlier.actor is not None)
            if not statement.hit.frame.called_for:
                earlier = latest[family] = slots
        product = next((tag.name for tag in passage.tags if roles.is_product(tag.name)), product)


def _move(
    statement: Statement,
    state: Standing,
    slots: Slots,
    passage: Passage,
    text: Text,
    roles: Roles,
    *,
    follows: bool,
) -> PolicyMove:
    frame = statement.hit.frame
    start, end = passage.tokens[statement.first].start, passage.tokens[statement.last].end
    confidence, doubts = confidence_of(statement, slots, passage, text.body, roles, follows=follows)
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
            *doubts,
            *(f"{slot} from the context" for slot in slots.borrowed),
        ),
    )
