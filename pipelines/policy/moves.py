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
from pipelines.policy.slots import Slots, common_places, slots_of
from pipelines.policy.standing import Standing, Void, standing
from pipelines.types import PolicyMove, Text


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
    common = common_places((tag for passage in passages for tag in passage.tags), roles)
    earlier = Slots()
    for passage in passages:
        for statement in statements(passage, lexicon):
            state = standing(statement, passage, text.body, published)
            if isinstance(state, Void):
                continue
            earlier = slots_of(statement, passage, roles, earlier, common)
            yield _move(statement, state, earlier, passage, text, roles)


def _move(
    statement: Statement,
    state: Standing,
    slots: Slots,
    passage: Passage,
    text: Text,
    roles: Roles,
) -> PolicyMove:
    frame = statement.hit.frame
    start, end = passage.tokens[statement.first].start, passage.tokens[statement.last].end
    confidence, why = _confidence(statement, slots, passage, text.body[start:end], roles)
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
    statement: Statement, slots: Slots, passage: Passage, quote: str, roles: Roles
) -> tuple[float, tuple[str, ...]]:
    """(how surely this states a control, why less): what is left open lowers it, and a control named in passing.

    "Despite US curbs" tells nothing of which curbs; "after the curbs of October 2023", "the curbs on this product"
    and "the new curbs" do.
    """
    frame = statement.hit.frame
    left_open = (slots.actor, slots.object, slots.target).count(None)
    confidence = frame.weight - 0.08 * left_open - 0.03 * len(slots.borrowed)
    if not frame.history:
        return round(confidence, 2), ()
    here = passage.within(statement.first, statement.last)
    anchored = any(tag.group == "new" or roles.is_product(tag.name) for tag in here) or bool(dates_in(quote))
    return round(confidence if anchored else confidence - 0.2, 2), (() if anchored else ("named in passing",))
