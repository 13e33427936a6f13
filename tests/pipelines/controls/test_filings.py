"""Controls that rest on official documents: deadlines, citations, and what replaces what on other lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.taxonomy import Entity, Taxonomy
from pipelines.controls import Heard, lines_of, speaks_first_hand, speaks_officially
from pipelines.filing import Filing
from pipelines.ledger.rulings import Told
from tests.build import known, move, sighting

RULE = Filing(
    kind="rule", number="2026-1", citation="91 FR 10001", jurisdiction="Ruritania", parts=("15 CFR 744",),
    dockets=("260305-0067",), comments_close=date(2026, 5, 8),
)  # fmt: skip


def heard(id: str, *filings: Filing, days: int = 0, **fields: object) -> Heard:
    """A fact that these documents state, one a day."""
    told = tuple(
        Told(
            sighting(f"https://{id}.example/{day}", after=timedelta(days=days + day)), (move(filing=filing, **fields),)
        )
        for day, filing in enumerate(filings)
    )
    fact = replace(known(move(filing=filings[0], **fields), told[0].sighting), id=id)
    return Heard(fact, told, frozenset(one.sighting.url for one in told))


def test_of_two_deadlines_the_later_document_s_counts() -> None:
    extended = replace(RULE, number="2026-2", comments_close=date(2026, 6, 30))
    ((state,),) = (line.states for line in lines_of([heard("a", RULE, extended)]))
    assert (state.comments_close, [filing.number for filing in state.filings]) == (
        date(2026, 6, 30), ["2026-1", "2026-2"],
    )  # fmt: skip


def test_a_document_that_is_printed_after_public_inspection_is_one() -> None:
    inspected = replace(RULE, citation="", comments_close=None)
    ((state,),) = (line.states for line in lines_of([heard("a", inspected, RULE)]))
    assert state.filings == (RULE,)


@pytest.mark.parametrize("named", ["91 FR 10001", "2026-1"])
def test_what_another_line_s_document_replaces_no_longer_stands(named: str) -> None:
    later = Filing(kind="rule", number="2026-9", jurisdiction="Ruritania", replaces=(named,))
    told = [heard("old", RULE), heard("new", later, days=90, object="gears", instrument="tariff")]
    lines = {line.object: line for line in lines_of(told)}
    assert lines["widgets"].stands is None
    assert lines["widgets"].states[0].replaced_by == ("new",)
    assert lines["gears"].stands is not None
    assert lines["gears"].stands.supersedes == ("old",)


def test_a_document_that_names_itself_or_nothing_known_ends_nothing() -> None:
    itself = replace(RULE, replaces=("2026-1", "7 FR 1"))
    (line,) = lines_of([heard("a", itself)])
    assert line.stands is not None
    assert line.states[0].supersedes == ()


@pytest.mark.parametrize("word", ["2026-1", "91 fr 10001", "15CFR744", "260305-0067"])
def test_a_line_is_found_by_what_its_documents_are_called(word: str) -> None:
    (line,) = lines_of([heard("a", RULE)])
    assert line.answers_to(word)
    assert not line.answers_to("2026-2")


@pytest.mark.parametrize(
    ("url", "outlet", "tier", "official"),
    [
        ("https://www.sec.gov/Archives/edgar/data/1/2/a.htm", "SEC EDGAR", 1, False),
        ("https://www.sec.gov/newsroom/1", "SEC", 2, True),
        ("https://blogs.acme.example/1", "Acme", 1, False),
        ("https://gazette.example/1", "Gazette", 1, True),
    ],
)
def test_what_a_company_says_is_first_hand_and_no_government_s_word(
    url: str, outlet: str, tier: int, official: bool
) -> None:
    acme = Entity(id="acme", kind="company", names=("Acme",), topics=(), weight=1)
    taxonomy = Taxonomy(threshold=0.5, topics=(), entities=(acme,), near_misses=())
    assert speaks_first_hand(url, outlet, tier, taxonomy)
    assert speaks_officially(url, outlet, tier, taxonomy) is official


NOBODY = Taxonomy(threshold=0.5, topics=(), entities=(), near_misses=())


@pytest.mark.parametrize(
    "host",
    [
        "www.trade.gov", "army.mil", "www.gov.uk", "gov.cn", "www.mofcom.gov.cn", "meti.go.jp",
        "www.legifrance.gouv.fr", "www.dof.gob.mx", "ec.europa.eu",
    ],
)  # fmt: skip
def test_a_state_s_host_is_first_hand(host: str) -> None:
    assert speaks_first_hand(f"https://{host}/1", None, 3, NOBODY)


@pytest.mark.parametrize(
    "host",
    [
        "gov.evil.com", "mil.example.org", "www.europa.com", "europa.eu.example", "gov.cn.example",
        "trade.gov.example.uk", "go.com", "go.example.jp", "ago.jp", "mygov.uk", "notgov", "news.mil.com",
    ],
)  # fmt: skip
def test_a_host_that_only_names_a_state_is_anybody_s(host: str) -> None:
    assert not speaks_first_hand(f"https://{host}/1", None, 3, NOBODY)
