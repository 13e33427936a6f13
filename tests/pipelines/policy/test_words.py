"""Tokens, phrases and inflection."""

from __future__ import annotations

from config.policy import PolicyLexicon, Words
from config.taxonomy import Taxonomy
from pipelines.policy.words import forms_of, key_of, tags_of, tokens_of


def test_acronyms_keep_their_capitals_so_that_a_country_is_no_pronoun() -> None:
    assert [key_of(word) for word in ("U.S.", "US", "us", "China's", "Curbs")] == ["US", "US", "us", "china", "curbs"]


def test_tokens_carry_offsets_into_the_body() -> None:
    body = "xx 对华出口, U.S. bans"
    assert [body[token.start : token.end] for token in tokens_of(body[3:], 3)] == [
        "对",
        "华",
        "出",
        "口",
        ",",
        "U.S",
        "bans",
    ]


def test_verbs_are_inflected_at_their_first_word_and_nouns_at_their_last() -> None:
    forms = set(forms_of(Words(verbs=("ban", "cut off", "withdraw"), nouns=("duty",)), {"withdraw": ("withdrew",)}))
    assert {"banned", "banning", "bans", "cuts off", "withdrew", "duties"} <= forms


def test_the_longest_phrase_wins_in_all_its_groups(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> None:
    tokens = tokens_of("limited access")
    assert {tag.group for tag in tags_of(tokens, lexicon, taxonomy)} == {"idle"}


def test_a_name_with_a_capital_wants_the_capital(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> None:
    assert [tag.group for tag in tags_of(tokens_of("Trump"), lexicon, taxonomy)] == ["authority"]
    assert tags_of(tokens_of("trump"), lexicon, taxonomy) == ()
