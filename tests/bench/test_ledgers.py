"""The made-up ledger is the same on every run and has what the news has; how fast it is asked is not tested here."""

from __future__ import annotations

from collections import Counter

from adapters.kit import read_desk
from bench.generated import Ledger
from bench.ledgers import in_memory
from config.settings import load_settings
from pipelines.types import Figure

LEXICONS = read_desk(load_settings()).lexicons


def test_a_larger_ledger_opens_with_the_smaller_one() -> None:
    assert list(Ledger(40, LEXICONS))[:20] == list(Ledger(20, LEXICONS))


def test_the_more_facts_there_are_the_more_are_of_one_subject_and_metric() -> None:
    def most(count: int) -> int:
        claims = [fact.claim for fact in Ledger(count, LEXICONS)]
        return Counter((claim.subject, claim.metric) for claim in claims if isinstance(claim, Figure)).most_common(1)[
            0
        ][1]

    assert most(4000) > 4 * most(400)


def test_every_other_article_tells_what_is_known_in_other_words() -> None:
    made = Ledger(50, LEXICONS)
    known = {(claim.subject, claim.metric, claim.value): claim.quote for claim in map(made.claim, range(50))}
    told = made.met_next(2)
    assert known[told.subject, told.metric, told.value] != told.quote


def test_each_size_is_measured() -> None:
    steps = list(in_memory((10, 20), LEXICONS))
    assert [step.facts for step in steps] == [10, 20]
    assert all(step.both == step.finding + step.judging > 0 for step in steps)
