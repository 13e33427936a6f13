"""The words of an alert: they say the change, and carry the evidence."""

from __future__ import annotations

import shlex
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from config.taxonomy import Entity, Taxonomy
from pipelines.ledger import reconcile
from pipelines.render import amount, message, title
from tests.build import document, figure, known, move, sighting

TAXONOMY = Taxonomy(topics=(), entities=(Entity(id="acme", kind="company", names=("Acme",)),))
LATER = sighting("https://two.example/b", after=timedelta(days=9))


def change(claim, *facts):
    return reconcile([claim], facts, sighting=LATER).changes[0]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"value": 5.5e9}, "$5.5 billion"),
        ({"value": 2e9, "value_high": 3e9, "approx": "range"}, "$2 billion to $3 billion"),
        ({"value": 30.0, "unit": "percent", "approx": "up-to"}, "up to 30%"),
        ({"value": 1.5e6, "unit": "developer", "approx": "over"}, "over 1.5 million developers"),
        ({"value": 7.3e9, "unit": "CNY"}, "CN¥7.3 billion"),
        ({"value": 1.2e12, "unit": "SEK"}, "1.2 trillion SEK"),
        ({"value": 384, "unit": "chip"}, "384 chips"),
        ({"value": 900, "unit": "GB/s"}, "900 GB/s"),
        ({"value": 1, "unit": "company"}, "1 company"),
        ({"value": 12, "unit": "company"}, "12 companies"),
    ],
)
def test_amounts_read_as_a_person_writes_them(fields, told):
    assert amount(figure(**fields)) == told


def test_a_revision_says_both_values():
    assert title(change(figure(4.5e9), known(figure(5.5e9))), TAXONOMY) == (
        "Acme charge: $5.5 billion → $4.5 billion, revised"
    )


def test_a_policy_move_says_object_instrument_and_step():
    assert title(change(move(direction="ease", status="announced")), TAXONOMY) == (
        "Widgets to Borduria: licence requirement eased, announced by Ruritania"
    )


def test_the_message_carries_sentence_source_link_history_and_explanation():
    revised = change(figure(4.5e9, quote="Acme cut the charge to $4.5bn."), known(figure(5.5e9)))
    text = message(document("https://two.example/b", title="Acme cuts charge"), [revised], taxonomy=TAXONOMY).plain
    for expected in (
        "“Acme cut the charge to $4.5bn.”",
        "Before: $5.5 billion, since 2026-03-02 09:00 UTC, one.example",
        "1 independent outlet",
        "a new value for a figure already reported",
        "https://two.example/b",
        "deltawire articles explain",
        "Acme cuts charge",
    ):
        assert expected in text


def test_the_command_and_the_link_hold_an_address_with_signs_of_its_own():
    url = "https://two.example/b?x=1&y='$(id)'"
    text = message(document(url), [change(figure())], taxonomy=TAXONOMY, public_url="https://desk.example/").plain
    (command,) = (line for line in text.splitlines() if line.startswith("Explain: "))
    assert shlex.split(command)[-1] == url
    (link,) = (line for line in text.splitlines() if line.startswith("Page: "))
    assert parse_qs(urlsplit(link.removeprefix("Page: ")).query) == {"url": [url]}


def test_several_changes_of_one_article_travel_in_one_message():
    found = message(document(), [change(figure()), change(move(start=60))], taxonomy=TAXONOMY)
    assert found.title.endswith("(+1 more)")
    assert "$5.5 billion" in found.plain
    assert "licence requirement" in found.plain


def test_a_page_full_of_figures_is_told_up_to_a_limit() -> None:
    changes = [change(figure(float(value), start=value)) for value in range(1, 26)]
    text = message(document(), changes, taxonomy=TAXONOMY).plain
    assert text.count("Before:") == 20
    assert "and 5 more changes" in text
