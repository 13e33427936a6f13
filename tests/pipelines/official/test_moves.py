"""An official document's own moves: its form says who, at what step and from when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from config.desk import Lexicons, load_lexicons
from config.settings import ROOT
from pipelines.filing import Filing
from pipelines.official.moves import Own, own_moves
from pipelines.policy import read_moves
from pipelines.text import read_text
from pipelines.types import PolicyMove

DAY = date(2026, 3, 9)
RULE = Filing(
    kind="rule",
    number="2026-04999",
    agencies=("Bureau of Industry and Security",),
    jurisdiction="US",
    effective=date(2026, 3, 20),
    comments_close=date(2026, 5, 8),
)
IMPOSES = "In this rule, BIS imposes a license requirement on exports of the Nvidia H20 to China."


@pytest.fixture(scope="module")
def lexicons() -> Lexicons:
    return load_lexicons(ROOT / "config", "chips")


def read(lexicons: Lexicons, body: str, filing: Filing = RULE, title: str = "A rule") -> Own:
    """The own moves of a document of that day."""
    text = read_text(body, title)
    claims = read_moves(text, taxonomy=lexicons.taxonomy, lexicon=lexicons.policy, published=DAY)
    own = own_moves(claims, filing, text, title, lexicons, published=DAY)
    assert all(text.body[claim.start : claim.end] == claim.quote for claim in own.claims)
    return own


def one(lexicons: Lexicons, body: str, filing: Filing = RULE, title: str = "A rule") -> PolicyMove:
    (move,) = read(lexicons, body, filing, title).claims
    assert isinstance(move, PolicyMove)
    return move


def test_a_rule_is_announced_until_the_day_on_which_it_applies(lexicons: Lexicons) -> None:
    move = one(lexicons, IMPOSES)
    assert (move.actor, move.jurisdiction, move.object, move.target) == ("BIS", "US", "h20", "China")
    assert (move.status, move.effective, move.filing) == ("announced", date(2026, 3, 20), RULE)


def test_a_rule_that_applies_at_once_is_in_force(lexicons: Lexicons) -> None:
    assert one(lexicons, IMPOSES, Filing(kind="rule", jurisdiction="US", effective=DAY)).status == "in-force"


def test_a_proposed_rule_is_proposed_whatever_its_words(lexicons: Lexicons) -> None:
    proposed = Filing(kind="proposed rule", jurisdiction="US", comments_close=date(2026, 5, 8))
    move = one(lexicons, IMPOSES, proposed)
    assert (move.status, move.modality, move.effective) == ("proposed", "conditional", None)


def test_only_the_summary_states_moves(lexicons: Lexicons) -> None:
    body = (
        f"AGENCY: Bureau of Industry and Security.\nACTION: Final rule.\nSUMMARY: {IMPOSES}\n"
        "DATES: This rule is effective March 20, 2026.\n"
        "SUPPLEMENTARY INFORMATION:\nThe bureau banned exports of advanced chips to Russia last week."
    )
    own = read(lexicons, body)
    assert [claim.object for claim in own.claims] == ["h20"]
    assert {held.reason for _, held in own.passed_over} == {"grounds"}


def test_what_a_rule_rescinds_is_lifted_and_what_that_had_imposed_is_history(lexicons: Lexicons) -> None:
    body = (
        "With this final rule, BIS rescinds the rule published on January 15, 2025 (90 FR 4544), which imposed a "
        "license requirement on advanced computing chips."
    )
    own = read(lexicons, body)
    told = [(claim.direction, claim.background) for claim in own.claims if isinstance(claim, PolicyMove)]
    assert told == [("ease", False), ("tighten", True)]


def test_a_suspended_announcement_is_an_easing(lexicons: Lexicons) -> None:
    suspends = Filing(kind="announcement", number="商务部公告2026年第70号", jurisdiction="China", agencies=("商务部",))
    move = one(lexicons, "经批准，决定暂停实施商务部公告2025年第61号公布的稀土出口管制措施。", suspends)
    assert (move.actor, move.jurisdiction, move.direction) == ("MOFCOM", "China", "ease")


def test_a_rule_whose_summary_states_nothing_is_read_by_its_title(lexicons: Lexicons) -> None:
    body = "Ten names follow, each with its addresses."
    move = one(lexicons, body, title="Addition of Entities to the Entity List")
    assert (move.instrument, move.direction, move.quote) == ("entity listing", "tighten", body)


def test_a_rule_of_which_only_the_subject_is_known_is_neither_tightening_nor_easing(lexicons: Lexicons) -> None:
    move = one(lexicons, "Ten names follow.", title="Revisions to the Unverified List")
    assert (move.instrument, move.direction, move.object) == ("entity listing", "neutral", "unverified-list")


def test_a_rule_on_other_goods_and_a_correction_state_nothing(lexicons: Lexicons) -> None:
    body = "Ten names follow."
    assert read(lexicons, body, title="Handling of Apricots").claims == ()
    correction = Filing(kind="rule", jurisdiction="US", action="Final rule; correction")
    assert read(lexicons, body, correction, "Revisions to the Unverified List").claims == ()


def test_a_correction_tells_again_what_it_mends(lexicons: Lexicons) -> None:
    move = one(lexicons, IMPOSES, title="Controls on Certain Accelerators; Correction")
    assert (move.background, move.effective) == (True, None)


def test_a_company_s_report_stays_its_own_word(lexicons: Lexicons) -> None:
    report = Filing(kind="current report", number="0001-26-01", items=("8.01",))
    told = "The U.S. government informed Nvidia that it requires a license for exports of the H20 to China."
    move = one(lexicons, told, report)
    (plain,) = read_moves(
        read_text(told), taxonomy=lexicons.taxonomy, lexicon=lexicons.policy, published=datetime.now(UTC).date()
    )
    assert (move.status, move.actor, move.filing) == (plain.status, plain.actor, report)
