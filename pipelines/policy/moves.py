"""Reads the moves of controls out of a text: sentence by sentence, wording, standing, slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.names import find_names
from pipelines.policy.dates import dates_in
from pipelines.policy.frames import Statement, statements
from pipelines.policy.roles import Roles, roles_of
from pipelines.policy.slots import Slots, slots_of
from pipelines.policy.standing import Standing, Void, standing
from pipelines.policy.words import Tag, Token, tags_of, tokens_of
from pipelines.types import Mention, PolicyMove, Sentence, Text


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
    mentions = [mention for mention in find_names(text.body, taxonomy) if mention.entity in roles.tags]
    earlier = Slots()
    for sentence in text.article_sentences:
        tokens = tokens_of(sentence.text, sentence.start)
        tags = _tagged(sentence, tokens, tags_of(tokens, lexicon), mentions, roles)
        for statement in statements(tokens, tags, lexicon):
            state = standing(statement, tokens, tags, text.body, published)
            if isinstance(state, Void):
                continue
            slots = slots_of(statement, tokens, tags, roles, earlier)
            earlier = slots
            yield _move(statement, state, slots, tokens, tags, text, roles)


def _tagged(
    sentence: Sentence, tokens: Sequence[Token], plain: Sequence[Tag], mentions: Sequence[Mention], roles: Roles
) -> tuple[Tag, ...]:
    """The lexicon's tags and the taxonomy's names, together and in order."""
    named = []
    for mention in mentions:
        if sentence.start <= mention.start and mention.end <= sentence.end:
            numbers = [at for at, token in enumerate(tokens) if token.start < mention.end and mention.start < token.end]
            if numbers:
                named.append(Tag(*roles.tags[mention.entity], numbers[0], numbers[-1]))
    found = (*plain, *named)
    return tuple(sorted((*found, *_states(found)), key=lambda tag: (tag.first, tag.last)))


def _states(tags: Sequence[Tag]) -> Iterator[Tag]:
    """Places named as powers: "the US bans", but neither "Chinese" nor the US of "US companies"."""
    adjectives = {tag.first for tag in tags if tag.group == "adjective"}
    bearers = {tag.first for tag in tags if tag.group in ("party", "company")}
    for tag in tags:
        if tag.group == "place" and tag.first not in adjectives and tag.last + 1 not in bearers:
            yield Tag("state", tag.name, tag.first, tag.last)


def _move(
    statement: Statement,
    state: Standing,
    slots: Slots,
    tokens: Sequence[Token],
    tags: Sequence[Tag],
    text: Text,
    roles: Roles,
) -> PolicyMove:
    frame = statement.hit.frame
    start, end = tokens[statement.first].start, tokens[statement.last].end
    confidence, why = _confidence(statement, slots, tags, text.body[start:end], roles)
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
        background=state.background,
        confidence=confidence,
        reasons=(
            f"wording {frame.id}",
            *state.reasons,
            *why,
            *(f"{slot} from an earlier sentence" for slot in slots.borrowed),
        ),
    )


def _confidence(
    statement: Statement, slots: Slots, tags: Sequence[Tag], quote: str, roles: Roles
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
    here = [tag for tag in tags if statement.first <= tag.first <= statement.last]
    anchored = any(tag.group == "new" or roles.is_product(tag.name) for tag in here) or bool(dates_in(quote))
    return round(confidence if anchored else confidence - 0.2, 2), (() if anchored else ("named in passing",))
