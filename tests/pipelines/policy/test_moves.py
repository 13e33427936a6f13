"""What a text states about controls, read with the shipped lexicon."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.policy import read_moves
from pipelines.text import read_text
from tests.pipelines.policy.conftest import Read

BAN = "The US banned exports of the H20 to China."


def test_a_ban_is_read_with_actor_object_target_and_direction(read: Read) -> None:
    [move] = read(BAN)
    assert (move.jurisdiction, move.object, move.target) == ("US", "h20", "China")
    assert (move.instrument, move.direction, move.status) == ("ban", "tighten", "in-force")


def test_a_quote_is_the_text_between_its_offsets(read: Read) -> None:
    body = f"Shares rose.\n{BAN} 商务部将14家外国企业列入不可靠实体清单。"
    moves = read(body)
    assert len(moves) == 2
    assert all(body[move.start : move.end] == move.quote for move in moves)


def test_two_statements_in_one_sentence_are_two_moves_with_a_quote_each(read: Read) -> None:
    first, second = read(
        "As the U.S. loosens its grip on tech exports, China has banned exports of gallium to America."
    )
    assert (first.jurisdiction, first.direction) == ("US", "ease")
    assert (second.jurisdiction, second.direction, second.target) == ("China", "tighten", "US")
    assert first.end <= second.start


def test_one_statement_gives_one_move_however_many_wordings_fit(read: Read) -> None:
    assert (
        len(read("The Commerce Department imposed new export controls and licence rules on AI chips for China.")) == 1
    )


@pytest.mark.parametrize(
    "body",
    [
        "Nvidia denied that the US had banned the H20.",
        "If Washington were to ban the H20, Nvidia would lose billions.",
        "Huang urged Washington to ease its curbs on AI chips.",
        "Congress should block all sales of the H20 to China.",
        "The US did not ban the H20.",
        "英伟达否认美国已禁止H20对华出口。",
        "如果美国禁止H20出口，英伟达将损失数十亿美元。",
    ],
)
def test_denials_conditions_calls_and_negations_are_no_moves(read: Read, body: str) -> None:
    assert read(body) == ()


def test_a_protest_of_a_ministry_is_a_move_although_it_calls_for_something(read: Read) -> None:
    [move] = read("China's commerce ministry condemned the US curbs on AI chips and urged Washington to lift them.")
    assert (move.jurisdiction, move.direction) == ("China", "neutral")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Washington is considering restrictions on shipments of AI chips to Malaysia.", "reported"),
        ("Senators proposed a bill that would ban chip tool sales to China.", "proposed"),
        ("The Commerce Department will restrict exports of AI chips next month.", "announced"),
        ("The limits on AI chip exports took effect on Monday.", "in-force"),
        ("Washington rescinded the AI diffusion rule.", "rescinded"),
        ("The US has restricted the H20, people familiar with the matter said.", "reported"),
    ],
)
def test_the_status_follows_how_far_the_control_is_said_to_be(read: Read, body: str, status: str) -> None:
    assert [move.status for move in read(body)] == [status]


def test_what_lies_months_back_is_background(read: Read) -> None:
    [old] = read("Nvidia was forced to suspend H20 sales in April 2025 due to new US requirements.")
    [new] = read("Nvidia was forced to suspend H20 sales on Monday due to new US requirements.")
    assert old.background
    assert not new.background


def test_a_day_that_a_control_starts_on_is_its_effective_date(read: Read) -> None:
    [move] = read("Japan will restrict exports of chipmaking equipment from March 1, 2026.")
    assert move.effective == date(2026, 3, 1)
    [chinese] = read("商务部宣布，自2月1日起对镓实施出口管制。")
    assert chinese.effective == date(2026, 2, 1)


def test_a_consequence_for_a_company_states_the_control_behind_it(read: Read) -> None:
    [eased] = read("Nvidia expects to resume H20 shipments to China following US assurances.")
    assert (eased.direction, eased.status, eased.instrument, eased.jurisdiction) == (
        "ease",
        "announced",
        "assurance",
        "US",
    )


def test_what_a_statement_leaves_open_comes_from_the_context_and_lowers_its_confidence(read: Read) -> None:
    named, borrowed = read("The US banned exports of the H20 to China. The licence requirement also covers the MI308.")
    assert borrowed.jurisdiction == "US"
    assert borrowed.confidence < named.confidence
    assert "actor from the context" in borrowed.reasons


def test_a_control_named_in_passing_is_less_sure_than_one_that_is_dated(read: Read) -> None:
    [passing] = read("Despite US chip curbs, the lab trained a model.")
    [dated] = read("After the US chip curbs of October 2022, the lab trained a model.")
    assert passing.confidence < dated.confidence
    assert "named in passing" in passing.reasons


def test_chinese_statements_name_the_same_slots(read: Read) -> None:
    [move] = read("美国商务部撤销了英伟达向中国出口H20的许可证。")
    assert (move.jurisdiction, move.object, move.direction) == ("US", "h20", "tighten")


def test_an_article_without_controls_states_nothing(read: Read) -> None:
    assert read("Huang praised open models. Arm licenses its designs to Qualcomm. The card draws 300 watts.") == ()


def test_reading_stays_linear_in_the_length_of_a_sentence(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> None:
    def seconds(repeats: int) -> float:
        text = read_text("The US banned chips and " * repeats + "rested.")
        begun = perf_counter()
        read_moves(text, taxonomy=taxonomy, lexicon=lexicon, published=None)
        return perf_counter() - begun

    seconds(50)
    assert seconds(800) < 40 * max(seconds(100), 0.001)
