"""Finds the words of policy news in a sentence: tokens, and tags that say which group each phrase belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from config.policy import Cues, PolicyLexicon, Words
from config.taxonomy import Taxonomy
from pipelines.writing import folded

LATIN, HAN = r"A-Za-z\u00c0-\u024f", r"\u3400-\u9fff"
TOKEN = re.compile(
    rf"[{LATIN}](?:\.[{LATIN}])+|[{LATIN}0-9]+(?:['’][{LATIN}]+)?|[{HAN}]|[,;:%()，；：、（）—–]|(?<=\s)-{{1,2}}(?=\s)"
)
CUES = tuple(Cues.model_fields)


class Token(NamedTuple):
    """One word, Chinese character or mark; `start`/`end` are offsets into the text it was read from."""

    key: str
    """What it is looked up by: lower case, but an acronym keeps its capitals ("US" is not "us")."""
    capital: bool
    start: int
    end: int


class Tag(NamedTuple):
    """A phrase that belongs to a group; `first`/`last` are the numbers of its tokens."""

    group: str
    name: str
    """What it names: an authority, a place's jurisdiction, goods, an entity's id; empty for plain words."""
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of the phrase table."""

    keys: tuple[str, ...]
    capital: bool
    """Whether its first letter has to be a capital."""
    group: str
    name: str


def tokens_of(text: str, start: int = 0) -> tuple[Token, ...]:
    """The tokens of `text`; `start` is where it begins in the body that offsets point into."""
    return tuple(
        Token(key_of(found.group()), found.group()[0].isupper(), start + found.start(), start + found.end())
        for found in TOKEN.finditer(folded(text))
    )


@lru_cache(maxsize=1 << 15)
def key_of(word: str) -> str:
    """The key of one word: possessives and the dots of acronyms go."""
    word = word.replace("’", "'").removesuffix("'s").replace(".", "")
    return word if len(word) > 1 and word.isupper() and word.isalpha() else word.lower()


def breadth(tokens: Sequence[Token]) -> int:
    """How many tokens a word takes on the average: 2 in a Chinese sentence, where each character is a token, else 1."""
    return 2 if 2 * sum(token.key >= "\u3400" for token in tokens) > len(tokens) else 1


def tags_of(tokens: Sequence[Token], lexicon: PolicyLexicon, taxonomy: Taxonomy) -> tuple[Tag, ...]:
    """Every phrase of the lexicon and every word for the desk's goods, left to right; at each place the longest one,
    in all the groups that have it."""
    return tuple(_tags(tokens, phrase_table(lexicon, taxonomy)))


def _tags(tokens: Sequence[Token], table: dict[str, tuple[Phrase, ...]]) -> Iterator[Tag]:
    keys = tuple(token.key for token in tokens)
    at = 0
    while at < len(keys):
        length = 0
        for phrase in table.get(keys[at], ()):
            size = len(phrase.keys)
            if size < length:
                break
            if keys[at : at + size] == phrase.keys and (tokens[at].capital or not phrase.capital):
                length = size
                yield Tag(phrase.group, phrase.name, at, at + size - 1)
        at += length or 1


@lru_cache(maxsize=8)
def phrase_table(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> dict[str, tuple[Phrase, ...]]:
    """First key -> the phrases that begin with it, longest first; the names of goods are the taxonomy's."""
    table: dict[str, set[Phrase]] = defaultdict(set)
    for words, group, name in _entries(lexicon, taxonomy):
        keys = tuple(token.key for token in tokens_of(words))
        table[keys[0]].add(Phrase(keys, words[0].isupper(), group, name))
    return {
        first: tuple(sorted(phrases, key=lambda phrase: (-len(phrase.keys), phrase.group, phrase.name, phrase.keys)))
        for first, phrases in table.items()
    }


def _entries(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> Iterator[tuple[str, str, str]]:
    """(phrase, group, name) of everything that is listed, inflected."""
    for group, words in lexicon.words.items():
        yield from ((form, group, "") for form in forms_of(words, lexicon.irregular))
    for cue in CUES:
        yield from ((form, cue, "") for form in forms_of(getattr(lexicon.cues, cue), lexicon.irregular))
    for place in lexicon.places:
        yield from ((name, "place", place.jurisdiction) for name in place.names)
    for authority in lexicon.authorities:
        yield from ((name, "authority", authority.name) for name in authority.names)
    for goods in taxonomy.goods:
        yield from ((name, "goods", goods.name) for name in goods.names)


def forms_of(words: Words, irregular: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Every form of a group's words; a few that no one writes ("limitted") do no harm."""
    yield from words.exact
    for noun in words.nouns:
        yield noun
        yield noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")
        if noun.endswith("y"):
            yield noun[:-1] + "ies"
    for phrase in words.verbs:
        verb, space, rest = phrase.partition(" ")
        yield from (form + space + rest for form in (*verb_forms(verb), *irregular.get(verb, ())))


def verb_forms(verb: str) -> tuple[str, ...]:
    """The regular forms of an English verb, with and without a doubled consonant."""
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1]
    soft = verb[:-1] + "i" if verb.endswith("y") else verb
    return (
        verb,
        verb + "s",
        soft + "es",
        stem + "ed",
        soft + "ed",
        doubled + "ed",
        stem + "ing",
        verb + "ing",
        doubled + "ing",
    )
