"""Texts are cut where it hurts least, and addresses are linked whole or not at all."""

from __future__ import annotations

import pytest

from pipelines.render.kinds import kind_named
from pipelines.render.views import cut, views
from pipelines.render.words import ENGLISH
from tests.build import bundle, telling


@pytest.mark.parametrize(
    ("text", "length", "left"),
    [
        ("Short.", 10, "Short."),
        ("The first sentence. The second one is longer.", 30, "The first sentence.…"),
        ("第一句话到此为止。第二句话要长得多得多得多。", 14, "第一句话到此为止。…"),
        ("A charge of $4.5 billion was booked by Acme.", 20, "A charge of $4.5…"),
        ("One sentence without an end to be found in it", 20, "One sentence…"),
        ("Antidisestablishmentarianism", 10, "Antidises…"),
        ("Anything", 0, ""),
    ],
)
def test_a_text_is_cut_at_a_sentence_else_at_a_word_else_anywhere(text: str, length: int, left: str) -> None:
    assert cut(text, length) == left
    assert len(cut(text, length)) <= max(length, 0)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://one.example/a?b=c#d", True),
        ("HTTP://one.example/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://one.example/a b", False),
        ("https://one.example/" + "a" * 1_000, False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_that_can_be_followed_are_linked(url: str, linked: bool) -> None:
    (view,) = views(bundle(telling(url=url)), kind_named("plain"), ENGLISH, public_url="https://desk.example")
    assert (view.url == url, bool(view.page), bool(view.explain)) == (linked or not url, linked, linked)


def test_the_command_that_explains_holds_an_address_with_signs_of_the_shell() -> None:
    url = "https://one.example/b?x=1&y='$(id)'"
    (view,) = views(bundle(telling(url=url)), kind_named("plain"), ENGLISH, public_url="")
    assert view.explain == """deltawire articles explain 'https://one.example/b?x=1&y='"'"'$(id)'"'"''"""
