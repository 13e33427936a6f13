"""Turns a text into passages: the tokens of each sentence, with the lexicon's words and the desk's names tagged."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.names import find_names
from pipelines.policy.roles import Roles
from pipelines.policy.words import Tag, Token, tags_of, tokens_of
from pipelines.types import Mention, Sentence, Text

LONGEST = 160
"""Tokens of a passage at most: no sentence of prose is longer, but a table or a menu without stops is. It bounds how
many wordings are compared with one another; what searches a passage's characters has to be linear by itself."""


DESCRIPTION = 5
"""Characters that may stand between a place and goods that come from it."""
MARKS = frozenset("，、：；（）把将对向就已拟再曾在从给让使与和")
"""Marks, and words that part a power from the goods it acts upon."""
QUESTION_MARKS = ("?", "？")
ASKED = re.compile(r"\s*(?:Q\d{0,2}|Question(?: \d+)?|(?:有?记者)?[问問]|有?記者問|提[问問])\s*[:：]", re.IGNORECASE)
"""What opens a reporter's question in a transcript."""
DATELINE = 14
"""Tokens within which a dateline ends."""
DASHES = frozenset({"-", "--", "–", "—"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a piece of an endless one."""

    tokens: tuple[Token, ...]
    tags: tuple[Tag, ...]
    """In order; their numbers are those of `tokens`."""
    asked: bool = False
    """Whether it is a question, or stands in what a reporter asks: it states nothing."""

    def within(self, first: int, last: int) -> list[Tag]:
        """The tags that begin between two tokens."""
        return [tag for tag in self.tags if first <= tag.first <= last]


def passages_of(text: Text, taxonomy: Taxonomy, lexicon: PolicyLexicon, roles: Roles) -> Iterator[Passage]:
    """The passages of the article itself, without its boilerplate."""
    mentions = [mention for mention in find_names(text.body, taxonomy) if mention.entity in roles.tags]
    starts = [mention.start for mention in mentions]
    for sentence in text.article_sentences:
        words = tokens_of(sentence.text, sentence.start)
        for begin in range(0, len(words), LONGEST):
            tokens = words[begin : begin + LONGEST]
            inside = mentions[bisect_left(starts, tokens[0].start) : bisect_left(starts, tokens[-1].end)]
            words_found = tags_of(tokens, lexicon, taxonomy)
            idle = [tag for tag in words_found if tag.group == "idle"]
            names = (tag for tag in _names(inside, tokens, roles) if not any(_part_of(tag, phrase) for phrase in idle))
            opening = _dateline(tokens)
            found = [tag for tag in (*words_found, *names) if tag.first >= opening]
            tags = sorted((*found, *_states(found, tokens)), key=lambda tag: (tag.first, tag.last))
            yield Passage(tokens, tuple(tags), _asks(sentence, text.body))


def _names(mentions: Sequence[Mention], tokens: Sequence[Token], roles: Roles) -> Iterator[Tag]:
    """Tags for the names of the taxonomy; a name may begin or end within a token."""
    starts = [token.start for token in tokens]
    for mention in mentions:
        first = max(bisect_right(starts, mention.start) - 1, 0)
        last = max(bisect_left(starts, mention.end) - 1, first)
        group, name = roles.tags[mention.entity]
        yield Tag(group, name, first, last)


def _part_of(tag: Tag, phrase: Tag) -> bool:
    """Whether a name is but a part of a phrase that means something else: the cork of a "cork board"."""
    return phrase.first <= tag.first and tag.last <= phrase.last and phrase.last - phrase.first > tag.last - tag.first


def _asks(sentence: Sentence, body: str) -> bool:
    """Whether a sentence is a question, or its paragraph the question of an interview."""
    return sentence.text.rstrip("\"'”’」』 ").endswith(QUESTION_MARKS) or bool(
        ASKED.match(body, body.rfind("\n", 0, sentence.start) + 1)
    )


def _dateline(tokens: Sequence[Token]) -> int:
    """How many tokens an agency's dateline takes: "SEOUL, March 3 (Agency) -"."""
    opening = [token.key for token in tokens[:DATELINE]]
    dash = next((at for at, key in enumerate(opening) if key in DASHES), 0)
    return dash if "(" in opening[:dash] else 0


def _states(tags: Sequence[Tag], tokens: Sequence[Token]) -> Iterator[Tag]:
    """Places named as powers: "the US bans", but neither "Chinese" nor the US of "US companies" and "US pumps"."""
    adjectives = {(tag.first, tag.last) for tag in tags if tag.group == "adjective"}
    bearers = {tag.first for tag in tags if tag.group in ("party", "company", "goods")}
    for tag in tags:
        described = tag.last + 1 in bearers or (tag.group == "place" and _describes(tag, tags, tokens))
        if tag.group == "place" and (tag.first, tag.last) not in adjectives and not described:
            yield Tag("state", tag.name, tag.first, tag.last)


def _describes(place: Tag, tags: Sequence[Tag], tokens: Sequence[Token]) -> bool:
    """Whether a place in Chinese stands before goods with nothing but their description between."""
    follows = min((tag for tag in tags if tag.first > place.last), key=lambda tag: tag.first, default=None)
    if follows is None or follows.group != "goods" or follows.first - place.last - 1 > DESCRIPTION:
        return False
    return all(tokens[at].key >= "\u3400" and tokens[at].key not in MARKS for at in range(place.last, follows.first))
