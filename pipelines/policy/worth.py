"""Decides whether an analyst of the desk would write a move down."""

from __future__ import annotations

from collections.abc import Sequence

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.names import find_names
from pipelines.policy.words import tags_of, tokens_of
from pipelines.types import Held, PolicyMove, Text


def worth_noting(
    move: PolicyMove, text: Text, topics: Sequence[str], taxonomy: Taxonomy, lexicon: PolicyLexicon
) -> Held | None:
    """None where the move is to be noted, else why not; `topics` are the article's."""
    if move.confidence < lexicon.noteworthy:
        return Held("too vague", f"confidence {move.confidence} is under {lexicon.noteworthy}")
    watched = {goods.name: goods.watched for goods in lexicon.goods}
    named = {tag.name for tag in tags_of(tokens_of(move.quote), lexicon) if tag.group == "goods"}
    foreign = sorted(name for name in named if not watched[name])
    if foreign and not any(watched[name] for name in named) and not _names_watched(move, taxonomy):
        return Held("another subject", f"about {', '.join(foreign)}")
    if not topics and move.object is None and not _names_watched(move, taxonomy):
        return Held("no watched subject", "neither the statement nor the article names one")
    return None


def _names_watched(move: PolicyMove, taxonomy: Taxonomy) -> bool:
    entities = (taxonomy.entity(mention.entity) for mention in find_names(move.quote, taxonomy))
    return any(entity is not None and (entity.watched or bool(entity.topics)) for entity in entities)
