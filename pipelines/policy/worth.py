"""Decides whether an analyst of the desk would write a move down."""

from __future__ import annotations

from collections.abc import Sequence

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.names import find_names
from pipelines.policy.roles import roles_of
from pipelines.policy.words import tags_of, tokens_of
from pipelines.types import Held, PolicyMove, Text


def worth_noting(
    move: PolicyMove, text: Text, topics: Sequence[str], taxonomy: Taxonomy, lexicon: PolicyLexicon
) -> Held | None:
    """None where the move is to be noted, else why not; `topics` are the article's."""
    if move.confidence < lexicon.noteworthy:
        return Held("too vague", f"confidence {move.confidence} is under {lexicon.noteworthy}")
    roles = roles_of(taxonomy, lexicon)
    named = {tag.name for tag in tags_of(tokens_of(move.quote), lexicon, taxonomy) if tag.group == "goods"}
    entities = [roles.entities[mention.entity] for mention in find_names(move.quote, taxonomy)]
    on_desk = bool(named - roles.foreign) or any(entity.watched or entity.kind == "product" for entity in entities)
    if named & roles.foreign and not on_desk:
        return Held("another subject", f"about {', '.join(sorted(named & roles.foreign))}")
    if not topics and not on_desk:
        return Held("no watched subject", "neither the statement nor the article names one")
    return None
