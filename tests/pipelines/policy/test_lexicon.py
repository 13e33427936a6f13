"""The shipped lexicon holds together, and a wrong one is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from config.policy import PolicyLexicon
from pipelines.policy.words import tokens_of


def test_a_frame_that_names_an_unknown_group_is_refused(lexicon: PolicyLexicon) -> None:
    wrong = lexicon.frames[0].model_copy(update={"say": ("scrap moonbeams",)})
    with pytest.raises(ValidationError, match="moonbeams"):
        PolicyLexicon.model_validate({**lexicon.model_dump(), "frames": [wrong.model_dump()]})


def test_every_group_of_words_is_used(lexicon: PolicyLexicon) -> None:
    said = {group for frame in lexicon.frames for say in frame.say for group in say.replace("|", " ").split()}
    said |= {group for frame in lexicon.frames for group in frame.unless}
    read_by_the_engine = {"idle", "adjective", "new", "from", "lately", "whence", "buy", "realm", "deal"}
    assert set(lexicon.words) - said - read_by_the_engine == set()


def test_every_phrase_can_be_found(lexicon: PolicyLexicon) -> None:
    phrases = [phrase for words in lexicon.words.values() for phrase in (*words.exact, *words.nouns, *words.verbs)]
    assert all(tokens_of(phrase) for phrase in phrases)
